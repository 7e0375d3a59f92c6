import type { components } from "../../generated/schema.js";
import type { RetryOptions } from "../client/retry-policy.js";
import type {
  GraphTypes,
  OnDisconnect,
  RequestOptions,
  RunOptions,
  StreamMode,
  StreamOptions,
} from "../types.js";
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

type EventLimits = Pick<RunOptions, "idleTimeoutMs" | "maxEventBytes">;

/** Options for reading a run's events. */
export interface EventOptions extends RequestOptions, EventLimits {
  /** Time limit in ms from the first request to the last event. Default: none. */
  timeout?: number | undefined;
  /**
   * How often a request, or a connection without new events, is tried again. Default: the client's, or 4 times; 8 times after
   * the server closed the stream during the run, as it does before a restart, which gives it some 20 s.
   */
  retry?: RetryOptions | false | undefined;
  /** Time in ms that the run may wait for its start before it counts as lost. Default: none. */
  maxPendingMs?: number | undefined;
  /** Whether a reader that leaves early stops the run. Default: when the run is started with `on_disconnect: "cancel"`. */
  stopOnLeave?: boolean | undefined;
}

/** A run to read: one to start, or one that was started earlier. */
export type RunToRead = RunToStart | RunToJoin;

/** A run to start. */
interface RunToStart extends Absent<Omit<RunToJoin, "threadId" | "body">> {
  threadId?: string | undefined;
  body: RunBody;
}

type Absent<T> = { [K in keyof T]?: undefined };

/** A run that was started earlier. */
export interface RunToJoin {
  body?: undefined;
  threadId?: string | undefined;
  runId: string;
  /** The id of the last known event. Default: none, for all events that the server has kept. */
  lastEventId?: string | undefined;
  /** Only new events, without a replay. Default false. */
  onlyNew?: boolean | undefined;
  /** Whether the run was started as resumable, so that any number of readers can join; `undefined` when unknown. */
  resumable?: boolean | undefined;
  /** What the server does with the run when its reader leaves early. Default: it continues. */
  onDisconnect?: OnDisconnect | undefined;
  /** The idempotency key of its start, if this process knows it. */
  idempotencyKey?: string | undefined;
  /** The thread that the run is on: its own, or the one that the server made for a stateless run. */
  actualThreadId?: string | undefined;
}

/** Reads one run's events in batches. */
export interface EventReader {
  /** The thread that the run is on; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The run; `undefined` until the server has named it. */
  readonly runId: string | undefined;
  readonly lastEventId: string | undefined;
  /** The idempotency key of the run's start, if this process started it. */
  readonly idempotencyKey?: string | undefined;
  /** The thread that the run is on: its own, or the one that the server made for a stateless run. */
  readonly actualThreadId?: string | undefined;
  /** Whether the server keeps the run's events for any number of readers; `undefined` when unknown. */
  readonly resumable?: boolean | undefined;
  /** The stream modes of the request that started the run; `undefined` when unknown. */
  readonly modes?: readonly string[] | undefined;
  /** Whether the reading was cancelled or aborted, so that received events must be dropped. */
  readonly isStopped: boolean;
  /** Sends the first request, and resolves when the server has answered it. */
  open(): Promise<void>;
  /** The next events, at least one; `undefined` after the last. Overlapping calls get different events, in order. */
  next(): Promise<RunEvent[] | undefined>;
  /** Closes the connection at once. */
  cancel(reason?: unknown): Promise<void>;
}

/** The status of a run. A run with a pending interrupt is a `success`; a cancelled run is `interrupted`. */
export type RunStatus = components["schemas"]["Run"]["status"];

/** Options of `createRun`. */
export type CreateRunOptions<G extends GraphTypes = GraphTypes> = Omit<
  StreamOptions<G>,
  "onDisconnect" | keyof EventLimits
>;

/** Options of a handle's `join`. */
export interface JoinOptions extends RequestOptions {
  /** Ends the wait, but not the run, when it aborts. */
  signal?: AbortSignal | undefined;
  /** Time limit in ms for the run's end. Default: none. */
  timeoutMs?: number | undefined;
  /**
   * Time in ms without progress after which a run counts as lost. Default: 10 minutes for a run that does not start, or
   * whose server broke off; a day for a running run that is not resumable and does not change its thread.
   */
  lostAfterMs?: number | undefined;
}

/** Options of `joinStream`, and of a handle's `stream`. */
export interface JoinStreamOptions<
  Mode extends StreamMode | readonly StreamMode[] = StreamMode | readonly StreamMode[],
  Subgraphs extends boolean = boolean,
> extends RequestOptions,
    EventLimits {
  /** The id of the last known event. Default: none, for all events that the server has kept. */
  lastEventId?: string | undefined;
  /** One mode, or a list, of those that the run was started with. Default `updates`. */
  streamMode?: Mode | undefined;
  /** Also the events of subgraphs, if the run was started with them. Default false. */
  subgraphs?: Subgraphs | undefined;
  /** What the server does with the run when this reader leaves early. Default: it continues. */
  onDisconnect?: OnDisconnect | undefined;
}

/** Options of a handle's `cancel`. */
export interface CancelOptions extends RequestOptions {
  /** `rollback` also removes the run and its checkpoints, if the server supports it. Default `interrupt`. */
  action?: "interrupt" | "rollback" | undefined;
  /** Whether to wait until the run has stopped. Default false. */
  wait?: boolean | undefined;
}

/** Selects an event stream's bytes, for the `Response` of a route handler. */
export interface Encoded {
  /** The format of the bytes: server-sent events. */
  encoding: "text/event-stream";
}
