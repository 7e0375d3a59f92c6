import type { RunnableConfig } from "./types.js";
import { eitherSignal } from "./util/either-signal.js";
import { hasToJson, isPlain, isRecord, withoutUndefined } from "./util/record.js";

/** The keys of `configurable` that select a checkpoint. */
export const CHECKPOINT_KEYS = ["checkpoint_id", "checkpoint_ns", "checkpoint_map"] as const;

/** The keys of `configurable` that select a thread, and a checkpoint of it. */
export const SELECTING_KEYS = ["thread_id", ...CHECKPOINT_KEYS] as const;

/** The parts of a config by their place in a request, copied from the caller's objects. */
export interface WireConfig {
  /** Goes into the URL. */
  threadId: string | undefined;
  /** The body's `config`; absent when it would be empty. */
  config?: { configurable?: Record<string, unknown>; tags?: string[]; recursion_limit?: number };
  /** The body's `metadata`. */
  metadata?: Record<string, unknown>;
}

/** Merges configs, of which later ones win: `configurable`, `metadata` and `headers` by key; `tags` are joined; any `signal` counts. */
export function mergeConfigs<C extends RunnableConfig>(...configs: (C | RunnableConfig | undefined)[]): C {
  const merged: Record<string, unknown> = {};
  for (const config of configs) {
    for (const [key, value] of Object.entries(config ?? {})) {
      if (value == null) continue;
      merged[key] = mergeValue(key, merged[key], value);
    }
  }
  return merged as C;
}

function mergeValue(key: string, under: unknown, over: unknown): unknown {
  if (key === "configurable" || key === "metadata" || key === "headers") {
    return isRecord(under) && isRecord(over) ? { ...under, ...over } : over;
  }
  if (key === "tags" && Array.isArray(under) && Array.isArray(over)) return [...new Set([...under, ...over])];
  if (key === "signal" && under instanceof AbortSignal && over instanceof AbortSignal)
    return eitherSignal(under, over);
  return over;
}

/** Splits a config into the parts of a request, without keys that must not leave the process. */
export function toWireConfig(config: RunnableConfig): WireConfig {
  const configurable = sendable(config.configurable ?? {});
  for (const key of SELECTING_KEYS) delete configurable[key];
  const body = withoutUndefined({
    configurable: unlessEmpty(configurable),
    tags: config.tags?.length ? [...config.tags] : undefined,
    recursion_limit: config.recursionLimit ?? undefined,
  });
  const metadata = sendable(config.metadata ?? {});
  const wire = withoutUndefined({ config: unlessEmpty(body), metadata: unlessEmpty(metadata) });
  return { threadId: threadIdOf(config), ...wire };
}

const unlessEmpty = <T extends object>(values: T): T | undefined =>
  Object.keys(values).length > 0 ? values : undefined;

/** The `thread_id` of a config. @throws TypeError unless it is a non-empty string or not set */
export function threadIdOf(config: RunnableConfig | undefined): string | undefined {
  const id = config?.configurable?.thread_id;
  if (id === undefined || id === null) return undefined;
  if (typeof id !== "string" || id === "") {
    throw new TypeError(`configurable.thread_id must be a string that is not empty, not ${describe(id)}`);
  }
  return id;
}

/** The `thread_id` of a config. @throws TypeError when it is not set */
export function requireThreadId(config: RunnableConfig | undefined, call: string): string {
  const id = threadIdOf(config);
  if (id === undefined) throw new TypeError(`${call} needs a thread: set configurable.thread_id`);
  return id;
}

const describe = (value: unknown): string => (value === "" ? "an empty string" : `a ${typeof value}`);

/** The entries that may be sent: no key that begins with `__`, and no value that JSON cannot carry. */
function sendable(values: Record<string, unknown>): Record<string, unknown> {
  const own = Object.entries(values).filter(([key]) => !key.startsWith("__"));
  return withoutUndefined(Object.fromEntries(own.map(([key, value]) => [key, toJsonValue(value, [])])));
}

/** How deep a value may be nested, so that a whole body is not too deep for servers; what is deeper is left out. */
const MAX_DEPTH = 900;

/** A copy of the part of a value that JSON can carry; `undefined` when there is none. */
function toJsonValue(value: unknown, above: readonly object[]): unknown {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "object" || above.includes(value) || above.length === MAX_DEPTH) return undefined;
  const within = [...above, value];
  const carry = (member: unknown) => toJsonValue(member, within);
  if (Array.isArray(value)) return value.map(carry).filter((item) => item !== undefined);
  if (hasToJson(value)) return carry(ownJsonOf(value));
  if (!isPlain(value)) return undefined;
  return withoutUndefined(
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, carry(member)])),
  );
}

function ownJsonOf(value: { toJSON(): unknown }): unknown {
  try {
    return value.toJSON();
  } catch {
    return undefined; // JSON can't carry it
  }
}
