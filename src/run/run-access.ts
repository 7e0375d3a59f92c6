import type { Client } from "../client.js";
import { toEventFilter } from "../event-name.js";
import type { EventOptions } from "./event-options.js";
import { RunEvents } from "./run-events.js";
import type { RunBody } from "./run-requests.js";

/** What {@link streamRun} takes: the run's body as the server has it, and how its events are read. */
export type StreamRunOptions = EventOptions & {
  /** The thread to run on. Left out, the run is stateless. */
  threadId?: string | undefined;
  /** Assistant id or graph name. */
  assistantId: string;
} & Partial<RunBody>;

/**
 * Starts a run of any assistant and gives its events as the server names them. Unless `stream_resumable` is `false`, a
 * cut stream is resumed without loss.
 *
 * @param client - from `createClient`
 * @param options - the run's body, its thread, and how to read it
 * @throws TypeError without `assistantId`
 * @throws {StreamError} from the iteration when the stream was cut and cannot be resumed, {@link ApiError} when the
 * server refused the run, {@link ConnectionError} when it did not answer
 *
 * Calls `POST /threads/{thread_id}/runs/stream` with a `threadId`, else `POST /runs/stream`.
 */
export function streamRun(client: Client, options: StreamRunOptions): RunEvents {
  if (!isId(options.assistantId))
    throw new TypeError("streamRun needs assistantId: an assistant id or a graph name");
  const { threadId, assistantId, signal, headers, timeout, timeoutMs, retry, ...others } = options;
  const { idleTimeoutMs, maxEventBytes, maxPendingMs, stopOnLeave, ...rest } = others;
  const { input, command, ...body } = rest;
  const begin = command !== undefined ? { command } : input !== undefined ? { input } : {};
  return new RunEvents(
    client,
    { threadId, body: { stream_resumable: true, ...body, ...begin, assistant_id: assistantId } },
    { signal, headers, timeout, timeoutMs, retry, idleTimeoutMs, maxEventBytes, maxPendingMs, stopOnLeave },
    toEventFilter(body.stream_mode, body.stream_subgraphs),
  );
}

/** What {@link joinRun} takes. */
export interface JoinRunOptions extends EventOptions {
  /** The thread that the run is on. Left out, the run is stateless. */
  threadId?: string | undefined;
  /** The run, as the server named it. */
  runId: string;
  /** The last event that is known already. Default: none, so all events come that the server has kept. */
  lastEventId?: string | undefined;
}

/**
 * Joins a run that was started before, here or elsewhere, and gives its events as the server names them.
 *
 * A run that was not started as resumable keeps each event for one reader only.
 *
 * @param client - from `createClient`
 * @param run - which run, after which event to begin, and how to read it
 * @throws TypeError without `runId`
 * @throws {StreamError} from the iteration when the server does not know the run
 *
 * Calls `GET /threads/{thread_id}/runs/{run_id}/stream` with a `threadId`, else `GET /runs/{run_id}/stream`.
 */
export function joinRun(
  client: Client,
  { threadId, runId, lastEventId, ...options }: JoinRunOptions,
): RunEvents {
  if (!isId(runId)) throw new TypeError("joinRun needs runId: the id of a run that was started before");
  return new RunEvents(client, { threadId, runId, lastEventId }, options);
}

/** Looked at because a caller in JavaScript may leave it out, and a server's answer to that would say little. */
const isId = (id: unknown): boolean => typeof id === "string" && id !== "";
