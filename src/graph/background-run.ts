/** Starts runs in the background, and joins runs that were started earlier. */
import { TimeLimit } from "../client/time-limit.js";
import { mergeConfigs, requireThreadId, threadIdOf } from "../config.js";
import { ConnectionError, isApiError, StreamError } from "../errors.js";
import { getRun, postRun, toCallInit } from "../run/run-requests.js";
import type { CreateRunOptions, JoinStreamOptions, RunEvent } from "../run/run-types.js";
import { startOnce, startsAtCheckpoint, toStartBody } from "../run/start-run.js";
import { toCustom, toUpdates } from "../servers/protocol.js";
import { toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, StateConfig, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { modeOf } from "../wire/event-name.js";
import { type GraphContext, toInit } from "./graph-context.js";
import { prepareRun } from "./graph-run.js";
import { type HandledRun, RunHandle, type StartedRun } from "./run-handle.js";
import type { RunStream } from "./run-stream.js";

/** The default stream modes of a background run, which later readers can join. */
const BACKGROUND_MODES: StreamMode[] = ["values", "updates", "messages", "custom"];

/** `createRun` of RemoteGraph: starts a run that no connection has to stay open for. */
export async function createGraphRun<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { streamMode = BACKGROUND_MODES, subgraphs, ...given }: CreateRunOptions<G>,
): Promise<StartedRun<G>> {
  const { client, decode } = graph;
  const asked = toSelection(streamMode, subgraphs);
  const isStateless = threadIdOf(mergeConfigs(graph.options.config, given)) === undefined;
  // the output of a run on a thread is in the thread's state; that of a stateless run is only in its events
  const selection = isStateless
    ? { ...asked, modes: [...new Set([...asked.modes, "values" as const])] }
    : asked;
  const { threadId, body, options } = prepareRun(graph, input, given, selection);
  const { on_disconnect: _, ...background } = body; // no connection streams the run
  const key = randomUuid();
  const { timeout, ...limits } = options;
  const requests = toCallInit(limits, options.signal);
  // for the whole start: its requests, its look-ups and the pauses between them
  const limit = new TimeLimit(options.signal);
  limit.within(timeout, () => tookTooLong(threadId, timeout));
  const init = { ...requests, signal: limit.signal };
  const start = async () => {
    const wire = await toStartBody(client, threadId, background, key, init);
    const send = () => postRun(client, threadId, wire, init);
    const fromCheckpoint = startsAtCheckpoint(body);
    return startOnce(client, { threadId, key, send, fromCheckpoint }, init);
  };
  const started = await start().finally(() => limit.release());
  const run: HandledRun = {
    threadId,
    ...("runId" in started ? started : toNames(started.result, threadId)),
    idempotencyKey: key,
    resumable: body.stream_resumable === true,
    modes: toWireModes(selection),
  };
  return new RunHandle<G>(client, run, { headers: options.headers, decode }) as StartedRun<G>;
}

function tookTooLong(threadId: string | undefined, ms: number | undefined): ConnectionError {
  const path = threadId === undefined ? "/runs" : `/threads/${threadId}/runs`;
  const reason = `the call took longer than ${ms} ms; the run may have started all the same`;
  return new ConnectionError({ method: "POST", path, reason, timedOut: true });
}

function toNames(
  row: unknown,
  threadId: string | undefined,
): { runId: string; actualThreadId: string | undefined } {
  if (!isRecord(row) || typeof row.run_id !== "string") {
    throw new StreamError("the response does not name the run, which may have started all the same", {
      threadId,
    });
  }
  const { run_id: runId, thread_id: actualThreadId } = row;
  return { runId, actualThreadId: typeof actualThreadId === "string" ? actualThreadId : undefined };
}

