/** The servers that the live tests run on; the first is the one that they run on when nothing else is said. */
export const serverKinds = ["js", "js-2.0.0", "python", "aegra"] as const;

export type ServerKind = (typeof serverKinds)[number];

/** @throws when no server has that name; `from` is where the name was given. */
export function toServerKind(text: string, from = "--server"): ServerKind {
  const kind = serverKinds.find((known) => known === text);
  if (kind === undefined) throw new Error(`${from} takes one of ${serverKinds.join(", ")}, not "${text}"`);
  return kind;
}

/** What a server needs is not on this machine: a line that says what, which server is left out, and how to get it. */
export class ServerUnavailable extends Error {
  override readonly name = "ServerUnavailable";

  constructor(kind: ServerKind, missing: string, remedy: string) {
    super(`the server "${kind}" is left out, because ${missing}: ${remedy}`);
  }
}
