/** Where a parent calls a graph that is its node: the thread and the options of the remote run follow from it. */
import { CHECKPOINT_KEYS } from "../config.js";
import type { RunnableConfig, RunOptions } from "../types.js";
import { isRecord } from "../util/record.js";
import { isUuid, nameUuid } from "../util/uuid.js";

/** Which thread a run uses when the graph is a node of another. */
export type ThreadPolicy = "inherit" | "node" | "derive" | ((config: RunnableConfig) => string);

/** Where a graph is called in its parent. */
export interface NodePlace {
  /** The task that calls: `node:task id`, after those above it. */
  readonly task: string;
  /** The call's own name: the task's, and `|n` for one that is not the task's first. */
  readonly namespace: string;
  /** The parent's thread. */
  readonly threadId: string | undefined;
  /** The checkpoints that the task stands on, by namespace, when it runs. */
  readonly checkpoints: Record<string, unknown> | undefined;
}

/** The member of a run's metadata that says which call of which node it belongs to. */
export const CALLER_TAG = "langgraph_remote_caller";

/** True for a call from within a parent's run, which hands its nodes more than what a caller sets. */
export const isNode = ({ configurable = {} }: RunnableConfig): boolean => "__pregel_read" in configurable;

/** True for a parent that asks for the state of its node. */
export const isNodeState = (config: RunnableConfig): boolean =>
  isNode(config) || "__pregel_checkpointer" in (config.configurable ?? {});

/** The place of a call that a parent makes. */
export function placeOf(config: RunnableConfig): NodePlace {
  const { checkpoint_ns, checkpoint_map, thread_id: threadId } = config.configurable ?? {};
  const task = typeof checkpoint_ns === "string" ? checkpoint_ns : "";
  return {
    task,
    namespace: task,
    threadId: threadId === undefined || threadId === null ? undefined : String(threadId),
    checkpoints: isNode(config) && isRecord(checkpoint_map) ? checkpoint_map : undefined,
  };
}

// A namespace of our own for the UUIDs that threads are named by.
const THREADS = "5b1f0d2e-6c1c-4f0e-9d0c-0d6a4a3c7f57";

/** The remote thread of a place; `undefined` where the parent has none, so the run is stateless. */
export function threadAt(
  place: NodePlace,
  config: RunnableConfig,
  policy: ThreadPolicy = "inherit",
): string | undefined {
  const { namespace, threadId } = place;
  if (typeof policy === "function") {
    const chosen: unknown = policy(config);
    if (typeof chosen === "string" && chosen !== "") return chosen;
    throw new TypeError("the function given as threadId must return a string that is not empty");
  }
  if (threadId === undefined) return undefined;
  if (policy === "derive") return nameUuid(JSON.stringify([threadId, namespace]), THREADS);
  if (policy === "node") return nameUuid(JSON.stringify([threadId, withoutTaskIds(namespace)]), THREADS);
  return isUuid(threadId) ? threadId : nameUuid(threadId, THREADS);
}

/** The nodes that a namespace leads through, whichever of their tasks it is: of `node:task id|…`, the nodes. */
const withoutTaskIds = (namespace: string): string => namespace.replaceAll(/:[^|]*/g, "");

/** What LangGraph gives every node when no limit was set: nobody chose it. */
const DEFAULT_RECURSION_LIMIT = 25;

/** Settings of the parent's run. Were they passed on, the server would take them for those of ours. */
const OF_PARENT = new Set<string>([
  ...CHECKPOINT_KEYS,
  "assistant_id",
  "graph_id",
  "ls_integration",
  "run_attempt",
  "run_id",
  "task_id",
  "thread_id",
  "user-agent",
]);

const ofParent = (key: string): boolean =>
  OF_PARENT.has(key) || key.startsWith("langgraph_") || key.startsWith("__");

/** The members that are not the parent's own. */
export function withoutParents(values: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !ofParent(key)));
}

/** The options of the remote run: what the caller of the parent wants, and nothing of the parent's own. */
export function toNodeOptions(options: RunOptions, caller: string, threadId: string | undefined): RunOptions {
  const { recursionLimit } = options;
  const thread = threadId === undefined ? {} : { thread_id: threadId };
  return {
    ...options,
    recursionLimit: recursionLimit === DEFAULT_RECURSION_LIMIT ? undefined : recursionLimit,
    configurable: { ...withoutParents(options.configurable), ...thread },
    metadata: { ...withoutParents(options.metadata), [CALLER_TAG]: caller },
  };
}
