import { toCheckpoint, toSnapshot } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import { isNode, mergeConfigs, requireThreadId, toWireConfig } from "../config.js";
import { isRemoteException } from "../errors.js";
import { type NodeHost, startNode } from "../node/node-start.js";
import { enterTask } from "../node/node-task.js";
import { CALLER_TAG } from "../node.js";
import { awaitRun } from "../run/await-run.js";
import { RunEvents } from "../run/run-events.js";
import { getRuns, type RunBody } from "../run/run-requests.js";
import type { EventReader } from "../run/run-types.js";
import { metadataOf } from "../servers/server.js";
import { type Selection, toWireModes } from "../stream-mode.js";
import { historyOf, readState } from "../thread-state.js";
import type { RunnableConfig, RunOptions } from "../types.js";
import { withoutUndefined } from "../util/record.js";
import { isCommand } from "../wire/command.js";
import { toEventFilter } from "../wire/event-name.js";
import { type GraphContext, toInit, withSettings, withTracing } from "./graph-context.js";

/** Begins a run: at top level, or as a node when the options come from a parent graph. Nothing is sent before it is opened or read. */
export async function beginRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  if (!isNode(options)) return startRun(graph, input, options, selection);
  const call = enterTask(options, graph.options.graphId, input);
  return startNode(toHost(graph), { input, options, selection, call });
}

function startRun(
  graph: GraphContext,
  input: unknown,
  given: RunOptions,
  selection: Selection,
  stopOnLeave?: boolean,
): RunEvents {
  const { options, ...run } = prepareRun(graph, input, given, selection);
  const accepts = toEventFilter(toWireModes(selection), selection.subgraphs);
  return new RunEvents(graph.client, run, { ...options, stopOnLeave }, accepts);
}

type Field<K extends keyof RunBody> = Exclude<RunBody[K], undefined>;

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
  return { threadId, body, options };
}

/** How many of a thread's latest runs may be at work, or wait for their turn. */
const LATEST = 10;

/** The requests of a graph that is a node of another. */
function toHost(graph: GraphContext): NodeHost {
  const { client, options, decode } = graph;
  const toAsked = (own: RunnableConfig) => {
    const merged = mergeConfigs(graph.config, own);
    return { merged, init: toInit(merged, {}) };
  };
  return {
    policy: options.threadId,
    decode,
    async start(input, given, selection) {
      const { onDisconnect } = withSettings(graph, given);
      return startRun(graph, input, given, selection, onDisconnect !== "continue");
    },
    async latest(own) {
      const { merged, init } = toAsked(own);
      const state = await unlessMissing(readState(client, merged, {}, init));
      return state && toSnapshot(state, merged);
    },
    async latestWith(own, filter) {
      const { merged, init } = toAsked(own);
      const query = { limit: 1, before: undefined, filter };
      const states = historyOf(client, requireThreadId(merged, "a node"), merged, query, init);
      for await (const state of states) return toSnapshot(state, merged);
      return undefined;
    },
    async awaitActive(own, caller) {
      const { merged, init } = toAsked(own);
      const threadId = requireThreadId(merged, "a node");
      const runs = await getRuns(client, threadId, { offset: 0, count: LATEST }, init);
      const runId = runs.find(
        (run) =>
          (run.status === "running" || run.status === "pending") && metadataOf(run)?.[CALLER_TAG] === caller,
      )?.run_id;
      if (runId === undefined) return false;
      const run = { threadId, runId, key: undefined, resumable: undefined };
      const reading = { headers: init.headers, signal: init.signal ?? undefined };
      await awaitRun(client, run, reading).catch((error: unknown) => {
        // the thread's state shows what is left to do after a failure or a cancel
        if (!isRemoteException(error)) throw error;
      });
      return true;
    },
  };
}
