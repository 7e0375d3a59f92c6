import type { components } from "../../generated/schema.js";
import type { RetryOptions } from "../client/retry-policy.js";
import type { GraphTypes, OnDisconnect, RequestOptions, StreamMode, StreamOptions } from "../types.js";
import type { RunBody } from "./run-requests.js";

/** One event of a run, as the server names it. */
export interface RunEvent {
  /** Its id, where the server gave one. */
  id?: string;
  /** Its name: a stream mode, with `|node:id` for each subgraph, or `metadata`, `error`, `end`, … */
  event: string;
  /** The parsed JSON. */
  data: unknown;
}

/** How a run's events are read. */
export interface EventOptions {
  /** Ends the reading when it aborts; it then fails with its reason. */
  signal?: AbortSignal | undefined;
  /** Headers of each request, over the client's. */
  headers?: Record<string, string | null | undefined> | undefined;
  /** Time in ms for everything, from the first request to the last event. Default: none. */
  timeout?: number | undefined;
  /** Time in ms to the response headers of each request. Default: the client's. */
  timeoutMs?: number | undefined;
  /** How often a request, or a connection that brought nothing new, is tried again. Default: the client's, or 4 times; of a
   * stream that a server ended in mid-run, as one does that shuts down, 8 times, which gives it some 20 s to come back. */
  retry?: RetryOptions | false | undefined;
  /** Time in ms without a byte after which the stream counts as cut; heartbeats are bytes. Default: none. */
  idleTimeoutMs?: number | undefined;
  /** The largest event in bytes. Default 256 MiB. */
  maxEventBytes?: number | undefined;
  /** Time in ms that the run may wait for its start before it counts as lost. Default: none. */
  maxPendingMs?: number | undefined;
  /** Whether a reader that leaves early stops the run. Default: when the run is started with `on_disconnect: "cancel"`. */
  stopOnLeave?: boolean | undefined;
}

/** A run to start. */
export interface RunToStart {
  threadId?: string | undefined;
  body: RunBody;
}

/** A run that is there already. */
export interface RunToJoin {
  threadId?: string | undefined;
  runId: string;
  /** The last event that is known already. Default: none, so all events come that the server has kept. */
  lastEventId?: string | undefined;
  /** Only events that are yet to come. Default false. */
  onlyNew?: boolean | undefined;
  /** Whether the server keeps its events for any number of readers; `undefined` where that is not known. */
  resumable?: boolean | undefined;
  /** What becomes of the run when its reader leaves early. Default: it goes on. */
  onDisconnect?: OnDisconnect | undefined;
  /** The idempotency key of its start, where this process knows it. */
  key?: string | undefined;
  /** The thread that the server made for a stateless run, where it is known. */
  home?: string | undefined;
}

/** What reads one run's events by batches. */
export interface EventReader {
  readonly threadId: string | undefined;
  readonly runId: string | undefined;
  readonly lastEventId: string | undefined;
  /** The idempotency key of the run's start, where this process started it. */
  readonly key?: string | undefined;
  /** The thread that the server made for a stateless run, where it is known. */
  readonly home?: string | undefined;
  /** Whether the reader was left or aborted, so that what was received is to be dropped. */
  readonly isStopped: boolean;
  /** Sends the first request, and resolves when the server has answered it. */
  open(): Promise<void>;
  /** The next events, at least one; `undefined` after the last. Calls that overlap give different events, in order. */
  next(): Promise<RunEvent[] | undefined>;
  /** Closes the connection at once. */
  cancel(reason?: unknown): Promise<void>;
}

/** How a run stands. One that waits for an answer is a `success`; `interrupted` is one that was cancelled. */
export type RunStatus = components["schemas"]["Run"]["status"];

/** Options of `createRun`. */
export type CreateRunOptions<G extends GraphTypes = GraphTypes> = Omit<
  StreamOptions<G>,
  "onDisconnect" | "idleTimeoutMs" | "maxEventBytes"
>;

/** Options of a handle's `join`. */
export interface JoinOptions {
  /** Headers of each request, over the client's. */
  headers?: RequestOptions["headers"];
  /** Ends the wait when it aborts, not the run. */
  signal?: AbortSignal | undefined;
  /** Time in ms in which the run has to end. Default: none. */
  timeoutMs?: number | undefined;
  /**
   * Time in ms without a sign of life after which a run counts as lost. Default 10 minutes for one that does not start,
   * or whose server broke off; a day for one that is not resumable, runs, and leaves nothing new on its thread.
   */
  lostAfterMs?: number | undefined;
}

/** Options of `joinStream`, and of a handle's `stream`. */
export interface JoinStreamOptions<
  Mode extends StreamMode | readonly StreamMode[] = StreamMode | readonly StreamMode[],
  Subgraphs extends boolean = boolean,
> extends RequestOptions {
  /** The last event that is known already. Default: none, so all comes that the server has kept. */
  lastEventId?: string | undefined;
  /** One mode, or a list, of those that the run was started with. Default `updates`. */
  streamMode?: Mode | undefined;
  /** Also the events of subgraphs, if the run was started with them. Default false. */
  subgraphs?: Subgraphs | undefined;
  /** What becomes of the run when this reader leaves early. Default: it goes on. */
  onDisconnect?: OnDisconnect | undefined;
  /** Time in ms without a byte after which the stream counts as cut. Default: none. */
  idleTimeoutMs?: number | undefined;
  /** The largest event in bytes. Default 256 MiB. */
  maxEventBytes?: number | undefined;
}

/** Options of a handle's `cancel`. */
export interface CancelOptions extends RequestOptions {
  /** `rollback` also takes back what the run did, where the server can. Default `interrupt`. */
  action?: "interrupt" | "rollback" | undefined;
  /** Whether to wait until the run has stopped. Default false. */
  wait?: boolean | undefined;
}

/** Selects the bytes of an event stream, ready for the `Response` of a route handler. */
export interface Encoded {
  /** What the bytes are: frames of server-sent events, as the server names them. */
  encoding: "text/event-stream";
}
