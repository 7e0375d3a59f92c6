import { toInterrupt } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import type { CallInit } from "../run/run-requests.js";
import { readState } from "../state/thread-state.js";
import type { Namespace } from "../types.js";

/** What the thread's state says that it asks; nothing when there is no thread. */
export async function askedOn(
  client: Client,
  threadId: string,
  init: CallInit,
): Promise<{ id: string; namespace: Namespace }[]> {
  const config = { configurable: { thread_id: threadId } };
  const state = await unlessMissing(readState(client, config, {}, init));
  const ids = (state?.tasks ?? []).flatMap(({ interrupts }) =>
    (interrupts ?? []).map((one) => toInterrupt(one).id),
  );
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [{ id, namespace: [] }]));
}
