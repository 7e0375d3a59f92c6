import { RunEvents } from "../run/run-events.js";
import type { Encoded, EventReader } from "../run/run-types.js";
import { type Decode, toChunker, toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, Namespace, RunOptions, StreamMode, StreamOptions } from "../types.js";
import { EVENT_MODES, toEventFilter } from "../wire/event-name.js";
import { type Encoding, toEventStream } from "./encoding.js";
import type { GraphContext } from "./graph-context.js";
import { openRun, prepareRun, withSettings } from "./graph-run.js";
import { RunHandle } from "./run-handle.js";
import { RunStream } from "./run-stream.js";
import { type EventStreamOptions, type StreamEvent, toEventChunker } from "./stream-events.js";

/** Runs a graph and gives its chunks, once the server has accepted the run. */
export async function streamChunks<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
>(
  graph: GraphContext,
  input: unknown,
  options: StreamOptions<G, Mode, Subgraphs>,
): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>>> {
  const selection = toSelection(options.streamMode, options.subgraphs);
  const events = await openRun(graph, input, options, selection);
  return new RunStream(
    events,
    toChunker(selection, graph.decode),
    handleOf<G>(graph, events, options, toWireModes(selection)),
  );
}

/** Runs a graph and gives the events of what goes on inside it. Nothing is sent before they are read. */
export function streamGraphEvents<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { encoding, ...options }: EventStreamOptions<G> & Partial<Encoded>,
): RunStream<StreamEvent, RunHandle<G>> | ReadableStream<Uint8Array> {
  if (options.version !== "v2")
    throw new TypeError(
      `streamEvents knows the versions "v2" and "v3", not ${JSON.stringify(options.version)}`,
    );
  if (encoding !== undefined) return streamEventBytes(graph, input, options);
  const { events, toChunks } = openEvents(graph, input, options, graph.decode);
  return new RunStream(events, toChunks, handleOf<G>(graph, events, options, EVENT_MODES));
}

const isResumable = (graph: GraphContext, options: RunOptions): boolean =>
  withSettings(graph, options).streamResumable ?? true;

/** The handle of a run that is read. */
export function handleOf<G extends GraphTypes>(
  graph: GraphContext,
  events: EventReader,
  options: RunOptions,
  modes: readonly string[],
): RunHandle<G> {
  const run = {
    get threadId() {
      return events.threadId;
    },
    get runId() {
      return events.runId;
    },
    get key() {
      return events.key;
    },
    get home() {
      return events.home;
    },
    resumable: isResumable(graph, options),
    modes,
  };
  return new RunHandle(graph.client, run, { headers: options.headers, decode: graph.decode });
}

/** Prepares a run whose events are told; nothing is sent before they are read. */
function openEvents<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  options: EventStreamOptions<G>,
  decode: Decode | undefined,
): { events: RunEvents; toChunks: ReturnType<typeof toEventChunker> } {
  const toChunks = toEventChunker(options, decode);
  const { options: settings, ...run } = prepareRun(graph, input, options, toSelection("updates"));
  run.body.stream_mode = [...EVENT_MODES];
  return { events: new RunEvents(graph.client, run, settings, toEventFilter(EVENT_MODES)), toChunks };
}

/** Runs a graph and gives its chunks, each as an event named after its mode. Messages are as the server gives them. */
export async function streamChunkBytes(
  graph: GraphContext,
  input: unknown,
  options: StreamOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { modes, subgraphs } = toSelection(options.streamMode, options.subgraphs);
  const selection = { modes, subgraphs, isList: true };
  const toChunks = toChunker<[Namespace, StreamMode, unknown]>({ ...selection, subgraphs: true });
  const toFrames: Encoding["toFrames"] = (event, into) => {
    const chunks: [Namespace, StreamMode, unknown][] = [];
    toChunks(event, chunks);
    for (const [namespace, mode, data] of chunks) into.push({ event: [mode, ...namespace].join("|"), data });
  };
  return toEventStream(await openRun(graph, input, options, selection), { toFrames });
}

/** Runs a graph and gives the events of what goes on inside it. */
function streamEventBytes<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  options: EventStreamOptions<G>,
): ReadableStream<Uint8Array> {
  const { events, toChunks } = openEvents(graph, input, options, undefined);
  const toFrames: Encoding["toFrames"] = (event, into) => {
    const told: StreamEvent[] = [];
    toChunks(event, told);
    for (const data of told) into.push({ event: "data", data });
  };
  return toEventStream(events, { toFrames, ending: "event: end\n\n" });
}
