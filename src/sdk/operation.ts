/** Derives the client's methods from the document's operations: they take ids and options, and return the parsed body. */
import type { methods, paths } from "../../generated/schema.js";
import type { FetchResult } from "../client/attempts.js";
import type { CallAnswer, Client } from "../client/client-calls.js";
import type { PagedItems } from "../client/list-all.js";
import { settled, toApiError } from "../client/results.js";
import { toAssistantId } from "../graph/assistant.js";
import { type CallInit, toCallInit } from "../run/run-requests.js";
import { isRecord, withoutNulls, withoutUndefined } from "../util/record.js";

/** Options of every call. */
export interface CallOptions {
  /** Ends the call when it aborts. */
  signal?: AbortSignal | undefined;
}

/** Converts a snake case name to camel case. */
type CamelCase<Name> = Name extends `${infer Word}_${infer Rest}`
  ? `${Word}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The fields of a query or body, optional and with camel case names. */
export type Options<Wire = unknown, Left extends string = never> = {
  [Name in keyof Wire as Exclude<CamelCase<Name>, Left>]?: Wire[Name] | undefined;
} & CallOptions;

/** The fields of an operation's body, else of its query. */
type FieldsOf<Operation> = Operation extends { requestBody: { content: { "application/json": infer Body } } }
  ? Body
  : Operation extends { parameters: { query?: infer Query extends object } }
    ? Query
    : unknown;

type IdsOf<Path> = Path extends `${string}{${string}}${infer Rest}` ? [id: string, ...IdsOf<Rest>] : [];

type NamedIn<Fields, Names extends readonly string[]> = {
  [At in keyof Names]: Exclude<Fields[Names[At] & keyof Fields], undefined>;
};

/** The result of an operation; a search returns complete items. */
type AnswerOf<Method extends keyof methods, Path extends keyof methods[Method]> = Path extends Searches
  ? PagedItems[Path][]
  : Exclude<CallAnswer<methods[Method][Path]>["data"], undefined>;

type Searches = Exclude<keyof PagedItems, "/store/items/search">;

/** An operation as a method: the ids in its path come first, then the fields that are named, then the others. */
export type Operation<
  Method extends keyof methods,
  Path extends keyof methods[Method],
  Names extends readonly string[] = [],
  Fields = FieldsOf<methods[Method][Path]>,
> = (
  ...args: [
    ...IdsOf<Path>,
    ...NamedIn<Options<Fields>, Names>,
    options?: Options<Fields, Names[number]> | null,
  ]
) => Promise<AnswerOf<Method, Path>>;

/**
 * Whether an operation's fields go into the query or the body, with default values in snake case. In the query and in the
 * body of a search, `null` is as good as left out.
 */
type Fields = { query?: object; body?: object; search?: object; timeoutMs?: number };

/** For a request that is answered at the end of a run. */
export const NO_LIMIT = { timeoutMs: Number.POSITIVE_INFINITY };

type Send = (method: keyof methods, path: keyof paths, options: object) => Promise<FetchResult>;

/** The `request` method of a client, without the types of operations. */
export const untyped = (client: Client): Send => client.request as Send;

/** Creates methods for a client's operations. */
export const operationsOf =
  (client: Client) =>
  /**
   * Creates the method of an operation. It accepts a graph's name for an assistant id in the path.
   *
   * @param fields - whether the fields go into the query or the body, and their defaults
   * @param names - fields that are arguments of their own
   */
  <
    Method extends keyof methods,
    Path extends keyof methods[Method] & keyof paths,
    const Names extends readonly string[] = [],
  >(
    method: Method,
    path: Path,
    { query, body, search, ...limit }: Fields = {},
    ...names: Names
  ): Operation<Method, Path, Names> => {
    const ids: readonly string[] = path.match(/\w+(?=\})/g) ?? [];
    return async (...args: readonly unknown[]) => {
      const named = [...ids, ...names].map((name, at) => [name, args[at]]);
      const { signal, ...options }: CallOptions = Object(args[named.length]);
      const init = toCallInit(limit, signal);
      const given = toWireNames({ ...Object.fromEntries(named.slice(ids.length)), ...options });
      // in the body of a search for crons, some servers don't accept a graph's name
      const fields = path.startsWith("/runs/crons/") ? await withId(given, init) : given;
      const at = await withId(Object.fromEntries(named.slice(0, ids.length)), init);
      const parts = {
        ...init,
        params: { path: at, query: query && { ...query, ...withoutNulls(fields) } },
        ...(body && { body: { ...body, ...fields } }),
        ...(search && { body: { ...search, ...withoutNulls(fields) } }),
      };
      const exchange = await settled<unknown>(untyped(client)(method, path, parts));
      const { data, response } = exchange;
      // only other statuses, such as 204, promise no body
      if (data === undefined && response.status === 200) throw toApiError(exchange, "an empty answer");
      return data as Awaited<ReturnType<Operation<Method, Path, Names>>>;
    };

    async function withId(given: Record<string, unknown>, init: CallInit) {
      const { assistant_id: name } = given;
      return typeof name === "string"
        ? { ...given, assistant_id: await toAssistantId(client, name, init) }
        : given;
    }
  };

/**
 * Converts the names of options to snake case: `sortBy` to `sort_by`. `undefined` is dropped, `null` is kept, except in a
 * checkpoint, in which servers send `null` but refuse it.
 */
export const toWireNames = <Wire extends object = Record<string, unknown>>(options: object): Wire =>
  Object.fromEntries(
    Object.entries(withoutUndefined(options)).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === "checkpoint" && isRecord(value) ? withoutNulls(value) : value,
    ]),
  ) as Wire;

/** The default page of a search. */
export const FIRST_PAGE = { limit: 10, offset: 0 };
