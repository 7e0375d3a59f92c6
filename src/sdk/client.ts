/** The client that other libraries expect, over this package's own. */
import { createClient } from "../client/client.js";
import type { Client as CoreClient } from "../client/client-calls.js";
import type { Logger } from "../types.js";
import { sha1 } from "../util/sha1.js";
import { ClientAgentServer } from "./agent-server.js";
import { type Call, sendCall } from "./call.js";
import { assistantsOf, cronsOf, storeOf } from "./resources.js";
import { runsOf } from "./runs.js";
import { type ThreadStreamClass, threadsOf } from "./threads.js";
import type { Client } from "./types.js";

/** How to reach a LangGraph server. */
export interface ClientConfig {
  /** Address of the server. Default: the server in this process, where one runs, else `http://localhost:8123`. */
  apiUrl?: string | undefined;
  /** Sent as `x-api-key`. Left out, it comes from the environment; `null` sends none. */
  apiKey?: string | null | undefined;
  /** How requests are made. */
  callerOptions?:
    | {
        /** Takes the place of the platform's `fetch`. */
        fetch?: typeof globalThis.fetch | undefined;
        /** How often a request that may be repeated is tried again. Default 4 times. */
        maxRetries?: number | undefined;
      }
    | undefined;
  /** Time in ms to the response headers of each attempt. Default: none. */
  timeoutMs?: number | undefined;
  /** Sent with each request. */
  defaultHeaders?: Record<string, string | null | undefined> | undefined;
  /** Sees each request before it is sent, and may give another one. */
  onRequest?: ((url: URL, init: RequestInit) => RequestInit | Promise<RequestInit>) | undefined;
  /** Is told of retries and reconnects. */
  logger?: Logger | undefined;
  /** The class that `threads.stream` makes one of: `ThreadStream` of `@langchain/langgraph-sdk/client`. */
  ThreadStream?: ThreadStreamClass | undefined;
}

const DEFAULT_URL = "http://localhost:8123";

/** What a server that runs in this process leaves for its clients. */
const inProcess = (name: "url" | "fetch"): unknown =>
  Reflect.get(globalThis, Symbol.for(`langgraph_api:${name}`));

/** Where requests go, and by which `fetch`. */
function targetOf({ apiUrl, callerOptions }: ClientConfig) {
  if (apiUrl) return { url: absolute(apiUrl), fetch: callerOptions?.fetch };
  const [url, fetch] = [inProcess("url"), inProcess("fetch")];
  return {
    url: typeof url === "string" ? url : DEFAULT_URL,
    fetch:
      callerOptions?.fetch ?? (typeof fetch === "function" ? (fetch as typeof globalThis.fetch) : undefined),
  };
}

/** In a page, `/api` is an address on the page's own server. */
const absolute = (url: string): string =>
  url.startsWith("/") && globalThis.location ? new URL(url, globalThis.location.href).href : url;

/** This package's client for such a config. */
export function toCoreClient(config: ClientConfig = {}): CoreClient {
  const { callerOptions: { maxRetries } = {}, onRequest, apiKey, defaultHeaders, timeoutMs, logger } = config;
  const { url, fetch } = targetOf(config);
  return createClient({
    url,
    apiKey,
    timeoutMs,
    logger,
    headers: defaultHeaders,
    fetch: onRequest === undefined ? fetch : withHook(onRequest, fetch),
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

/** What two clients share that would do the same. A key is in it as a hash only. */
function toConfigHash(config: ClientConfig): string {
  const { apiKey, defaultHeaders, timeoutMs, callerOptions, onRequest } = config;
  const hooks = [callerOptions?.fetch !== undefined, onRequest !== undefined];
  const told = [targetOf(config).url, apiKey, defaultHeaders, timeoutMs, callerOptions?.maxRetries, hooks];
  const bytes = sha1(new TextEncoder().encode(JSON.stringify(told)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The class behind the entry's `Client`. */
export class SdkClient implements Client {
  readonly runs: Client["runs"];
  readonly threads: Client["threads"];
  readonly assistants: Client["assistants"];
  readonly store: Client["store"];
  readonly crons: Client["crons"];
  readonly "~configHash": string;

  constructor(config: ClientConfig = {}) {
    const client = toCoreClient(config);
    const call: Call = async <T>(...[method, path, parts]: Parameters<Call>) =>
      (await sendCall<T>(client, method, path, parts)).data as T;
    const createTransport = () => new ClientAgentServer(client);
    this.runs = runsOf(client, call);
    this.threads = threadsOf(client, call, { ThreadStream: config.ThreadStream, createTransport });
    this.assistants = assistantsOf(client, call);
    this.store = storeOf(call);
    this.crons = cronsOf(client, call);
    this["~configHash"] = toConfigHash(config);
  }
}
