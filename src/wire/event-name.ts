import type { Namespace } from "../types.js";

/** The part of an event's name before the namespace. */
export function modeOf(event: string): string {
  const end = event.indexOf("|");
  return end === -1 ? event : event.slice(0, end);
}

/** The subgraphs that an event comes from, as its name `mode|node:id|node:id` says. */
export function namespaceOf(event: string): Namespace {
  const end = event.indexOf("|");
  return end === -1 ? [] : event.slice(end + 1).split("|");
}

/** Events of a run that belong to no mode. */
const BESIDE_MODES = new Set(["metadata", "error", "end", "feedback", "command"]);

/** The modes of the wire whose events are named otherwise. */
const NAMED_OTHERWISE: Record<string, readonly string[]> = {
  "messages-tuple": ["messages"],
  messages: ["messages/metadata", "messages/partial", "messages/complete"],
};

/** The names of the events that a mode of the wire has. */
export const eventNamesOf = (mode: string): readonly string[] => NAMED_OTHERWISE[mode] ?? [mode];

/**
 * The modes to request for `streamEvents` with version `v2`. `updates` has the chunks that the graph itself streams, which
 * the JavaScript server leaves out of `events`.
 */
export const EVENT_MODES = ["events", "updates"] as const;

/**
 * Whether an event was requested, by its name; servers send others too, more so when a run is joined.
 *
 * @param modes - the wire's words; `messages` is a family of events there
 */
export function toEventFilter(
  modes: string | readonly string[] = "values",
  subgraphs = false,
): (event: string) => boolean {
  const asked = typeof modes === "string" ? [modes] : modes;
  const names = new Set(asked.flatMap(eventNamesOf));
  return (event) => {
    const mode = modeOf(event);
    if (mode.length === event.length) return names.has(event) || BESIDE_MODES.has(event);
    return subgraphs && names.has(mode);
  };
}
