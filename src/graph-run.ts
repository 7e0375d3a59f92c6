import { toSnapshot } from "./checkpoint.js";
import { mergeConfigs, requireThreadId } from "./config.js";
import { noteRunStart, toHead } from "./dialect.js";
import { StreamError } from "./errors.js";
import { toEventFilter } from "./event-name.js";
import { type GraphContext, toInit } from "./graph-context.js";
import { unlessMissing } from "./graph-state.js";
import { historyOf } from "./history.js";
import { type NodeHost, startNode } from "./node-start.js";
import { enterTask } from "./node-task.js";
import { toWireRun, type WireRun } from "./run-body.js";
import { type EventReader, RunEvents } from "./run-events.js";
import { type Selection, toWireModes } from "./stream-mode.js";
import { readState } from "./thread-state.js";
import { withTracing } from "./tracing.js";
import type { RunOptions } from "./types.js";

/** Begins a run: at top level, or as the node that the options tell of. Nothing is sent before it is opened or read. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const call = enterTask(options, graph.options.graphId);
  if (call === undefined) return startRun(graph, input, options, selection);
  return startNode(toHost(graph), { call, input, options, selection });
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

/** What a node asks of the graph that it is. */
function toHost(graph: GraphContext): NodeHost {
  const { client, options, decode } = graph;
  const query = { limit: 1, before: undefined };
  return {
    policy: options.threadId,
    decode,
    start(input, own, selection) {
      const { onDisconnect } = withSettings(graph, own);
      return startRun(graph, input, own, selection, onDisconnect !== "continue");
    },
    async latest(own) {
      const merged = mergeConfigs(graph.config, own);
      const state = await unlessMissing(readState(client, merged, {}, toInit(merged, {})));
      return state && toSnapshot(state, merged);
    },
    async latestWith(own, filter) {
      const merged = mergeConfigs(graph.config, own);
      const threadId = requireThreadId(merged, "a node");
      const states = historyOf(client, threadId, merged, { ...query, filter }, toInit(merged, {}));
      for await (const state of states) return toSnapshot(state, merged);
      return undefined;
    },
  };
}

/** The values of a thread whose run told none. */
export async function finalValues(
  graph: GraphContext,
  { threadId, runId }: EventReader,
  options: RunOptions,
): Promise<unknown> {
  if (threadId === undefined) throw new StreamError("the run ended without telling its values", { runId });
  const latest = { ...mergeConfigs(graph.config, options), configurable: { thread_id: threadId } };
  return (await readState(graph.client, latest, {}, toInit(latest, {}))).values ?? {};
}
