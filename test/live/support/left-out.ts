/**
 * What of a value is no part of the comparison of a remote graph with the local one: all that the two can't have alike.
 * `gaps.test.ts` asserts that each of these is there: one that is gone fails its test.
 */
import { inject } from "vitest";
import type { ServerKind } from "../../support/servers/index.js";
import { isPython } from "./python-graph.js";

/** The metadata that the scenarios give their runs: a local graph in JavaScript does not write it into a checkpoint. */
export const metadataOfRun = { from: "test" };

/** The context that the scenarios give their runs: the Python server puts it into `configurable` besides. */
export const contextOfRun = { colour: "blue" };
export const contextOfUser = { user: "Ada", tone: "polite" };

/** What a server adds of its own. */
interface Added {
  /** To a run's metadata, which reaches every node; the client's tag of the start is among it. */
  metadata: readonly string[];
  /** To the metadata of a checkpoint, besides all of the run's: of the run's `configurable`, and of its task's. */
  checkpoint: readonly string[];
  /** To a run's `configurable`. */
  configurable: readonly string[];
}

/** Of the task in which a subgraph runs. */
const ofTask = [
  "checkpoint_id",
  "checkpoint_map",
  "checkpoint_ns",
  "langgraph_checkpoint_ns",
  "langgraph_node",
  "langgraph_path",
  "langgraph_step",
  "langgraph_triggers",
];

const javaScript: Added = {
  metadata: [
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
  ],
  checkpoint: [...Object.keys(metadataOfRun), ...ofTask, "ls_integration", "user-agent"],
  configurable: ["assistant_id", "graph_id", "run_id", "user-agent"],
};

const python: Added = {
  metadata: [...javaScript.metadata, "langgraph_api_version"],
  checkpoint: [
    ...Object.keys({ ...contextOfRun, ...contextOfUser }),
    ...ofTask,
    "langgraph_auth_user_id",
    "langgraph_request_id",
    "user_id",
    "x-request-id",
  ],
  configurable: [
    "assistant_id",
    "graph_id",
    "run_id",
    "langgraph_auth_permissions",
    "langgraph_auth_user",
    "langgraph_auth_user_id",
    "langgraph_request_id",
    "user_id",
    "x-request-id",
    ...Object.keys(contextOfRun),
  ],
};

const added: Record<ServerKind, Added> = {
  js: javaScript,
  "js-2.0.0": javaScript,
  python,
  aegra: {
    metadata: ["langgraph_remote_start", "run_id"],
    checkpoint: ["user_display_name", "user_id"],
    configurable: ["langgraph_auth_user", "run_id", "user_display_name", "user_id"],
  },
};

const ofServer = (): Added => added[inject("serverKind")];

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
  const ofSide =
    origin.side === "local" ? localKeysLeftOut(name, record) : remoteKeysLeftOut(name, record, origin);
  return isPython() ? [...ofSide, ...pythonKeysLeftOut(name, record)] : ofSide;
}

/**
 * An interrupt without a schema is told with one that is null, or with none. A tool's message gets its id when it is
 * added to the state: whether that is before its task's result is written down is a matter of chance. And aegra does not
 * tell the paths of tasks, nor what stands above a checkpoint of a subgraph.
 */
function pythonKeysLeftOut(name: string, record: object): readonly string[] {
  if ("response_schema" in record && record.response_schema === null) return ["response_schema"];
  if ("tool_call_id" in record) return ["id"];
  if (inject("serverKind") !== "aegra") return [];
  if (name === "configurable") return ["checkpoint_map"];
  return "interrupts" in record ? ["path"] : [];
}

function localKeysLeftOut(name: string, record: object): readonly string[] {
  if (isPython()) return [];
  if (name === "config" || name === "parentConfig") return SETTINGS_OF_RUN;
  if (name === "configurable") return Object.keys(record).filter(isInternal);
  return isCheckpointMetadata(name, record) ? AT_TIMES_IN_CHECKPOINT : [];
}

function remoteKeysLeftOut(name: string, record: object, { stateless }: Origin): readonly string[] {
  const { metadata, checkpoint, configurable } = ofServer();
  const withoutThread = stateless ? ADDED_WITHOUT_THREAD : [];
  if (name === "configurable") return [...configurable, ...withoutThread];
  if (isCheckpointMetadata(name, record)) return [...metadata, ...checkpoint, ...AT_TIMES_IN_CHECKPOINT];
  return name === "metadata" ? [...metadata, ...withoutThread] : [];
}

const isCheckpointMetadata = (name: string, record: object): boolean =>
  name === "metadata" && "source" in record;

/** What {@link pythonKeysLeftOut} can be seen to leave out; a tool's message is in none of the graphs looked at. */
const ofPython: Partial<Record<ServerKind, readonly string[]>> = {
  aegra: [".path", "configurable.checkpoint_map"],
};

/** Every key that the comparison leaves out on a side, with the name of the record that it stands in. */
export function allKeysLeftOut(side: Origin["side"]): string[] {
  const within = (name: string, keys: readonly string[]) => keys.map((key) => `${name}.${key}`);
  const both = within("metadata", AT_TIMES_IN_CHECKPOINT);
  if (side === "local") {
    if (isPython()) return [];
    return [...within("config", SETTINGS_OF_RUN), ...within("parentConfig", SETTINGS_OF_RUN), ...both];
  }
  const { metadata, checkpoint, configurable } = ofServer();
  return [
    ...(ofPython[inject("serverKind")] ?? []),
    ...within("metadata", [...metadata, ...checkpoint]),
    ...within("configurable", [...configurable, ...ADDED_WITHOUT_THREAD]),
    ...both,
  ];
}
