import { toCheckpoint } from "../checkpoint.js";
import { isNode, mergeConfigs, toWireConfig } from "../config.js";
import { tracingHeaders } from "../node/tracing.js";
import { RunEvents } from "../run/run-events.js";
import type { RunBody } from "../run/run-requests.js";
import type { EventReader } from "../run/run-types.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { withoutUndefined } from "../util/record.js";
import { isCommand } from "../wire/command.js";
import { toEventFilter } from "../wire/event-name.js";
import type { GraphContext } from "./graph-context.js";
import { beginNode } from "./graph-node.js";

/** Begins a run: at top level, or as the node that the options tell of. Nothing is sent before it is opened or read. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  if (!isNode(options)) return startRun(graph, input, options, selection);
  return beginNode(graph, { input, options, selection }, async (own, given, modes) => {
    const { onDisconnect } = withSettings(graph, given);
    return startRun(graph, own, given, modes, onDisconnect !== "continue");
  });
}

/** Begins a run, and waits until the server has accepted it. */
export async function openRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const events = await beginRun(graph, input, options, selection);
  await events.open();
  return events;
}

function startRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
  stopOnLeave?: boolean,
): RunEvents {
  const { options, ...run } = prepareRun(graph, input, given, selection);
  return new RunEvents(
    graph.client,
    run,
    { ...options, stopOnLeave },
    toEventFilter(toWireModes(selection), selection.subgraphs),
  );
}

/** A run that is about to be sent, and its options with those of the graph under them. */
export function prepareRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
): WireRun & { options: RunOptions } {
  const options = withTracing(graph, given);
  return { ...toWireRun(graph.options.graphId, input, options, selection), options };
}

/** The options of a call, with those of the graph under them. */
export function withSettings({ options: settings, config }: GraphContext, options: RunOptions): RunOptions {
  const { interruptBefore, interruptAfter, streamResumable, onDisconnect } = settings;
  const under: RunOptions = { interruptBefore, interruptAfter, streamResumable, onDisconnect };
  return mergeConfigs<RunOptions>(under, config, options);
}

/** The same, and the headers that make the run a part of the trace that is active here, where that is wanted. */
export function withTracing(graph: GraphContext, given: RunOptions): RunOptions {
  const options = withSettings(graph, given);
  return graph.options.distributedTracing ? { ...options, headers: tracingHeaders(options) } : options;
}

type Field<K extends keyof RunBody> = Exclude<RunBody[K], undefined>;

/** A run as it is sent: the thread in the URL, the rest in the body. */
interface WireRun {
  threadId: string | undefined;
  body: RunBody;
}

/** Sorts input and options of a run for the wire; each is encoded when it is sent. Nothing of the caller's is changed. */
function toWireRun(assistantId: string, input: unknown, options: RunOptions, selection: Selection): WireRun {
  const { threadId, config, metadata } = toWireConfig(options);
  const checkpoint = toCheckpoint(options);
  if (checkpoint !== undefined && threadId === undefined) {
    throw new TypeError("a run from a checkpoint needs a thread: set configurable.thread_id");
  }
  const begin: Record<string, unknown> = isCommand(input) ? { command: input } : { input: input ?? null };
  const body: RunBody = {
    assistant_id: assistantId,
    ...begin,
    stream_mode: toWireModes(selection),
    stream_subgraphs: selection.subgraphs,
    stream_resumable: options.streamResumable ?? true,
    // servers refuse a `null` in an optional field, and JSON has no `undefined`
    ...withoutUndefined({
      config,
      metadata,
      checkpoint,
      context: options.context as Field<"context"> | undefined,
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
  return { threadId, body };
}
