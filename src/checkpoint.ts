import type { components } from "../generated/schema.js";
import { CHECKPOINT_KEYS } from "./config.js";
import type { Interrupt } from "./errors.js";
import type { CheckpointSelection, RunnableConfig, StateSnapshot, StateTask } from "./types.js";
import { isRecord, withoutNulls } from "./util/record.js";
import { asPlain, type Decode } from "./wire/messages.js";

/** A thread's state as servers send it. */
export type WireState = components["schemas"]["ThreadState"];
type WireTask = NonNullable<WireState["tasks"]>[number];

/** A checkpoint in a request body: without `null` or unset fields. */
export type WireCheckpoint = {
  checkpoint_id?: string;
  checkpoint_ns?: string;
  checkpoint_map?: Record<string, unknown>;
};

/**
 * The checkpoint that a config selects. An empty namespace alone selects nothing: it is the root's name.
 *
 * @returns `undefined` when the config selects none, which means the thread's latest
 */
export function toCheckpoint(config: RunnableConfig | undefined): WireCheckpoint | undefined {
  const configurable = config?.configurable ?? {};
  const chosen = withoutNulls(Object.fromEntries(CHECKPOINT_KEYS.map((key) => [key, configurable[key]])));
  return chosen.checkpoint_id || chosen.checkpoint_ns || chosen.checkpoint_map ? chosen : undefined;
}

/** The config that selects a checkpoint from a server's response. */
export function toConfig(checkpoint: unknown, threadId?: string): CheckpointSelection {
  const named = isRecord(checkpoint) ? withoutNulls(checkpoint) : {};
  return { configurable: threadId === undefined ? named : { thread_id: threadId, ...named } };
}

/** Converts a server's state to a snapshot. For a thread without a checkpoint, it is empty and has the caller's config. */
export function toSnapshot<State>(
  state: WireState,
  asked: RunnableConfig,
  decode: Decode = asPlain,
): StateSnapshot<State> {
  const threadId = asked.configurable?.thread_id;
  const configOf = (checkpoint: unknown) =>
    toConfig(checkpoint, typeof threadId === "string" ? threadId : undefined);
  const tasks = (state.tasks ?? []).map((task) => toTask(task, asked, decode));
  // aegra sends a checkpoint without an id for a thread that has never run
  const hasRun = state.checkpoint?.checkpoint_id !== null;
  return {
    values: decode(state.values ?? {}) as State,
    next: state.next ?? [],
    config: state.checkpoint && hasRun ? configOf(state.checkpoint) : toReusable(asked),
    metadata: hasRun ? (state.metadata ?? undefined) : undefined,
    createdAt: state.created_at ?? undefined,
    parentConfig: state.parent_checkpoint ? configOf(state.parent_checkpoint) : undefined,
    tasks,
    interrupts: state.interrupts?.map(toInterrupt) ?? tasks.flatMap(({ interrupts }) => interrupts),
  };
}

/** The keys of a config that belong to one call: headers may hold a secret, and a signal may have aborted later. */
const OF_ONE_CALL = new Set(["context", "headers", "signal", "timeout", "timeoutMs"]);

const toReusable = (asked: RunnableConfig): CheckpointSelection =>
  Object.fromEntries(Object.entries(asked).filter(([key]) => !OF_ONE_CALL.has(key)));

function toTask(task: WireTask, asked: RunnableConfig, decode: Decode): StateTask {
  const result: StateTask = {
    id: task.id,
    name: task.name,
    path: task.path ?? [],
    interrupts: (task.interrupts ?? []).map(toInterrupt),
  };
  if (task.error !== null && task.error !== undefined) result.error = parseTaskError(task.error);
  if (task.result !== null && task.result !== undefined) result.result = decode(task.result);
  if (isConfig(task.state)) result.state = toConfig(task.state.configurable);
  else if (task.state) result.state = toSnapshot(task.state, asked, decode);
  else if (task.checkpoint) result.state = toConfig(task.checkpoint);
  return result;
}

/** Whether a task has the config of its subgraph's state instead of the state, as on aegra. */
const isConfig = (state: unknown): state is { configurable: unknown } =>
  isRecord(state) && isRecord(state.configurable);

/** Converts a server's interrupt; an absent id stays absent. */
export function toInterrupt(interrupt: unknown): Interrupt {
  if (!isRecord(interrupt)) return { value: interrupt };
  const { id, value, response_schema } = interrupt;
  const asked: Interrupt = typeof id === "string" ? { id, value } : { value };
  return isRecord(response_schema) ? { ...asked, response_schema } : asked;
}

/** The JavaScript server sends a task's error as a string that holds JSON. */
export function parseTaskError(error: unknown): unknown {
  if (typeof error !== "string" || !error.startsWith("{")) return error;
  try {
    return JSON.parse(error);
  } catch {
    return error; // plain text that begins with a brace
  }
}
