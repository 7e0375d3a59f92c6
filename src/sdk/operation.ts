/** The client's methods, made of the document's operations: ids and options go in, the parsed body comes out. */
import type { methods, paths } from "../../generated/schema.js";
import { settled } from "../client/answers.js";
import type { Answer, RawAnswer } from "../client/attempts.js";
import type { CallAnswer, Client } from "../client/client-calls.js";
import type { PagedItems } from "../client/list-all.js";
import { toAssistantId } from "../graph/assistant.js";
import { toCallInit } from "../run/run-requests.js";
import { isRecord, withoutNulls, withoutUndefined } from "../util/record.js";

/** What every call takes. */
export interface CallOptions {
  /** Ends the call when it aborts. */
  signal?: AbortSignal | undefined;
}

/** A name of the wire in camel case. */
type CamelCase<Name> = Name extends `${infer Word}_${infer Rest}`
  ? `${Word}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The fields of a query or body by their names in camel case, each of which may be left out. */
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

/** What an operation answers; of a search the items are whole. */
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
  ...args: [...IdsOf<Path>, ...NamedIn<Options<Fields>, Names>, options?: Options<Fields, Names[number]>]
) => Promise<AnswerOf<Method, Path>>;

/** What goes into a call. */
export interface CallParts {
  path?: Record<string, unknown>;
  query?: object;
  body?: unknown;
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
  /** The answer's body is left to be read as it comes. */
  parseAs?: "stream";
  retry?: false;
}

type Send = (method: keyof methods, path: keyof paths, options: object) => Promise<RawAnswer>;

/**
 * Makes a call and gives the whole answer. For an assistant's id the name of a graph serves, too.
 *
 * @throws {ApiError} when the server refused it, {@link ConnectionError} when no answer came
 */
export async function sendCall<T>(
  client: Client,
  method: keyof methods,
  at: keyof paths,
  { path, query = {}, body, headers = {}, ...rest }: CallParts = {},
): Promise<Answer<T>> {
  const withId = async <Fields>(fields: Fields): Promise<Fields> =>
    isRecord(fields) && typeof fields.assistant_id === "string"
      ? {
          ...fields,
          assistant_id: await toAssistantId(client, fields.assistant_id, toCallInit({}, rest.signal)),
        }
      : fields;
  const params = { path: await withId(path), query: withoutUndefined(query) };
  const options = withoutUndefined({
    ...rest,
    // a search of crons is the one body in which some servers take no name
    body: at.startsWith("/runs/crons/") ? await withId(body) : body,
    params,
    headers: withoutUndefined(headers),
  });
  return settled((client.request as Send)(method, at, options) as Promise<RawAnswer & { data?: T }>);
}

/** The fields of an operation that a caller may leave out, as the wire names them, where all its fields go. */
type Fields = { query?: object; body?: object };

/** Makes calls, and methods of operations, of a client. */
export function operationsOf(client: Client) {
  const call = async <T>(...[method, path, parts]: [keyof methods, keyof paths, CallParts?]) =>
    (await sendCall<T>(client, method, path, parts)).data as T;

  /**
   * @param fields - where the fields go, and those that a caller may leave out
   * @param names - fields that are arguments of their own
   */
  function operation<
    Method extends keyof methods,
    Path extends keyof methods[Method] & keyof paths,
    const Names extends readonly string[] = [],
  >(method: Method, path: Path, fields: Fields = {}, ...names: Names): Operation<Method, Path, Names> {
    const ids = path.match(/\w+(?=\})/g) ?? [];
    return (...args: readonly unknown[]) => {
      const named = Object.fromEntries(names.map((name, at) => [name, args[ids.length + at]]));
      const { signal, ...options }: CallOptions = Object(args[ids.length + names.length]);
      const given = toWireNames({ ...named, ...options });
      return call(method, path, {
        path: Object.fromEntries(ids.map((id, at) => [id, args[at]])),
        ...(fields.query && { query: { ...fields.query, ...given } }),
        ...(fields.body && { body: { ...fields.body, ...given } }),
        signal,
      });
    };
  }

  return { call, operation };
}

/**
 * Options as the wire names them: `sortBy` is `sort_by`. What is left out stays out, and a `null` stays a `null`, but in a
 * checkpoint, which servers refuse as they themselves have sent it.
 */
export const toWireNames = (options: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(withoutUndefined(options)).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      name === "checkpoint" && isRecord(value) ? withoutNulls(value) : value,
    ]),
  );

/** The page that a search gives when nothing else is asked for. */
export const FIRST_PAGE = { limit: 10, offset: 0 };
