import { isUnsupported } from "../dialect.js";
import { ConnectionError, isConnectionError, type RequestInfo } from "../errors.js";
import {
  backoffMs,
  isRetryableStatus,
  isSafeToRepeat,
  LONGEST_WAIT_MS,
  maxRetriesOf,
  type RetryOptions,
  retryAfterMs,
  wasNeverSent,
} from "../retry.js";
import type { HeadersOption } from "../types.js";
import { abortable, NEVER_ABORTED, onAbort } from "../util/abort.js";
import { sleep, startTimer } from "../util/timer.js";
import { callOptionsOf, noteHold, type OutgoingRequest, readResponse, repeatableBody } from "./http.js";

/** What a transport needs to know; `apiKey` is resolved, `fetch` is looked up late when it is left out. */
export interface TransportOptions {
  origin: string;
  apiKey: string | undefined;
  headers: HeadersOption | undefined;
  fetch: typeof globalThis.fetch | undefined;
  timeoutMs: number | undefined;
  retry: RetryOptions | false | undefined;
}

/** The `fetch` that openapi-fetch is given. */
export type Transport = (request: Request | OutgoingRequest) => Promise<Response>;

/** Auth, timeouts, retries, and the rule that nothing goes to another origin, as one `fetch`. */
export function createTransport(options: TransportOptions): Transport {
  const clientRetries = maxRetriesOf(options.retry);
  const canRefresh = typeof options.headers === "function";

  return async function send(request) {
    const call = { method: request.method, path: pathWithin(options.origin, request) };
    const { retry, timeoutMs = options.timeoutMs, timeout, withoutHeaders } = callOptionsOf(request);
    const leftMs = toCountdown(timeout);
    const maxRetries = retry === undefined ? clientRetries : maxRetriesOf(retry);
    const safe = isSafeToRepeat(call.method, call.path);
    const body = await repeatableBody(request);
    let refreshed = false;

    for (let attempt = 0; ; ) {
      request.signal.throwIfAborted();
      const given = await givenHeaders(options.headers, request.signal);
      const headers = toHeaders(request, { apiKey: options.apiKey, given, without: withoutHeaders });
      let waitMs: number;
      try {
        const response = await exchange({
          request,
          call,
          headers,
          body,
          timeoutMs,
          leftMs: leftMs(),
          options,
        });
        if (response.ok) return response;
        if (response.status === 401 && canRefresh && !refreshed) {
          refreshed = true;
          continue;
        }
        waitMs = retryAfterMs(response.headers.get("retry-after")) ?? backoffMs(attempt);
        const mayWait = attempt < maxRetries && waitMs <= Math.min(LONGEST_WAIT_MS, leftMs());
        if (!mayWait || !(await asksForAnother(response, safe))) return response;
      } catch (error) {
        request.signal.throwIfAborted();
        const mayRepeat = isConnectionError(error) && (safe || wasNeverSent(error));
        waitMs = backoffMs(attempt);
        if (isConnectionError(error) && error.timedOut && leftMs() < TIMER_SLACK_MS)
          throw tookTooLong(call, timeout, error);
        if (!mayRepeat || attempt >= maxRetries || waitMs > leftMs()) throw error;
      }
      attempt += 1;
      await sleep(waitMs, request.signal);
    }
  };
}

/** Timers go off a little early. */
const TIMER_SLACK_MS = 5;

/** Tells how much of a time is left. */
function toCountdown(timeout: number | undefined): () => number {
  if (timeout === undefined) return () => Number.POSITIVE_INFINITY;
  const end = performance.now() + timeout;
  return () => end - performance.now();
}

function tookTooLong(call: RequestInfo, timeout: number | undefined, cause: unknown): ConnectionError {
  const reason = `the call took longer than ${timeout} ms`;
  return new ConnectionError({ ...call, reason, timedOut: true }, { cause });
}

const PLAIN_PATH = /^(\/[\w-]+)+$/;

function pathWithin(origin: string, request: Request | OutgoingRequest): string {
  const path = request.url.slice(origin.length);
  if (request.url.startsWith(origin) && PLAIN_PATH.test(path)) return path; // to parse it would give the same
  const url = new URL(request.url);
  if (url.origin !== origin) {
    throw new TypeError(
      `${request.method} ${url.pathname}: this client sends to ${origin} only, not to ${url.origin}`,
    );
  }
  // openapi-fetch leaves the template's own braces where a call names no path parameters at all
  const missing = url.pathname.match(/%7B(\w+)%7D/)?.[1];
  if (missing !== undefined) throw new TypeError(`the path parameter "${missing}" is missing`);
  return url.pathname;
}

async function asksForAnother(response: Response, safe: boolean): Promise<boolean> {
  const hasRetryAfter = response.headers.has("retry-after");
  if (!isRetryableStatus(response.status, safe, hasRetryAfter)) return false;
  return response.status !== 500 || !isUnsupported(await response.text());
}

