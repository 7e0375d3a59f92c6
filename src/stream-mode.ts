import { toConfig, toInterrupt } from "./checkpoint.js";
import { SELECTING_KEYS } from "./config.js";
import type { RunEvent } from "./run/run-types.js";
import type { StreamMode } from "./types.js";
import { isRecord } from "./util/record.js";
import { eventNamesOf, modeOf, namespaceOf } from "./wire/event-name.js";
import { asPlain, type Decode } from "./wire/messages.js";

/** A stream mode as a request names it. */
type WireMode = Exclude<StreamMode, "messages" | "checkpoints">;

/** The mode to request from the server for each mode. */
const ON_WIRE: Record<StreamMode, WireMode> = {
  values: "values",
  updates: "updates",
  messages: "messages-tuple",
  "messages-tuple": "messages-tuple",
  custom: "custom",
  debug: "debug",
  tasks: "tasks",
  // a server's own `checkpoints` events hold only an id, or lack the config; `debug` has both
  checkpoints: "debug",
  tools: "tools",
};

/** The caller's choice of a run's chunks. */
export interface Selection {
  /** The modes, as the caller named them. */
  readonly modes: readonly StreamMode[];
  /** Whether the caller passed a list of modes, so that chunks include their mode. */
  readonly isList: boolean;
  /** Whether chunks of subgraphs are included, so that chunks include their namespace. */
  readonly subgraphs: boolean;
}

/** True for a mode that a caller can choose. */
export const isStreamMode = (mode: string): mode is StreamMode => Object.hasOwn(ON_WIRE, mode);

/** @throws TypeError for a mode that does not exist, or a list without any */
export function toSelection(
  streamMode: StreamMode | readonly StreamMode[] = "updates",
  subgraphs = false,
): Selection {
  const isList = typeof streamMode !== "string";
  const modes = isList ? [...new Set(streamMode)] : [streamMode];
  const unknown = modes.find((mode) => !isStreamMode(mode));
  if (unknown !== undefined || modes.length === 0) {
    const known = Object.keys(ON_WIRE).join(", ");
    throw new TypeError(`streamMode must be one or more of ${known}, not ${JSON.stringify(streamMode)}`);
  }
  return { modes, isList, subgraphs };
}

/** The modes to request from the server. */
export const toWireModes = ({ modes }: Selection): WireMode[] => [
  ...new Set(modes.map((mode) => ON_WIRE[mode])),
];

/**
 * Creates the function that converts events to the chosen chunks; an event may give none, or one for each of two modes.
 *
 * @param decode - converts the messages in a chunk's data
 */
export function toChunker<Chunk>(
  selection: Selection,
  decode: Decode = asPlain,
): (event: RunEvent, into: Chunk[]) => void {
  const { isList, subgraphs } = selection;
  // an event of `debug` may also give a chunk of `checkpoints`, which a local graph yields first
  const modes = [...selection.modes]
    .sort((a, b) => Number(a === "debug") - Number(b === "debug"))
    .map((mode) => ({ mode, names: eventNamesOf(ON_WIRE[mode]) }));
  return ({ event, data }, into) => {
    const name = modeOf(event);
    for (const { mode, names } of modes) {
      if (!names.includes(name)) continue;
      const given = toModeData(mode, data);
      if (given === undefined) continue;
      const value = decode(given);
      const chunk = isList ? [mode, value] : [value];
      if (subgraphs) chunk.unshift(namespaceOf(event));
      into.push((chunk.length === 1 ? value : chunk) as Chunk);
    }
  };
}

/** The data of an event as a local graph yields it; `undefined` when the mode does not include the event. */
function toModeData(mode: StreamMode, data: unknown): unknown {
  if (mode === "values" || mode === "updates") return withInterrupts(data, "__interrupt__");
  if (mode === "tasks") return withInterrupts(data, "interrupts");
  if (mode !== "debug" && mode !== "checkpoints") return data;
  if (!isRecord(data) || data.type !== "checkpoint") return mode === "debug" ? toDebugTask(data) : undefined;
  const payload = toCheckpointChunk(data.payload);
  return mode === "debug" ? { ...data, payload } : payload;
}

const toDebugTask = (data: unknown): unknown =>
  isRecord(data) ? { ...data, payload: withInterrupts(data.payload, "interrupts") } : data;

/** Normalizes interrupts: Python adds a response schema, which may be null. */
function withInterrupts<Data>(data: Data, key: string): Data {
  const asked = isRecord(data) ? data[key] : undefined;
  return Array.isArray(asked) ? { ...data, [key]: asked.map(toInterrupt) } : data;
}

/** A checkpoint as a local graph yields it: with configs that select it and its parent, in camel case. */
function toCheckpointChunk(payload: unknown): unknown {
  if (!isRecord(payload)) return payload;
  const {
    config,
    parent_config,
    parentConfig = parent_config,
    checkpoint,
    parent_checkpoint,
    ...rest
  } = payload;
  if (Array.isArray(rest.tasks)) rest.tasks = rest.tasks.map(toCheckpointTask);
  const parent = parentConfig ?? parent_checkpoint;
  const own = selecting(config ?? checkpoint);
  return isRecord(parent)
    ? { config: own, ...rest, parentConfig: selecting(parent) }
    : { config: own, ...rest };
}

/** A task of a checkpoint as a local graph yields it: before it runs, and with the config of its subgraph's state. */
function toCheckpointTask(task: unknown): unknown {
  if (!isRecord(task)) return task;
  const { checkpoint, ...own } = withInterrupts(task, "interrupts");
  // the JavaScript server adds the task's result to the event before it sends it, with an error that is null
  if (own.error === null) {
    delete own.error;
    delete own.result;
    own.interrupts = [];
  }
  return isRecord(checkpoint) ? { ...own, state: toConfig(checkpoint) } : own;
}

/** Only what selects the checkpoint: a server's config also holds the settings and headers of its run. */
function selecting(config: unknown): unknown {
  const configurable = isRecord(config) && isRecord(config.configurable) ? config.configurable : config;
  if (!isRecord(configurable)) return config;
  return toConfig(Object.fromEntries(SELECTING_KEYS.map((key) => [key, configurable[key]])));
}
