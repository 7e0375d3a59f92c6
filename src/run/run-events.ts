import { assertMs, loggerOf, retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { maxRetriesOf } from "../client/retry-policy.js";
import { onAbort, TimeLimit } from "../client/time-limit.js";
import { ConnectionError, StreamError } from "../errors.js";
import { EventIterator } from "./event-iterator.js";
import { EventTooLargeError } from "./event-parser.js";
import { ReconnectingReader } from "./reconnecting-reader.js";
import { RunAccess } from "./run-access.js";
import { toCallInit } from "./run-requests.js";
import { RunSource } from "./run-source.js";
import type { EventOptions, EventReader, RunEvent, RunToRead } from "./run-types.js";

/**
 * The events of one run, each once and in order. They are read in batches with `next`, or one by one with `for await`;
 * leaving the loop early closes the connection.
 */
export class RunEvents implements EventReader, AsyncIterable<RunEvent> {
  readonly #run: RunToRead;
  readonly #options: EventOptions;
  readonly #client: Client;
  readonly #accepts: (event: string, isFirst: boolean) => boolean;
  #limit: TimeLimit | undefined;
  #access: RunAccess | undefined;
  #source: RunSource | undefined;
  #reader: ReconnectingReader<RunEvent> | undefined;
  #iterator: EventIterator<RunEvent> | undefined;
  #opening: Promise<void> | undefined;
  #reading: Promise<unknown> = Promise.resolve();
  #stopListening = () => {};
  #state: "idle" | "open" | "ended" = "idle";
  /** Why the reading was stopped: with an error after an abort or a time limit, without one after `cancel`. */
  #stop: { error?: unknown } | undefined;

  /** @param accepts - whether an event of that name was requested; others are skipped */
  constructor(
    client: Client,
    run: RunToRead,
    options: EventOptions = {},
    accepts: (event: string, isFirst: boolean) => boolean = () => true,
  ) {
    for (const name of ["timeout", "timeoutMs", "idleTimeoutMs"] as const) assertMs(options[name], name);
    maxRetriesOf(options.retry ?? undefined);
    this.#client = client;
    this.#run = run;
    this.#options = options;
    this.#accepts = accepts;
  }

  /** The id of the run's thread; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#run.threadId;
  }

  /** The id of the run; `undefined` until the server has sent it. */
  get runId(): string | undefined {
    return this.#access?.runId ?? this.#run.runId;
  }

  /** The id of a stateless run's temporary thread, if it is known. */
  get actualThreadId(): string | undefined {
    return this.#access?.actualThreadId ?? this.threadId;
  }

  /** The id of the last event that `for await` has returned, else of the last one received; for joining the run later. */
  get lastEventId(): string | undefined {
    return this.#iterator?.lastEventId ?? this.#source?.lastEventId ?? this.#run.lastEventId;
  }

  /** The idempotency key of the run's start; `undefined` for a run that was started elsewhere. */
  get idempotencyKey(): string | undefined {
    return this.#access?.idempotencyKey;
  }

  /** @internal */
  get resumable(): boolean | undefined {
    const { body, resumable } = this.#run;
    return body === undefined ? resumable : body.stream_resumable === true;
  }

  /** @internal */
  get modes(): readonly string[] | undefined {
    const { body } = this.#run;
    return body && [body.stream_mode ?? []].flat();
  }

  /** Whether the reading was left or aborted. */
  get isStopped(): boolean {
    return this.#stop !== undefined;
  }

  /** Sends the first request, and resolves when the server has answered it. */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** The next events, at least one; `undefined` after the last. Overlapping calls get different events, in order. */
  next(): Promise<RunEvent[] | undefined> {
    const next = this.#reading.then(() => this.#next());
    this.#reading = next.catch(() => undefined);
    return next;
  }

  /** Closes the connection at once; with `on_disconnect: "cancel"` the run is stopped on the server too. */
  async cancel(reason?: unknown): Promise<void> {
    if (this.#state === "idle") {
      this.#state = "ended";
      this.#stop = {};
    }
    if (this.#state !== "open") return;
    this.#stop ??= {};
    this.#end();
    this.#limit?.abort(reason ?? new DOMException("the stream was cancelled", "AbortError"));
    await this.#leave();
  }

  /** The events one by one. Leaving the loop early closes the connection. */
  [Symbol.asyncIterator](): AsyncIterator<RunEvent, undefined, undefined> {
    this.#iterator ??= new EventIterator<RunEvent>(this, (event, into) => into.push(event));
    return this.#iterator;
  }

  async #open(): Promise<void> {
    const { signal, timeout, ...options } = this.#options;
    signal?.throwIfAborted();
    if (this.#state === "ended") return;
    const given = toCallInit(options, signal); // throws before there is a listener or a timer
    const limit = new TimeLimit(signal ?? undefined);
    limit.within(timeout ?? undefined, () => this.#tookTooLong(timeout));
    this.#limit = limit;
    const init = { ...given, signal: limit.signal };
    const { idleTimeoutMs, maxPendingMs, retry = retryOf(this.#client) } = options;
    this.#access = new RunAccess(this.#client, this.#run, options, init);
    this.#source = new RunSource(this.#access, this.#run, options, this.#accepts);
    const times = { idleTimeoutMs, probeMs: maxPendingMs, retry };
    const reader = new ReconnectingReader(this.#source, limit.signal, times, (fields) =>
      loggerOf(this.#client)?.warn("the run's stream is joined again", {
        ...fields,
        threadId: this.threadId,
        runId: this.runId,
      }),
    );
    this.#reader = reader;
    this.#state = "open";
    this.#stopListening = onAbort(limit.signal, () => this.#onAbort(limit.signal.reason));
    await this.#guarded(() => reader.open(this.#run.body === undefined));
  }

  async #next(): Promise<RunEvent[] | undefined> {
    await this.open();
    if (this.#stop !== undefined || this.#state === "ended") return this.#stopped();
    const events = await this.#guarded(async () => this.#reader?.next());
    if (events === undefined) this.#end();
    return events;
  }

  /** Runs a step of the reading. An error ends the stream; after a stop, the stop's own outcome counts. */
  async #guarded<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await step();
      if (this.#stop === undefined) return value;
    } catch (error) {
      if (this.#stop === undefined) {
        this.#end();
        throw this.#located(error);
      }
    }
    return this.#stopped();
  }

  /** Adds the run's ids to an error that was created without them. */
  #located(error: unknown): unknown {
    const isUnlocated = error instanceof StreamError && error.runId === undefined;
    if (!isUnlocated && !(error instanceof EventTooLargeError)) return error;
    return this.#source?.toError(error.message, error.cause ?? (isUnlocated ? undefined : error)) ?? error;
  }

  #stopped(): undefined {
    if (this.#stop !== undefined && "error" in this.#stop) throw this.#stop.error;
    return undefined;
  }

  #onAbort(reason: unknown): void {
    if (this.#state !== "open") return;
    this.#stop = { error: reason };
    this.#end();
    // the caller has left, so nobody can handle a failure; the server cancels on disconnect too
    this.#leave().catch(() => undefined);
  }

  /** Not after the run's last event: Python would then change the status of a failed run to `interrupted`. */
  async #leave(): Promise<void> {
    if (!this.#reader?.isComplete) await this.#access?.leave();
  }

  #end(): void {
    this.#state = "ended";
    this.#stopListening();
    this.#limit?.release();
    this.#reader?.close();
  }

  #tookTooLong(ms: number | undefined): ConnectionError {
    const { threadId, runId } = this.#run;
    const thread = threadId === undefined ? "" : `/threads/${threadId}`;
    const [method, run] = runId === undefined ? ["POST", ""] : ["GET", `/${runId}`];
    const reason = `the call took longer than ${ms} ms`;
    return new ConnectionError({ method, path: `${thread}/runs${run}/stream`, reason, timedOut: true });
  }
}
