/**
 * Runs that were started by the thread protocol, read as any other run: their streams carry the protocol's data, on Python
 * and aegra in whole protocol events.
 */

import type { RunEvent } from "../run/run-types.js";
import { toCustom, toUpdates } from "../servers/protocol.js";
import { isRecord } from "../util/record.js";
import { modeOf } from "../wire/event-name.js";

/** Whether a run's `kwargs` say that the protocol has started it: JavaScript's by a mark of its own, Python's by a setting. */
const isProtocolRun = (kwargs: Record<string, unknown>): boolean => {
  const { config } = kwargs;
  const configurable = isRecord(config) && isRecord(config.configurable) ? config.configurable : {};
  return kwargs.__protocol_stream_run === true || configurable.__event_streaming_v2 === true;
};

/** The modes that a run's `kwargs` name, in the wire's words; the protocol's `messages` stand for pieces of messages. */
export function toModes({ stream_mode, ...kwargs }: Record<string, unknown>): string[] | undefined {
  if (!Array.isArray(stream_mode)) return undefined;
  const modes = stream_mode.filter((mode) => typeof mode === "string");
  return isProtocolRun(kwargs) && modes.includes("messages") ? [...modes, "messages-tuple"] : modes;
}

/**
 * Gives the events of such a run the form of another run's; `undefined` for one that another run does not send.
 *
 * @param kwargs - of the run, where the server gives them; events that are whole protocol events are known without
 */
export function toTranslator(kwargs: Record<string, unknown>): (event: RunEvent) => RunEvent | undefined {
  const isMarked = isProtocolRun(kwargs);
  /** The message that is being sent in each namespace. */
  const messages = new Map<string, unknown>();
  return (told) => {
    const bare = toBare(told) ?? (isMarked ? told : undefined);
    if (bare === undefined) return told;
    const { event, data } = bare;
    switch (modeOf(event)) {
      case "updates":
        return { ...bare, data: toUpdates(data, undefined) };
      case "custom":
        return { ...bare, data: toCustom(data) };
      case "messages":
        return toChunk(bare, messages);
      default:
        return bare;
    }
  };
}

/** The data in a protocol event, and the namespace in the event's name: aegra has it in the data alone. */
function toBare({ data: whole, ...told }: RunEvent): RunEvent | undefined {
  if (!isRecord(whole) || whole.type !== "event" || !isRecord(whole.params)) return undefined;
  const { namespace, data } = whole.params;
  if (!Array.isArray(namespace)) return undefined;
  return { ...told, event: [modeOf(told.event), ...namespace].join("|"), data };
}

/** A piece of a message's text as a chunk of `messages-tuple`. */
function toChunk(told: RunEvent, messages: Map<string, unknown>): RunEvent | undefined {
  const { data } = told;
  if (!isRecord(data)) return told;
  if (data.event === "message-start") messages.set(told.event, data.id);
  if (data.event !== "content-block-delta" || !isRecord(data.delta) || data.delta.type !== "text-delta")
    return undefined;
  const id = messages.get(told.event);
  const content = data.delta.text;
  const chunk = { type: "AIMessageChunk", id, content, additional_kwargs: {}, response_metadata: {} };
  return { ...told, data: [chunk, {}] };
}
