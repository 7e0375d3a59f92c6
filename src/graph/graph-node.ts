import { toSnapshot } from "../checkpoint.js";
import { type Client, unlessMissing } from "../client.js";
import { mergeConfigs, requireThreadId } from "../config.js";
import { isRemoteException } from "../errors.js";
import { type NodeCall, type NodeHost, startNode } from "../node/node-start.js";
import { enterTask } from "../node/node-task.js";
import { CALLER_TAG } from "../node.js";
import type { EventReader } from "../run/run-events.js";
import { endOf } from "../run/run-join.js";
import { type CallInit, runsOf } from "../run/run-requests.js";
import { historyOf } from "../state/history.js";
import { readState } from "../state/thread-state.js";
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
      await endOf(client, { threadId, runId, tag: undefined, resumable: undefined }, init).catch(
        (error: unknown) => {
          // what is left to do after a failure, or a stop, the thread's state says
          if (!isRemoteException(error)) throw error;
        },
      );
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
  const runs = await runsOf(client, threadId, { offset: 0, limit: LATEST }, init);
  return runs.find(
    ({ status, metadata }) =>
      (status === "running" || status === "pending") && metadata?.[CALLER_TAG] === caller,
  )?.run_id;
}
