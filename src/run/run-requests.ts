import type { components } from "../../generated/schema.js";
import { type Client, done, result, settled, unlessMissing } from "../client.js";
import { toRunsPage } from "../dialect.js";
import type { CallOptions } from "../http/http.js";
import { setHeader } from "../http/transport.js";

/** The member of a run's metadata that its client finds it by. */
export const START_TAG = "langgraph_remote_start";

/** What starts a run, with the tag that it is found by. */
export function withTag<Body extends { metadata?: Record<string, unknown> }>(body: Body, tag: string): Body {
  return { ...body, metadata: { ...body.metadata, [START_TAG]: tag } };
}

/** The body of a run that is streamed. */
export type RunBody = components["schemas"]["RunCreateStreamingStateful"];
/** A run as the server keeps it. */
export type Run = components["schemas"]["Run"];
/** A thread as the server keeps it. */
export type Thread = components["schemas"]["Thread"];

/** Options of each request that one call makes. */
export interface CallInit extends CallOptions {
  headers: Record<string, string | null | undefined>;
  signal: AbortSignal;
}

type Loose<T> = { [K in keyof T]?: T[K] | undefined };

/** The options of a call as openapi-fetch takes them: nothing in them is `undefined`. */
export function toCallInit(
  options: Loose<CallOptions & { headers?: CallInit["headers"] }>,
  signal: AbortSignal,
): CallInit {
  const { headers = {}, timeoutMs, timeout, retry } = options;
  const names = Object.keys(headers);
  // openapi-fetch would refuse it too, in words that quote the value
  for (const name of names) setHeader(new Headers(), name, headers[name]);
  const withoutHeaders = names.filter((name) => headers[name] === null);
  return {
    headers,
    signal,
    ...(withoutHeaders.length === 0 ? {} : { withoutHeaders }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(timeout === undefined ? {} : { timeout }),
    ...(retry === undefined ? {} : { retry }),
  };
}

/** A run, and its thread where it has one. */
export interface RunAddress {
  threadId: string | undefined;
  runId: string;
}

/** Header values that keep a stream a stream, and an error an error. */
const STREAM_ACCEPT = "text/event-stream, application/json";

const streaming = (init: CallInit, headers: Record<string, string> = {}) =>
  ({ ...init, headers: { ...init.headers, accept: STREAM_ACCEPT, ...headers }, parseAs: "stream" }) as const;

/** Starts a run and its stream: `POST /threads/{thread_id}/runs/stream` or `POST /runs/stream`. */
export async function postRun(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<Response> {
  const call =
    threadId === undefined
      ? client.POST("/runs/stream", { ...streaming(init), body })
      : client.POST("/threads/{thread_id}/runs/stream", {
          ...streaming(init),
          params: { path: { thread_id: threadId } },
          body,
        });
  return (await settled<unknown>(client, call)).response;
}

/** Joins a run's stream: `GET /threads/{thread_id}/runs/{run_id}/stream` or `GET /runs/{run_id}/stream`. */
export async function getRunStream(
  client: Client,
  { threadId, runId }: RunAddress,
  { lastEventId, cancelOnDisconnect }: { lastEventId: string; cancelOnDisconnect: boolean },
  init: CallInit,
): Promise<Response> {
  const options = streaming(init, { "last-event-id": lastEventId });
  const query = cancelOnDisconnect ? { cancel_on_disconnect: true } : {};
  const call =
    threadId === undefined
      ? client.GET("/runs/{run_id}/stream", { ...options, params: { path: { run_id: runId }, query } })
      : client.GET("/threads/{thread_id}/runs/{run_id}/stream", {
          ...options,
          params: { path: { thread_id: threadId, run_id: runId }, query },
        });
  return (await settled<unknown>(client, call)).response;
}

/** Starts a run in the background: `POST /threads/{thread_id}/runs` or `POST /runs`. */
export async function postBackgroundRun(
  client: Client,
  threadId: string | undefined,
  body: RunBody,
  init: CallInit,
): Promise<unknown> {
  return threadId === undefined
    ? result<unknown>(client, client.POST("/runs", { ...init, body }))
    : result<unknown>(
        client,
        client.POST("/threads/{thread_id}/runs", {
          ...init,
          params: { path: { thread_id: threadId } },
          body,
        }),
      );
}

/** What a run came to, once it has: `GET /threads/{thread_id}/runs/{run_id}/join`. */
export function joinRunBody(
  client: Client,
  threadId: string,
  runId: string,
  init: CallInit,
): Promise<unknown> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  return result<unknown>(client, client.GET("/threads/{thread_id}/runs/{run_id}/join", { ...init, params }));
}

/** One run of a thread: `GET /threads/{thread_id}/runs/{run_id}`. */
export function getRun(client: Client, threadId: string, runId: string, init: CallInit): Promise<Run> {
  const params = { path: { thread_id: threadId, run_id: runId } };
  return result(client, client.GET("/threads/{thread_id}/runs/{run_id}", { ...init, params }));
}

/** A thread: `GET /threads/{thread_id}`. */
export function getThread(client: Client, threadId: string, init: CallInit): Promise<Thread> {
  const params = { path: { thread_id: threadId } };
  return result(client, client.GET("/threads/{thread_id}", { ...init, params }));
}

/** Stops a run: `POST /threads/{thread_id}/runs/{run_id}/cancel`. */
export function cancelRun(
  client: Client,
  threadId: string,
  runId: string,
  { action, wait }: { action?: "interrupt" | "rollback"; wait?: boolean },
  init: CallInit,
): Promise<void> {
  // the JavaScript server takes any `wait` for true, also wait=false
  const query = { ...(action === undefined ? {} : { action }), ...(wait ? { wait } : {}) };
  const params = { path: { thread_id: threadId, run_id: runId }, query };
  return done(client, client.POST("/threads/{thread_id}/runs/{run_id}/cancel", { ...init, params }));
}

const PAGE = 100;

/** Runs of a thread, newest first; none when there is no thread: `GET /threads/{thread_id}/runs`. */
export async function runsOf(
  client: Client,
  threadId: string,
  page: { offset: number; limit: number },
  init: CallInit,
): Promise<(Run | components["schemas"]["RunSelection"])[]> {
  const params = { path: { thread_id: threadId }, query: toRunsPage(page.offset, page.limit) };
  const asking = result(client, client.GET("/threads/{thread_id}/runs", { ...init, params }));
  return (await unlessMissing(asking)) ?? [];
}

/** The id of the thread's run that carries a member in its metadata: `GET /threads/{thread_id}/runs`, page by page. */
export async function findRun(
  client: Client,
  threadId: string,
  [key, value]: readonly [string, string],
  init: CallInit,
): Promise<string | undefined> {
  for (let offset = 0; ; offset += PAGE) {
    const runs = await runsOf(client, threadId, { offset, limit: PAGE }, init);
    const found = runs.find((run) => run.metadata?.[key] === value);
    if (found !== undefined || runs.length < PAGE) return found?.run_id;
  }
}

/** The thread that carries a member in its metadata, as one does that a stateless run made: `POST /threads/search`. */
export async function findThread(
  client: Client,
  [key, value]: readonly [string, string],
  init: CallInit,
): Promise<{ thread_id: string; status: string } | undefined> {
  const body = { metadata: { [key]: value }, limit: 1 };
  const [thread] = await result(client, client.POST("/threads/search", { ...init, body }));
  const { thread_id, status } = thread ?? {};
  return thread_id === undefined || status === undefined ? undefined : { thread_id, status };
}
