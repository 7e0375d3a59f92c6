import type { Client } from "../client/client-calls.js";
import { GraphInterrupt } from "../errors.js";
import type { RunEvents } from "../run/run-events.js";
import type { EventReader } from "../run/run-types.js";
import type { Decode, Selection } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { Command, isCommand } from "../wire/command.js";
import { type ThreadPolicy, threadAt, toNodeOptions } from "./node-place.js";
import {
  failedInterrupts,
  hasFailed,
  isFinished,
  isMadeBy,
  isResumedById,
  isResuming,
  type NodeState,
  pendingInterrupts,
  takeAnswer,
} from "./node-resume.js";
import { NodeReader, toFinishedReader, toNodeSelection } from "./node-run.js";
import { enterTask } from "./node-task.js";
import { awaitActiveRun, latestState, latestStateOfCall, type NodeThread } from "./node-thread.js";
import { parentStreamOf } from "./parent-stream.js";

/** The part of a remote graph that starting a node's run needs. */
export interface NodeGraph {
  readonly client: Client;
  readonly graphId: string;
  readonly policy: ThreadPolicy | undefined;
  readonly decode: Decode | undefined;
  /** The options of a call over the defaults of the graph. */
  withDefaults(options: RunOptions): RunOptions;
  /** The arguments of {@link RunEvents} for a run with this input. */
  toRun(input: unknown, options: RunOptions, selection: Selection): ConstructorParameters<typeof RunEvents>;
}

/**
 * Starts the remote run of a node; when the parent is resumed, resumes the remote run or returns its stored result.
 *
 * @param given - the config that the parent passes to its node, with the call's own options
 * @throws {GraphInterrupt} when the parent is resumed without a value for the remote graph's interrupts
 */
export async function startNode(
  graph: NodeGraph,
  input: unknown,
  given: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const { client } = graph;
  const call = enterTask(given, graph.graphId, input);
  const { place, caller } = call;
  try {
    if (call.bubbled !== undefined) throw call.bubbled;
    const threadId = threadAt(place, given, graph.policy);
    const options = graph.withDefaults(toNodeOptions(given, caller, threadId));
    const parent = parentStreamOf(given, place, graph.decode);
    const isResumed = threadId !== undefined && isResuming(given) && !isCommand(input);
    const step = isResumed ? await nextStep({ client, threadId, caller, options }, input, given) : { input };
    if ("values" in step) {
      parent.write({ event: "values", data: step.values });
      return toFinishedReader(threadId, step.values);
    }
    const run = graph.toRun(step.input, options, toNodeSelection(selection, parent));
    return new NodeReader({ call, node: nodeOf(given), parent, selection }, ...run);
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

function nodeOf({ metadata }: RunOptions): string | undefined {
  const name = metadata?.langgraph_node;
  return typeof name === "string" ? name : undefined;
}

/** What a call does next: start a run with this input, or return the values of a run that has finished. */
type Step = { input: unknown } | { values: unknown };

/**
 * A resumed parent runs its task again with the task's original input. The state that this call's earlier run left on
 * the remote thread decides whether to start, resume or continue it.
 */
async function nextStep(thread: NodeThread, input: unknown, given: RunOptions): Promise<Step> {
  const { state, wasActive } = await settledState(thread);
  if (state?.createdAt === undefined) return { input };
  const own = isMadeBy(state, thread.caller);
  if (own === false) return earlierStep(thread, input);
  if (isFinished(state)) return own ? { values: state.values } : { input };
  const pending = pendingInterrupts(state);
  const failed = failedInterrupts(state);
  // a task that failed without an interrupt waits for no value: the parent's value is for another node
  const isWaiting = pending.length > 0 || failed.length > 0 || !hasFailed(state);
  const mayTake = isWaiting && (!wasActive || isResumedById(given));
  const answer = mayTake ? takeAnswer(given, pending, failed) : undefined;
  if (answer !== undefined) return { input: new Command(answer) };
  if (pending.length > 0) throw new GraphInterrupt(pending);
  return { input: null };
}

/**
 * The thread's state once no run of the call is active. A run is still active when the parent's process ended first;
 * `wasActive` then says that the parent does not know the run's interrupts yet.
 */
async function settledState(
  thread: NodeThread,
): Promise<{ state: NodeState | undefined; wasActive: boolean }> {
  const { multitaskStrategy } = thread.options;
  const isReplaced = multitaskStrategy === "interrupt" || multitaskStrategy === "rollback";
  const [wasActive, state] = await Promise.all([!isReplaced && awaitActiveRun(thread), latestState(thread)]);
  return { state: wasActive ? await latestState(thread) : state, wasActive };
}

/** The next step of a call whose thread another node has used since. */
async function earlierStep(thread: NodeThread, input: unknown): Promise<Step> {
  const last = await latestStateOfCall(thread);
  if (last === undefined) return { input };
  if (isFinished(last)) return { values: last.values };
  throw new Error(
    `another node has used the remote thread of "${thread.caller}" before its run finished: set threadId to "derive"`,
  );
}
