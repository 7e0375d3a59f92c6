import type { Client } from "../client.js";
import { readState } from "../state/thread-state.js";
import type { CallInit } from "./run-requests.js";

/**
 * Watches a run by what it leaves on its thread. A server that was started anew calls a run running that it has
 * forgotten, and does so for ever.
 *
 * @returns what tells, asked now and then, whether the run has left nothing new for longer than `longestMs`
 */
export function toSilenceCheck(
  client: Client,
  threadId: string,
  longestMs: number,
  init: CallInit,
): () => Promise<boolean> {
  let last: { sign: string; seenAt: number } | undefined;
  return async () => {
    if (last !== undefined && Date.now() - last.seenAt <= longestMs) return false;
    const thread = { configurable: { thread_id: threadId } };
    const { checkpoint, tasks } = await readState(client, thread, { subgraphs: true }, init);
    const sign = JSON.stringify([checkpoint, tasks]);
    if (last?.sign === sign) return true;
    last = { sign, seenAt: Date.now() };
    return false;
  };
}
