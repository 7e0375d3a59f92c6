import type { Decode } from "../stream-mode.js";
import { isRecord } from "../util/record.js";
import { CHUNK_TYPES, MESSAGE_TYPES } from "./message-dict.js";

/** A message as servers give it: flat, with its type among its fields. */
export interface MessageFields {
  /** `human`, `ai`, `system`, `tool`, … */
  type: string;
  /** A text, or a list of content blocks. */
  content: unknown;
  [field: string]: unknown;
}

/** How the messages of a server become a library's own. */
export interface MessageCoercion {
  /** Makes a whole message. */
  message: (fields: MessageFields) => unknown;
  /** Makes a piece of a message that is streamed; its type has no `Chunk` in the end, as in `ai`. */
  chunk: (fields: MessageFields) => unknown;
}

/**
 * Turns messages wherever they stand in what a server gave into those of a library. What is asked in an interrupt is
 * left as it is: it is the graph's own, and an answer may repeat it.
 *
 * @param isMessage - what to take for a message
 */
export function toMessageDecoder({ message, chunk }: MessageCoercion, isMessage = isWholeMessage): Decode {
  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode);
    if (!isRecord(value)) return value;
    if (!isMessage(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [key, isAsked(key, value) ? member : decode(member)]),
      );
    }
    const type = CHUNK_TYPES.get(value.type);
    if (type !== undefined) return chunk({ ...value, type });
    return isChunk(value) ? chunk(value) : message(value);
  }
  return decode;
}

function resemblesMessage(value: Record<string, unknown>): value is MessageFields {
  const { type, content } = value;
  if (typeof type !== "string" || !(MESSAGE_TYPES.has(type) || CHUNK_TYPES.has(type))) return false;
  return typeof content === "string" || Array.isArray(content);
}

/** Servers give every message these members; what has less is data of the graph that only resembles one. */
const isWholeMessage = (value: Record<string, unknown>): value is MessageFields =>
  resemblesMessage(value) && isRecord(value.additional_kwargs);

/** The thread-centric protocol leaves out empty members, but for the id that every message in a state has. */
export const isProtocolMessage = (value: Record<string, unknown>): value is MessageFields =>
  resemblesMessage(value) && (isRecord(value.additional_kwargs) || typeof value.id === "string");

/** JavaScript servers give chunks the type of the message, and let them keep the pieces of tool calls. */
const isChunk = (fields: MessageFields): boolean =>
  fields.type === "ai" && Array.isArray(fields.tool_call_chunks);

/** Where interrupts stand: in values and updates by their name, in a task beside its id. */
const isAsked = (key: string, within: Record<string, unknown>): boolean =>
  key === "__interrupt__" || (key === "interrupts" && "id" in within && "name" in within);
