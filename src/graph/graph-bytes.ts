/** What a graph's run tells, as the bytes of an event stream. */
import { toChunker, toSelection } from "../stream-mode.js";
import type { GraphTypes, Namespace, StreamMode, StreamOptions } from "../types.js";
import { type Encoding, toEventStream } from "./encoding.js";
import type { GraphContext } from "./graph-context.js";
import { openEvents } from "./graph-events.js";
import { openRun } from "./graph-run.js";
import type { EventStreamOptions, StreamEvent } from "./stream-events.js";

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
export function streamEventBytes<G extends GraphTypes>(
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
