/** The requests that start, join, read, find and cancel runs. */
import type { components } from "../../generated/schema.js";
import type { Exchange } from "../client/attempts.js";
import type { CallOptions, Client } from "../client/client-calls.js";
import { mergeHeaders } from "../client/outgoing-request.js";
import { result, settled, unlessMissing } from "../client/results.js";
import { isApiError } from "../errors.js";
import { nameMissingMode } from "../servers/error-bodies.js";
import { FAILURE_IN_ROW, IDEMPOTENCY_KEY, isWaiting, metadataOf, toRunsPage } from "../servers/server.js";

/** The body of a run that is streamed. */
export type RunBody = components["schemas"]["RunCreateStreamingStateful"];
/** A run's row. */
export type Run = components["schemas"]["Run"];
/** A thread's row. */
export type Thread = components["schemas"]["Thread"];

/** Options of every request of a call. */
export interface CallInit extends CallOptions {
  headers: Record<string, string | null | undefined>;
  signal: AbortSignal | null;
}

type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };

/** Converts the options of a call to those of its requests. @throws the signal's reason if it has aborted */
export function toCallInit(
  options: Loose<CallOptions & Pick<CallInit, "headers">>,
  signal: AbortSignal | null | undefined,
): CallInit {
  signal?.throwIfAborted();
  const { timeoutMs, timeout, retry } = options;
  const headers = options.headers ?? {};
  mergeHeaders(headers); // throws for an invalid header value before any request
  return {
    headers,
    signal: signal ?? null,
    ...(timeoutMs == null ? {} : { timeoutMs }),
    ...(timeout == null ? {} : { timeout }),
    ...(retry == null ? {} : { retry }),
  };
}

/** Accepts an event stream, and JSON for an error. */
const STREAM_ACCEPT = "text/event-stream, application/json";

/** The options of a request for an event stream. */
export const streaming = (init: CallInit, headers: Record<string, string> = {}) =>
  ({ ...init, headers: { ...init.headers, accept: STREAM_ACCEPT, ...headers }, parseAs: "stream" }) as const;

/** Starts a run and its stream: `POST /threads/{thread_id}/runs/stream` or `POST /runs/stream`. */
export function postRunStream(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<Exchange> {
  const path = threadId === undefined ? "/runs/stream" : "/threads/{thread_id}/runs/stream";
  const options = { ...streaming(init), params: { path: { thread_id: threadId ?? "" } }, body };
  return started(body, settled<unknown>(client.POST<typeof path, "stream">(path, options)));
}

/** Starts a run in the background: `POST /threads/{thread_id}/runs` or `POST /runs`. */
export function postRun(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<unknown> {
  const path = threadId === undefined ? "/runs" : "/threads/{thread_id}/runs";
  const options = { ...init, params: { path: { thread_id: threadId ?? "" } }, body };
  return started(body, result<unknown>(client.POST<typeof path>(path, options)));
}

const started = <T>({ stream_mode }: RunBody, starting: Promise<T>): Promise<T> =>
  starting.catch((error: unknown) => {
    throw nameMissingMode(error, stream_mode);
  });

/** Joins a run's stream: `GET /threads/{thread_id}/runs/{run_id}/stream` or `GET /runs/{run_id}/stream`. */
export function getRunStream(
  client: Client,
  { threadId, runId }: { threadId: string | undefined; runId: string },
  { lastEventId, cancelOnDisconnect }: { lastEventId: string | undefined; cancelOnDisconnect: boolean },
  init: CallInit,
): Promise<Exchange> {
  const path = threadId === undefined ? "/runs/{run_id}/stream" : "/threads/{thread_id}/runs/{run_id}/stream";
  const query = cancelOnDisconnect ? { cancel_on_disconnect: true } : {};
  const options = {
    ...streaming(init, lastEventId === undefined ? {} : { "last-event-id": lastEventId }),
    params: { path: { thread_id: threadId ?? "", run_id: runId }, query },
  };
  return settled<unknown>(client.GET<typeof path, "stream">(path, options));
}

/** Waits for a run's output: `GET /threads/{thread_id}/runs/{run_id}/join`. */
export function getRunOutput(
  client: Client,
  threadId: string,
  runId: string,
  init: CallInit,
): Promise<unknown> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  const call = client.GET("/threads/{thread_id}/runs/{run_id}/join", { ...init, params });
  return result<unknown>(call, "__error__");
}

/** One run of a thread: `GET /threads/{thread_id}/runs/{run_id}`. */
export function getRun(client: Client, threadId: string, runId: string, init: CallInit): Promise<Run> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  return result(client.GET("/threads/{thread_id}/runs/{run_id}", { ...init, params }), FAILURE_IN_ROW);
}

