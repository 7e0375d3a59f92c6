import { isApiError, isConnectionError } from "../errors.js";

/** How often a request is tried again. */
export interface RetryOptions {
  /** Attempts after the first one. Default 4. */
  maxRetries?: number | undefined;
}

const DEFAULT_MAX_RETRIES = 4;
const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 15_000;
/** The longest `Retry-After` that a call waits for. */
export const LONGEST_WAIT_MS = 120_000;

/** Attempts after the first one; `false` means none. */
export function maxRetriesOf(retry: RetryOptions | false | undefined): number {
  if (retry === false) return 0;
  const count = retry?.maxRetries ?? DEFAULT_MAX_RETRIES;
  if (!Number.isInteger(count) || count < 0) {
    throw new TypeError(`retry.maxRetries must be a whole number from 0, not ${count}`);
  }
  return count;
}

/**
 * Exponential backoff with jitter: half of each step is fixed, half is random.
 *
 * @param attempt - how many attempts have failed before, from 0
 */
export function backoffMs(attempt: number, random = Math.random): number {
  const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempt);
  return step / 2 + (random() * step) / 2;
}

/**
 * A `Retry-After` header in ms, from seconds or an HTTP date; `undefined` when it is missing or invalid. A date is compared
 * with the response's own `Date`, since the local clock may be wrong.
 */
export function retryAfterMs(headers: Headers): number | undefined {
  const header = headers.get("retry-after")?.trim();
  if (!header) return undefined;
  const seconds = Number(header);
  const sentAt = Date.parse(headers.get("date") ?? "");
  const now = Number.isNaN(sentAt) ? Date.now() : sentAt;
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

const READING_POST = /\/(search|count|history|versions|namespaces|state\/checkpoint)$/;

/** True for idempotent requests: reads, and writes that specify their complete result. */
export function isSafeToRepeat(method: string, path: string): boolean {
  switch (method) {
    case "GET":
    case "HEAD":
    case "PUT":
    case "DELETE":
      return true;
    case "POST":
      return READING_POST.test(path);
    default:
      return false;
  }
}

const TRANSIENT_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Whether a proxy has got no answer from the server: 520 to 524 are Cloudflare's. */
export const isOfProxy = (status: number): boolean => status >= 520 && status <= 524;

/** Whether another attempt may succeed after this status. */
export const isTransient = (status: number): boolean => TRANSIENT_STATUS.has(status) || isOfProxy(status);

/** Whether the server could not be reached, or was temporarily unavailable. */
export const isTransientError = (error: unknown): boolean =>
  isConnectionError(error) || (isApiError(error) && isTransient(error.status));

/**
 * Whether a request is retried after this status. One that is not idempotent is retried only after a 429 with a
 * `Retry-After`, since the server has not processed it then. A 503 is ambiguous: a proxy may send it after the server has
 * received the request.
 */
export const isRetryableStatus = (status: number, safeToRepeat: boolean, hasRetryAfter: boolean): boolean =>
  safeToRepeat ? isTransient(status) : status === 429 && hasRetryAfter;

const NOT_CONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ConnectionRefused",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** True when the failure shows that no connection was ever made, so the server cannot have seen the request. */
export function wasNeverSent(error: unknown): boolean {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string" && NOT_CONNECTED.has(at.code)) return true;
    if (at instanceof AggregateError && at.errors.length > 0) return at.errors.every(wasNeverSent);
    if (/\bconnection refused\b|\bfailed to lookup address\b/i.test(at.message)) return true;
  }
  return false;
}
