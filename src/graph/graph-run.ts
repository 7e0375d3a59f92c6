import { isNode, mergeConfigs } from "../config.js";
import { noteRunStart, toHead } from "../dialect.js";
import { toEventFilter } from "../event-name.js";
import { type EventReader, RunEvents } from "../run/run-events.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import type { RunOptions } from "../types.js";
import { lazily } from "../util/lazy.js";
import type { GraphContext } from "./graph-context.js";
import { toWireRun, type WireRun } from "./run-body.js";

const loadNode = lazily(() => import("./graph-node.js"));
const loadTracing = lazily(() => import("../node/tracing.js"));

/** Begins a run: at top level, or as the node that the options tell of. Nothing is sent before it is opened or read. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  if (!isNode(options)) return startRun(graph, input, options, selection);
  const { beginNode } = await loadNode();
  return beginNode(graph, { input, options, selection }, (own, given, modes) => {
    const { onDisconnect } = withSettings(graph, given);
    return startRun(graph, own, given, modes, onDisconnect !== "continue");
  });
}

async function startRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
  stopOnLeave?: boolean,
): Promise<RunEvents> {
  const { options, ...run } = await prepareRun(graph, input, given, selection);
  return new RunEvents(
    graph.client,
    run,
    { ...options, stopOnLeave },
    toEventFilter(toWireModes(selection), selection.subgraphs),
  );
}

/** A run that is about to be sent, and its options with those of the graph under them. */
export async function prepareRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
): Promise<WireRun & { options: RunOptions }> {
  const { client } = graph;
  const options = await withTracing(graph, given);
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
  return mergeConfigs<RunOptions>(under, config, options);
}

/** The same, and the headers that make the run a part of the trace that is active here, where that is wanted. */
export async function withTracing(graph: GraphContext, given: RunOptions): Promise<RunOptions> {
  const options = withSettings(graph, given);
  if (!graph.options.distributedTracing) return options;
  const { tracingHeaders } = await loadTracing();
  return { ...options, headers: tracingHeaders(options) };
}
