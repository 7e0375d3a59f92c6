/** What a call does when its parent is resumed: starts a remote run, resumes or continues it, or returns what it has left. */
import { toSnapshot } from "../checkpoint.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { GraphInterrupt, type Interrupt, isRemoteException } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { getRuns, toCallInit } from "../run/run-requests.js";
import { metadataOf } from "../servers/server.js";
import { historyOf, readState } from "../thread-state.js";
import type { RunnableConfig, RunOptions, StateSnapshot } from "../types.js";
import { isRecord } from "../util/record.js";
import { Command } from "../wire/command.js";
import { CALLER_TAG } from "./node-place.js";

/** The thread of a node's call. */
interface NodeThread {
  readonly client: Client;
  readonly threadId: string;
  /** The name of the call whose runs and states are looked up. */
  readonly caller: string;
  /** The options of the call's own run. */
  readonly options: RunOptions;
}

/** The state of a node's remote thread. */
type NodeState = StateSnapshot<unknown>;

/** What a call does next: start a run with this input, or return the values of a run that has finished. */
type Step = { input: unknown } | { values: unknown };

/** True when the parent runs again a task that it had started; false for a replay from an earlier checkpoint. */
export function isResuming(config: RunnableConfig): boolean {
  const { __pregel_resuming: resuming, __pregel_replay_state: replay } = config.configurable ?? {};
  return resuming === true && replay === undefined;
}

/**
 * A resumed parent runs its task again with the task's original input. The state that this call's earlier run left on
 * the remote thread decides whether to start, resume or continue it.
 *
 * @param given - the config that the parent passes to its node
 * @throws {GraphInterrupt} when it holds no value for the remote graph's interrupts
 */
export async function nextStep(thread: NodeThread, input: unknown, given: RunnableConfig): Promise<Step> {
  const [wasActive, latest] = await Promise.all([awaitActiveRun(thread), latestState(thread)]);
  const state = wasActive ? await latestState(thread) : latest;
  if (state?.createdAt === undefined) return { input };
  const writer = state.metadata?.[CALLER_TAG];
  if (writer !== undefined && writer !== thread.caller) return earlierStep(thread, input);
  if (isFinished(state)) return writer === undefined ? { input } : { values: state.values };
  const pending = interruptsOf(state, { failed: false });
  const failed = interruptsOf(state, { failed: true });
  // a task that failed without an interrupt waits for no value: the parent's value is for another node
  const isWaiting =
    pending.length > 0 || failed.length > 0 || state.tasks.every(({ error }) => error === undefined);
  // of a run that was active, the parent does not know the interrupts yet, unless it names them
  const mayTake = isWaiting && (!wasActive || resumeMapOf(given) !== undefined);
  const answer = mayTake ? takeAnswer(given, pending, failed) : undefined;
  if (answer !== undefined) return { input: new Command(answer) };
  if (pending.length > 0) throw new GraphInterrupt(pending);
  return { input: null };
}

/** The next step of a call whose thread another node has used since: by the last state that a run of the call wrote. */
async function earlierStep({ client, threadId, caller, options }: NodeThread, input: unknown): Promise<Step> {
  const query = { limit: 1, filter: { [CALLER_TAG]: caller } };
  const init = toCallInit(options, options.signal);
  for await (const last of historyOf(client, threadId, options, query, init)) {
    const state: NodeState = toSnapshot(last, options);
    if (isFinished(state)) return { values: state.values };
    throw new Error(
      `another node has used the remote thread of "${caller}" before its run finished: set threadId to "derive"`,
    );
  }
  return { input };
}

/** The thread's latest state; `undefined` when the thread doesn't exist. */
async function latestState({ client, options }: NodeThread): Promise<NodeState | undefined> {
  const state = await unlessMissing(readState(client, options, {}, toCallInit(options, options.signal)));
  return state && toSnapshot(state, options);
}

/** How many of the thread's latest runs are searched for an active one. */
const SEARCHED_RUNS = 10;

/**
 * Waits for the end of the call's active run, if there is one and the next run does not replace it: the parent's process
 * has ended before it.
 */
async function awaitActiveRun({ client, threadId, caller, options }: NodeThread): Promise<boolean> {
  const { headers, signal, multitaskStrategy } = options;
  if (multitaskStrategy === "interrupt" || multitaskStrategy === "rollback") return false;
  const page = { offset: 0, count: SEARCHED_RUNS };
  const runs = await getRuns(client, threadId, page, toCallInit(options, signal));
  const isActive = (run: (typeof runs)[number]) =>
    (run.status === "running" || run.status === "pending") && metadataOf(run)?.[CALLER_TAG] === caller;
  const runId = runs.find(isActive)?.run_id;
  if (runId === undefined) return false;
  await awaitRun(client, { threadId, runId }, { headers, signal }).catch((error: unknown) => {
    // after a failure or a cancel, the thread's state shows what is left to do
    if (!isRemoteException(error)) throw error;
  });
  return true;
}

/**
 * The interrupts of tasks that wait for an answer; or of those that failed after they were resumed, which can be resumed
 * again by interrupt id. A task that has a result may still list old interrupts.
 */
export function interruptsOf({ tasks }: NodeState, { failed }: { failed: boolean }): Interrupt[] {
  return tasks
    .filter(({ error, result }) => (error !== undefined) === failed && result === undefined)
    .flatMap((task) => task.interrupts);
}

export const isFinished = ({ next, tasks }: NodeState): boolean => next.length === 0 && tasks.length === 0;

/** The parent's resume values by interrupt id. LangGraph also sets an empty map when `{}` is the resume value itself. */
export function resumeMapOf(config: RunnableConfig): Record<string, unknown> | undefined {
  const { __pregel_resume_map: byId } = config.configurable ?? {};
  return isRecord(byId) && Object.keys(byId).length > 0 ? byId : undefined;
}

/**
 * The `resume` for the remote graph, taken from what the parent was resumed with; `undefined` when none of it is for
 * these interrupts. A single value resumes all of them, and those still to come; LangGraph's scratchpad hands it out once.
 * It is sent by interrupt id, since a server takes a bare `null` for no value. To one interrupt alone it is sent bare,
 * because editing the remote thread's state changes the interrupt's id.
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
