import type { RequestOptions, RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";

/**
 * Adds to a call's headers those that make its run a child of the active LangSmith run. Headers of the caller take
 * precedence: its trace is kept, and its baggage comes first.
 */
export function tracingHeaders(
  config: RunnableConfig & RequestOptions,
): NonNullable<RequestOptions["headers"]> {
  const { headers = {} } = config;
  const { "langsmith-trace": trace, baggage } = activeRunOf(config) ?? {};
  const nameOf = (wanted: string) =>
    Object.keys(headers).find((name) => name.toLowerCase() === wanted && typeof headers[name] === "string");
  if (typeof trace !== "string" || nameOf("langsmith-trace") !== undefined) return headers;
  const name = nameOf("baggage") ?? "baggage";
  const members = [headers[name], baggage].filter((value) => typeof value === "string" && value !== "");
  return {
    ...headers,
    "langsmith-trace": trace,
    ...(members.length === 0 ? {} : { [name]: members.join(",") }),
  };
}

/** The headers of the run that a node's tracer records, else of the active run. */
function activeRunOf(config: RunnableConfig): Record<string, unknown> | undefined {
  const tracer = handlersOf(config).find(({ name }) => name === "langchain_tracer");
  const ofTracer = headersOf(
    call(tracer, "getRunTreeWithTracingConfig", call(config.callbacks, "getParentRunId")),
  );
  if (ofTracer !== undefined) return ofTracer;
  // langsmith stores it globally, so that several copies of langsmith share it
  const storage = Reflect.get(globalThis, Symbol.for("ls:tracing_async_local_storage"));
  return headersOf(call(storage, "getStore"));
}

function headersOf(runTree: unknown): Record<string, unknown> | undefined {
  const headers = call(runTree, "toHeaders");
  return isRecord(headers) ? headers : undefined;
}

/** Calls a method by name; `undefined` when the object has none. */
function call(target: unknown, method: string, ...args: unknown[]): unknown {
  if (!isRecord(target)) return undefined;
  const found = target[method];
  return typeof found === "function" ? found.apply(target, args) : undefined;
}

/** The handlers among a config's `callbacks`, which are a list of them, or a manager that holds one. */
export function handlersOf({ callbacks }: RunnableConfig): Record<string, unknown>[] {
  const handlers = isRecord(callbacks) ? callbacks.handlers : callbacks;
  return Array.isArray(handlers) ? handlers.filter(isRecord) : [];
}
