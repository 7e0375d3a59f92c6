import type { components } from "../../generated/schema.js";
import { toCheckpoint, type WireCheckpoint } from "../checkpoint.js";
import { result } from "../client/answers.js";
import { kindOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import type { CallInit } from "../run/run-requests.js";
import { toWireBefore } from "../servers/server.js";
import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";

type WireState = components["schemas"]["ThreadState"];

/** What of a thread's history is wanted. */
export interface HistoryQuery {
  limit: number | undefined;
  before: WireCheckpoint | undefined;
  filter: Record<string, unknown> | undefined;
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
  const { limit = Number.POSITIVE_INFINITY, filter } = query;
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

/** Whether a value is the wanted one, or holds all of its members, as servers compare metadata. */
function contains(value: unknown, wanted: unknown): boolean {
  if (!isRecord(wanted)) return JSON.stringify(value) === JSON.stringify(wanted);
  return isRecord(value) && Object.entries(wanted).every(([key, member]) => contains(value[key], member));
}
