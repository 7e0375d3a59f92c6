import { inject } from "vitest";

const { js, python } = inject("consumerServers");

/** The servers there are, by name. */
export const servers = [
  { kind: "JavaScript", url: js },
  { kind: "Python", url: python },
].filter(({ url }) => url !== "");

export const message = (content: string) => ({ messages: [{ type: "human" as const, content }] });

/** A model that counts, slowly. */
export const counting = (count: number, delayMs = 60) => ({ ...message("go"), count, delayMs });

/** What it says. */
export const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `${at} `).join("");

/** What counts up without a gap and without a repetition. */
export const isBeginning = (text: string): boolean => numbers(1000).startsWith(text);
