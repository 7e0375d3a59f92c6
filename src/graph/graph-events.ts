/** Events of what goes on inside a graph: `streamEvents` with version `v2`. */

import { RunEvents } from "../run/run-events.js";
import { type Decode, toSelection } from "../stream-mode.js";
import type { GraphTypes } from "../types.js";
import { EVENT_MODES, toEventFilter } from "../wire/event-name.js";
import type { GraphContext } from "./graph-context.js";
import { prepareRun } from "./graph-run.js";
import { type EventStreamOptions, toEventChunker } from "./stream-events.js";

/** Prepares a run whose events are told; nothing is sent before they are read. */
export function openEvents<G extends GraphTypes>(
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
