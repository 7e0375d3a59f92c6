import type { Message } from "../../generated/schema.js";
import type { RunEvent } from "../run/run-types.js";
import type { Decode } from "../stream-mode.js";
import type { ContextOf, GraphTypes, RunOptions } from "../types.js";
import { isRecord } from "../util/record.js";

/** What the data of each kind of event holds. */
interface EventData {
  on_chain_start: { input?: unknown };
  on_chain_stream: { chunk: unknown };
  on_chain_end: { output: unknown; input?: unknown };
  on_chat_model_start: { input: { messages: Message[][] } };
  on_chat_model_stream: { chunk: Message };
  on_chat_model_end: { output: Message; input?: { messages: Message[][] } };
  on_llm_start: { input: unknown };
  on_llm_stream: { chunk: unknown };
  on_llm_end: { output: unknown; input?: unknown };
  on_tool_start: { input: unknown };
  on_tool_end: { output: unknown; input?: unknown };
  on_tool_error: { error: unknown; input?: unknown };
  on_retriever_start: { input: unknown };
  on_retriever_end: { output: unknown; input?: unknown };
  on_prompt_start: { input: unknown };
  on_prompt_end: { output: unknown; input?: unknown };
  on_parser_start: { input: unknown };
  on_parser_stream: { chunk: unknown };
  on_parser_end: { output: unknown; input?: unknown };
  on_custom_event: unknown;
}

/** What every event has, whatever its kind. */
interface EventBase {
  /** Name of the runnable. */
  name: string;
  /** Id of this one execution of the runnable, not of the run. */
  run_id: string;
  /** Tags of the runnable. */
  tags: string[];
  /** What is noted with the execution, its node and its step among it. */
  metadata: Record<string, unknown>;
  /** The executions that this one is nested in, from the outside in. Not sent by every server. */
  parent_ids?: string[];
}

/** One event inside a graph, as `streamEvents` with version `v2` gives it. */
export type StreamEvent = {
  [K in keyof EventData]: EventBase & {
    /** Kind of runnable, and what happened to it. */
    event: K;
    /** What goes in or comes out. */
    data: EventData[K];
  };
}[keyof EventData];

/** Which events to give: those that are included, all when nothing is named, without those that are excluded. */
export interface EventFilters {
  /** Names of runnables. */
  includeNames?: readonly string[] | undefined;
  /** Kinds of runnables: `chain`, `chat_model`, `tool`, `retriever`, … */
  includeTypes?: readonly string[] | undefined;
  /** Tags that an event has, one of them at least. */
  includeTags?: readonly string[] | undefined;
  /** Names of runnables whose events are left out. */
  excludeNames?: readonly string[] | undefined;
  /** Kinds of runnables whose events are left out. */
  excludeTypes?: readonly string[] | undefined;
  /** Tags whose events are left out. */
  excludeTags?: readonly string[] | undefined;
}

/** Options of `streamEvents` with version `v2`. */
export interface EventStreamOptions<G extends GraphTypes = GraphTypes>
  extends RunOptions<ContextOf<G>>,
    EventFilters {
  /** Asks for the events inside the graph. */
  version: "v2";
}

/**
 * Makes events of a run that is streamed in {@link EVENT_MODES}: those that pass the filters.
 *
 * @param decode - what to make of values that may hold messages
 */
export function toEventChunker(
  filters: EventFilters,
  decode: Decode | undefined,
): (event: RunEvent, into: StreamEvent[]) => void {
  const isWanted = toEventPredicate(filters);
  let root: StreamEvent | undefined;
  return ({ event, data }, into) => {
    const streamed = event === "events" ? data : event === "updates" ? toRootChunk(data) : undefined;
    if (!isStreamEvent(streamed)) return;
    root ??= streamed;
    // every server sends the graph's own chunks as `updates`; aegra sends them among `events` too
    const isDouble =
      event === "events" && streamed.event === "on_chain_stream" && streamed.run_id === root.run_id;
    if (isDouble || !isWanted(streamed)) return;
    into.push(decode ? ({ ...streamed, data: decode(streamed.data, "updates") } as StreamEvent) : streamed);
  };

  function toRootChunk(chunk: unknown): StreamEvent | undefined {
    return root && { ...root, event: "on_chain_stream", data: { chunk } };
  }
}

const isStreamEvent = (data: unknown): data is StreamEvent =>
  isRecord(data) && typeof data.event === "string";

/** Whether an event passes the filters. It has to see all of a run's events, in their order. */
export function toEventPredicate(filters: EventFilters): (event: StreamEvent) => boolean {
  const isIncluded = toMatcher(filters.includeNames, filters.includeTypes, filters.includeTags);
  const isExcluded = toMatcher(filters.excludeNames, filters.excludeTypes, filters.excludeTags);
  const begun = new Map<string, StreamEvent>();
  return (event) => {
    const { event: name, run_id } = event;
    if (name.endsWith("_start")) begun.set(run_id, event);
    else if (name.endsWith("_end") || name.endsWith("_error")) begun.delete(run_id);
    // an event of a graph's own making is judged by the runnable that dispatched it
    const judged = name === "on_custom_event" ? (begun.get(run_id) ?? event) : event;
    return (isIncluded?.(judged) ?? true) && !isExcluded?.(judged);
  };
}

/** True for an event that any of the lists names; `undefined` without a list. */
function toMatcher(
  names: readonly string[] | undefined,
  types: readonly string[] | undefined,
  tags: readonly string[] | undefined,
): ((event: StreamEvent) => boolean) | undefined {
  if (names === undefined && types === undefined && tags === undefined) return undefined;
  return (event) =>
    (names?.includes(event.name) ?? false) ||
    (types?.includes(typeOf(event.event)) ?? false) ||
    (tags !== undefined && (event.tags ?? []).some((tag) => tags.includes(tag)));
}

/** The kind of runnable in an event's name: `chat_model` of `on_chat_model_stream`. */
const typeOf = (event: string): string =>
  event.replace(/^on_/, "").replace(/_(start|stream|end|error|event)$/, "");
