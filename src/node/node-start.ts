import { GraphInterrupt } from "../errors.js";
import {
  CALLER_TAG,
  hasFailed,
  isAnsweredById,
  isFinished,
  isOwn,
  isResuming,
  pendingOf,
  refusedOf,
  type ThreadPolicy,
  takeAnswer,
  threadAt,
  toNodeOptions,
} from "../node.js";
import type { EventReader } from "../run/run-types.js";
import type { Decode, Selection } from "../stream-mode.js";
import type { RunnableConfig, RunOptions, StateSnapshot } from "../types.js";
import { Command, isCommand } from "../wire/command.js";
import { FinishedReader, NodeReader, toNodeSelection } from "./node-run.js";
import type { TaskCall } from "./node-task.js";
import { parentStreamOf } from "./parent-stream.js";

type Snapshot = StateSnapshot<unknown>;

/** What a graph is asked for by its place in a parent. */
export interface NodeHost {
  readonly policy: ThreadPolicy | undefined;
  readonly decode: Decode | undefined;
  start(input: unknown, options: RunOptions, selection: Selection): Promise<EventReader>;
  /** The thread's latest state; `undefined` when there is no such thread. */
  latest(config: RunnableConfig): Promise<Snapshot | undefined>;
  /** Waits for the end of the run that a call has begun and left at work; `false` when there is none. */
  awaitActive(config: RunnableConfig, caller: string): Promise<boolean>;
  /** The thread's latest state that has these members in its metadata. */
  latestWith(config: RunnableConfig, metadata: Record<string, unknown>): Promise<Snapshot | undefined>;
}

/** The call of a graph at a place in its parent. */
export interface NodeCall {
  readonly call: TaskCall;
  readonly input: unknown;
  readonly options: RunOptions;
  /** What the caller itself asked for. */
  readonly selection: Selection;
}

/**
 * Starts the remote run of a node, or goes on with the one that stopped when the parent did.
 *
 * @throws {GraphInterrupt} when the parent goes on without an answer to what the remote graph asks
 */
export async function startNode(
  host: NodeHost,
  { call, input, options, selection }: NodeCall,
): Promise<EventReader> {
  if (call.before !== undefined) {
    call.fail(call.before);
    throw call.before;
  }
  const { place, caller } = call;
  const threadId = threadAt(place, options, host.policy);
  const own = toNodeOptions(options, caller, threadId);
  const parent = parentStreamOf(options, place, host.decode);
  const step = await nextStep(host, { caller, input, options: own }, options).catch((error: unknown) => {
    call.fail(error);
    throw error;
  });
  if ("values" in step) {
    parent.write({ event: "values", data: step.values });
    return new FinishedReader(threadId, step.values);
  }
  const events = await host.start(step.input, own, toNodeSelection(selection, parent));
  return new NodeReader({ events, call, node: nodeOf(options), parent, selection });
}

function nodeOf({ metadata }: RunnableConfig): string | undefined {
  const name = metadata?.langgraph_node;
  return typeof name === "string" ? name : undefined;
}

interface Begun extends Pick<NodeCall, "input" | "options"> {
  caller: string;
}

/** What a call comes to: a run with this input, or what an earlier run has given already. */
type Step = { input: unknown } | { values: unknown };

/**
 * A parent that resumes does its task again with the task's first input. The thread's state after the run that this
 * very call began earlier decides what is left to do.
 */
async function nextStep(
  host: NodeHost,
  { caller, input, options }: Begun,
  parentOptions: RunOptions,
): Promise<Step> {
  const hasThread = options.configurable?.thread_id !== undefined;
  if (!hasThread || !isResuming(parentOptions) || isCommand(input)) return { input };
  const { state, isNews } = await settledState(host, { caller, input, options });
  if (state?.createdAt === undefined) return { input };
  const own = isOwn(state, caller);
  if (own === false) return earlierStep(host, { caller, input, options });
  const pending = pendingOf(state);
  if (pending.length === 0 && isFinished(state)) return own ? { values: state.values } : { input };
  const refused = refusedOf(state);
  // what failed without asking anything takes no answer: it is meant for another
  const mayAsk = pending.length > 0 || refused.length > 0 || !hasFailed(state);
  const isMeant = mayAsk && (!isNews || isAnsweredById(parentOptions));
  const answer = isMeant ? takeAnswer(parentOptions, pending, refused) : undefined;
  if (answer !== undefined) return { input: new Command(answer) };
  if (pending.length > 0) throw new GraphInterrupt(pending);
  return { input: null };
}

/**
 * The thread's state when no run of the call is at work: one may be, where the parent's process ended before it did.
 * `isNews` where one was, so that the parent does not know its interrupts yet.
 */
async function settledState(
  host: NodeHost,
  { caller, options }: Begun,
): Promise<{ state: Snapshot | undefined; isNews: boolean }> {
  const { multitaskStrategy = "reject" } = options;
  const isToGive = multitaskStrategy === "interrupt" || multitaskStrategy === "rollback";
  const [wasActive, state] = await Promise.all([
    !isToGive && host.awaitActive(options, caller),
    host.latest(options),
  ]);
  return { state: wasActive ? await host.latest(options) : state, isNews: wasActive };
}

/** Of a call whose thread has been used by another since. */
async function earlierStep(host: NodeHost, { caller, input, options }: Begun): Promise<Step> {
  const last = await host.latestWith(options, { [CALLER_TAG]: caller });
  if (last === undefined) return { input };
  if (isFinished(last)) return { values: last.values };
  throw new Error(
    `another node has used the remote thread of "${caller}" before it came to its end: set threadId to "derive"`,
  );
}
