/** One call of an operation of the document, by its path; and options in camel case as the wire has them. */
import type { paths } from "../../generated/schema.js";
import { settled } from "../client/answers.js";
import type { Answer, RawAnswer } from "../client/attempts.js";
import type { Client } from "../client/client-calls.js";
import { withoutUndefined } from "../util/record.js";

/** What goes into a call. */
export interface CallParts {
  path?: Record<string, string>;
  query?: object;
  body?: unknown;
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
  /** The answer's body is left to be read as it comes. */
  parseAs?: "stream";
  retry?: false;
}

type Method = "get" | "put" | "post" | "patch" | "delete";
type Send = (method: Method, path: keyof paths, options: object) => Promise<RawAnswer>;

/** Makes a call and gives the parsed body. */
export type Call = <T>(method: Method, path: keyof paths, parts?: CallParts) => Promise<T>;

/**
 * Makes a call and gives the whole answer. What the operation at `path` takes, the types of `./types.js` say.
 *
 * @throws {ApiError} when the server refused it, {@link ConnectionError} when no answer came
 */
export function sendCall<T>(
  client: Client,
  method: Method,
  path: keyof paths,
  { path: inPath = {}, query = {}, headers = {}, ...rest }: CallParts = {},
): Promise<Answer<T>> {
  const params = { path: inPath, query: withoutUndefined(query) };
  const options = { ...withoutUndefined(rest), params, headers: withoutUndefined(headers) };
  return settled((client.request as Send)(method, path, options) as Promise<RawAnswer & { data?: T }>);
}

/** Options as the wire names them: `sortBy` is `sort_by`. What is left out stays out, and a `null` stays a `null`. */
export const toWireNames = (options: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(withoutUndefined(options)).map(([name, value]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
