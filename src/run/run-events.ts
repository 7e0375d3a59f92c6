import { assertMs, type Client } from "../client.js";
import { ConnectionError } from "../errors.js";
import { maxRetriesOf } from "../retry.js";
import { onAbort } from "../util/abort.js";
import { lazily } from "../util/lazy.js";
import { startTimer } from "../util/timer.js";
import type { RunEvent } from "./event-intake.js";
import type { EventOptions } from "./event-options.js";
import type { RunFeed } from "./run-feed.js";
import {
  positionOf,
  type RunSource,
  type RunToJoin,
  type RunToStart,
  requestTo,
  toRunSource,
} from "./run-source.js";

const loadFeed = lazily(() => import("./run-feed.js"));

/** What reads one run's events by batches. */
export interface EventReader {
  readonly threadId: string | undefined;
  readonly runId: string | undefined;
  readonly lastEventId: string | undefined;
  /** What the run's start is known by, where this process started it. */
  readonly tag?: string | undefined;
  /** Sends the first request, and resolves when the server has answered it. */
  open(): Promise<void>;
  /** The next events, at least one; `undefined` after the last. */
  next(): Promise<RunEvent[] | undefined>;
  /** Closes the connection at once. */
  cancel(reason?: unknown): Promise<void>;
}

/**
 * The events of one run, each once and in order. Read by batches, with `next`, or one by one, with `for await`; left
 * early, the connection closes.
 */
export class RunEvents implements EventReader, AsyncIterable<RunEvent> {
  readonly #source: RunSource;
  readonly #begin: () => Promise<RunFeed>;
  #feed: RunFeed | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #timeout: number | undefined;
  readonly #controller = new AbortController();
  #state: "idle" | "open" | "ended" = "idle";
  #stopTimer = () => {};
  #stopListening = () => {};
  #expiry: ConnectionError | undefined;
  /** The last event that was given out, where they are read one by one. */
  #position: string | undefined;

  /** @param accepts - tells by an event's name whether it was asked for; the others are passed over */
  constructor(
    client: Client,
    run: RunToStart | RunToJoin,
    options: EventOptions = {},
    accepts: (event: string) => boolean = () => true,
  ) {
    // what cannot be used is refused before anything is loaded
    assertMs(options.timeout, "timeout");
    assertMs(options.timeoutMs, "timeoutMs");
    assertMs(options.idleTimeoutMs, "idleTimeoutMs");
    maxRetriesOf(options.retry);
    const { signal } = this.#controller;
    const source = toRunSource(run);
    this.#source = source;
    this.#signal = options.signal;
    this.#timeout = options.timeout;
    this.#begin = async () => {
      const { RunFeed } = await loadFeed();
      signal.throwIfAborted();
      return new RunFeed(client, source, options, accepts, signal);
    };
  }

  /** The thread that the run is on; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#source.threadId;
  }

  /** The run, as soon as the server told it. */
  get runId(): string | undefined {
    return this.#feed?.runId ?? this.#source.runId;
  }

  /** The last event that was received, for joining the run later. */
  get lastEventId(): string | undefined {
    return this.#position ?? this.#received;
  }

  /** What the run's start is known by; `undefined` for a run that was started elsewhere. */
  get tag(): string | undefined {
    return this.#source.tag;
  }

  /** Sends the first request, and resolves when the server has answered it. */
  async open(): Promise<void> {
    if (this.#state !== "idle") return;
    this.#signal?.throwIfAborted();
    if (this.#signal !== undefined) this.#stopListening = onAbort(this.#signal, this.#onAbort);
    if (this.#timeout !== undefined) this.#stopTimer = startTimer(this.#timeout, this.#onTimeout);
    this.#state = "open";
    await this.#guarded(async () => {
      this.#feed = await this.#begin();
      await this.#feed.open();
    });
  }

  /** The next events, at least one; `undefined` after the last. */
  async next(): Promise<RunEvent[] | undefined> {
    await this.open();
    if (this.#state === "ended") {
      // an abort between two reads is told by the second one
      this.#throwIfAborted();
      return undefined;
    }
    const events = await this.#guarded(async () => this.#feed?.next());
    if (events === undefined) this.#end();
    return events;
  }

  /** Closes the connection at once; with `on_disconnect: "cancel"` the run is stopped on the server too. */
  async cancel(reason?: unknown): Promise<void> {
    const wasOpen = this.#state === "open";
    this.#end();
    if (!wasOpen) return;
    this.#controller.abort(reason ?? new DOMException("the stream was cancelled", "AbortError"));
    await this.#feed?.leave();
  }

  /** The events one by one. Leaving the loop early closes the connection. */
  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (let before = this.lastEventId; ; before = this.#received) {
        const events = await this.next();
        if (events === undefined) return;
        this.#position = before;
        for (const event of events) {
          if (event.id !== undefined) this.#position = event.id;
          yield event;
        }
      }
    } finally {
      await this.cancel();
    }
  }

  /** Does a step. What fails ends the stream; an abort speaks with the caller's own reason, `cancel()` with silence. */
  async #guarded<T>(step: () => Promise<T>): Promise<T | undefined> {
    try {
      const value = await step();
      if (!this.#controller.signal.aborted) return value;
    } catch (error) {
      if (!this.#controller.signal.aborted) {
        this.#end();
        throw error;
      }
    }
    this.#throwIfAborted();
    return undefined;
  }

  /** The last event that was received, given out or not. */
  get #received(): string | undefined {
    return this.#feed?.lastEventId ?? positionOf(this.#source);
  }

  #throwIfAborted(): void {
    if (!this.#controller.signal.aborted) return;
    this.#signal?.throwIfAborted();
    if (this.#expiry !== undefined) throw this.#expiry;
  }

  #end(): void {
    this.#state = "ended";
    this.#stopTimer();
    this.#feed?.close();
    this.#stopListening();
  }

  // nobody is left to hear that the explicit stop failed; the server was asked to stop the run on disconnect as well
  readonly #onAbort = () => void this.cancel(this.#signal?.reason).catch(() => undefined);

  readonly #onTimeout = () => {
    const reason = `the call took longer than ${this.#timeout} ms`;
    this.#expiry = new ConnectionError({ ...requestTo(this.#source, this.runId), reason, timedOut: true });
    void this.cancel(this.#expiry).catch(() => undefined);
  };
}
