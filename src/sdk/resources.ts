/** The calls about assistants, the store, and crons. */
import type { Client } from "../client/client-calls.js";
import { fetchSubgraphs, toAssistantId } from "../graph/assistant.js";
import { toCallInit } from "../run/run-requests.js";
import { withoutUndefined } from "../util/record.js";
import { type Call, sendCall, toWireNames } from "./call.js";
import { CRON_FIELDS, toBody } from "./runs.js";
import type { Assistants, Crons, Item, Store } from "./types.js";

/** The calls about assistants; each takes a graph's name, too. */
export function assistantsOf(client: Client, call: Call): Assistants {
  const pathOf = async (assistantId: string, signal: AbortSignal | undefined) => ({
    assistant_id: await toAssistantId(client, assistantId, toCallInit({}, signal)),
  });
  async function search({ signal, includePagination, limit = 10, offset = 0, ...query }: SearchQuery = {}) {
    const body = { limit, offset, ...toWireNames(query) };
    const { data, response } = await sendCall(client, "post", "/assistants/search", { body, signal });
    return includePagination ? { assistants: data, next: response.headers.get("x-pagination-next") } : data;
  }
  return {
    get: async (id, { signal } = {}) =>
      call("get", "/assistants/{assistant_id}", { path: await pathOf(id, signal), signal }),
    getGraph: async (id, { signal, xray } = {}) =>
      call("get", "/assistants/{assistant_id}/graph", {
        path: await pathOf(id, signal),
        query: { xray },
        signal,
      }),
    getSchemas: async (id, { signal } = {}) =>
      call("get", "/assistants/{assistant_id}/schemas", { path: await pathOf(id, signal), signal }),
    getSubgraphs: (id, { signal, namespace, recurse } = {}) =>
      fetchSubgraphs(client, id, { namespace: namespace || undefined, recurse }, toCallInit({}, signal)),
    create: ({ signal, ...payload }) => call("post", "/assistants", { body: toWireNames(payload), signal }),
    update: async (id, { signal, ...payload }) =>
      call("patch", "/assistants/{assistant_id}", {
        path: await pathOf(id, signal),
        body: toWireNames(payload),
        signal,
      }),
    delete: async (id, { signal, deleteThreads = false } = {}) =>
      call("delete", "/assistants/{assistant_id}", {
        path: await pathOf(id, signal),
        query: { delete_threads: deleteThreads },
        signal,
      }),
    search: search as Assistants["search"],
    count: ({ signal, ...query } = {}) =>
      call("post", "/assistants/count", { body: toWireNames(query), signal }),
    getVersions: async (id, { signal, limit = 10, offset = 0, ...query } = {}) =>
      call("post", "/assistants/{assistant_id}/versions", {
        path: await pathOf(id, signal),
        body: { limit, offset, ...toWireNames(query) },
        signal,
      }),
    setLatest: async (id, version, { signal } = {}) =>
      call("post", "/assistants/{assistant_id}/latest", {
        path: await pathOf(id, signal),
        body: { version },
        signal,
      }),
  };
}

type SearchQuery = Omit<NonNullable<Parameters<Assistants["search"]>[0]>, "includePagination"> & {
  includePagination?: boolean;
};

/** An item as the wire has it, and with the names of its dates that the client has. */
const toItem = <Wire extends { created_at?: string; updated_at?: string }>(item: Wire) => ({
  ...item,
  createdAt: item.created_at,
  updatedAt: item.updated_at,
});

function assertLabels(namespace: readonly string[]): void {
  const wrong = namespace.find((label) => label.includes("."));
  if (wrong !== undefined)
    throw new TypeError(`Invalid namespace label '${wrong}'. Namespace labels cannot contain periods ('.')`);
}

/** The calls about the store. */
export const storeOf = (call: Call): Store => ({
  putItem: async (namespace, key, value, { signal, ...options } = {}) => {
    assertLabels(namespace);
    const body = { namespace, key, value, ...toWireNames(options) };
    return call("put", "/store/items", { body, signal });
  },
  getItem: async (namespace, key, { signal, refreshTtl } = {}) => {
    assertLabels(namespace);
    const query = { namespace, key, refresh_ttl: refreshTtl ?? undefined };
    const item = await call<Item | null>("get", "/store/items", { query, signal });
    return item && toItem(item);
  },
  deleteItem: async (namespace, key, { signal } = {}) => {
    assertLabels(namespace);
    return call("delete", "/store/items", { body: { namespace, key }, signal });
  },
  searchItems: async (namespace_prefix, { signal, limit = 10, offset = 0, ...query } = {}) => {
    const body = { namespace_prefix, limit, offset, ...toWireNames(query) };
    const { items } = await call<{ items: Item[] }>("post", "/store/items/search", { body, signal });
    return { items: items.map(toItem) };
  },
  listNamespaces: ({ signal, limit = 100, offset = 0, ...query } = {}) =>
    call("post", "/store/namespaces", { body: { limit, offset, ...toWireNames(query) }, signal }),
});

/** The calls about crons. */
export function cronsOf(client: Client, call: Call): Crons {
  const toCron = (assistant_id: string, payload: object) => ({
    ...toBody(payload, CRON_FIELDS),
    assistant_id,
  });
  const toQuery = async ({ signal, assistantId, ...query }: NonNullable<Parameters<Crons["search"]>[0]>) =>
    withoutUndefined({
      ...toWireNames(query),
      assistant_id: assistantId && (await toAssistantId(client, assistantId, toCallInit({}, signal))),
    });
  return {
    create: (assistantId, { signal, ...payload } = {}) =>
      call("post", "/runs/crons", { body: toCron(assistantId, payload), signal }),
    createForThread: (thread_id, assistantId, { signal, ...payload } = {}) =>
      call("post", "/threads/{thread_id}/runs/crons", {
        path: { thread_id },
        body: toCron(assistantId, payload),
        signal,
      }),
    update: (cron_id, { signal, ...payload } = {}) =>
      call("patch", "/runs/crons/{cron_id}", {
        path: { cron_id },
        body: toBody(payload, CRON_FIELDS),
        signal,
      }),
    delete: (cron_id, { signal } = {}) =>
      call("delete", "/runs/crons/{cron_id}", { path: { cron_id }, signal }),
    search: async ({ limit = 10, offset = 0, ...query } = {}) =>
      call("post", "/runs/crons/search", {
        body: { limit, offset, ...(await toQuery(query)) },
        signal: query.signal,
      }),
    count: async (query = {}) =>
      call("post", "/runs/crons/count", { body: await toQuery(query), signal: query.signal }),
  };
}
