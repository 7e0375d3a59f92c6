import { toSnapshot } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import { mergeConfigs, requireThreadId } from "../config.js";
import { isRemoteException } from "../errors.js";
import { type NodeCall, type NodeHost, startNode } from "../node/node-start.js";
import { enterTask } from "../node/node-task.js";
import { CALLER_TAG } from "../node.js";
import { awaitRun } from "../run/await-run.js";
import { type CallInit, getRuns } from "../run/run-requests.js";
import type { EventReader } from "../run/run-types.js";
import { metadataOf } from "../servers/server.js";
import { historyOf, readState } from "../thread-state.js";
import { type GraphContext, toInit } from "./graph-context.js";

/**
 * Begins the run of a graph that is a node of another.
 *
 * @param start - starts a run at top level
 */
export function beginNode(
  graph: GraphContext,
  asked: Omit<NodeCall, "call">,
  start: NodeHost["start"],
): Promise<EventReader> {
  const { client, options, decode } = graph;
  const query = { limit: 1, before: undefined };
  const host: NodeHost = {
    policy: options.threadId,
    decode,
    start,
    async latest(own) {
      const merged = mergeConfigs(graph.config, own);
      const state = await unlessMissing(readState(client, merged, {}, toInit(merged, {})));
      return state && toSnapshot(state, merged);
    },
    async latestWith(own, filter) {
      const merged = mergeConfigs(graph.config, own);
      const threadId = requireThreadId(merged, "a node");
      const states = historyOf(client, threadId, merged, { ...query, filter }, toInit(merged, {}));
      for await (const state of states) return toSnapshot(state, merged);
      return undefined;
    },
    async awaitActive(own, caller) {
      const merged = mergeConfigs(graph.config, own);
      const threadId = requireThreadId(merged, "a node");
      const init = toInit(merged, {});
      const runId = await findActive(client, threadId, caller, init);
      if (runId === undefined) return false;
      await awaitRun(
        client,
        { threadId, runId, key: undefined, resumable: undefined },
        { headers: init.headers, signal: init.signal ?? undefined },
      ).catch((error: unknown) => {
        // what is left to do after a failure, or a stop, the thread's state says
        if (!isRemoteException(error)) throw error;
      });
      return true;
    },
  };
  return startNode(host, { ...asked, call: enterTask(asked.options, options.graphId, asked.input) });
}

/** How many of a thread's latest runs may be at work, or wait for their turn. */
const LATEST = 10;

/** The run that a call has begun, and that has not ended. */
async function findActive(
  client: Client,
  threadId: string,
  caller: string,
  init: CallInit,
): Promise<string | undefined> {
  const runs = await getRuns(client, threadId, { offset: 0, count: LATEST }, init);
  return runs.find(
    (run) =>
      (run.status === "running" || run.status === "pending") && metadataOf(run)?.[CALLER_TAG] === caller,
  )?.run_id;
}
