/** The config that a graph gets from a parent as its node, and what of it is for its own run. All of it is pure. */
import { CHECKPOINT_KEYS, isNode } from "./config.js";
import type { Interrupt } from "./errors.js";
import type { RunnableConfig, RunOptions, StateSnapshot } from "./types.js";
import { isRecord } from "./util/record.js";
import { isUuid, nameUuid } from "./util/uuid.js";

/** Which thread a run uses when the graph is a node of another. */
export type ThreadPolicy = "inherit" | "node" | "derive" | ((config: RunnableConfig) => string);

/** Where a graph is called in its parent. */
export interface NodePlace {
  /** The task that calls: `node:task id`, after those above it. */
  readonly task: string;
  /** The call's own name: the task's, and `|n` for one that is not the task's first. */
  readonly namespace: string;
  /** The parent's thread. */
  readonly threadId: string | undefined;
  /** The checkpoints that the task stands on, by namespace, when it runs. */
  readonly checkpoints: Record<string, unknown> | undefined;
}

/** The member of a run's metadata that says which call of which node it belongs to. */
export const CALLER_TAG = "langgraph_remote_caller";

/** What a parent hands to its nodes, of which we use this. */
interface Scratchpad {
  nullResume?: unknown;
  consumeNullResume?: () => unknown;
}

const configurableOf = (config: RunnableConfig | undefined): Record<string, unknown> =>
  config?.configurable ?? {};

function scratchpadOf(config: RunnableConfig): Scratchpad | undefined {
  const { __pregel_scratchpad: scratchpad } = configurableOf(config);
  return isRecord(scratchpad) ? scratchpad : undefined;
}

/** True for a parent that asks for the state of what is at one of its nodes. */
const isRead = (config: RunnableConfig): boolean => "__pregel_checkpointer" in configurableOf(config);

/** The place of a call whose state is asked for; `undefined` when no parent asks. */
export function placeOf(config: RunnableConfig): NodePlace | undefined {
  return isNode(config) || isRead(config) ? placeIn(config) : undefined;
}

/** The place of a call that a parent makes. */
export function placeIn(config: RunnableConfig): NodePlace {
  const { checkpoint_ns, checkpoint_map, thread_id: threadId } = configurableOf(config);
  const task = typeof checkpoint_ns === "string" ? checkpoint_ns : "";
  return {
    task,
    namespace: task,
    threadId: threadId === undefined || threadId === null ? undefined : String(threadId),
    checkpoints: isNode(config) && isRecord(checkpoint_map) ? checkpoint_map : undefined,
  };
}

// A namespace of our own for the UUIDs that threads are named by.
const THREADS = "5b1f0d2e-6c1c-4f0e-9d0c-0d6a4a3c7f57";

/** The remote thread of a place; `undefined` where the parent has none, so the run is stateless. */
export function threadAt(
  place: NodePlace,
  config: RunnableConfig,
  policy: ThreadPolicy = "inherit",
): string | undefined {
  const { namespace, threadId } = place;
  if (typeof policy === "function") return chosen(policy(config));
  if (threadId === undefined) return undefined;
  if (policy === "derive") return nameUuid(JSON.stringify([threadId, namespace]), THREADS);
  if (policy === "node") return nameUuid(JSON.stringify([threadId, withoutTaskIds(namespace)]), THREADS);
  return isUuid(threadId) ? threadId : nameUuid(threadId, THREADS);
}

/** The nodes that a namespace leads through, whichever of their tasks it is: of `node:task id|…`, the nodes. */
const withoutTaskIds = (namespace: string): string => namespace.replaceAll(/:[^|]*/g, "");

function chosen(threadId: unknown): string {
  if (typeof threadId === "string" && threadId !== "") return threadId;
  throw new TypeError("the function given as threadId must return a string that is not empty");
}

/** What a parent gives every node when its caller set no limit: no wish of anyone's. */
const DEFAULT_RECURSION_LIMIT = 25;

