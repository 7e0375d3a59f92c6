/** The requests about runs, and the one way to find, look up and cancel a run. */
import type { components } from "../../generated/schema.js";
import { result, settled, unlessMissing } from "../client/answers.js";
import type { Answer } from "../client/attempts.js";
import type { CallOptions, Client } from "../client/client-calls.js";
import { setHeader } from "../client/outgoing-request.js";
import { isApiError } from "../errors.js";
import { nameMissingMode } from "../servers/error-bodies.js";
import { IDEMPOTENCY_KEY, isWaiting, metadataOf, toRunsPage } from "../servers/server.js";

/** The body of a run that is streamed. */
export type RunBody = components["schemas"]["RunCreateStreamingStateful"];
/** A run as the server keeps it. */
export type Run = components["schemas"]["Run"];
/** A thread as the server keeps it. */
export type Thread = components["schemas"]["Thread"];

/** Options of each request that one call makes. */
export interface CallInit extends CallOptions {
  headers: Record<string, string | null | undefined>;
  signal: AbortSignal | null;
}

type Loose<T> = { [K in keyof T]?: T[K] | null | undefined };

/** The options of a call as the client takes them. @throws the signal's reason, so that nothing is sent after an abort */
export function toCallInit(
  options: Loose<CallOptions & Pick<CallInit, "headers">>,
  signal: AbortSignal | null | undefined,
): CallInit {
  signal?.throwIfAborted();
  const { timeoutMs, timeout, retry } = options;
  const headers = options.headers ?? {};
  // what no header can hold is refused before anything is sent
  for (const [name, value] of Object.entries(headers)) setHeader(new Headers(), name, value);
  return {
    headers,
    signal: signal ?? null,
    ...(timeoutMs == null ? {} : { timeoutMs }),
    ...(timeout == null ? {} : { timeout }),
    ...(retry == null ? {} : { retry }),
  };
}

/** A run, and its thread where it has one. */
export interface RunAddress {
  threadId: string | undefined;
  runId: string;
}

/** Header values that keep a stream a stream, and an error an error. */
const STREAM_ACCEPT = "text/event-stream, application/json";

/** The options of a call whose answer is a stream. */
export const streaming = (init: CallInit, headers: Record<string, string> = {}) =>
  ({ ...init, headers: { ...init.headers, accept: STREAM_ACCEPT, ...headers }, parseAs: "stream" }) as const;

/** Starts a run and its stream: `POST /threads/{thread_id}/runs/stream` or `POST /runs/stream`. */
export function postRunStream(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<Answer> {
  if (threadId === undefined)
    return started(body, settled<unknown>(client.POST("/runs/stream", { ...streaming(init), body })));
  const params = { path: { thread_id: threadId } };
  const options = { ...streaming(init), params, body };
  return started(body, settled<unknown>(client.POST("/threads/{thread_id}/runs/stream", options)));
}

const started = <T>({ stream_mode }: RunBody, starting: Promise<T>): Promise<T> =>
  starting.catch((error: unknown) => {
    throw nameMissingMode(error, stream_mode);
  });

/** Joins a run's stream: `GET /threads/{thread_id}/runs/{run_id}/stream` or `GET /runs/{run_id}/stream`. */
export function getRunStream(
  client: Client,
  { threadId, runId }: RunAddress,
  { lastEventId, cancelOnDisconnect }: { lastEventId: string | undefined; cancelOnDisconnect: boolean },
  init: CallInit,
): Promise<Answer> {
  const options = streaming(init, lastEventId === undefined ? {} : { "last-event-id": lastEventId });
  const query = cancelOnDisconnect ? { cancel_on_disconnect: true } : {};
  if (threadId === undefined) {
    const params = { path: { run_id: runId }, query };
    return settled<unknown>(client.GET("/runs/{run_id}/stream", { ...options, params }));
  }
  const params = { path: { thread_id: threadId, run_id: runId }, query };
  return settled<unknown>(client.GET("/threads/{thread_id}/runs/{run_id}/stream", { ...options, params }));
}

/** Starts a run in the background: `POST /threads/{thread_id}/runs` or `POST /runs`. */
export function postRun(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<unknown> {
  if (threadId === undefined) return started(body, result<unknown>(client.POST("/runs", { ...init, body })));
  const params = { path: { thread_id: threadId } };
  return started(body, result<unknown>(client.POST("/threads/{thread_id}/runs", { ...init, params, body })));
}

/** What a run came to, once it has: `GET /threads/{thread_id}/runs/{run_id}/join`. */
export function getRunOutput(
  client: Client,
  threadId: string,
  runId: string,
  init: CallInit,
): Promise<unknown> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  return result<unknown>(client.GET("/threads/{thread_id}/runs/{run_id}/join", { ...init, params }));
}

/** One run of a thread: `GET /threads/{thread_id}/runs/{run_id}`. */
export function getRun(client: Client, threadId: string, runId: string, init: CallInit): Promise<Run> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  return result(client.GET("/threads/{thread_id}/runs/{run_id}", { ...init, params }));
}

/** A thread: `GET /threads/{thread_id}`. */
export function getThread(client: Client, threadId: string, init: CallInit): Promise<Thread> {
  return result(client.GET("/threads/{thread_id}", { ...init, params: { path: { thread_id: threadId } } }));
}

/** Whether a thread waits for an answer; not when it is gone. */
export async function isThreadWaiting(client: Client, threadId: string, init: CallInit): Promise<boolean> {
  const thread = await unlessMissing(getThread(client, threadId, init));
  return thread !== undefined && isWaiting(thread);
}

/**
 * Stops a run; one that is over stays as it is: `POST /threads/{thread_id}/runs/{run_id}/cancel`.
 *
 * @returns whether the server has taken the stop; not when the run was over, or is gone
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
 * The run of a thread that was started with an idempotency key; `"unmarked"` when the rows do not have the key with which a run
 * was started. Each row is read once: `GET /threads/{thread_id}/runs`, page by page.
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

/**
 * The thread that the server made for a stateless run; `undefined` when the run, and its thread with it, is over:
 * `POST /threads/search`.
 */
export async function findThread(
  client: Client,
  key: string,
  init: CallInit,
): Promise<{ threadId: string; status: string | undefined } | undefined> {
  const body = { metadata: { [IDEMPOTENCY_KEY]: key }, limit: 1 };
  const [thread] = await result(client.POST("/threads/search", { ...init, body }));
  if (thread?.thread_id === undefined) return undefined;
  return { threadId: thread.thread_id, status: thread.status };
}
