/** Configs and chunks of a graph that is a node, with the thread and the namespaces of its parent. */
import type { NodePlace } from "../node.js";
import type { CheckpointSelection, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";

type Members = Record<string, unknown>;

/** Puts the parent's thread and namespaces into what the node's own run gave. */
export interface ParentTerms {
  toConfig(config: CheckpointSelection): CheckpointSelection;
  /** The data of a chunk; that of most modes is the same everywhere. */
  toChunk(mode: StreamMode, data: unknown): unknown;
}

export function toParentTerms(place: NodePlace): ParentTerms {
  const { namespace, threadId, checkpoints } = place;
  const thread: Members = threadId === undefined ? {} : { thread_id: threadId };

  const below = (inner: unknown): string =>
    typeof inner === "string" && inner !== "" ? `${namespace}|${inner}` : namespace;

  const toMap = (inner: unknown, above = checkpoints): Members => {
    const own = isRecord(inner) ? Object.entries(inner).map(([name, id]) => [below(name), id] as const) : [];
    return { ...above, ...Object.fromEntries(own) };
  };

  const toConfig = (config: CheckpointSelection, above = checkpoints): CheckpointSelection => {
    const { checkpoint_ns, checkpoint_map, ...rest } = config.configurable ?? {};
    const map = toMap(checkpoint_map, above);
    const selected = { ...rest, ...thread, checkpoint_ns: below(checkpoint_ns) };
    const configurable = Object.keys(map).length > 0 ? { ...selected, checkpoint_map: map } : selected;
    return { ...config, configurable };
  };

  const toMetadata = (metadata: Members): Members => ({
    ...metadata,
    ...("thread_id" in metadata ? thread : {}),
    ...Object.fromEntries(
      ["checkpoint_ns", "langgraph_checkpoint_ns"]
        .filter((key) => key in metadata)
        .map((key) => [key, below(metadata[key])]),
    ),
    ...("parents" in metadata ? { parents: toMap(metadata.parents) } : {}),
  });

  const toTask = (task: unknown): unknown =>
    isRecord(task) && isRecord(task.state) ? { ...task, state: toConfig(task.state, {}) } : task;

  const toCheckpoint = (payload: unknown): unknown => {
    if (!isRecord(payload)) return payload;
    const { config, parentConfig, metadata, tasks } = payload;
    const outer: Members = { ...payload };
    if (isRecord(config)) outer.config = toConfig(config);
    if (isRecord(parentConfig)) outer.parentConfig = toConfig(parentConfig);
    if (isRecord(metadata)) outer.metadata = toMetadata(metadata);
    if (Array.isArray(tasks)) outer.tasks = tasks.map(toTask);
    return outer;
  };

  return {
    toConfig: (config) => toConfig(config),
    toChunk(mode, data) {
      if (mode === "checkpoints") return toCheckpoint(data);
      if (mode === "debug" && isRecord(data) && data.type === "checkpoint") {
        return { ...data, payload: toCheckpoint(data.payload) };
      }
      if (mode !== "messages" || !Array.isArray(data)) return data;
      return data.map((part, at) => (at === 1 && isRecord(part) ? toMetadata(part) : part));
    },
  };
}
