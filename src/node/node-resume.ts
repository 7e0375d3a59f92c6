/** Reads the parent's config and the state of the node's thread when the parent is resumed. */
import type { Interrupt } from "../errors.js";
import type { RunnableConfig, StateSnapshot } from "../types.js";
import { isRecord } from "../util/record.js";
import { CALLER_TAG } from "./node-place.js";

/** The state of a node's remote thread. */
export type NodeState = StateSnapshot<unknown>;

/** True when the parent runs again a task that it had started; false for a replay from an earlier checkpoint. */
export function isResuming(config: RunnableConfig): boolean {
  const { __pregel_resuming: resuming, __pregel_replay_state: replay } = config.configurable ?? {};
  return resuming === true && replay === undefined;
}

/** The interrupts that the thread waits on. A task that has a result or an error may still list old interrupts. */
export const pendingInterrupts = (state: NodeState): Interrupt[] => interruptsOf(state, false);

/** The interrupts of tasks that failed after they were resumed; they can be resumed again by interrupt id. */
export const failedInterrupts = (state: NodeState): Interrupt[] => interruptsOf(state, true);

/** The interrupts of tasks without a result: of the failed ones, or of the others. */
function interruptsOf({ tasks }: NodeState, failed: boolean): Interrupt[] {
  return tasks
    .filter(({ error, result }) => (error !== undefined) === failed && result === undefined)
    .flatMap((task) => task.interrupts);
}

export const hasFailed = ({ tasks }: NodeState): boolean => tasks.some(({ error }) => error !== undefined);

export const isFinished = ({ next, tasks }: NodeState): boolean => next.length === 0 && tasks.length === 0;

/** Whether a run of this call wrote the state; `undefined` when the state's metadata names no call. */
export function isMadeBy({ metadata }: NodeState, caller: string): boolean | undefined {
  const writer = metadata?.[CALLER_TAG];
  return writer === undefined ? undefined : writer === caller;
}

/** The parent's resume values by interrupt id. LangGraph also sets an empty map when `{}` is the resume value itself. */
function resumeMapOf(config: RunnableConfig): Record<string, unknown> | undefined {
  const { __pregel_resume_map: byId } = config.configurable ?? {};
  return isRecord(byId) && Object.keys(byId).length > 0 ? byId : undefined;
}

/** True when the parent is resumed with values by interrupt id, so that each value belongs to one known interrupt. */
export const isResumedById = (config: RunnableConfig): boolean => resumeMapOf(config) !== undefined;

/**
 * The `resume` for the remote graph, taken from what the parent was resumed with; `undefined` when none of it is for
 * these interrupts. A single value resumes all of them, and those still to come; LangGraph's scratchpad hands it out once. It is sent by
 * interrupt id, since a server takes a bare `null` for no value. To one interrupt alone it is sent bare, because editing
 * the remote thread's state changes the interrupt's id.
 *
 * @param failed - interrupts that can be resumed by id only
 */
export function takeAnswer(
  config: RunnableConfig,
  pending: readonly Interrupt[],
  failed: readonly Interrupt[] = [],
): { resume: unknown } | undefined {
  const byId = resumeMapOf(config);
  if (byId !== undefined) {
    const named = [...pending, ...failed].filter(({ id }) => id !== undefined && Object.hasOwn(byId, id));
    return named.length === 0 ? undefined : { resume: byIds(named, ({ id = "" }) => byId[id]) };
  }
  const { __pregel_scratchpad: scratchpad } = config.configurable ?? {};
  if (!isRecord(scratchpad) || scratchpad.nullResume === undefined) return undefined;
  const { nullResume: value } = scratchpad;
  if (typeof scratchpad.consumeNullResume === "function") scratchpad.consumeNullResume();
  const isNamed =
    pending.length > (isPlainValue(value) ? 1 : 0) && pending.every(({ id }) => id !== undefined);
  return { resume: isNamed ? byIds(pending, () => value) : value };
}

/** True for a value that no server mistakes for a missing value or for a map of values by interrupt id. */
const isPlainValue = (value: unknown): boolean =>
  Boolean(value) && !(isRecord(value) && Object.keys(value).every((key) => /^[0-9a-f]{32}$/.test(key)));

const byIds = (
  pending: readonly Interrupt[],
  valueFor: (one: Interrupt) => unknown,
): Record<string, unknown> => Object.fromEntries(pending.map((one) => [one.id ?? "", valueFor(one)]));
