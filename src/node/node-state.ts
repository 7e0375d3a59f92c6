/** Rewrites what a node's server sends: its thread id and checkpoint namespaces become those of the parent graph. */
import type { CheckpointSelection, RunnableConfig, StateSnapshot, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";
import {
  isNodeStateCall,
  type NodePlace,
  placeOf,
  type ThreadPolicy,
  threadAt,
  withoutParentKeys,
} from "./node-place.js";

type Members = Record<string, unknown>;

/** How to read a thread's state: unchanged at top level; for a parent graph, with the parent's thread and namespaces. */
export interface StateView {
  /** The config that selects the state on the server. */
  readonly config: RunnableConfig;
  /** True when a parent graph reads the state; it gets an empty state for a thread that does not exist yet. */
  readonly isNode: boolean;
  /** Rewrites a config that the server sent. */
  toConfig(config: CheckpointSelection): CheckpointSelection;
  toSnapshot<State>(snapshot: StateSnapshot<State>): StateSnapshot<State>;
}

/**
 * Chooses how `getState` and its like read a state. A parent graph names its own thread and the node's task; the configs
 * that it gets back name these too, so that they can be passed to the parent graph.
 *
 * @param depth - how many subgraph levels below the node the state is
 */
export function toStateView(config: RunnableConfig, policy: ThreadPolicy | undefined, depth = 0): StateView {
  if (!isNodeStateCall(config))
    return { config, isNode: false, toConfig: (same) => same, toSnapshot: (same) => same };
  const caller = placeOf(config);
  const levels = caller.namespace.split("|");
  const namespace = levels.slice(0, levels.length - depth).join("|");
  const place = { ...caller, task: namespace, namespace };
  const { checkpoint_id } = config.configurable ?? {};
  const configurable = {
    ...withoutParentKeys(config.configurable),
    thread_id: threadAt(place, config, policy),
    ...(depth > 0 && { checkpoint_ns: levels.slice(-depth).join("|") }),
    ...(typeof checkpoint_id === "string" && { checkpoint_id }),
  };
  return {
    config: { ...config, configurable },
    isNode: true,
    toConfig: (inner) => toParentConfig(place, inner),
    toSnapshot: (one) => toParentState(place, one),
  };
}

/** A chunk's data with the parent's thread and namespaces, which only the modes with checkpoints or metadata hold. */
export function toParentChunk(place: NodePlace, mode: StreamMode, data: unknown): unknown {
  if (mode === "debug" && isRecord(data) && data.type === "checkpoint")
    return { ...data, payload: toParentChunk(place, "checkpoints", data.payload) };
  if (mode === "checkpoints" && isRecord(data)) {
    const state = toParentState(place, data);
    const { metadata } = state;
    return isRecord(metadata) ? { ...state, metadata: toParentMetadata(place, metadata) } : state;
  }
  if (mode !== "messages" || !Array.isArray(data)) return data;
  return data.map((part, at) => (at === 1 && isRecord(part) ? toParentMetadata(place, part) : part));
}

/** A checkpoint's state, as a snapshot or as a chunk has it, with the configs of the parent. */
function toParentState<State extends { config?: unknown; parentConfig?: unknown; tasks?: unknown }>(
  place: NodePlace,
  state: State,
): State {
  const { config, parentConfig, tasks } = state;
  const toTask = (task: unknown): unknown => {
    if (!isRecord(task) || !isRecord(task.state)) return task;
    const { state: inner } = task;
    const own =
      "values" in inner ? toParentState(place, inner) : toParentConfig({ ...place, checkpoints: {} }, inner);
    return { ...task, state: own };
  };
  return {
    ...state,
    ...(isRecord(config) && { config: toParentConfig(place, config) }),
    ...(isRecord(parentConfig) && { parentConfig: toParentConfig(place, parentConfig) }),
    ...(Array.isArray(tasks) && { tasks: tasks.map(toTask) }),
  };
}

function toParentConfig(place: NodePlace, config: CheckpointSelection): CheckpointSelection {
  const { checkpoint_ns, checkpoint_map, ...rest } = config.configurable ?? {};
  const map = toParentMap(place, checkpoint_map);
  const selected = { ...rest, ...threadOf(place), checkpoint_ns: toParentNamespace(place, checkpoint_ns) };
  const configurable = Object.keys(map).length > 0 ? { ...selected, checkpoint_map: map } : selected;
  return { ...config, configurable };
}

function toParentMetadata(place: NodePlace, metadata: Members): Members {
  const namespaces = ["checkpoint_ns", "langgraph_checkpoint_ns"].filter((key) => key in metadata);
  return {
    ...metadata,
    ...("thread_id" in metadata && threadOf(place)),
    ...Object.fromEntries(namespaces.map((key) => [key, toParentNamespace(place, metadata[key])])),
    ...("parents" in metadata && { parents: toParentMap(place, metadata.parents) }),
  };
}

/** A `checkpoint_map`: the parent's checkpoints, and those of the remote graph. */
function toParentMap(place: NodePlace, inner: unknown): Members {
  const own = isRecord(inner)
    ? Object.entries(inner).map(([name, id]) => [toParentNamespace(place, name), id])
    : [];
  return { ...place.checkpoints, ...Object.fromEntries(own) };
}

const threadOf = ({ threadId }: NodePlace): Members =>
  threadId === undefined ? {} : { thread_id: threadId };

const toParentNamespace = ({ namespace }: NodePlace, inner: unknown): string =>
  typeof inner === "string" && inner !== "" ? `${namespace}|${inner}` : namespace;
