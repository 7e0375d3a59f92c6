import { toEventFilter } from "../event-name.js";
import { type EventReader, RunEvents } from "../run/run-events.js";
import { RunHandle } from "../run/run-handle.js";
import { claimReader } from "../run/run-readers.js";
import { RunStream } from "../run-stream.js";
import { type Selection, toChunker, toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, Namespace, RunOptions, StreamMode, StreamOptions } from "../types.js";
import type { Encoding } from "./encoding.js";
import { toEventStream } from "./encoding.js";
import type { GraphContext } from "./graph-context.js";
import { beginRun, prepareRun, withSettings } from "./graph-run.js";
import { EVENT_MODES, type EventStreamOptions, type StreamEvent, toEventChunker } from "./stream-events.js";

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

/** Runs a graph and gives its chunks as the bytes of an event stream, each event named after its mode. */
export async function streamBytes(
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

async function openRun(
  graph: GraphContext,
  input: unknown,
  options: RunOptions,
  selection: Selection,
): Promise<EventReader> {
  const events = await beginRun(graph, input, options, selection);
  await events.open();
  const { threadId, runId } = events;
  if (!isResumable(graph, options) && runId !== undefined) claimReader(graph.client, threadId, runId);
  return events;
}

/** Runs a graph and gives the events of what goes on inside it. */
export function streamGraphEvents<G extends GraphTypes>(
  graph: GraphContext,
  input: unknown,
  { encoding, ...options }: EventStreamOptions<G> & { encoding?: string | undefined },
): RunStream<StreamEvent, RunHandle<G>> | ReadableStream<Uint8Array> {
  if (options.version !== "v2")
    throw new TypeError(
      `streamEvents knows the versions "v2" and "v3", not ${JSON.stringify(options.version)}`,
    );
  const decode = encoding === undefined ? graph.decode : undefined; // bytes hold messages as the server gives them
  const toChunks = toEventChunker(graph.client, options, decode);
  const { options: settings, ...run } = prepareRun(graph, input, options, toSelection("updates"));
  run.body.stream_mode = [...EVENT_MODES];
  const events = new RunEvents(graph.client, run, settings, toEventFilter(EVENT_MODES));
  if (encoding === undefined)
    return new RunStream(events, toChunks, handleOf<G>(graph, events, options, EVENT_MODES));
  const toFrames: Encoding["toFrames"] = (event, into) => {
    const told: StreamEvent[] = [];
    toChunks(event, told);
    for (const data of told) into.push({ event: "data", data });
  };
  return toEventStream(events, { toFrames, ending: "event: end\n\n" });
}

const isResumable = (graph: GraphContext, options: RunOptions): boolean =>
  withSettings(graph, options).streamResumable ?? true;

function handleOf<G extends GraphTypes>(
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
    tag: events.tag,
    resumable: isResumable(graph, options),
    modes,
  };
  return new RunHandle(graph.client, run, { headers: options.headers, decode: graph.decode });
}
