/** All items of a search that a server answers page by page. */
import type { components, methods } from "../../generated/schema.js";
import { toRunsPage } from "../servers/server.js";
import { settled } from "./answers.js";
import type { RawAnswer } from "./attempts.js";
import type { CallArguments, Client } from "./client-calls.js";

type Schemas = components["schemas"];

/** What each paged search gives, by its path. */
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

/** What a search takes: the options of its call; `limit` is the size of a page, by default 100. */
export type ListAllOptions<Path extends keyof PagedItems> = Path extends "/threads/{thread_id}/runs"
  ? CallArguments<methods["get"][Path], "json">[0]
  : Path extends keyof methods["post"]
    ? CallArguments<methods["post"][Path], "json">[0]
    : never;

interface Search {
  body?: { limit?: number; offset?: number };
  params?: { query?: { limit?: number; offset?: number } };
}

type Send = (method: "get" | "post", path: string, options: object) => Promise<RawAnswer>;

const PAGE = 100;

/**
 * All items of a paged search, each page fetched when it is needed. What is added or removed meanwhile may be missing, or
 * come twice.
 *
 * @param client - from `createClient`
 * @param path - the search: of threads, assistants, crons, items of the store; or the runs of a thread
 * @param options - those of its call; `limit` is the size of a page, and `offset` where to begin
 * @throws {ApiError} when the server refused it, {@link ConnectionError} when no answer came
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
  for (let offset = first; ; ) {
    const page = isOfRuns
      ? { params: { ...params, query: { ...query, ...toRunsPage(offset, limit) } } }
      : { ...(params && { params }), body: { ...query, limit, offset } };
    const call = (client.request as Send)(isOfRuns ? "get" : "post", path, { ...rest, ...page });
    const { data = [] } = await settled(call as Promise<RawAnswer & { data?: Page<PagedItems[Path]> }>);
    const items = "items" in data ? data.items : data;
    // JavaScript answers with more runs than `limit` behind the first page
    yield* items.slice(0, limit);
    if (items.length < limit) return;
    offset += limit;
  }
}

/** A page; items of the store stand in a member. */
type Page<Item> = Item[] | { items: Item[] };
