import type { Client } from "../client/client-calls.js";
import { GraphInterrupt } from "../errors.js";
import type { RunEvents } from "../run/run-events.js";
import type { EventReader } from "../run/run-types.js";
import type { Decode, Selection } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { Command, isCommand } from "../wire/command.js";
import { type ThreadPolicy, threadAt, toNodeOptions } from "./node-place.js";
import {
  hasFailed,
  isAnsweredById,
  isFinished,
  isOwn,
  isResuming,
  type NodeState,
  pendingOf,
  refusedOf,
  takeAnswer,
} from "./node-resume.js";
import { NodeReader, toFinishedReader, toNodeSelection } from "./node-run.js";
import { enterTask } from "./node-task.js";
import { awaitActiveRun, latestState, latestStateOfCall, type NodeThread } from "./node-thread.js";
import { parentStreamOf } from "./parent-stream.js";

/** The graph that is a node. */
export interface NodeGraph {
  readonly client: Client;
  readonly graphId: string;
  readonly policy: ThreadPolicy | undefined;
  readonly decode: Decode | undefined;
  /** The options of a call, with those of the graph under them. */
  withDefaults(options: RunOptions): RunOptions;
  /** The run to start: what {@link RunEvents} are made of. */
  toRun(input: unknown, options: RunOptions, selection: Selection): ConstructorParameters<typeof RunEvents>;
}

/**
 * Starts the remote run of a node, or goes on with the one that stopped when the parent did.
 *
 * @param given - the node's config, and what its caller asked for
 * @throws {GraphInterrupt} when the parent goes on without an answer to what the remote graph asks
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
    if (call.before !== undefined) throw call.before;
    const threadId = threadAt(place, given, graph.policy);
    const options = graph.withDefaults(toNodeOptions(given, caller, threadId));
    const parent = parentStreamOf(given, place, graph.decode);
    const isAgain = threadId !== undefined && isResuming(given) && !isCommand(input);
    const step = isAgain ? await nextStep({ client, threadId, caller, options }, input, given) : { input };
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

/** What a call comes to: a run with this input, or what an earlier run has given already. */
type Step = { input: unknown } | { values: unknown };

/**
 * A parent that resumes does its task again with the task's first input. The thread's state after the run that this
 * very call began earlier decides what is left to do.
 */
async function nextStep(thread: NodeThread, input: unknown, given: RunOptions): Promise<Step> {
  const { state, isNews } = await settledState(thread);
  if (state?.createdAt === undefined) return { input };
  const own = isOwn(state, thread.caller);
  if (own === false) return earlierStep(thread, input);
  if (isFinished(state)) return own ? { values: state.values } : { input };
  const pending = pendingOf(state);
  const refused = refusedOf(state);
  // what failed without asking anything takes no answer: it is meant for another
  const mayAsk = pending.length > 0 || refused.length > 0 || !hasFailed(state);
  const isMeant = mayAsk && (!isNews || isAnsweredById(given));
  const answer = isMeant ? takeAnswer(given, pending, refused) : undefined;
  if (answer !== undefined) return { input: new Command(answer) };
  if (pending.length > 0) throw new GraphInterrupt(pending);
  return { input: null };
}

/**
 * The thread's state when no run of the call is at work: one may be, where the parent's process ended before it did.
 * `isNews` where one was, so that the parent does not know its interrupts yet.
 */
async function settledState(thread: NodeThread): Promise<{ state: NodeState | undefined; isNews: boolean }> {
  const { multitaskStrategy } = thread.options;
  const isToGive = multitaskStrategy === "interrupt" || multitaskStrategy === "rollback";
  const [wasActive, state] = await Promise.all([!isToGive && awaitActiveRun(thread), latestState(thread)]);
  return { state: wasActive ? await latestState(thread) : state, isNews: wasActive };
}

/** Of a call whose thread has been used by another since. */
async function earlierStep(thread: NodeThread, input: unknown): Promise<Step> {
  const last = await latestStateOfCall(thread);
  if (last === undefined) return { input };
  if (isFinished(last)) return { values: last.values };
  throw new Error(
    `another node has used the remote thread of "${thread.caller}" before it came to its end: set threadId to "derive"`,
  );
}
