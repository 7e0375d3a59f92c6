import { assertMs } from "../client/client.js";
import { TimeLimit } from "../client/time-limit.js";
import { threadIdOf } from "../config.js";
import { isRemoteException } from "../errors.js";
import { assertCarried, startOnThread } from "../protocol/commands.js";
import { ThreadRun } from "../protocol/thread-run.js";
import type { ThreadStreamOptions } from "../protocol/thread-types.js";
import { RunEvents } from "../run/run-events.js";
import { toCallInit } from "../run/run-requests.js";
import type { Encoded, EventReader, RunEvent } from "../run/run-types.js";
import { toChunker, toSelection } from "../stream-mode.js";
import type { GraphTypes, Namespace, RunOptions, StreamMode, StreamOptions } from "../types.js";
import { randomUuid } from "../util/uuid.js";
import { isCommand } from "../wire/command.js";
import { EVENT_MODES, toEventFilter } from "../wire/event-name.js";
import { asPlain, isProtocolMessage, toMessageDecoder } from "../wire/messages.js";
import { type GraphContext, withDefaults, withTracing } from "./graph-context.js";
import { beginRun, prepareRun } from "./graph-run.js";
import { RunHandle } from "./run-handle.js";
import { frameText, RunStream, toBytes, toEventStream } from "./run-stream.js";
import { type EventStreamOptions, type StreamEvent, toEventChunker } from "./stream-events.js";

/**
 * `stream` of RemoteGraph: starts a run, and returns its chunks once the server has accepted it. With an `encoding`, the
 * chunks are the bytes of server-sent events, each named after its mode, with the server's plain messages.
 */
export async function streamChunks<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { encoding, ...options }: StreamOptions<G> & Partial<Encoded>,
): Promise<ReadableStream<unknown>> {
  const selection = toSelection(options.streamMode, options.subgraphs);
  const events = await beginRun(graph, input, options, selection);
  await events.open();
  if (encoding === undefined) return toRunStream(graph, events, toChunker(selection, graph.decode), options);
  const toChunks = toChunker<[Namespace, StreamMode, unknown]>({
    ...selection,
    isList: true,
    subgraphs: true,
  });
  return toEventStream(events, toChunks, ([namespace, mode, data]) => ({
    event: [mode, ...namespace].join("|"),
    data,
  }));
}

/** `streamEvents` v2 of RemoteGraph: the run starts when its events are first read. */
export function streamGraphEvents<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { encoding, ...options }: EventStreamOptions<G> & Partial<Encoded>,
): RunStream<StreamEvent, RunHandle> | ReadableStream<Uint8Array> {
  if (options.version !== "v2")
    throw new TypeError(
      `streamEvents has the versions "v2" and "v3", not ${JSON.stringify(options.version)}`,
    );
  const toChunks = toEventChunker(options, encoding === undefined ? graph.decode : asPlain);
  const { options: settings, ...run } = prepareRun(graph, input, options, toSelection("updates"));
  run.body.stream_mode = [...EVENT_MODES];
  const events = new RunEvents(graph.client, run, settings, toEventFilter(EVENT_MODES));
  if (encoding !== undefined)
    return toEventStream(events, toChunks, (data) => ({ event: "data", data }), "event: end\n\n");
  return toRunStream(graph, events, toChunks, options);
}

function toRunStream<Chunk>(
  { client, decode }: GraphContext,
  events: EventReader,
  toChunks: (event: RunEvent, into: Chunk[]) => void,
  { headers }: RunOptions,
): RunStream<Chunk> {
  return new RunStream(events, toChunks, new RunHandle(client, events, { headers, decode }));
}

const MAX_BUFFER_BYTES = 8 * 1024 * 1024;

/** `streamEvents` v3 of RemoteGraph: starts a run by the thread protocol; returns its handle, or its events as bytes. */
export async function streamThread<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { encoding, ...options }: ThreadStreamOptions<G> & Partial<Encoded>,
): Promise<ThreadRun<G> | ReadableStream<Uint8Array>> {
  if (encoding === undefined) return startThread(graph, input, options);
  const { signal, onDisconnect } = withDefaults(graph, options);
  const reading = new TimeLimit(signal);
  const stop = onDisconnect === "cancel" ? { signal: reading.signal } : {};
  try {
    const run = await startThread(graph, input, { ...options, ...stop }, reading.signal);
    return toBytes(textsOf(run, reading), () => reading.abort());
  } catch (error) {
    reading.release();
    throw error;
  }
}

/** @param reading - ends the reading only; `given.signal` also stops the run */
async function startThread<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  given: ThreadStreamOptions<G>,
  reading?: AbortSignal,
): Promise<ThreadRun<G>> {
  const { client } = graph;
  const { maxBufferBytes = MAX_BUFFER_BYTES } = given;
  const options = withTracing(graph, given);
  assertCarried(options);
  assertMs(options.idleTimeoutMs, "idleTimeoutMs");
  if (!(maxBufferBytes > 0)) throw new TypeError(`maxBufferBytes must be above 0, not ${maxBufferBytes}`);
  const known = threadIdOf(options);
  if (known === undefined && isCommand(input))
    throw new TypeError("a Command resumes a thread: set configurable.thread_id");
  const threadId = known ?? randomUuid();
  const init = toCallInit(options, reading ?? options.signal);
  const { graphId, coerceMessages } = graph.options;
  const decode = coerceMessages ? toMessageDecoder(coerceMessages, isProtocolMessage) : asPlain;
  const thread = { client, threadId, isGiven: known !== undefined, graphId, options, init };
  return new ThreadRun<G>(thread, await startOnThread(thread, input), { maxBufferBytes, decode });
}

/** The protocol's events as server-sent events. The failure of a run is one of them, so it isn't thrown too. */
async function* textsOf(run: ThreadRun, reading: TimeLimit): AsyncGenerator<string, void, undefined> {
  try {
    for await (const event of run) {
      const { method, seq, event_id = String(seq) } = event;
      yield frameText({ event: method, data: event }, event_id);
    }
  } catch (error) {
    if (!isRemoteException(error)) throw error;
  } finally {
    reading.release();
  }
}
