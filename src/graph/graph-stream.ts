import type { Encoded, EventReader } from "../run/run-types.js";
import { toChunker, toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, RunOptions, StreamMode, StreamOptions } from "../types.js";
import { EVENT_MODES } from "../wire/event-name.js";
import { streamEventBytes } from "./graph-bytes.js";
import type { GraphContext } from "./graph-context.js";
import { openEvents } from "./graph-events.js";
import { openRun, withSettings } from "./graph-run.js";
import { RunHandle } from "./run-handle.js";
import { RunStream } from "./run-stream.js";
import type { EventStreamOptions, StreamEvent } from "./stream-events.js";

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
