import { toSnapshot } from "../checkpoint.js";
import { mergeConfigs, requireThreadId } from "../config.js";
import { type NodeCall, type NodeHost, startNode } from "../node/node-start.js";
import { enterTask } from "../node/node-task.js";
import type { EventReader } from "../run/run-events.js";
import { historyOf } from "../state/history.js";
import { readState } from "../state/thread-state.js";
import { type GraphContext, toInit } from "./graph-context.js";
import { unlessMissing } from "./graph-state.js";

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
  };
  return startNode(host, { ...asked, call: enterTask(asked.options, options.graphId) });
}
