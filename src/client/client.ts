import createOpenapiClient, { createQuerySerializer, type Middleware } from "openapi-fetch";
import type { paths } from "../../generated/schema.js";
import { Server, type ServerKind, toWireQuery } from "../servers/server.js";
import type { HeadersOption, Logger } from "../types.js";
import { isRecord } from "../util/record.js";
import { type AttemptOptions, type ClientSettings, type FetchResult, makeCall } from "./attempts.js";
import type { Client } from "./client-calls.js";
import { mergeHeaders, OutgoingRequest } from "./outgoing-request.js";
import { toPath } from "./path.js";
import { maxRetriesOf, type RetryOptions } from "./retry-policy.js";
import { abortable } from "./time-limit.js";

/** How to reach a LangGraph server. */
export interface ClientOptions {
  /** Address of the server, for example `http://localhost:2024`. A path in it is kept. */
  url: string;
  /**
   * Sent as `x-api-key`. Left out, it comes from `LANGGRAPH_API_KEY`, `LANGSMITH_API_KEY` or `LANGCHAIN_API_KEY` of
   * the environment, the first that is set; `null` sends none.
   */
  apiKey?: string | null | undefined;
  /** Sent with each request; a function is called before every attempt, and once more after a 401. */
  headers?: HeadersOption | undefined;
  /** Takes the place of the platform's `fetch`, which is looked up at each request. */
  fetch?: typeof globalThis.fetch | undefined;
  /** Time in ms to the response headers of each attempt. Default: none. */
  timeoutMs?: number | undefined;
  /** How often a request that may be repeated is tried again; `false`: never. Default 4 times. */
  retry?: RetryOptions | false | undefined;
  /** Gets one entry for each retry, each reconnect, and each quirk of the server. Default: none. */
  logger?: Logger | undefined;
}

/**
 * Creates a typed client for a LangGraph server: `client.GET("/threads/{thread_id}", { params: { path } })`.
 *
 * A call resolves to `{ data, error, response }`: check `response.ok`. `timeoutMs` and `retry` are also options of each
 * call.
 *
 * @param options - the server's address, and settings for every call
 * @throws TypeError for an invalid option. Calls reject with {@link ConnectionError} when the server does not answer.
 */
export function createClient(options: ClientOptions): Client {
  return new RetryingClient(options);
}

/** openapi-fetch's client without its types, which {@link Client} has. */
interface RawClient {
  request(method: string, path: string, options: object): Promise<FetchResult>;
  use(...middleware: Middleware[]): void;
  eject(...middleware: Middleware[]): void;
}

type CallOptions = AttemptOptions & { middleware?: Middleware[] };

/** Casts a call to its typed signature; type tests compare each operation's types with those of openapi-fetch. */
const typed = <Method>(call: (...args: never[]) => Promise<FetchResult>): Method => call as Method;

/** Wraps each call of openapi-fetch's client with authentication, retries and time limits. */
class RetryingClient implements Client {
  readonly #settings: ClientSettings;
  readonly #raw: RawClient;
  readonly #server: Server;
  readonly #middleware = new Set<Middleware>();

  constructor(options: ClientOptions) {
    const base = parseUrl(options.url);
    const apiKey = options.apiKey === undefined ? apiKeyFromEnvironment() : (options.apiKey ?? undefined);
    mergeHeaders({ "x-api-key": apiKey }); // throws for a key that HTTP does not allow in a header
    assertMs(options.timeoutMs, "timeoutMs");
    maxRetriesOf(options.retry);
    const { headers, fetch, timeoutMs, retry, logger } = options;
    this.#settings = { origin: base.origin, apiKey, headers, fetch, timeoutMs, retry, logger };
    this.#raw = createOpenapiClient<paths>({
      baseUrl: base.href,
      redirect: "manual",
      pathSerializer: toPath,
      querySerializer: (query: Record<string, unknown>) => serializeQuery(toWireQuery(query)),
    }) as RawClient;
    const askInfo = async () => {
      const { data, error, response } = await this.GET("/info");
      // a proxy may block `/info`: the server is then unknown, which is no error
      return response.ok || [401, 403, 404, 405].includes(response.status) ? data : Promise.reject(error);
    };
    this.#server = new Server(askInfo, { url: base.href, fetch }, logger);
  }

  /** @throws TypeError for a client that is not from {@link createClient} */
  static settingsOf(client: Client): { settings: ClientSettings; server: Server } {
    if (!isRecord(client) || !(#settings in client))
      throw new TypeError("this needs a client from createClient");
    return { settings: client.#settings, server: client.#server };
  }

  readonly GET = this.#method<Client["GET"]>("get");
  readonly PUT = this.#method<Client["PUT"]>("put");
  readonly POST = this.#method<Client["POST"]>("post");
  readonly DELETE = this.#method<Client["DELETE"]>("delete");
  readonly PATCH = this.#method<Client["PATCH"]>("patch");
  readonly request = typed<Client["request"]>((method: string, path: string, options?: AttemptOptions) =>
    this.#call(method, path, options),
  );

  readonly use = (...middleware: Middleware[]): void => {
    this.#raw.use(...middleware);
    for (const one of middleware) this.#middleware.add(one);
  };

  readonly eject = (...middleware: Middleware[]): void => {
    this.#raw.eject(...middleware);
    for (const one of middleware) this.#middleware.delete(one);
  };

  #method<Method>(name: string): Method {
    return typed<Method>((path: string, options?: CallOptions) => this.#call(name, path, options));
  }

  #call(method: string, path: string, options: CallOptions = {}): Promise<FetchResult> {
    const hasMiddleware = this.#middleware.size > 0 || (options.middleware?.length ?? 0) > 0;
    const build = hasMiddleware ? {} : { Request: OutgoingRequest };
    return makeCall(this.#settings, method, path, options, (attempt) =>
      this.#raw.request(method, path, { ...attempt, ...build }),
    );
  }
}

const serializeQuery = createQuerySerializer();

/** @throws TypeError for a client that is not from {@link createClient} */
export const assertClient = (client: Client): void => void RetryingClient.settingsOf(client);

/** The client's `retry` option. */
export const retryOf = (client: Client): RetryOptions | false | undefined =>
  RetryingClient.settingsOf(client).settings.retry;

/** The client's `logger` option. */
export const loggerOf = (client: Client): Logger | undefined =>
  RetryingClient.settingsOf(client).settings.logger;

/** What the client has found out about its server. */
export const serverOf = (client: Client): Server => RetryingClient.settingsOf(client).server;

/** Which server implementation a client talks to; rejects at once when the call's signal aborts. */
export async function kindOf(
  client: Client,
  { signal }: { signal?: AbortSignal | null | undefined },
): Promise<ServerKind> {
  signal?.throwIfAborted();
  return abortable(serverOf(client).kind(), signal ?? undefined);
}

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

/** The environment variables that are read for the API key, in order of precedence. */
export const KEY_NAMES = ["LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"];

/** The first key that is set, without the quotes that some loaders of `.env` files leave around it. */
export const firstKey = (
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined => names.map((name) => env[name]?.trim().replace(/^["']|["']$/g, "")).find(Boolean);

function apiKeyFromEnvironment(): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  try {
    return firstKey(KEY_NAMES, process?.env ?? {});
  } catch {
    return undefined; // Deno throws without the permission to read the environment
  }
}

/** @throws TypeError unless the value is above 0, or left out */
export function assertMs(value: number | null | undefined, name: string): void {
  if (value != null && !(value > 0))
    throw new TypeError(`${name} must be a time in ms above 0, not ${value}`);
}
