import type { Client } from "../client/client-calls.js";
import { modeOf, toEventFilter } from "../wire/event-name.js";
import { RunEvents } from "./run-events.js";
import type { RunBody } from "./run-requests.js";
import type { EventOptions } from "./run-types.js";

/** Options of {@link streamRun}: the fields of the run's body, and how its events are read. */
export type StreamRunOptions = EventOptions & {
  /** The id of the thread to run on. Default: none, a stateless run. */
  threadId?: string | undefined;
  /** Assistant id or graph name. */
  assistantId: string;
} & Partial<RunBody>;

/**
 * Starts a run of any assistant and returns its events, with the server's names. Unless `stream_resumable` is `false`, a
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
    toStartedFilter(body.stream_mode ?? undefined, body.stream_subgraphs ?? undefined),
  );
}

/**
 * Filters the events of a started run: all events of the first connection pass. A connection that joins the run may send
 * events of other modes; of these, only the modes of the body and of the first connection pass.
 */
function toStartedFilter(
  modes: RunBody["stream_mode"],
  subgraphs: boolean | undefined,
): (event: string, isFirst: boolean) => boolean {
  const isRequested = toEventFilter(modes, subgraphs);
  const seen = new Set<string>();
  return (event, isFirst) => {
    if (isFirst) seen.add(modeOf(event));
    return (
      isFirst ||
      isRequested(event) ||
      (seen.has(modeOf(event)) && (subgraphs === true || !event.includes("|")))
    );
  };
}

/** Options of {@link joinRun}. */
export interface JoinRunOptions extends EventOptions {
  /** The id of the run's thread. Default: none, for a stateless run. */
  threadId?: string | undefined;
  /** The id of the run. */
  runId: string;
  /** The id of the last known event. Default: none, for all events that the server has kept. */
  lastEventId?: string | undefined;
  /** Only new events, without a replay. Default false. */
  onlyNew?: boolean | undefined;
  /** The stream modes to read, as the server names them, of those that the run was started with. Default: all. */
  streamMode?: string | readonly string[] | undefined;
}

/**
 * Joins a run that was started earlier, in this process or another, and returns its events, with the server's names.
 *
 * A run that was not started as resumable sends each event to one reader only.
 *
 * @param client - from `createClient`
 * @param run - the run, the event to start after, and how to read it
 * @throws TypeError without `runId`
 * @throws {StreamError} from the iteration when the server does not know the run
 *
 * Calls `GET /threads/{thread_id}/runs/{run_id}/stream` with a `threadId`, else `GET /runs/{run_id}/stream`.
 */
export function joinRun(
  client: Client,
  { threadId, runId, lastEventId, onlyNew, streamMode, ...options }: JoinRunOptions,
): RunEvents {
  if (!isId(runId)) throw new TypeError("joinRun needs runId: the id of a run that was started before");
  if (onlyNew && lastEventId) throw new TypeError("joinRun takes lastEventId or onlyNew, not both");
  // filtered by the client: of several modes, the Python server would apply only the last, and drop `metadata`
  const accepts = streamMode == null ? undefined : toEventFilter(streamMode, true);
  return new RunEvents(client, { threadId, runId, lastEventId, onlyNew }, options, accepts);
}

/** Checked for callers in JavaScript, since a server's error for a missing id is hard to understand. */
const isId = (id: unknown): boolean => typeof id === "string" && id !== "";
