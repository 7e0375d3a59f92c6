import { isRecord } from "../../util/record.js";
import { branchesOf, type Json, resolvePointer } from "../json.js";

// What each class of LangChain's messages has, and hardly anything else: judged by shape, because a graph's own type
// may well be called `ChatMessage`.
const MARKS = ["type", "content", "additional_kwargs", "response_metadata"];

/** True for a message of LangChain, and for a union of nothing but those. */
export function isMessageSchema(root: Json, schema: Json, seen = new Set<string>()): boolean {
  if (typeof schema.$ref === "string") {
    if (seen.has(schema.$ref)) return false;
    const target = resolvePointer(root, schema.$ref);
    return target !== undefined && isMessageSchema(root, target, new Set([...seen, schema.$ref]));
  }
  const { properties } = schema;
  if (isRecord(properties) && MARKS.every((mark) => Object.hasOwn(properties, mark))) return true;
  const branches = branchesOf(schema);
  return branches.length > 0 && branches.every((branch) => isMessageSchema(root, branch, seen));
}

/** True for the list of messages that LangGraph marks as one, whatever is said of its items. */
export function isMessageList(schema: Json): boolean {
  return schema.langgraph_type === "messages";
}
