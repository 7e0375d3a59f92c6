/** States, configs and chunks of a graph that is a node, with the thread and the namespaces of its parent. */
import type { CheckpointSelection, RunnableConfig, StateSnapshot, StateTask, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";
import {
  isNodeState,
  type NodePlace,
  placeOf,
  type ThreadPolicy,
  threadAt,
  withoutParents,
} from "./node-place.js";

type Members = Record<string, unknown>;

/** A thread's state as the caller knows it: at top level as it is; at a node with its parent's thread and namespaces. */
export interface StateView {
  /** What to ask the server for. */
  readonly config: RunnableConfig;
  /** True when a parent asks: then a thread that is not there yet has a state, too. */
  readonly isNode: boolean;
  /** A config of the server's answer, as the caller knows it. */
  toConfig(config: CheckpointSelection): CheckpointSelection;
  toSnapshot<State>(snapshot: StateSnapshot<State>): StateSnapshot<State>;
}

/**
 * What a config means that a state is asked for with. A parent asks for its node's state by its own thread and the
 * node's task; the answer's configs bear these too, so that the parent can be asked with them.
 *
 * @param depth - how many levels below the node the state lies that a parent asks for: those of a subgraph's name
 */
export function toStateView(config: RunnableConfig, policy: ThreadPolicy | undefined, depth = 0): StateView {
  if (!isNodeState(config))
    return { config, isNode: false, toConfig: (same) => same, toSnapshot: (same) => same };
  const asked = placeOf(config);
  const levels = asked.namespace.split("|");
  const namespace = levels.slice(0, levels.length - depth).join("|");
  const place = { ...asked, task: namespace, namespace };
  const { checkpoint_id } = config.configurable ?? {};
  const configurable = {
    ...withoutParents(config.configurable),
    thread_id: threadAt(place, config, policy),
    ...(depth > 0 && { checkpoint_ns: levels.slice(-depth).join("|") }),
    ...(typeof checkpoint_id === "string" && { checkpoint_id }),
  };
  const toConfig = (inner: CheckpointSelection) => toParentConfig(place, inner);
  return {
    config: { ...config, configurable },
    isNode: true,
    toConfig,
    toSnapshot: (one) => mapConfigs(one, toConfig),
  };
}

function mapConfigs<State>(
  snapshot: StateSnapshot<State>,
  map: (config: CheckpointSelection) => CheckpointSelection,
): StateSnapshot<State> {
  const toTask = (task: StateTask): StateTask => {
    const { state } = task;
    if (state === undefined) return task;
    return { ...task, state: "values" in state ? mapConfigs(state, map) : map(state) };
  };
  return {
    ...snapshot,
    config: map(snapshot.config),
    parentConfig: snapshot.parentConfig && map(snapshot.parentConfig),
    tasks: snapshot.tasks.map(toTask),
  };
}

/** The data of a chunk in the parent's terms; that of most modes is the same everywhere. */
export function toParentChunk(place: NodePlace, mode: StreamMode, data: unknown): unknown {
  if (mode === "checkpoints") return toParentCheckpoint(place, data);
  if (mode === "debug" && isRecord(data) && data.type === "checkpoint") {
    return { ...data, payload: toParentCheckpoint(place, data.payload) };
  }
  if (mode !== "messages" || !Array.isArray(data)) return data;
  return data.map((part, at) => (at === 1 && isRecord(part) ? toParentMetadata(place, part) : part));
}

function toParentCheckpoint(place: NodePlace, payload: unknown): unknown {
  if (!isRecord(payload)) return payload;
  const { config, parentConfig, metadata, tasks } = payload;
  const toTask = (task: unknown): unknown =>
    isRecord(task) && isRecord(task.state)
      ? { ...task, state: toParentConfig({ ...place, checkpoints: {} }, task.state) }
      : task;
  return {
    ...payload,
    ...(isRecord(config) && { config: toParentConfig(place, config) }),
    ...(isRecord(parentConfig) && { parentConfig: toParentConfig(place, parentConfig) }),
    ...(isRecord(metadata) && { metadata: toParentMetadata(place, metadata) }),
    ...(Array.isArray(tasks) && { tasks: tasks.map(toTask) }),
  };
}

function toParentConfig(place: NodePlace, config: CheckpointSelection): CheckpointSelection {
  const { checkpoint_ns, checkpoint_map, ...rest } = config.configurable ?? {};
  const map = toParentMap(place, checkpoint_map);
  const selected = { ...rest, ...threadOf(place), checkpoint_ns: below(place, checkpoint_ns) };
  const configurable = Object.keys(map).length > 0 ? { ...selected, checkpoint_map: map } : selected;
  return { ...config, configurable };
}

function toParentMetadata(place: NodePlace, metadata: Members): Members {
  const namespaces = ["checkpoint_ns", "langgraph_checkpoint_ns"].filter((key) => key in metadata);
  return {
    ...metadata,
    ...("thread_id" in metadata && threadOf(place)),
    ...Object.fromEntries(namespaces.map((key) => [key, below(place, metadata[key])])),
    ...("parents" in metadata && { parents: toParentMap(place, metadata.parents) }),
  };
}

/** The checkpoints that the node's task stands on, and those of the remote graph. */
function toParentMap(place: NodePlace, inner: unknown): Members {
  const own = isRecord(inner) ? Object.entries(inner).map(([name, id]) => [below(place, name), id]) : [];
  return { ...place.checkpoints, ...Object.fromEntries(own) };
}

const threadOf = ({ threadId }: NodePlace): Members =>
  threadId === undefined ? {} : { thread_id: threadId };

const below = ({ namespace }: NodePlace, inner: unknown): string =>
  typeof inner === "string" && inner !== "" ? `${namespace}|${inner}` : namespace;
