import type { Client } from "../client/client-calls.js";
import { modeOf, toEventFilter } from "../wire/event-name.js";
import { RunEvents } from "./run-events.js";
import type { RunBody } from "./run-requests.js";
import type { EventOptions } from "./run-types.js";

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
    toStartedFilter(body.stream_mode ?? undefined, body.stream_subgraphs ?? undefined),
  );
}

/**
 * Every event of the started stream passes. A connection that joins the run may have others besides: of those only the
 * modes of the body, and those that the first connection had.
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

/** What {@link joinRun} takes. */
export interface JoinRunOptions extends EventOptions {
  /** The thread that the run is on. Left out, the run is stateless. */
  threadId?: string | undefined;
  /** The run, as the server named it. */
  runId: string;
  /** The last event that is known already. Default: none, so all events come that the server has kept. */
  lastEventId?: string | undefined;
  /** Only events that are yet to come, for a reader that knows the rest from elsewhere. Default false. */
  onlyNew?: boolean | undefined;
  /** Modes whose events are given, in the server's words; of those that the run was started with. Default: all. */
  streamMode?: string | readonly string[] | undefined;
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
  { threadId, runId, lastEventId, onlyNew, streamMode, ...options }: JoinRunOptions,
): RunEvents {
  if (!isId(runId)) throw new TypeError("joinRun needs runId: the id of a run that was started before");
  if (onlyNew && lastEventId) throw new TypeError("joinRun takes lastEventId or onlyNew, not both");
  // filtered here: of several modes the Python server would keep the last, and without its `metadata`
  const accepts = streamMode == null ? undefined : toEventFilter(streamMode, true);
  return new RunEvents(client, { threadId, runId, lastEventId, onlyNew }, options, accepts);
}

/** Checked because a caller in JavaScript may leave it out, and a server's answer to that would help little. */
const isId = (id: unknown): boolean => typeof id === "string" && id !== "";
