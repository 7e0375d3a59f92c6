/** Where a parent graph calls the remote graph as a node; decides the thread and the options of the remote run. */
import { SELECTING_KEYS } from "../config.js";
import type { RunnableConfig, RunOptions } from "../types.js";
import { isRecord } from "../util/record.js";
import { isUuid, nameUuid } from "../util/uuid.js";

/** Which thread a run uses when the graph is a node of a parent graph. */
export type ThreadPolicy = "inherit" | "node" | "derive" | ((config: RunnableConfig) => string);

/** One call of a remote graph by a task of its parent graph. */
export interface NodePlace {
  /** The checkpoint namespace of the calling task: `node:task id`, after those of the graphs that enclose it. */
  readonly task: string;
  /** The checkpoint namespace of the call: the task's, with `|n` appended for the task's second and later calls. */
  readonly namespace: string;
  /** The parent's thread. */
  readonly threadId: string | undefined;
  /** The parent's `checkpoint_map`: a checkpoint id for each namespace; `undefined` when only state is read. */
  readonly checkpoints: Record<string, unknown> | undefined;
}

/** The metadata key that names the node's call that a run belongs to. */
export const CALLER_TAG = "langgraph_remote_caller";

/** True for the config of a call from within a parent's run; LangGraph puts its internal `__pregel_*` keys there. */
export const isNodeCall = (config: RunnableConfig): boolean => "__pregel_read" in (config.configurable ?? {});

/** True for the config that a parent graph reads its node's state with. */
export const isNodeStateCall = (config: RunnableConfig): boolean =>
  isNodeCall(config) || "__pregel_checkpointer" in (config.configurable ?? {});

export function placeOf(config: RunnableConfig): NodePlace {
  const { checkpoint_ns, checkpoint_map, thread_id: threadId } = config.configurable ?? {};
  const task = typeof checkpoint_ns === "string" ? checkpoint_ns : "";
  return {
    task,
    namespace: task,
    threadId: threadId === undefined || threadId === null ? undefined : String(threadId),
    checkpoints: isNodeCall(config) && isRecord(checkpoint_map) ? checkpoint_map : undefined,
  };
}

// the namespace of the version 5 UUIDs that name threads
const THREAD_NAMESPACE = "5b1f0d2e-6c1c-4f0e-9d0c-0d6a4a3c7f57";

/** The id of the remote thread; `undefined` when the parent has no thread, so the remote run is stateless. */
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
  if (policy === "derive") return nameUuid(JSON.stringify([threadId, namespace]), THREAD_NAMESPACE);
  if (policy === "node")
    return nameUuid(JSON.stringify([threadId, withoutTaskIds(namespace)]), THREAD_NAMESPACE);
  return isUuid(threadId) ? threadId : nameUuid(threadId, THREAD_NAMESPACE);
}

/** A namespace without the task ids: `outer|inner` for `outer:id|inner:id`. */
const withoutTaskIds = (namespace: string): string => namespace.replaceAll(/:[^|]*/g, "");

/** LangGraph's own default, which it passes to every node: the caller set no limit. */
const DEFAULT_RECURSION_LIMIT = 25;

/** Config keys that describe the parent's run. A server would apply them to the remote run. */
const PARENT_KEYS = new Set<string>([
  ...SELECTING_KEYS,
  "assistant_id",
  "graph_id",
  "ls_integration",
  "run_attempt",
  "run_id",
  "task_id",
  "user-agent",
]);

const isParentKey = (key: string): boolean =>
  PARENT_KEYS.has(key) || key.startsWith("langgraph_") || key.startsWith("__");

export function withoutParentKeys(values: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !isParentKey(key)));
}

/** The options of the remote run: those that the parent's caller set, without the keys that describe the parent's run. */
export function toNodeOptions(options: RunOptions, caller: string, threadId: string | undefined): RunOptions {
  const { recursionLimit } = options;
  const thread = threadId === undefined ? {} : { thread_id: threadId };
  return {
    ...options,
    recursionLimit: recursionLimit === DEFAULT_RECURSION_LIMIT ? undefined : recursionLimit,
    configurable: { ...withoutParentKeys(options.configurable), ...thread },
    metadata: { ...withoutParentKeys(options.metadata), [CALLER_TAG]: caller },
  };
}
