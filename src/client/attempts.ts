/** Sends one call: with retries, redirects and time limits, and with the headers computed again for each attempt. */
import { ApiError, ConnectionError, isConnectionError, type RequestInfo } from "../errors.js";
import { detailOf, isNotImplemented } from "../servers/error-bodies.js";
import type { HeadersOption, Logger } from "../types.js";
import type { CallOptions } from "./client-calls.js";
import { mergeHeaders, OutgoingRequest } from "./outgoing-request.js";
import { Redactor } from "./redact.js";
import { toApiError } from "./results.js";
import {
  backoffMs,
  isRetryableStatus,
  isSafeToRepeat,
  LONGEST_WAIT_MS,
  maxRetriesOf,
  type RetryOptions,
  retryAfterMs,
  wasNeverSent,
} from "./retry-policy.js";
import { abortable, sleep, TimeLimit } from "./time-limit.js";

/** The settings of a client that apply to each of its calls. */
export interface ClientSettings {
  readonly origin: string;
  readonly apiKey: string | undefined;
  readonly headers: HeadersOption | undefined;
  /** Default: `globalThis.fetch`, looked up at each request. */
  readonly fetch: typeof globalThis.fetch | undefined;
  readonly timeoutMs: number | undefined;
  readonly retry: RetryOptions | false | undefined;
  readonly logger: Logger | undefined;
}

/** What a call of openapi-fetch resolves to. */
export interface FetchResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** A response, with the request and the redactor that an error about it needs. */
export interface Exchange<Data = unknown> {
  data?: Data;
  error?: unknown;
  response: Response;
  request: RequestInfo;
  redactor: Redactor;
  /** Ends the time limits of an event stream; those of any other response have ended with its body. */
  release(): void;
}

/** The options of a call: those that are handled here; any others go to openapi-fetch. */
export interface AttemptOptions extends CallOptions {
  signal?: AbortSignal | null | undefined;
  headers?: unknown;
  parseAs?: string;
  fetch?: (request: Request) => Promise<Response>;
}

/** Calls openapi-fetch with the options of one attempt. */
type SendOnce = (options: Record<string, unknown>) => Promise<FetchResult>;

const MOST_REDIRECTS = 5;

/**
 * Sends a call, and again when the method, the path and the failure allow a retry.
 *
 * @param template - the operation's path, with its parameters in braces
 * @throws {ConnectionError} without a response; the signal's reason when the caller's signal aborted
 */
export async function makeCall(
  settings: ClientSettings,
  method: string,
  template: string,
  options: AttemptOptions,
  send: SendOnce,
): Promise<Exchange> {
  const { timeout, retry = settings.retry } = options;
  const signal = options.signal ?? undefined;
  const maxRetries = maxRetriesOf(retry);
  const safe = isSafeToRepeat(method.toUpperCase(), template);
  const deadline = timeout === undefined ? Number.POSITIVE_INFINITY : performance.now() + timeout;
  const leftMs = () => deadline - performance.now();
  let refreshed = false;
  let redirects: string[] = [];

  for (let retries = 0; ; ) {
    signal?.throwIfAborted();
    let waitMs: number;
    let cause: ApiError | ConnectionError;
    try {
      const place = { leftMs: leftMs(), redirects };
      const exchange = await attempt(settings, method, template, options, send, place);
      const { response } = exchange;
      if (response.ok) return exchange;
      const target = redirectWithin(settings.origin, exchange, redirects);
      if (target !== undefined) {
        redirects = [...redirects, target];
        continue;
      }
      if (response.status === 401 && typeof settings.headers === "function" && !refreshed) {
        refreshed = true;
        settings.logger?.info("the headers function is called again after a 401", exchange.request);
        continue;
      }
      const requestedMs = retryAfterMs(response.headers);
      waitMs = requestedMs ?? backoffMs(retries);
      const mayWait = retries < maxRetries && waitMs <= Math.min(LONGEST_WAIT_MS, leftMs());
      const mayPass = isRetryableStatus(response.status, safe, requestedMs !== undefined);
      if (!mayWait || !mayPass || isNotImplemented(exchange.error)) return exchange;
      cause = toApiError(exchange, detailOf(exchange.error));
    } catch (error) {
      if (!isConnectionError(error)) throw error;
      waitMs = backoffMs(retries);
      const mayRepeat = retries < maxRetries && waitMs <= leftMs() && (safe || wasNeverSent(error));
      if (!mayRepeat) throw error;
      cause = error;
    }
    retries += 1;
    const { method: sent, path } = cause;
    settings.logger?.warn("the request is sent again", {
      method: sent,
      path,
      attempt: retries,
      waitMs,
      cause,
    });
    await sleep(waitMs, signal);
  }
}

/** Where a redirect leads, if that is on the client's origin and keeps the method. */
function redirectWithin(
  origin: string,
  { response, request }: Exchange,
  before: string[],
): string | undefined {
  const { status, headers } = response;
  const location = headers.get("location");
  const keepsMethod = status === 307 || status === 308 || request.method === "GET";
  if (status < 300 || status > 399 || location === null || !keepsMethod) return undefined;
  const from = new URL(before.at(-1) ?? request.path, origin);
  if (!URL.canParse(location, from)) return undefined;
  const target = new URL(location, from);
  return target.origin === origin && before.length < MOST_REDIRECTS ? target.href : undefined;
}

