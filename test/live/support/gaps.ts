/**
 * All that a remote graph can't be, or can't do, as the local one, with the reason; and all that one release of the
 * server lacks. The tests assert each of these: one that is gone fails its test.
 */

/** What the server adds to a run's metadata, and the client's tag of the start: they reach every node. */
const ADDED_TO_METADATA = [
  "assistant_id",
  "created_by",
  "graph_id",
  "langgraph_api_url",
  "langgraph_host",
  "langgraph_plan",
  "langgraph_remote_start",
  "langgraph_version",
  "run_attempt",
  "run_id",
];

/** The metadata that the scenarios give their runs: a local graph does not write it into a checkpoint. */
export const metadataOfRun = { from: "test" };

/** What the server adds to the metadata of a checkpoint: all of the run's, of its `configurable`, and of its task's. */
const ADDED_TO_CHECKPOINT = [
  ...ADDED_TO_METADATA,
  ...Object.keys(metadataOfRun),
  "checkpoint_id",
  "checkpoint_map",
  "checkpoint_ns",
  "langgraph_checkpoint_ns",
  "langgraph_node",
  "langgraph_path",
  "langgraph_step",
  "langgraph_triggers",
  "ls_integration",
  "user-agent",
];

/** What the server adds to a run's `configurable`. */
const ADDED_TO_CONFIGURABLE = ["assistant_id", "graph_id", "run_id", "user-agent"];

/** The thread's id stands in the metadata of a checkpoint too, of a local one only when its state is asked for. */
const AT_TIMES_IN_CHECKPOINT = ["thread_id"];

/**
 * The settings of the run, which a local graph leaves in the config of a checkpoint that it streams. The server's hold
 * its own and the request's headers besides, so the remote graph's config only selects the checkpoint, as the config
 * of a state does.
 */
const SETTINGS_OF_RUN = ["callbacks", "metadata", "recursion_limit", "tags"];

/** What a local graph keeps for itself in the `configurable` of a subgraph's checkpoint: functions and the like. */
const isInternal = (key: string): boolean => key.startsWith("__pregel_");

/** The thread that the server makes for a run that has none, and takes away after it. */
const ADDED_WITHOUT_THREAD = ["thread_id"];

/** Where a value comes from. */
export interface Origin {
  side: "local" | "remote";
  /** The run had no thread. */
  stateless: boolean;
}

/** The keys that are no part of the comparison in the record that stands under `name`. */
export function keysLeftOut(name: string, record: object, origin: Origin): readonly string[] {
  return origin.side === "local" ? localKeysLeftOut(name, record) : remoteKeysLeftOut(name, record, origin);
}

function localKeysLeftOut(name: string, record: object): readonly string[] {
  if (name === "config" || name === "parentConfig") return SETTINGS_OF_RUN;
  if (name === "configurable") return Object.keys(record).filter(isInternal);
  return isCheckpointMetadata(name, record) ? AT_TIMES_IN_CHECKPOINT : [];
}

function remoteKeysLeftOut(name: string, record: object, { stateless }: Origin): readonly string[] {
  const added = stateless ? ADDED_WITHOUT_THREAD : [];
  if (name === "configurable") return [...ADDED_TO_CONFIGURABLE, ...added];
  if (isCheckpointMetadata(name, record)) return [...ADDED_TO_CHECKPOINT, ...AT_TIMES_IN_CHECKPOINT];
  return name === "metadata" ? [...ADDED_TO_METADATA, ...added] : [];
}

const isCheckpointMetadata = (name: string, record: object): boolean =>
  name === "metadata" && "source" in record;
