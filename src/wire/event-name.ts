import type { Namespace } from "../types.js";

/** The mode in an event's name `mode|node:id|…`. */
export function modeOf(event: string): string {
  const end = event.indexOf("|");
  return end === -1 ? event : event.slice(0, end);
}

/** The namespace in an event's name `mode|node:id|…`: the path to the subgraph that sent it. */
export function namespaceOf(event: string): Namespace {
  const end = event.indexOf("|");
  return end === -1 ? [] : event.slice(end + 1).split("|");
}

/** Events of a run that belong to no stream mode. */
const RUN_EVENTS = new Set(["metadata", "error", "end", "feedback", "command"]);

/** Stream modes of a request whose events have other names. */
const EVENT_NAMES: Record<string, readonly string[]> = {
  "messages-tuple": ["messages"],
  messages: ["messages/metadata", "messages/partial", "messages/complete"],
};

/** The names of the events that a requested stream mode has. */
export const eventNamesOf = (mode: string): readonly string[] => EVENT_NAMES[mode] ?? [mode];

/**
 * The modes to request for `streamEvents` v2. The JavaScript server omits the root graph's own chunks from `events`; they
 * are in `updates`.
 */
export const EVENT_MODES = ["events", "updates"] as const;

/**
 * Creates a function that is true for the names of requested events. Servers send other events too, above all when a run
 * is joined.
 *
 * @param modes - as requested from the server, where `messages` and `messages-tuple` differ
 */
export function toEventFilter(
  modes: string | readonly string[] = "values",
  subgraphs = false,
): (event: string) => boolean {
  const asked = typeof modes === "string" ? [modes] : modes;
  const names = new Set(asked.flatMap(eventNamesOf));
  return (event) => {
    const mode = modeOf(event);
    if (mode.length === event.length) return names.has(event) || RUN_EVENTS.has(event);
    return subgraphs && names.has(mode);
  };
}
