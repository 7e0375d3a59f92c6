/** What a node asks the server about its remote thread before it starts a run there. */
import { toSnapshot } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
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
  /** Names the call whose runs are looked for. */
  readonly caller: string;
  /** The options of the call's own run. */
  readonly options: RunOptions;
}

/** The thread's latest state; `undefined` when there is no such thread. */
export async function latestState({ client, options }: NodeThread): Promise<NodeState | undefined> {
  const state = await unlessMissing(readState(client, options, {}, toCallInit(options, options.signal)));
  return state && toSnapshot(state, options);
}

/** The thread's latest state that a run of the call made. */
export async function latestStateOfCall(thread: NodeThread): Promise<NodeState | undefined> {
  const { client, threadId, caller, options } = thread;
  const query = { limit: 1, filter: { [CALLER_TAG]: caller } };
  const states = historyOf(client, threadId, options, query, toCallInit(options, options.signal));
  for await (const state of states) return toSnapshot(state, options);
  return undefined;
}

/** How many of a thread's latest runs may be at work, or wait for their turn. */
const LATEST = 10;

/** Waits for the end of the run that the call has begun and left at work; `false` when there is none. */
export async function awaitActiveRun({ client, threadId, caller, options }: NodeThread): Promise<boolean> {
  const { headers, signal } = options;
  const runs = await getRuns(client, threadId, { offset: 0, count: LATEST }, toCallInit(options, signal));
  const runId = runs.find(
    (run) =>
      (run.status === "running" || run.status === "pending") && metadataOf(run)?.[CALLER_TAG] === caller,
  )?.run_id;
  if (runId === undefined) return false;
  const run = { threadId, runId, key: undefined, resumable: undefined };
  await awaitRun(client, run, { headers, signal }).catch((error: unknown) => {
    // the thread's state shows what is left to do after a failure or a cancel
    if (!isRemoteException(error)) throw error;
  });
  return true;
}
