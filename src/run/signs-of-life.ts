import type { Client } from "../client.js";
import { readState } from "../state/thread-state.js";
import type { CallInit } from "./run-requests.js";

/** For how long a run may leave nothing on its thread when nobody says otherwise: a day. */
const LONGEST_STEP_MS = 86_400_000;

/** Tells, when it is asked now and then, whether a run has left nothing new on its thread for too long. */
export type SilenceCheck = () => Promise<boolean>;

/**
 * Watches a run by what it leaves on its thread. A server that was started anew calls a run running that it has
 * forgotten, and does so for ever.
 */
export function toSilenceCheck(
  client: Client,
  threadId: string,
  longestMs: number = LONGEST_STEP_MS,
  init: CallInit,
): SilenceCheck {
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
