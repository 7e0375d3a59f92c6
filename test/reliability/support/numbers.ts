import {
  type JoinRunOptions,
  joinRun,
  type RunEvent,
  type StreamRunOptions,
  streamRun,
} from "../../../src/index.js";
import { clientOn, RUN_ID, THREAD_ID } from "./servers.js";

/** Starts a run on the thread of the scripted server. */
export const start = ({ url }: { url: string }, options: Partial<StreamRunOptions> = {}) =>
  streamRun(clientOn({ url }), { assistantId: "any", threadId: THREAD_ID, input: {}, ...options });

/** Joins the run of the scripted server. */
export const join = ({ url }: { url: string }, options: Partial<JoinRunOptions> = {}) =>
  joinRun(clientOn({ url }), { threadId: THREAD_ID, runId: RUN_ID, ...options });

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
