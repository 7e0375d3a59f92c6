import { isRecord } from "../util/record.js";

type Fields = Record<string, unknown>;

/** The types of messages. */
export const MESSAGE_TYPES: ReadonlySet<unknown> = new Set([
  "human",
  "ai",
  "system",
  "developer",
  "tool",
  "function",
  "generic",
  "chat",
  "remove",
]);

/** The types of message chunks on Python servers, each with the type of its message. */
export const CHUNK_TYPES: ReadonlyMap<unknown, string> = new Map([
  ["HumanMessageChunk", "human"],
  ["AIMessageChunk", "ai"],
  ["SystemMessageChunk", "system"],
  ["ToolMessageChunk", "tool"],
  ["FunctionMessageChunk", "function"],
  ["ChatMessageChunk", "chat"],
]);

/**
 * The flat fields of a LangChain message instance of any version, recognised by its shape; `undefined` for
 * anything else. The fields are read from the instance: `toDict()` would escape values that hold an `lc` key, and
 * misses what was set after construction.
 */
export function toMessageFields(value: Fields): Fields | undefined {
  const type = messageType(value);
  if (type === undefined || value.lc_serializable !== true || !("content" in value)) return undefined;
  const own = Object.entries(value).filter(([key]) => !key.startsWith("lc_"));
  // constructor arguments that the class has no field for
  const given = Object.entries(isRecord(value.lc_kwargs) ? value.lc_kwargs : {}).filter(
    ([key]) => !(key in value),
  );
  return { ...Object.fromEntries([...own, ...given]), type };
}

/**
 * The flat fields of a message in the form of `toDict()`, `{ type, data }`, of which a server reads no content. Every
 * such form has exactly these keys, and `additional_kwargs` among the data; anything less is some other object.
 */
export function fromStoredMessage(value: Fields): Fields | undefined {
  const { type, data } = value;
  const wireType = MESSAGE_TYPES.has(type) ? type : CHUNK_TYPES.get(type);
  if (wireType === undefined || !isRecord(data) || Object.keys(value).length !== 2) return undefined;
  const hasContent = typeof data.content === "string" || Array.isArray(data.content);
  if (!hasContent || !isRecord(data.additional_kwargs)) return undefined;
  return { ...data, type: wireType };
}

function messageType(value: Fields): string | undefined {
  const read = typeof value.getType === "function" ? value.getType : value._getType;
  if (typeof read !== "function") return undefined;
  const type: unknown = read.call(value);
  return typeof type === "string" ? type : undefined;
}