/** The client's headers. An abort does not wait for whoever gives them. */
function givenHeaders(headers: HeadersOption | undefined, signal: AbortSignal) {
  return typeof headers === "function" ? abortable(Promise.resolve().then(headers), signal) : headers;
}

interface ClientHeaders {
  apiKey: string | undefined;
  given: Record<string, string | null | undefined> | undefined;
  without: readonly string[] | undefined;
}

/** The call's own headers over the client's: the key, and those that were given. */
export function toHeaders(
  request: Request | OutgoingRequest,
  { apiKey, given = {}, without = [] }: ClientHeaders,
): Headers {
  const headers = new Headers(request.headers);
  const isOfClient = (name: string) => !request.headers.has(name);
  if (apiKey !== undefined && isOfClient("x-api-key")) setHeader(headers, "x-api-key", apiKey);
  for (const [name, value] of Object.entries(given)) {
    if (isOfClient(name)) setHeader(headers, name, value);
  }
  for (const name of without) if (isOfClient(name)) headers.delete(name);
  return headers;
}

/** Sets a header, or takes it away with `null`. */
export function setHeader(headers: Headers, name: string, value: string | null | undefined): void {
  try {
    if (value === null) headers.delete(name);
    else if (value !== undefined) headers.set(name, value);
  } catch {
    // the platform's own message quotes the value, which may be a key
    throw new TypeError(`the header ${JSON.stringify(name)} holds what HTTP does not allow in a header`);
  }
}

interface Exchange {
  request: Request | OutgoingRequest;
  call: RequestInfo;
  headers: Headers;
  body: BodyInit | null;
  timeoutMs: number | undefined;
  /** Time in ms to the end of the answer. */
  leftMs: number;
  options: TransportOptions;
}

const TIMED_OUT = new DOMException("the time to the response headers ran out", "TimeoutError");

/** One attempt. Its listener and timer are gone when it settles, unless an event stream goes on. */
async function exchange(exchanged: Exchange): Promise<Response> {
  const { request, call, headers, body, timeoutMs, leftMs, options } = exchanged;
  // a signal makes a request cost more
  const mayBeAborted =
    request.signal !== NEVER_ABORTED || timeoutMs !== undefined || leftMs !== Number.POSITIVE_INFINITY;
  const controller = mayBeAborted ? new AbortController() : undefined;
  const signal = controller?.signal ?? null;
  const letGo = onAbort(request.signal, () => controller?.abort(request.signal.reason));
  const timeOutAfter = (ms: number) => startTimer(Math.max(0, ms), () => controller?.abort(TIMED_OUT));
  const stopTimer = timeoutMs === undefined ? undefined : timeOutAfter(timeoutMs);
  const stopLast = leftMs === Number.POSITIVE_INFINITY ? undefined : timeOutAfter(leftMs);
  let isStream = false;
  try {
    const init = { method: call.method, headers, body, signal };
    const response = await followWithin(options.origin, request.url, init, options.fetch ?? globalThis.fetch);
    stopTimer?.();
    ({ isStream } = await readResponse(response, call, headers));
    if (isStream) noteHold(response, letGo);
    return response;
  } catch (error) {
    request.signal.throwIfAborted();
    const timedOut = signal?.reason === TIMED_OUT;
    const reason = timedOut ? `no answer within ${timeoutMs} ms` : `no answer: ${reasonOf(error)}`;
    throw new ConnectionError({ ...call, reason, timedOut }, { cause: error });
  } finally {
    stopTimer?.();
    stopLast?.();
    if (!isStream) letGo();
  }
}

const MOST_REDIRECTS = 5;

/** Follows redirects as long as they stay on the origin; any other is given back as the answer. */
async function followWithin(
  origin: string,
  url: string,
  init: RequestInit,
  fetch: typeof globalThis.fetch,
  hops = 0,
): Promise<Response> {
  const response = await fetch(url, { ...init, redirect: "manual" });
  if (response.type === "opaqueredirect") throw new TypeError("a redirect, which is not followed");
  const location = response.headers.get("location");
  const keepsMethod = response.status === 307 || response.status === 308 || init.method === "GET";
  if (response.status < 300 || response.status > 399 || location === null || !keepsMethod) return response;
  const target = new URL(location, url);
  if (target.origin !== origin || hops === MOST_REDIRECTS) return response;
  await response.body?.cancel();
  return followWithin(origin, target.href, init, fetch, hops + 1);
}

/** The innermost thing that a failed fetch has to say. */
function reasonOf(error: unknown): string {
  let at = error;
  while (at instanceof Error && at.cause instanceof Error) at = at.cause;
  if (at instanceof AggregateError && at.errors[0] instanceof Error) at = at.errors[0];
  return at instanceof Error ? at.message || at.name : String(at);
}
