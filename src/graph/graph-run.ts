import { toCheckpoint } from "../checkpoint.js";
import { toWireConfig } from "../config.js";
import { isNodeCall, threadAt, toNodeOptions } from "../node/node-place.js";
import { isResuming, nextStep } from "../node/node-resume.js";
import { NodeReader, toFinishedReader, toNodeSelection } from "../node/node-run.js";
import { enterTask } from "../node/node-task.js";
import { parentStreamOf } from "../node/parent-stream.js";
import { RunEvents } from "../run/run-events.js";
import type { RunBody } from "../run/run-requests.js";
import type { EventReader } from "../run/run-types.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { withoutUndefined } from "../util/record.js";
import { isCommand } from "../wire/command.js";
import { toEventFilter } from "../wire/event-name.js";
import { type GraphContext, withDefaults, withTracing } from "./graph-context.js";

/** Prepares a run: at top level, or as a node when a parent graph calls. The request is sent when the reader is opened. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  return isNodeCall(options)
    ? beginNode(graph, input, options, selection)
    : new RunEvents(...toRun(graph, input, options, selection));
}

/**
 * Prepares the remote run of a node; when the parent is resumed, one that resumes the remote run, or returns its stored result.
 *
 * @param given - the config that the parent passes to its node, with the call's own options
 * @throws {GraphInterrupt} when the parent is resumed without a value for the remote graph's interrupts
 */
async function beginNode(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const { client, decode } = graph;
  const call = enterTask(given, graph.options.graphId, input);
  const { place, caller } = call;
  try {
    if (call.bubbled !== undefined) throw call.bubbled;
    const threadId = threadAt(place, given, graph.options.threadId);
    const options = withDefaults(graph, toNodeOptions(given, caller, threadId));
    const parent = parentStreamOf(given, place, decode);
    const isResumed = threadId !== undefined && isResuming(given) && !isCommand(input);
    const step = isResumed ? await nextStep({ client, threadId, caller, options }, input, given) : { input };
    if ("values" in step) {
      const event = { event: "values", data: step.values };
      parent.write(event);
      return toFinishedReader(threadId, event);
    }
    const stopOnLeave = options.onDisconnect !== "continue";
    const run = toRun(graph, step.input, options, toNodeSelection(selection, parent), stopOnLeave);
    return new NodeReader({ call, config: given, parent, selection }, ...run);
  } catch (error) {
    call.fail(error);
    throw error;
  }
}

function toRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
  stopOnLeave?: boolean,
): ConstructorParameters<typeof RunEvents> {
  const { options, ...run } = prepareRun(graph, input, given, selection);
  const accepts = toEventFilter(toWireModes(selection), selection.subgraphs);
  return [graph.client, run, { ...options, stopOnLeave }, accepts];
}

/**
 * A run that is about to be sent, the thread in the URL and the rest in the body, and its options with those of the graph
 * under them. Each is encoded when it is sent; nothing of the caller's is changed.
 */
export function prepareRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
): { threadId: string | undefined; body: RunBody; options: RunOptions } {
  const options = withTracing(graph, given);
  const { threadId, config, metadata } = toWireConfig(options);
  const checkpoint = toCheckpoint(options);
  if (checkpoint !== undefined && threadId === undefined) {
    throw new TypeError("a run from a checkpoint needs a thread: set configurable.thread_id");
  }
  const begin: Record<string, unknown> = isCommand(input) ? { command: input } : { input: input ?? null };
  const body: RunBody = {
    assistant_id: graph.options.graphId,
    ...begin,
    stream_mode: toWireModes(selection),
    stream_subgraphs: selection.subgraphs,
    stream_resumable: options.streamResumable !== false,
    // servers refuse a `null` in an optional field, and JSON has no `undefined`
    ...withoutUndefined({
      config,
      metadata,
      checkpoint,
      context: options.context as RunBody["context"],
      if_not_exists: threadId === undefined ? undefined : ("create" as const),
      interrupt_before: options.interruptBefore,
      interrupt_after: options.interruptAfter,
      durability: options.durability,
      multitask_strategy: options.multitaskStrategy,
      on_disconnect: options.onDisconnect,
      webhook: options.webhook,
      after_seconds: options.afterSeconds,
      feedback_keys: options.feedbackKeys,
    }),
  };
  return { threadId, body, options };
}
