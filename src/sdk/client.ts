/** The client that other libraries expect, built on this package's client. */
import { type ClientOptions, createClient } from "../client/client.js";
import type { Client as CoreClient } from "../client/client-calls.js";
import { nameUuid } from "../util/uuid.js";
import { type Assistants, assistantsOf, type Crons, cronsOf, type Store, storeOf } from "./resources.js";
import { type Runs, runsOf } from "./runs.js";
import { type ThreadStreamClass, type Threads, threadsOf } from "./threads.js";

/** How to reach a LangGraph server. */
export interface ClientConfig extends Pick<ClientOptions, "timeoutMs" | "logger"> {
  /**
   * Sent as `x-api-key`. Left out or empty, it comes from `LANGGRAPH_API_KEY`, `LANGSMITH_API_KEY` or `LANGCHAIN_API_KEY`
   * of the environment, the first that is set; `null` sends none.
   */
  apiKey?: string | null | undefined;
  /** Address of the server. Default: the server in this process, where one runs, else `http://localhost:8123`. */
  apiUrl?: string | undefined;
  /** How requests are made. */
  callerOptions?:
    | {
        /** Replaces the platform's `fetch`. */
        fetch?: typeof globalThis.fetch | undefined;
        /** How often a request that may be repeated is tried again. Default 4 times. */
        maxRetries?: number | undefined;
      }
    | null
    | undefined;
  /** Sent with each request. */
  defaultHeaders?: Record<string, string | null | undefined> | undefined;
  /** Called with each request before it is sent; may return another one. */
  onRequest?: ((url: URL, init: RequestInit) => RequestInit | Promise<RequestInit>) | undefined;
  /** The class that `threads.stream` makes one of: `ThreadStream` of `@langchain/langgraph-sdk/client`. */
  ThreadStream?: ThreadStreamClass | undefined;
}

/** What a server that runs in this process leaves for its clients. */
const inProcess = (name: "url" | "fetch"): unknown =>
  Reflect.get(globalThis, Symbol.for(`langgraph_api:${name}`));

/** Where requests go, and by which `fetch`. */
function targetOf({ apiUrl, callerOptions }: ClientConfig) {
  const given = callerOptions?.fetch;
  if (apiUrl) return { url: absolute(apiUrl), fetch: given };
  const [url, fetch] = [inProcess("url"), inProcess("fetch")];
  const own = typeof fetch === "function" ? (fetch as typeof globalThis.fetch) : undefined;
  return { url: typeof url === "string" ? url : "http://localhost:8123", fetch: given ?? own };
}

/** In a page, `/api` is an address on the page's own server. */
const absolute = (url: string): string =>
  url.startsWith("/") && globalThis.location ? new URL(url, globalThis.location.href).href : url;

/** This package's client for such a config. */
export function toCoreClient(config: ClientConfig): CoreClient {
  const { callerOptions, onRequest, apiKey, defaultHeaders, timeoutMs, logger } = config;
  const maxRetries = callerOptions?.maxRetries;
  const { url, fetch } = targetOf(config);
  return createClient({
    url,
    apiKey: apiKey === "" ? undefined : apiKey,
    timeoutMs: timeoutMs ?? undefined,
    logger,
    headers: defaultHeaders,
    fetch: onRequest ? withHook(onRequest, fetch) : fetch,
    retry: maxRetries === undefined ? undefined : { maxRetries },
  });
}

/** A `fetch` whose requests a hook sees, with headers as a plain object. */
function withHook(
  onRequest: NonNullable<ClientConfig["onRequest"]>,
  fetch: typeof globalThis.fetch | undefined,
): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = Object.fromEntries(new Headers(init.headers));
    return (fetch ?? globalThis.fetch)(url, await onRequest(url, { ...init, headers }));
  };
}

// a namespace of our own for the names of configs
const CONFIGS = "0d8a3d8e-2f0b-4c55-9a0e-6d1c7c5b9f43";

/** Names what two clients share that would do the same. Of a key it holds no more than a hash. */
function toConfigHash(config: ClientConfig): string {
  const { apiKey, defaultHeaders, timeoutMs, callerOptions, onRequest } = config;
  const { fetch, maxRetries } = callerOptions ?? {};
  const hooks = [fetch !== undefined, onRequest !== undefined];
  const settings = [targetOf(config).url, apiKey, defaultHeaders, timeoutMs, maxRetries, hooks];
  return nameUuid(JSON.stringify(settings), CONFIGS);
}

/** The client in the form that other libraries expect, by types of our own: for those who have no other. */
export class Client<State = unknown, Update = State, Custom = unknown> {
  /** Runs. */
  readonly runs: Runs<State>;
  /** Threads. */
  readonly threads: Threads<State, Update>;
  /** Assistants. */
  readonly assistants: Assistants;
  /** The store. */
  readonly store: Store;
  /** Crons. */
  readonly crons: Crons;
  /** Identifies the client for libraries that cache clients. */
  readonly "~configHash": string;
  /** The type of the data that nodes write to the custom stream. */
  declare readonly "~custom"?: Custom;

  constructor(options?: ClientConfig | null) {
    const config = options ?? {};
    const client = toCoreClient(config);
    this.runs = runsOf<State>(client);
    this.threads = threadsOf<State, Update>(client, config.ThreadStream);
    this.assistants = assistantsOf(client);
    this.store = storeOf(client);
    this.crons = cronsOf(client);
    this["~configHash"] = toConfigHash(config);
  }
}
