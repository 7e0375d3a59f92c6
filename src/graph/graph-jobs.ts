import { mergeConfigs, requireThreadId, threadIdOf } from "../config.js";
import { isApiError, StreamError } from "../errors.js";
import { getRun, postRun, toCallInit } from "../run/run-requests.js";
import type { CreateRunOptions, JoinStreamOptions } from "../run/run-types.js";
import { startOnce, toStartBody } from "../run/start-run.js";
import { toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, StateConfig, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { type GraphContext, toInit } from "./graph-context.js";
import { prepareRun } from "./graph-run.js";
import { toModes, toTranslator } from "./protocol-run.js";
import { type HandledRun, RunHandle, type StartedRun } from "./run-handle.js";
import type { RunStream } from "./run-stream.js";

/** What a run in the background tells to those who join it later, unless something else is asked for. */
const BACKGROUND_MODES: StreamMode[] = ["values", "updates", "messages", "custom"];

/** Starts a run that goes on by itself. */
export async function createGraphRun<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { streamMode = BACKGROUND_MODES, subgraphs, ...given }: CreateRunOptions<G>,
): Promise<StartedRun<G>> {
  const { client, decode } = graph;
  const asked = toSelection(streamMode, subgraphs);
  const isStateless = threadIdOf(mergeConfigs(graph.config, given)) === undefined;
  // a run on a thread leaves its output there; of any other, `join` has nothing but what it told
  const selection = isStateless
    ? { ...asked, modes: [...new Set([...asked.modes, "values" as const])] }
    : asked;
  const { threadId, body, options } = prepareRun(graph, input, given, selection);
  const { on_disconnect: _, ...background } = body; // there is no connection that could go
  const key = randomUuid();
  const init = toCallInit(options, options.signal);
  const wire = await toStartBody(client, threadId, background, key, init);
  const send = () => postRun(client, threadId, wire, init);
  const fromCheckpoint = body.checkpoint !== undefined;
  const started = await startOnce(client, { threadId, key, send, fromCheckpoint }, init);
  const { runId, home } =
    "runId" in started ? { runId: started.runId, home: started.threadId } : toNames(started.answer, threadId);
  const resumable = body.stream_resumable === true;
  const run: HandledRun = { threadId, runId, home, key, resumable, modes: toWireModes(selection) };
  return new RunHandle<G>(client, run, { headers: options.headers, decode }) as StartedRun<G>;
}

function toNames(answer: unknown, threadId: string | undefined): { runId: string; home: string | undefined } {
  if (!isRecord(answer) || typeof answer.run_id !== "string") {
    throw new StreamError("the server's answer names no run, which may have started all the same", {
      threadId,
    });
  }
  const { run_id: runId, thread_id: home } = answer;
  return { runId, home: typeof home === "string" ? home : undefined };
}

/** Reads what a run tells that is there already. */
export async function joinGraphRun<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
>(
  graph: GraphContext,
  runId: string,
  config: StateConfig,
  options: JoinStreamOptions<Mode, Subgraphs>,
): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>>> {
  const { client, decode } = graph;
  const merged = mergeConfigs<StateConfig>(graph.config, config);
  const threadId = requireThreadId(merged, "joinStream");
  toSelection(options.streamMode, options.subgraphs); // a wrong one is told before anything is asked
  const init = toInit(merged, options);
  const run = { threadId, runId, ...(await factsOf(graph, threadId, runId, merged, options)) };
  const { headers, signal } = init;
  return new RunHandle<G>(client, run, { decode }).stream({
    ...options,
    headers,
    signal: signal ?? undefined,
  });
}

/** How a run was started, as far as the server says. */
async function factsOf(
  { client }: GraphContext,
  threadId: string,
  runId: string,
  config: StateConfig,
  options: JoinStreamOptions,
): Promise<Pick<HandledRun, "resumable" | "modes" | "translate">> {
  const init = { ...toInit(config, options), retry: false } as const;
  const kwargs = await getRun(client, threadId, runId, init).then(
    (run) => run.kwargs,
    (error: unknown) => {
      if (isApiError(error)) return {}; // the stream itself then says what is wrong
      throw error;
    },
  );
  const known = isRecord(kwargs) ? kwargs : {};
  const { resumable } = known;
  return {
    resumable: typeof resumable === "boolean" ? resumable : undefined,
    translate: toTranslator(known),
    modes: toModes(known),
  };
}