/** `joinStream` of RemoteGraph: reads the stream of a run that was started earlier, with the modes in the run's `kwargs`. */
export async function joinGraphRun<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
>(
  { client, options: { config: under }, decode }: GraphContext,
  runId: string,
  config: StateConfig,
  options: JoinStreamOptions<Mode, Subgraphs>,
): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>>> {
  const merged = mergeConfigs<StateConfig>(under, config);
  const threadId = requireThreadId(merged, "joinStream");
  toSelection(options.streamMode, options.subgraphs); // throws for an unknown mode before any request
  const init = toInit(merged, options);
  const row = await getRun(client, threadId, runId, { ...init, retry: false }).catch((error: unknown) => {
    if (isApiError(error)) return undefined; // the request for the stream then fails with the reason
    throw error;
  });
  const kwargs = isRecord(row?.kwargs) ? row.kwargs : {};
  const resumable = typeof kwargs.resumable === "boolean" ? kwargs.resumable : undefined;
  const run = { threadId, runId, resumable, translate: toTranslator(kwargs), modes: toModes(kwargs) };
  const { headers, signal } = init;
  const handle = new RunHandle<G>(client, run, { headers, decode });
  return handle.stream({ ...options, signal: signal ?? undefined });
}

/** Whether a run was started by the thread protocol: JavaScript marks it in `kwargs`, Python in the config there. */
const isProtocolRun = (kwargs: Record<string, unknown>): boolean => {
  const { config } = kwargs;
  const configurable = isRecord(config) && isRecord(config.configurable) ? config.configurable : {};
  return kwargs.__protocol_stream_run === true || configurable.__event_streaming_v2 === true;
};

/** The stream modes in a run's `kwargs`; `messages` of the thread protocol is `messages-tuple` here. */
function toModes({ stream_mode, ...kwargs }: Record<string, unknown>): string[] | undefined {
  if (!Array.isArray(stream_mode)) return undefined;
  const modes = stream_mode.filter((mode) => typeof mode === "string");
  return isProtocolRun(kwargs) && modes.includes("messages") ? [...modes, "messages-tuple"] : modes;
}

/**
 * Creates a function that converts events of a run of the thread protocol to those of any other run; it returns `undefined`
 * for an event that has no equivalent.
 *
 * @param kwargs - of the run's row, if the server sends them; complete protocol events are recognised without
 */
function toTranslator(kwargs: Record<string, unknown>): (event: RunEvent) => RunEvent | undefined {
  const isMarked = isProtocolRun(kwargs);
  /** Whether a message's namespace ends in the node that called the model, as on JavaScript; in any other run it has none. */
  const hasNodeNames = kwargs.__protocol_stream_run === true;
  /** The id of the message that is being streamed in each namespace. */
  const messages = new Map<string, unknown>();
  return (runEvent) => {
    const bare = toBare(runEvent) ?? (isMarked ? runEvent : undefined);
    if (bare === undefined) return runEvent;
    const { event, data } = bare;
    switch (modeOf(event)) {
      case "updates":
        return { ...bare, data: toUpdates(data, undefined) };
      case "custom":
        return { ...bare, data: toCustom(data) };
      case "messages":
        return toChunk(bare, hasNodeNames ? withoutNode(event) : event, messages);
      default:
        return bare;
    }
  };
}

/** Unwraps a protocol event: its data, and an event name with the namespace, which aegra has in the data only. */
function toBare({ data: whole, ...runEvent }: RunEvent): RunEvent | undefined {
  if (!isRecord(whole) || whole.type !== "event" || !isRecord(whole.params)) return undefined;
  const { namespace, data } = whole.params;
  if (!Array.isArray(namespace)) return undefined;
  return { ...runEvent, event: [modeOf(runEvent.event), ...namespace].join("|"), data };
}

const withoutNode = (event: string): string => event.replace(/\|[^|]*$/, "");

/** Converts a delta of a message's text to a `messages-tuple` chunk with the given event name. */
function toChunk(runEvent: RunEvent, event: string, messages: Map<string, unknown>): RunEvent | undefined {
  const { data } = runEvent;
  if (!isRecord(data)) return runEvent;
  if (data.event === "message-start") messages.set(runEvent.event, data.id);
  if (data.event !== "content-block-delta" || !isRecord(data.delta) || data.delta.type !== "text-delta")
    return undefined;
  const id = messages.get(runEvent.event);
  const content = data.delta.text;
  const chunk = { type: "AIMessageChunk", id, content, additional_kwargs: {}, response_metadata: {} };
  return { ...runEvent, event, data: [chunk, {}] };
}