/** One attempt. Its time limits hold until the body has been read; those of an event stream until `release()`. */
async function attempt(
  settings: ClientSettings,
  method: string,
  template: string,
  { timeoutMs = settings.timeoutMs, timeout, signal: caller, retry: _, ...options }: AttemptOptions,
  send: SendOnce,
  { leftMs, redirects }: { leftMs: number; redirects: string[] },
): Promise<Exchange> {
  const { parseAs = "json" } = options;
  const signal = caller ?? undefined;
  const request = { method: method.toUpperCase(), path: template };
  // fetch is slower with a signal
  const isLimited = signal !== undefined || timeoutMs !== undefined || timeout !== undefined;
  const limit = isLimited ? new TimeLimit(signal) : undefined;
  const stopCallTimer = limit?.within(leftMs, () =>
    timedOut(request, `the call took longer than ${timeout} ms`),
  );
  const stopHeadersTimer = limit?.within(timeoutMs, () =>
    timedOut(request, `no answer within ${timeoutMs} ms`),
  );
  const release = () => limit?.release();
  let isOpen = false;
  let response: Response | undefined;

  const sendRequest = async (outgoing: Request | OutgoingRequest): Promise<Response> => {
    request.path = pathWithin(settings.origin, outgoing);
    const target = redirects.at(-1);
    try {
      const fetch = (options.fetch ?? settings.fetch ?? globalThis.fetch) as typeof globalThis.fetch;
      if (outgoing instanceof OutgoingRequest) response = await fetch(target ?? outgoing.url, outgoing.init);
      else response = await fetch(target === undefined ? outgoing : new Request(target, outgoing));
    } catch (cause) {
      // a browser's own message says neither which server it was nor why
      const reason = `no answer from ${settings.origin}: ${innermostMessage(cause)}`;
      throw new ConnectionError({ ...request, reason }, { cause });
    }
    stopHeadersTimer?.();
    return response;
  };

  try {
    // an abort and the time limits don't wait for the function
    const given = await (typeof settings.headers === "function"
      ? abortable(Promise.resolve().then(settings.headers), limit?.signal)
      : settings.headers);
    const headers = mergeHeaders({ "x-api-key": settings.apiKey }, given, options.headers);
    const sending = send({
      ...options,
      headers,
      signal: limit?.signal,
      fetch: sendRequest,
      // JSON is parsed below, so that an error can quote a body that is not JSON
      parseAs: parseAs === "json" ? "text" : parseAs,
    });
    const received = await abortable(sending, limit?.signal); // the caller's own `fetch` may ignore the signal
    const redactor = new Redactor(headers);
    const exchange = { response: received.response, request, redactor, release };
    if (!received.response.ok) return { error: redactor.value(received.error), ...exchange };
    if (parseAs === "stream") {
      isOpen = true;
      stopCallTimer?.(); // for an event stream, `timeout` covers only the time to the response headers
    }
    return { data: parseAs === "json" ? parseJson(received.data, exchange) : received.data, ...exchange };
  } catch (error) {
    const { reason } = limit?.signal ?? {};
    if (limit?.signal.aborted) throw reason;
    const brokeOff = response !== undefined && (error instanceof TypeError || error instanceof DOMException);
    if (!brokeOff) throw error;
    const message = `the answer broke off: ${innermostMessage(error)}`;
    throw new ConnectionError({ ...request, reason: message }, { cause: error });
  } finally {
    if (!isOpen) release();
  }
}

const timedOut = (request: RequestInfo, reason: string): ConnectionError =>
  new ConnectionError({ ...request, reason, timedOut: true });

const PLAIN_PATH = /^(\/[\w-]+)+$/;

/** The path of a request. @throws TypeError for another origin, which must not receive the API key */
function pathWithin(origin: string, { url: address, method }: { url: string; method: string }): string {
  const path = address.slice(origin.length);
  if (address.startsWith(origin) && PLAIN_PATH.test(path)) return path; // skips the slower `new URL`
  const url = new URL(address);
  if (url.origin !== origin)
    throw new TypeError(
      `${method} ${url.pathname}: this client sends to ${origin} only, not to ${url.origin}`,
    );
  // openapi-fetch leaves the template's own braces where a call names no path parameters at all
  const missing = url.pathname.match(/%7B(\w+)%7D/)?.[1];
  if (missing !== undefined) throw new TypeError(`the path parameter "${missing}" is missing`);
  return url.pathname;
}

function parseJson(
  text: unknown,
  { response, request, redactor }: Pick<Exchange, "response" | "request" | "redactor">,
): unknown {
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    const body = redactor.text(text);
    const { status } = response;
    const detail = `the answer is not JSON: ${body.slice(0, 200)}`;
    const headers = redactor.headers(response.headers);
    // the parser's own error quotes a piece of the text, which may hold a piece of a secret
    const cause = new SyntaxError("not JSON");
    throw new ApiError({ ...request, status, body, headers, detail }, { cause });
  }
}

/** The message of the innermost cause. */
function innermostMessage(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (at instanceof AggregateError && at.errors[0] instanceof Error) at = at.errors[0];
  return at instanceof Error ? at.message || at.name : String(at);
}
