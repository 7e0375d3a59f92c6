import createOpenapiClient, { createQuerySerializer } from "openapi-fetch";
import type { paths } from "../generated/schema.js";
import type { Client } from "./client-calls.js";
import { detailOf, learnDialect, toWireQuery } from "./dialect.js";
import { ApiError, isApiError } from "./errors.js";
import { OutgoingRequest, requestOf } from "./http/http.js";
import { toPath } from "./http/path.js";
import { createTransport, setHeader, toHeaders } from "./http/transport.js";
import type { RetryOptions } from "./retry.js";
import type { HeadersOption } from "./types.js";

/** How to reach a LangGraph server. */
export interface ClientOptions {
  /** Address of the server, for example `http://localhost:2024`. A path in it is kept. */
  url: string;
  /**
   * Sent as `x-api-key`. Left out, it comes from `LANGGRAPH_API_KEY`, `LANGSMITH_API_KEY` or `LANGCHAIN_API_KEY` of
   * the environment, the first that is set; `null` sends none.
   */
  apiKey?: string | null | undefined;
  /** Sent with each request; a function is asked before every attempt, and once more after a 401. */
  headers?: HeadersOption | undefined;
  /** Takes the place of the platform's `fetch`, which is looked up at each request. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Time in ms to the response headers of each attempt. Default: none. */
  timeoutMs?: number | undefined;
  /** How often a request that may be repeated is tried again; `false`: never. Default 4 times. */
  retry?: RetryOptions | false | undefined;
}

export type { Client };

/**
 * Creates a typed client for a LangGraph server: `client.GET("/threads/{thread_id}", { params: { path } })`.
 *
 * A call resolves to `{ data, error, response }`: judge it by `response.ok`. `timeoutMs` and `retry` may stand in a
 * call's own options too.
 *
 * @param options - the server's address, and what holds for every call
 * @throws TypeError when an option cannot be used. Calls reject with {@link ConnectionError} when no answer came.
 */
export function createClient(options: ClientOptions): Client {
  const base = parseUrl(options.url);
  const apiKey = options.apiKey === undefined ? apiKeyFromEnvironment() : (options.apiKey ?? undefined);
  setHeader(new Headers(), "x-api-key", apiKey);
  assertMs(options.timeoutMs, "timeoutMs");
  const serializeQuery = createQuerySerializer();
  const client = createOpenapiClient<paths>({
    baseUrl: base.href,
    fetch: createTransport({
      origin: base.origin,
      apiKey,
      headers: options.headers,
      fetch: options.fetch,
      timeoutMs: options.timeoutMs,
      retry: options.retry,
    }),
    Request: OutgoingRequest as typeof Request,
    pathSerializer: toPath,
    querySerializer: (query) => serializeQuery(toWireQuery(query)),
  }) as Client; // the type tests hold every operation's answer against openapi-fetch's own
  retries.set(client, options.retry);
  endpoints.set(client, {
    base,
    async headers() {
      const given = typeof options.headers === "function" ? await options.headers() : options.headers;
      return toHeaders(new OutgoingRequest(base.href), { apiKey, given, without: undefined });
    },
  });
  return client;
}

/** Where a client sends to, and with which headers, for what is no HTTP request. */
export interface Endpoint {
  base: URL;
  headers(): Promise<Headers>;
}

const endpoints = new WeakMap<Client, Endpoint>();

/** @throws TypeError for a client that is not from {@link createClient} */
export function endpointOf(client: Client): Endpoint {
  const endpoint = endpoints.get(client);
  if (endpoint === undefined) throw new TypeError("this needs a client from createClient");
  return endpoint;
}

const retries = new WeakMap<Client, RetryOptions | false | undefined>();

/** How often the client was told to try again. */
export const retryOf = (client: Client): RetryOptions | false | undefined => retries.get(client);

function parseUrl(url: string): URL {
  if (typeof url !== "string" || !URL.canParse(url)) {
    const shown =
      typeof url === "string" ? JSON.stringify(url.replace(/\/\/.*@/, "//…@")) : `a ${typeof url}`;
    throw new TypeError(`url must be an address such as "http://localhost:2024", not ${shown}`);
  }
  const base = new URL(url);
  if (base.protocol !== "http:" && base.protocol !== "https:") {
    throw new TypeError(`url must begin with http: or https:, not ${base.protocol}`);
  }
  if (base.username !== "" || base.password !== "") {
    throw new TypeError("url must not hold a user name or password; send them in `headers`");
  }
  base.search = "";
  base.hash = "";
  return base;
}

const KEY_NAMES = ["LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"];

function apiKeyFromEnvironment(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return KEY_NAMES.map((name) => process?.env?.[name]?.trim()).find((value) => value);
  } catch {
    return undefined; // Deno without the permission to read the environment
  }
}

/** Refuses what is no time in ms. */
export function assertMs(value: number | undefined, name: string): void {
  if (value !== undefined && !(value > 0))
    throw new TypeError(`${name} must be a time in ms above 0, not ${value}`);
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What a call gave, or the error that it met. */
export async function result<T>(client: Client, call: Promise<Answer<T>>): Promise<T> {
  const { data, response } = await settled(client, call);
  if (data !== undefined) return data;
  const { status, headers } = response;
  throw new ApiError({ ...requestOf(response), status, headers, body: undefined, detail: "an empty answer" });
}

/** What was asked for; `undefined` when the server does not know it. */
export async function unlessMissing<T>(asking: Promise<T>): Promise<T | undefined> {
  return asking.catch((error: unknown) => {
    if (isApiError(error) && error.status === 404) return undefined;
    throw error;
  });
}

/** Waits for a call that gives nothing. */
export async function done(client: Client, call: Promise<Answer<unknown>>): Promise<void> {
  await settled(client, call);
}

/** The whole answer of a call that succeeded. */
export async function settled<T>(client: Client, call: Promise<Answer<T>>): Promise<Answer<T>> {
  const answer = await call;
  const { response, error: body } = answer;
  const { headers, status } = response;
  learnDialect(client, { headers, body });
  if (response.ok) return answer;
  const redirected =
    status >= 300 && status < 400 ? "a redirect that leads elsewhere is not followed" : undefined;
  throw new ApiError({ ...requestOf(response), status, body, headers, detail: detailOf(body) ?? redirected });
}
