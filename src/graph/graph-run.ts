import { mergeConfigs } from "../config.js";
import { noteRunStart, toHead } from "../dialect.js";
import { toEventFilter } from "../event-name.js";
import { enterTask } from "../node/node-task.js";
import { withTracing } from "../node/tracing.js";
import { type EventReader, RunEvents } from "../run/run-events.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { lazily } from "../util/lazy.js";
import type { GraphContext } from "./graph-context.js";
import { toWireRun, type WireRun } from "./run-body.js";

const loadNode = lazily(() => import("./graph-node.js"));

/** Begins a run: at top level, or as the node that the options tell of. Nothing is sent before it is opened or read. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const call = enterTask(options, graph.options.graphId);
  if (call === undefined) return startRun(graph, input, options, selection);
  const { beginNode } = await loadNode();
  return beginNode(graph, { call, input, options, selection }, (own, given, modes) => {
    const { onDisconnect } = withSettings(graph, given);
    return startRun(graph, own, given, modes, onDisconnect !== "continue");
  });
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
  const { client } = graph;
  const options = withSettings(graph, given);
  const { threadId, body } = toWireRun(graph.options.graphId, input, options, selection);
  if (threadId !== undefined) {
    const head = body.checkpoint === undefined ? toHead(client, threadId) : undefined;
    if (head !== undefined)
      body.config = { ...body.config, configurable: { ...body.config?.configurable, ...head } };
    noteRunStart(client, threadId, body.checkpoint !== undefined);
  }
  return { threadId, body, options };
}

/** The options of a call, with those of the graph under them. */
export function withSettings({ options: settings, config }: GraphContext, options: RunOptions): RunOptions {
  const { interruptBefore, interruptAfter, streamResumable, onDisconnect } = settings;
  const under: RunOptions = { interruptBefore, interruptAfter, streamResumable, onDisconnect };
  const merged = mergeConfigs<RunOptions>(under, config, options);
  return settings.distributedTracing ? { ...merged, headers: withTracing(merged) } : merged;
}
