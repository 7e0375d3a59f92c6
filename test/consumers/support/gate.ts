import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { message } from "./servers.js";

/** What holds a counting model back, so that a test and not the clock says how far a run is. */
export interface Gate {
  /** Lets the model say so many words more. */
  let(words: number): void;
  /** Lets it say whatever it has to say. */
  open(): void;
  /** The input of a model that counts so far. */
  counting(count: number): ReturnType<typeof message> & ReturnType<Gate["settings"]>;
  /** The same without its message. */
  settings(count: number): { count: number; gate: string };
}

/** Starts a gate for the test at work, closed. */
export async function startGate(): Promise<Gate> {
  const waiting: ServerResponse[] = [];
  let allowed = 0;
  const pass = () => {
    while (allowed > 0 && waiting.length > 0) {
      allowed -= 1;
      waiting.shift()?.end();
    }
  };
  const server = createServer((_, response) => {
    waiting.push(response);
    pass();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const gate = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const letWords = (words: number) => {
    allowed += words;
    pass();
  };
  return {
    let: letWords,
    open: () => letWords(Number.POSITIVE_INFINITY),
    counting: (count) => ({ ...message("go"), count, gate }),
    settings: (count) => ({ count, gate }),
  };
}

/** What a model says that counts so far. */
export const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `${at} `).join("");

/** Which of the texts, of those that count, are not the beginning of the count: none, where nothing is lost or doubled. */
export const notCountedUp = (texts: string[]): string[] =>
  texts.filter((text) => /^\d/.test(text) && !numbers(1000).startsWith(text));
