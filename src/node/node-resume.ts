/** What the config of a parent that is resumed, and the state of its node's thread, say about what is left to do. */
import type { Interrupt } from "../errors.js";
import type { RunnableConfig, StateSnapshot } from "../types.js";
import { isRecord } from "../util/record.js";
import { CALLER_TAG } from "./node-place.js";

/** The state of a node's remote thread. */
export type NodeState = StateSnapshot<unknown>;

/** True when the parent does a task again that it had begun before; a replay from an earlier checkpoint is no such. */
export function isResuming(config: RunnableConfig): boolean {
  const { __pregel_resuming: resuming, __pregel_replay_state: replay } = config.configurable ?? {};
  return resuming === true && replay === undefined;
}

/** What a thread waits for. A task that went on, or failed, may still list what it once asked. */
export const pendingOf = (state: NodeState): Interrupt[] => askedOf(state, false);

/** What a task asked that failed at its answer: it can be answered anew, by those who name it. */
export const refusedOf = (state: NodeState): Interrupt[] => askedOf(state, true);

/** What the tasks list that have no result, of those that failed or of the others. */
function askedOf({ tasks }: NodeState, failed: boolean): Interrupt[] {
  return tasks
    .filter(({ error, result }) => (error !== undefined) === failed && result === undefined)
    .flatMap((task) => task.interrupts);
}

/** True when a task of the thread failed. */
export const hasFailed = ({ tasks }: NodeState): boolean => tasks.some(({ error }) => error !== undefined);

/** True when nothing is left to do on the thread. */
export const isFinished = ({ next, tasks }: NodeState): boolean => next.length === 0 && tasks.length === 0;

/** Whether a state was made by a call: `undefined` when it does not say whose it is. */
export function isOwn({ metadata }: NodeState, caller: string): boolean | undefined {
  const maker = metadata?.[CALLER_TAG];
  return maker === undefined ? undefined : maker === caller;
}

/** The answers by id that a parent is resumed with. LangGraph takes an empty object for such too, and for an answer. */
function answersOf(config: RunnableConfig): Record<string, unknown> | undefined {
  const { __pregel_resume_map: byId } = config.configurable ?? {};
  return isRecord(byId) && Object.keys(byId).length > 0 ? byId : undefined;
}

/** True for a parent that is resumed with an answer for each id, which are sure to be meant for what bears them. */
export const isAnsweredById = (config: RunnableConfig): boolean => answersOf(config) !== undefined;

/**
 * The `resume` that answers what is pending, of what the parent was resumed with; `undefined` when none of it is meant.
 * A single value answers all, also what is yet to be asked, and is used up by it. It goes to each by its id, so that
 * `null` is an answer, too; but as it is to one question alone, which is then found also where the state below was
 * edited since: that gives it another id.
 *
 * @param refused - what can be answered by its id only
 */
export function takeAnswer(
  config: RunnableConfig,
  pending: readonly Interrupt[],
  refused: readonly Interrupt[] = [],
): { resume: unknown } | undefined {
  const byId = answersOf(config);
  if (byId !== undefined) {
    const named = [...pending, ...refused].filter(({ id }) => id !== undefined && Object.hasOwn(byId, id));
    return named.length === 0 ? undefined : { resume: byIds(named, ({ id = "" }) => byId[id]) };
  }
  const { __pregel_scratchpad: scratchpad } = config.configurable ?? {};
  if (!isRecord(scratchpad) || scratchpad.nullResume === undefined) return undefined;
  const { nullResume: value } = scratchpad;
  if (typeof scratchpad.consumeNullResume === "function") scratchpad.consumeNullResume();
  const isNamed =
    pending.length > (isPlainAnswer(value) ? 1 : 0) && pending.every(({ id }) => id !== undefined);
  return { resume: isNamed ? byIds(pending, () => value) : value };
}

/** True for what a server can take for nothing but one answer: not for none, and not for answers by id. */
const isPlainAnswer = (value: unknown): boolean =>
  Boolean(value) && !(isRecord(value) && Object.keys(value).every((key) => /^[0-9a-f]{32}$/.test(key)));

const byIds = (pending: readonly Interrupt[], answer: (one: Interrupt) => unknown): Record<string, unknown> =>
  Object.fromEntries(pending.map((one) => [one.id ?? "", answer(one)]));
