/**
 * All that a remote graph can't give as the local one does, with the reason; and all that one release of the server
 * lacks. `gaps.test.ts` asserts each of these: one that is gone fails its test.
 */
import { inject } from "vitest";
import type { ServerVersion } from "../../support/server.js";
import type { Form } from "./turns.js";

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

/** Every key that the comparison leaves out on a side, with the name of the record that it stands in. */
export function allKeysLeftOut(side: Origin["side"]): string[] {
  const within = (name: string, keys: readonly string[]) => keys.map((key) => `${name}.${key}`);
  const both = within("metadata", AT_TIMES_IN_CHECKPOINT);
  if (side === "local") {
    return [...within("config", SETTINGS_OF_RUN), ...within("parentConfig", SETTINGS_OF_RUN), ...both];
  }
  return [
    ...within("metadata", ADDED_TO_CHECKPOINT),
    ...within("configurable", [...ADDED_TO_CONFIGURABLE, ...ADDED_WITHOUT_THREAD]),
    ...both,
  ];
}

interface Failure {
  error: string;
  message: string;
}

interface Release {
  /** Ways of streaming that the release can't do, and what a run that is to be streamed so ends with. */
  forms: { title: string; concerns: (form: Form) => boolean; examples: Form[]; failure: Failure }[];
  /** What the server calls a run that was cancelled, and what its reader hears. */
  cancelled: { status: string; failure: Failure };
}

const has = ({ streamMode }: Form, mode: string): boolean =>
  typeof streamMode === "string" ? streamMode === mode : streamMode.some((one) => one === mode);

const releases: Record<ServerVersion, Release> = {
  "1.5.1": {
    forms: [],
    cancelled: {
      status: "interrupted",
      failure: { error: "RunCancelled", message: "the run was cancelled before its end" },
    },
  },
  "2.0.0": {
    forms: [
      {
        title: "the mode tools, which it does not know",
        concerns: (form) => has(form, "tools"),
        examples: [{ streamMode: "tools" }, { streamMode: ["updates", "tools"], subgraphs: true }],
        failure: { error: "ApiError", message: "400 stream_mode: Invalid input" },
      },
      {
        title:
          "values with subgraphs, for which it takes a checkpoint of the graph's newer release for another thing",
        concerns: (form) => has(form, "values") && form.subgraphs === true,
        examples: [
          { streamMode: "values", subgraphs: true },
          { streamMode: ["updates", "values"], subgraphs: true },
        ],
        failure: { error: "TypeError", message: "Cannot read properties of undefined (reading 'map')" },
      },
    ],
    // it takes a run that was cancelled for one that failed, with no more to tell them apart than the word
    cancelled: { status: "error", failure: { error: "Error", message: "interrupt" } },
  },
};

/** What the release of the server under test lacks. */
export const release = (): Release => releases[inject("serverVersion")];

/** Whether the release can stream in this form. */
export const canStream = (form: Form): boolean => !release().forms.some(({ concerns }) => concerns(form));
