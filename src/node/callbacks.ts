import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";

/** The handlers among a config's `callbacks`, which are a list of them, or a manager that holds one. */
export function handlersOf({ callbacks }: RunnableConfig): Record<string, unknown>[] {
  const handlers = isRecord(callbacks) ? callbacks.handlers : callbacks;
  return Array.isArray(handlers) ? handlers.filter(isRecord) : [];
}

/** The run that a manager's handlers are told of as the parent of what comes. */
export function parentRunOf({ callbacks }: RunnableConfig): string | undefined {
  if (!isRecord(callbacks)) return undefined;
  const { getParentRunId } = callbacks;
  const id: unknown = typeof getParentRunId === "function" ? getParentRunId.call(callbacks) : undefined;
  return typeof id === "string" ? id : undefined;
}
