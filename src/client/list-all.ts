/** Lists all items of a paged search. */
import type { components, methods } from "../../generated/schema.js";
import { toRunsPage } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import type { FetchResult } from "./attempts.js";
import type { CallArguments, Client } from "./client-calls.js";
import { settled, toApiError } from "./results.js";

type Schemas = components["schemas"];

/** The item type of each paged search, by its path. */
export interface PagedItems {
  /** Threads. */
  "/threads/search": Schemas["Thread"];
  /** Assistants. */
  "/assistants/search": Schemas["Assistant"];
  /** Crons. */
  "/runs/crons/search": Schemas["Cron"];
  /** Items of the store. */
  "/store/items/search": Schemas["Item"];
  /** Runs of a thread. */
  "/threads/{thread_id}/runs": Schemas["Run"];
}

/** Options of a search: those of its call; `limit` is the size of a page, by default 100. */
export type ListAllOptions<Path extends keyof PagedItems> = Path extends "/threads/{thread_id}/runs"
  ? CallArguments<methods["get"][Path], "json">[0]
  : Path extends keyof methods["post"]
    ? CallArguments<methods["post"][Path], "json">[0]
    : never;

interface Search {
  body?: { limit?: number; offset?: number };
  params?: { query?: { limit?: number; offset?: number } };
}

type Send = (method: "get" | "post", path: string, options: object) => Promise<FetchResult>;

const PAGE = 100;

/** The fields that identify an item. */
const KEYS: { [Path in keyof PagedItems]: readonly (keyof PagedItems[Path])[] } = {
  "/threads/search": ["thread_id"],
  "/assistants/search": ["assistant_id"],
  "/runs/crons/search": ["cron_id"],
  "/store/items/search": ["namespace", "key"],
  "/threads/{thread_id}/runs": ["run_id"],
};

/**
 * Lists all items of a paged search; each page is fetched when it is needed. Items that are added or removed meanwhile may
 * be missing or repeated. A page that repeats the one before is the last: a server that ignores `offset` sends it forever.
 *
 * @param client - from `createClient`
 * @param path - the search: of threads, assistants, crons, items of the store; or the runs of a thread
 * @param options - those of its call; `limit` is the size of a page, and `offset` the first item
 * @throws {ApiError} when the server refused it, or its response is not a list; {@link ConnectionError} when it did not answer
 */
export async function* listAll<Path extends keyof PagedItems>(
  client: Client,
  path: Path,
  ...[options]: object extends ListAllOptions<Path>
    ? [options?: ListAllOptions<Path>]
    : [options: ListAllOptions<Path>]
): AsyncGenerator<PagedItems[Path], void, undefined> {
  const { body, params, ...rest }: Search = options ?? {};
  const isOfRuns = path === "/threads/{thread_id}/runs";
  const { limit = PAGE, offset: first = 0, ...query } = (isOfRuns ? params?.query : body) ?? {};
  let previous = new Set<string | undefined>();
  for (let offset = first; ; offset += limit) {
    const page = isOfRuns
      ? { params: { ...params, query: { ...query, ...toRunsPage(offset, limit) } } }
      : { ...(params && { params }), body: { ...query, limit, offset } };
    const call = (client.request as Send)(isOfRuns ? "get" : "post", path, { ...rest, ...page });
    const exchange = await settled(call as Promise<FetchResult & { data?: unknown }>);
    const { data } = exchange;
    const items: unknown = isRecord(data) ? data.items : data; // items of the store are in a field
    if (!isList<PagedItems[Path]>(items)) {
      const error = exchange.redactor.value(data);
      const came = JSON.stringify(error)?.slice(0, 80) ?? "an empty answer";
      throw toApiError({ ...exchange, error }, `the answer is no list of items: ${came}`);
    }
    const own = items.slice(0, limit); // JavaScript sends more runs than `limit` after the first page
    const ids = own.map((item) => idOf(item, KEYS[path]));
    if (ids.every((id) => id !== undefined && previous.has(id))) return;
    previous = new Set(ids);
    yield* own;
    if (items.length < limit) return;
  }
}

const isList = <Item>(value: unknown): value is Item[] => Array.isArray(value);

/** The id of an item; `undefined` when the search did not select its fields. */
function idOf(item: unknown, keys: readonly string[]): string | undefined {
  const values = isRecord(item) ? keys.map((key) => item[key]) : [];
  return values.length === 0 || values.includes(undefined) ? undefined : JSON.stringify(values);
}
