import { toCheckpoint } from "../checkpoint.js";
import { toWireConfig } from "../config.js";
import { isNodeCall } from "../node/node-place.js";
import { startNode } from "../node/node-run.js";
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
  if (!isNodeCall(options)) return new RunEvents(...toRun(graph, input, options, selection));
  const node = {
    ...graph,
    withDefaults: (given: RunOptions) => withDefaults(graph, given),
    toRun: (step: unknown, own: RunOptions, wanted: Selection) =>
      toRun(graph, step, own, wanted, own.onDisconnect !== "continue"),
  };
  return startNode(node, input, options, selection);
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
