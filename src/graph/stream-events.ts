import type { Message } from "../../generated/schema.js";
import type { RunEvent } from "../run/run-types.js";
import type { ContextOf, GraphTypes, RunOptions } from "../types.js";
import { isRecord } from "../util/record.js";
import type { Decode } from "../wire/messages.js";

/** The `data` of each kind of event of `streamEvents` v2. */
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

/** The fields that all kinds of events have. */
interface EventBase {
  /** Name of the runnable. */
  name: string;
  /** Id of this execution of the runnable; not the id of the run on the server. */
  run_id: string;
  /** Tags of the runnable. */
  tags: string[];
  /** Metadata of the execution, such as `langgraph_node` and `langgraph_step`. */
  metadata: Record<string, unknown>;
  /** Ids of the executions that enclose this one, outermost first. Not sent by every server. */
  parent_ids?: string[];
}

/** One event of `streamEvents` with version `v2`. */
export type StreamEvent = {
  [K in keyof EventData]: EventBase & {
    /** Kind of runnable, and what happened to it. */
    event: K;
    /** The input, output or chunk. */
    data: EventData[K];
  };
}[keyof EventData];

/** Filters events: an event passes if an include list names it, or there is none, and no exclude list names it. */
export interface EventFilters {
  /** Names of runnables. */
  includeNames?: readonly string[] | undefined;
  /** Kinds of runnables: `chain`, `chat_model`, `tool`, `retriever`, … */
  includeTypes?: readonly string[] | undefined;
  /** Tags, of which an event must have at least one. */
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
  /** The version of the event format. */
  version: "v2";
}

/**
 * Creates the function that converts a run's server-sent events, streamed in {@link EVENT_MODES}, to the events that pass
 * the filters.
 *
 * @param decode - converts the messages in an event's data
 */
export function toEventChunker(
  filters: EventFilters,
  decode: Decode,
): (event: RunEvent, into: StreamEvent[]) => void {
  const isWanted = toEventPredicate(filters);
  let root: StreamEvent | undefined;
  return ({ event, data }, into) => {
    const streamed = event === "events" ? data : event === "updates" ? toRootChunk(data) : undefined;
    if (!isStreamEvent(streamed)) return;
    root ??= streamed;
    // every server sends the graph's own chunks as `updates`; aegra sends them among `events` too
    const isDuplicate =
      event === "events" && streamed.event === "on_chain_stream" && streamed.run_id === root.run_id;
    if (isDuplicate || !isWanted(streamed)) return;
    into.push({ ...streamed, data: decode(streamed.data) } as StreamEvent);
  };

  function toRootChunk(chunk: unknown): StreamEvent | undefined {
    return root && { ...root, event: "on_chain_stream", data: { chunk } };
  }
}

const isStreamEvent = (data: unknown): data is StreamEvent =>
  isRecord(data) && typeof data.event === "string";

/** Creates the filter of a run's events. It must be given all of them, in order, since a custom event is judged by an earlier one. */
export function toEventPredicate(filters: EventFilters): (event: StreamEvent) => boolean {
  const isIncluded = toMatcher(filters.includeNames, filters.includeTypes, filters.includeTags);
  const isExcluded = toMatcher(filters.excludeNames, filters.excludeTypes, filters.excludeTags);
  const started = new Map<string, StreamEvent>();
  return (event) => {
    const { event: name, run_id } = event;
    if (name.endsWith("_start")) started.set(run_id, event);
    else if (name.endsWith("_end") || name.endsWith("_error")) started.delete(run_id);
    // a custom event passes if the runnable that dispatched it does
    const judged = name === "on_custom_event" ? (started.get(run_id) ?? event) : event;
    return (isIncluded?.(judged) ?? true) && !isExcluded?.(judged);
  };
}

/** Creates a function that is true for an event that any of the lists names; `undefined` when there is no list. */
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
