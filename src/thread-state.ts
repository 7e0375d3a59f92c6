import { toCheckpoint, toConfig, type WireCheckpoint, type WireState } from "./checkpoint.js";
import { kindOf } from "./client/client.js";
import type { Client } from "./client/client-calls.js";
import { result } from "./client/results.js";
import { requireThreadId } from "./config.js";
import type { CallInit } from "./run/run-requests.js";
import { toWire } from "./serialize.js";
import { toWireBefore, toWireFlag } from "./servers/server.js";
import type { CheckpointSelection, HistoryOptions, RunnableConfig } from "./types.js";
import { isRecord } from "./util/record.js";

/** The state of a thread without runs. */
export const NEVER_RUN: WireState = { values: {}, next: [], tasks: [], checkpoint: null, created_at: null };

/** A thread's state, the latest or the one that the config's checkpoint selects. */
export async function readState(
  client: Client,
  config: RunnableConfig,
  { subgraphs = false }: { subgraphs?: boolean | undefined },
  init: CallInit,
): Promise<WireState> {
  const params = { path: { thread_id: requireThreadId(config, "getState") } };
  const query = subgraphs ? { subgraphs } : {};
  const checkpoint = toCheckpoint(config);
  if (checkpoint === undefined)
    return result(client.GET("/threads/{thread_id}/state", { ...init, params: { ...params, query } }));
  const { checkpoint_id, checkpoint_ns = "" } = checkpoint;
  const isHead = checkpoint_id === undefined;
  const kind = isHead || subgraphs ? await kindOf(client, init) : undefined;
  if (isHead && kind === "aegra") {
    const at = { ...params, query: { ...query, checkpoint_ns } };
    return result(client.GET("/threads/{thread_id}/state", { ...init, params: at }));
  }
  const body = { checkpoint, ...(kind && subgraphs ? { subgraphs: toWireFlag(kind) } : {}) };
  return result(client.POST("/threads/{thread_id}/state/checkpoint", { ...init, params, body }));
}

/** Updates a thread's state, and returns the config of the new checkpoint. */
export async function writeState(
  client: Client,
  config: RunnableConfig,
  { values, asNode }: { values: unknown; asNode: string | undefined },
  init: CallInit,
): Promise<CheckpointSelection> {
  const thread_id = requireThreadId(config, "updateState");
  const checkpoint = toCheckpoint(config);
  const body = {
    values: toWire(values, "values") as Record<string, unknown> | null,
    ...(asNode == null ? {} : { as_node: asNode }),
    ...(checkpoint === undefined ? {} : { checkpoint }),
  };
  const params = { path: { thread_id } };
  const call = client.POST("/threads/{thread_id}/state", { ...init, params, body });
  return toConfig((await result(call)).checkpoint, thread_id);
}

/** Selects states of a thread's history. */
export interface HistoryQuery extends Pick<HistoryOptions, "limit" | "filter"> {
  before?: WireCheckpoint | undefined;
}

const PAGE = 50;

/** A thread's states, newest first, fetched page by page as they are read: `POST /threads/{thread_id}/history`. */
export async function* historyOf(
  client: Client,
  threadId: string,
  config: RunnableConfig,
  query: HistoryQuery,
  init: CallInit,
): AsyncGenerator<WireState, void, undefined> {
  const filter = query.filter ?? undefined;
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  if (!(limit >= 0)) throw new TypeError(`limit must be 0 or more, not ${limit}`);
  const checkpoint = toCheckpoint(config);
  const filtersHere = filter !== undefined && (await kindOf(client, init)) === "aegra";
  let { before } = query;
  let left = limit;
  while (left > 0) {
    const count = filtersHere ? PAGE : Math.min(left, PAGE);
    const beforeId = before?.checkpoint_id;
    const body = {
      limit: count,
      ...(filter === undefined || filtersHere ? {} : { metadata: filter }),
      ...(checkpoint === undefined ? {} : { checkpoint }),
      ...(beforeId === undefined ? {} : { before: toWireBefore(await kindOf(client, init), beforeId) }),
    };
    const params = { path: { thread_id: threadId } };
    const page = await result(client.POST("/threads/{thread_id}/history", { ...init, params, body }));
    const wanted = filtersHere
      ? page.filter(({ metadata }) => contains(metadata, filter)).slice(0, left)
      : page;
    yield* wanted;
    left -= wanted.length;
    const last = page.at(-1)?.checkpoint?.checkpoint_id;
    // a page that is not full is the last; so is one that does not lead on, or the only checkpoint that was named
    if (page.length < count || !last || last === before?.checkpoint_id || checkpoint?.checkpoint_id) return;
    before = { checkpoint_id: last };
  }
}

/** Whether a value equals the wanted one or contains all of its entries, as servers compare metadata. */
function contains(value: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return JSON.stringify(value) === JSON.stringify(wanted);
  return isRecord(value) && Object.entries(wanted).every(([key, member]) => contains(value[key], member));
}