/** Settings of the parent's run. Were they passed on, the server would take them for those of ours. */
const OF_PARENT = new Set<string>([
  ...CHECKPOINT_KEYS,
  "assistant_id",
  "graph_id",
  "ls_integration",
  "run_attempt",
  "run_id",
  "task_id",
  "thread_id",
  "user-agent",
]);

const ofParent = (key: string): boolean =>
  OF_PARENT.has(key) || key.startsWith("langgraph_") || key.startsWith("__");

/** The members that are not the parent's own. */
export function withoutParents(values: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => !ofParent(key)));
}

/** The options of the remote run: what the caller of the parent wants, and nothing of the parent's own. */
export function toNodeOptions<Options extends RunOptions>(
  options: Options,
  caller: string,
  threadId: string | undefined,
): Options {
  const { recursionLimit } = options;
  const thread = threadId === undefined ? {} : { thread_id: threadId };
  return {
    ...options,
    recursionLimit: recursionLimit === DEFAULT_RECURSION_LIMIT ? undefined : recursionLimit,
    configurable: { ...withoutParents(options.configurable), ...thread },
    metadata: { ...withoutParents(options.metadata), [CALLER_TAG]: caller },
  };
}

/** True when the parent does a task again that it had begun before; a replay from an earlier checkpoint is no such. */
export function isResuming(config: RunnableConfig): boolean {
  const { __pregel_resuming: resuming, __pregel_replay_state: replay } = configurableOf(config);
  return resuming === true && replay === undefined;
}

/** What a thread waits for. A task that went on, or failed, may still list what it once asked. */
export const pendingOf = (state: StateSnapshot<unknown>): Interrupt[] => askedOf(state, false);

/** What a task asked that failed at its answer: it can be answered anew, by those who name it. */
export const refusedOf = (state: StateSnapshot<unknown>): Interrupt[] => askedOf(state, true);

/** What the tasks list that have no result, of those that failed or of the others. */
function askedOf({ tasks }: StateSnapshot<unknown>, failed: boolean): Interrupt[] {
  return tasks
    .filter(({ error, result }) => (error !== undefined) === failed && result === undefined)
    .flatMap((task) => task.interrupts);
}

/** True when a task of the thread failed. */
export const hasFailed = ({ tasks }: StateSnapshot<unknown>): boolean =>
  tasks.some(({ error }) => error !== undefined);

/** True when nothing is left to do on the thread. */
export const isFinished = ({ next, tasks }: StateSnapshot<unknown>): boolean =>
  next.length === 0 && tasks.length === 0;

/** Whether a state was made by a call: `undefined` when it does not say whose it is. */
export function isOwn({ metadata }: StateSnapshot<unknown>, caller: string): boolean | undefined {
  const maker = metadata?.[CALLER_TAG];
  return maker === undefined ? undefined : maker === caller;
}

/** The answers by id that a parent is resumed with. LangGraph takes an empty object for such too, and for an answer. */
function answersOf(config: RunnableConfig): Record<string, unknown> | undefined {
  const { __pregel_resume_map: byId } = configurableOf(config);
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
  const scratchpad = scratchpadOf(config);
  const value = scratchpad?.nullResume;
  if (scratchpad === undefined || value === undefined) return undefined;
  scratchpad.consumeNullResume?.();
  const isNamed =
    pending.length > (isPlainAnswer(value) ? 1 : 0) && pending.every(({ id }) => id !== undefined);
  return { resume: isNamed ? byIds(pending, () => value) : value };
}

/** True for what a server can take for nothing but one answer: not for none, and not for answers by id. */
const isPlainAnswer = (value: unknown): boolean =>
  Boolean(value) && !(isRecord(value) && Object.keys(value).every((key) => /^[0-9a-f]{32}$/.test(key)));

const byIds = (pending: readonly Interrupt[], answer: (one: Interrupt) => unknown): Record<string, unknown> =>
  Object.fromEntries(pending.map((one) => [one.id ?? "", answer(one)]));
