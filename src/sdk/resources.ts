/** The methods for assistants, the store and crons. */
import type { components } from "../../generated/schema.js";
import type { Client } from "../client/client-calls.js";
import { settled } from "../client/results.js";
import { fetchSubgraphs } from "../graph/assistant.js";
import { toCallInit } from "../run/run-requests.js";
import { withoutNulls } from "../util/record.js";
import { type CallOptions, FIRST_PAGE, type Options, operationsOf, toWireNames } from "./operation.js";

type Schemas = components["schemas"];

/** The methods for assistants; each also accepts a graph's name. */
export type Assistants = ReturnType<typeof assistantsOf>;

export function assistantsOf(client: Client) {
  const operation = operationsOf(client);

  async function search(options?: AssistantQuery | null) {
    const { signal, includePagination, ...query } = options ?? {};
    const body = { ...FIRST_PAGE, ...withoutNulls(toWireNames(query)) };
    const call = client.POST("/assistants/search", { ...toCallInit({}, signal), body });
    const { data, response } = await settled(call);
    return includePagination ? { assistants: data, next: response.headers.get("x-pagination-next") } : data;
  }

  return {
    get: operation("get", "/assistants/{assistant_id}"),
    getGraph: operation("get", "/assistants/{assistant_id}/graph", { query: {} }),
    getSchemas: operation("get", "/assistants/{assistant_id}/schemas"),
    async getSubgraphs(assistantId: string, options?: SubgraphsQuery | null) {
      const { signal, namespace, recurse } = options ?? {};
      const query = { namespace: namespace || undefined, recurse };
      return fetchSubgraphs(client, assistantId, query, toCallInit({}, signal));
    },
    create: operation("post", "/assistants", { body: {} }) as (
      payload: Options<Schemas["AssistantCreate"], "graphId"> & { graphId: string },
    ) => Promise<Schemas["Assistant"]>,
    update: operation("patch", "/assistants/{assistant_id}", { body: {} }),
    /** Deletes an assistant, and with `deleteThreads` its threads. */
    delete: operation("delete", "/assistants/{assistant_id}", { query: { delete_threads: false } }),
    /** Searches assistants; with `includePagination`, also returns the offset of the next page. */
    search: search as {
      (query: AssistantQuery & { includePagination: true }): Promise<AssistantPage>;
      (query?: (AssistantQuery & { includePagination?: false }) | null): Promise<Schemas["Assistant"][]>;
    },
    count: operation("post", "/assistants/count", { search: {} }),
    getVersions: operation("post", "/assistants/{assistant_id}/versions", { search: FIRST_PAGE }),
    /** Sets the current version. */
    setLatest: operation("post", "/assistants/{assistant_id}/latest", { body: {} }, "version"),
  };
}

type AssistantQuery = Options<Schemas["AssistantSearchRequest"]> & { includePagination?: boolean };

type SubgraphsQuery = CallOptions & { namespace?: string | undefined; recurse?: boolean | undefined };

interface AssistantPage {
  assistants: Schemas["Assistant"][];
  next: string | null;
}

/** An item of the store, with its dates in both snake case and camel case. */
const toItem = (item: Schemas["Item"]) => ({
  ...item,
  createdAt: item.created_at,
  updatedAt: item.updated_at,
});

/** The methods for the store. */
export type Store = ReturnType<typeof storeOf>;

export function storeOf(client: Client) {
  const operation = operationsOf(client);
  const get = operation("get", "/store/items", { query: {} }, "namespace", "key");
  const search = operation("post", "/store/items/search", { search: FIRST_PAGE }, "namespacePrefix");
  return {
    putItem: labelled(operation("put", "/store/items", { body: {} }, "namespace", "key", "value")),
    /** Reads an item; `null` when it does not exist. */
    getItem: labelled(async (...args: Parameters<typeof get>) => {
      const item = await get(...args);
      return item && toItem(item);
    }),
    deleteItem: labelled(operation("delete", "/store/items", { body: {} }, "namespace", "key")),
    searchItems: async (...args: Parameters<typeof search>) => ({
      items: (await search(...args)).items.map(toItem),
    }),
    listNamespaces: operation("post", "/store/namespaces", { search: { limit: 100, offset: 0 } }),
  };
}

/** Wraps a method to check its namespace before the request. */
const labelled =
  <Rest extends unknown[], Result>(method: (namespace: string[], ...rest: Rest) => Promise<Result>) =>
  async (namespace: string[], ...rest: Rest): Promise<Result> => {
    const wrong = namespace.find((label) => label.includes("."));
    if (wrong === undefined) return method(namespace, ...rest);
    throw new TypeError(`Invalid namespace label '${wrong}'. Namespace labels cannot contain periods ('.')`);
  };

/** The methods for crons. */
export type Crons = ReturnType<typeof cronsOf>;

export function cronsOf(client: Client) {
  const operation = operationsOf(client);
  return {
    /** Schedules stateless runs. */
    create: operation("post", "/runs/crons", { body: {} }, "assistantId"),
    /** Schedules runs of a thread. */
    createForThread: operation("post", "/threads/{thread_id}/runs/crons", { body: {} }, "assistantId"),
    update: operation("patch", "/runs/crons/{cron_id}", { body: {} }),
    delete: operation("delete", "/runs/crons/{cron_id}"),
    search: operation("post", "/runs/crons/search", { search: FIRST_PAGE }),
    count: operation("post", "/runs/crons/count", { search: {} }),
  };
}
