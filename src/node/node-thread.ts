/** Reads a node's remote thread before a run is started on it. */
import { toSnapshot } from "../checkpoint.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { isRemoteException } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { getRuns, toCallInit } from "../run/run-requests.js";
import { metadataOf } from "../servers/server.js";
import { historyOf, readState } from "../thread-state.js";
import type { RunOptions } from "../types.js";
import { CALLER_TAG } from "./node-place.js";
import type { NodeState } from "./node-resume.js";

/** The thread of a node's call. */
export interface NodeThread {
  readonly client: Client;
  readonly threadId: string;
  /** The name of the call whose runs and states are looked up. */
  readonly caller: string;
  /** The options of the call's own run. */
  readonly options: RunOptions;
}

/** The thread's latest state; `undefined` when the thread doesn't exist. */
export async function latestState({ client, options }: NodeThread): Promise<NodeState | undefined> {
  const state = await unlessMissing(readState(client, options, {}, toCallInit(options, options.signal)));
  return state && toSnapshot(state, options);
}

/** The latest state that a run of the call wrote. */
export async function latestStateOfCall(thread: NodeThread): Promise<NodeState | undefined> {
  const { client, threadId, caller, options } = thread;
  const query = { limit: 1, filter: { [CALLER_TAG]: caller } };
  const states = historyOf(client, threadId, options, query, toCallInit(options, options.signal));
  for await (const state of states) return toSnapshot(state, options);
  return undefined;
}

/** How many of the thread's latest runs are searched for an active one. */
const SEARCHED_RUNS = 10;

/** Waits for the end of the call's pending or running run; `false` when there is none. */
export async function awaitActiveRun({ client, threadId, caller, options }: NodeThread): Promise<boolean> {
  const { headers, signal } = options;
  const runs = await getRuns(
    client,
    threadId,
    { offset: 0, count: SEARCHED_RUNS },
    toCallInit(options, signal),
  );
  const runId = runs.find(
    (run) =>
      (run.status === "running" || run.status === "pending") && metadataOf(run)?.[CALLER_TAG] === caller,
  )?.run_id;
  if (runId === undefined) return false;
  await awaitRun(client, { threadId, runId }, { headers, signal }).catch((error: unknown) => {
    // after a failure or a cancel, the thread's state shows what is left to do
    if (!isRemoteException(error)) throw error;
  });
  return true;
}
