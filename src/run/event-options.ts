import type { RetryOptions } from "../retry.js";

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
  /** How often a request, or a rejoin that brought nothing new, is tried again. Default: the client's, or 4 times. */
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
