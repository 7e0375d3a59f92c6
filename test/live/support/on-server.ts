import { inject } from "vitest";

/**
 * Of what each server does the part of the one under test. The older release of the JavaScript server does what the
 * newer one does unless it is named.
 */
export function onServer<T>(does: { js: T; "js-2.0.0"?: T; python: T; aegra: T }): T {
  const kind = inject("serverKind");
  return kind === "js-2.0.0" ? (does["js-2.0.0"] ?? does.js) : does[kind];
}

/** The pieces that a model's answer comes in: LangChain's in Python end with an empty one. */
export const pieces = (...texts: string[]): string[] =>
  onServer({ js: texts, python: [...texts, ""], aegra: [...texts, ""] });
