import { setTimeout as delay } from "node:timers/promises";
import { createClient, type EventOptions, type RunEvent, streamRun } from "../../../src/index.js";
import { Cut, type SseFrame } from "../../support/scripted-server.js";
import { THREAD_ID } from "./servers.js";

/** Starts a run on the thread of the scripted server. */
export function start(url: string, options: EventOptions = {}) {
  const client = createClient({ url, apiKey: null });
  return streamRun(client, { assistantId: "any", threadId: THREAD_ID, input: {}, ...options });
}

/** The number in each of the run's values, added one by one. */
export async function numbersOf(
  events: AsyncIterable<RunEvent>,
  numbers: unknown[] = [],
): Promise<unknown[]> {
  for await (const { event, data } of events) {
    if (event === "values" && typeof data === "object" && data !== null && "n" in data) numbers.push(data.n);
  }
  return numbers;
}

/** Frames, and then nothing more, while the connection stays open. */
export async function* thenSilence(...frames: SseFrame[]) {
  yield* frames;
  await delay(60_000, undefined, { ref: false });
}

/** Frames, and then a reset of the connection. */
export async function* thenCut(...frames: (SseFrame | string)[]) {
  yield* frames;
  throw new Cut();
}
