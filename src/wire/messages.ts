import { isRecord } from "../util/record.js";
import { CHUNK_TYPES, MESSAGE_TYPES } from "./message-dict.js";

/** A message in a server's JSON: its fields beside its `type`. */
export interface MessageFields {
  /** `human`, `ai`, `system`, `tool`, … */
  type: string;
  /** A string, or a list of content blocks. */
  content: unknown;
  [field: string]: unknown;
}

/** Converts the messages in a server's JSON. */
export type Decode = (value: unknown) => unknown;

/** Leaves messages the server's plain objects. */
export const asPlain: Decode = (value) => value;

/** Converts a server's messages into a library's message objects. */
export interface MessageCoercion {
  /** Converts a complete message. */
  message: (fields: MessageFields) => unknown;
  /** Converts a chunk of a streamed message. Its `type` is that of the message, such as `ai` for an `AIMessageChunk`. */
  chunk: (fields: MessageFields) => unknown;
}

/**
 * Converts the messages at any depth of a server's JSON. The values of interrupts stay plain: they belong to the graph,
 * which may expect them back in a resume value.
 *
 * @param isMessage - recognises a message by its fields
 */
export function toMessageDecoder({ message, chunk }: MessageCoercion, isMessage = isWholeMessage): Decode {
  const decode: Decode = (value) => {
    if (Array.isArray(value)) return value.map(decode);
    if (!isRecord(value)) return value;
    if (!isMessage(value)) {
      return Object.fromEntries(
        Object.entries(value).map(([key, member]) => [
          key,
          isInterruptList(key, value) ? member : decode(member),
        ]),
      );
    }
    const type = CHUNK_TYPES.get(value.type);
    if (type !== undefined) return chunk({ ...value, type });
    return isChunk(value) ? chunk(value) : message(value);
  };
  return decode;
}

function resemblesMessage(value: Record<string, unknown>): value is MessageFields {
  const { type, content } = value;
  if (typeof type !== "string" || !(MESSAGE_TYPES.has(type) || CHUNK_TYPES.has(type))) return false;
  return typeof content === "string" || Array.isArray(content);
}

/** Every server sends `additional_kwargs` with a message; an object without it is data of the graph. */
const isWholeMessage = (value: Record<string, unknown>): value is MessageFields =>
  resemblesMessage(value) && isRecord(value.additional_kwargs);

/** True for a message of the thread protocol, which omits empty fields; every message in a state has an id. */
export const isProtocolMessage = (value: Record<string, unknown>): value is MessageFields =>
  resemblesMessage(value) && (isRecord(value.additional_kwargs) || typeof value.id === "string");

/** JavaScript servers send chunks with the type of the message; `tool_call_chunks` tells them apart. */
const isChunk = (fields: MessageFields): boolean =>
  fields.type === "ai" && Array.isArray(fields.tool_call_chunks);

/** Interrupts are in `__interrupt__` of values and updates, and in `interrupts` of a task. */
const isInterruptList = (key: string, within: Record<string, unknown>): boolean =>
  key === "__interrupt__" || (key === "interrupts" && "id" in within && "name" in within);