/** A thread: `GET /threads/{thread_id}`. */
export function getThread(client: Client, threadId: string, init: CallInit): Promise<Thread> {
  const params = { path: { thread_id: threadId } };
  return result(client.GET("/threads/{thread_id}", { ...init, params }), "error");
}

/** Whether a thread has a pending interrupt; false when it doesn't exist. */
export async function isThreadWaiting(client: Client, threadId: string, init: CallInit): Promise<boolean> {
  const thread = await unlessMissing(getThread(client, threadId, init));
  return thread !== undefined && isWaiting(thread);
}

/**
 * Stops a run; one that is over stays as it is: `POST /threads/{thread_id}/runs/{run_id}/cancel`.
 *
 * @returns whether the server accepted; false when the run has ended or does not exist
 */
export async function cancelRun(
  client: Client,
  threadId: string,
  runId: string,
  { action, wait }: { action?: "interrupt" | "rollback" | undefined; wait?: boolean | undefined },
  init: CallInit,
): Promise<boolean> {
  const query = { ...(action === undefined ? {} : { action }), ...(wait ? { wait } : {}) };
  const params = { path: { thread_id: threadId, run_id: runId }, query };
  const call = settled(client.POST("/threads/{thread_id}/runs/{run_id}/cancel", { ...init, params }));
  return call.then(
    () => true,
    (error: unknown) => {
      if (isApiError(error) && (error.status === 404 || error.status === 409)) return false;
      throw error;
    },
  );
}

/** Rows of a thread's runs; none when there is no thread: `GET /threads/{thread_id}/runs`. */
export async function getRuns(
  client: Client,
  threadId: string,
  page: { offset: number; count: number },
  init: CallInit,
): Promise<(Run | components["schemas"]["RunSelection"])[]> {
  const params = { path: { thread_id: threadId }, query: toRunsPage(page.offset, page.count) };
  const asking = result(client.GET("/threads/{thread_id}/runs", { ...init, params }));
  return (await unlessMissing(asking)) ?? [];
}

const PAGE = 100;

/**
 * Finds the run of a thread by its idempotency key: `GET /threads/{thread_id}/runs`, page by page. `"unmarked"` when the
 * server's rows don't contain idempotency keys.
 */
export async function findRun(
  client: Client,
  threadId: string,
  key: string,
  init: CallInit,
): Promise<{ runId: string } | "unmarked" | undefined> {
  let isMarked = false;
  for (let offset = 0; ; ) {
    const rows = await getRuns(client, threadId, { offset, count: PAGE }, init);
    for (const row of rows) {
      const metadata = metadataOf(row);
      if (metadata?.[IDEMPOTENCY_KEY] === key && row.run_id !== undefined) return { runId: row.run_id };
      isMarked ||= metadata !== undefined;
    }
    offset += rows.length;
    if (rows.length < PAGE) return isMarked || offset === 0 ? undefined : "unmarked";
  }
}

/** Finds the temporary thread of a stateless run, which is removed at the run's end: `POST /threads/search`. */
export async function findThread(client: Client, key: string, init: CallInit): Promise<string | undefined> {
  const body = { metadata: { [IDEMPOTENCY_KEY]: key }, limit: 1 };
  const [thread] = await result(client.POST("/threads/search", { ...init, body }));
  return thread?.thread_id;
}
