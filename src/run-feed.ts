import { assertMs, type Client } from "./client.js";
import { Connection } from "./connection.js";
import { isApiError, isConnectionError, StreamError } from "./errors.js";
import { EventIntake, type RunEvent } from "./event-intake.js";
import {
  backoffMs,
  isRetryableStatus,
  maxRetriesOf,
  type RetryOptions,
  retryAfterMs,
  sleep,
} from "./retry.js";
import { type KnownRun, stopRun, untoldFailure, verdictOn } from "./run-end.js";
import { type CallInit, findRun, getRunStream, postRun, START_TAG, toCallInit } from "./run-requests.js";
import { BEGINNING, type RunSource, type RunToJoin, type RunToStart, toRunSource } from "./run-source.js";
import { startOnce } from "./run-start.js";
import { EventTooLargeError } from "./sse.js";

/** How a run's events are read. */
export interface EventOptions {
  signal?: AbortSignal | undefined;
  headers?: Record<string, string | null | undefined> | undefined;
  /** Time in ms to the response headers of each request. Default: the client's. */
  timeoutMs?: number | undefined;
  /** How often a cut stream is rejoined without any new event between. Default 4 times. */
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

/** How long a rejoined stream may stay silent before it has to show that the server still knows the run. */
const PROOF_MS = 10_000;

/** A stream that was cut is joined again at about once; the chance keeps many clients apart. */
const SOON_MS = 50;

/** One run's events over as many connections as it takes. It starts or joins, sees cuts and ends, and rejoins. */
export class RunFeed {
  readonly #client: Client;
  readonly #source: RunSource;
  readonly #options: EventOptions;
  readonly #init: CallInit;
  readonly #intake: EventIntake;
  readonly #maxRejoins: number;
  readonly #openedAt = Date.now();
  #connection: Connection | undefined;
  #runId: string | undefined;
  #retryMs: number | undefined;
  /** Rejoins since the last new event, and why the last connection was lost. */
  #failures = 0;
  #cause: unknown;
  /** What a rejoined, silent stream has been asked for, until it sends something. */
  #unproven: "since the last event" | "everything" | undefined;
  #isClosed = false;

  /**
   * @param accepts - tells by an event's name whether it was asked for; the others are passed over
   * @param signal - ends every request
   */
  constructor(
    client: Client,
    run: RunToStart | RunToJoin,
    options: EventOptions,
    accepts: (event: string) => boolean,
    signal: AbortSignal,
  ) {
    assertMs(options.idleTimeoutMs, "idleTimeoutMs");
    assertMs(options.timeoutMs, "timeoutMs");
    this.#client = client;
    this.#source = toRunSource(run);
    this.#options = options;
    this.#init = toCallInit(options, signal);
    this.#maxRejoins = maxRetriesOf(options.retry);
    this.#runId = this.#source.runId;
    this.#intake = new EventIntake(this.#source.origin, accepts);
  }

  get threadId(): string | undefined {
    return this.#source.threadId;
  }

  get runId(): string | undefined {
    return this.#intake.runId ?? this.#runId;
  }

  get lastEventId(): string | undefined {
    const { origin } = this.#source;
    return this.#intake.lastId ?? (origin === BEGINNING ? undefined : origin);
  }

  /** Sends the first request, and resolves when the server has answered it. */
  async open(): Promise<void> {
    const { threadId, start } = this.#source;
    if (start === undefined) return this.#joinFirst();
    const { body, tag } = start;
    const send = () => postRun(this.#client, threadId, body, this.#init);
    const started = await startOnce(this.#client, { threadId, tag, send }, this.#init);
    if ("runId" in started) {
      this.#runId = started.runId;
      return this.#joinFirst();
    }
    this.#runId = started.answer.headers.get("content-location")?.match(/\/runs\/([^/?]+)/)?.[1];
    this.#connection = new Connection(started.answer, this.#options);
  }

  async #joinFirst(): Promise<void> {
    await this.#join(this.#intake.rejoin(), this.#init);
    if (this.#source.isProvable) this.#unproven = "everything";
  }

  /** The next events, at least one; `undefined` after the last. */
  async next(): Promise<RunEvent[] | undefined> {
    while (!this.#isClosed) {
      const events =
        this.#connection === undefined ? await this.#rejoin() : await this.#read(this.#connection);
      if (events.length > 0) return events;
    }
    return undefined;
  }

  /** Gives the connection up at once. */
  close(): void {
    this.#isClosed = true;
    this.#connection?.close();
    this.#connection = undefined;
  }

  /** Stops the run on the server, when that is what the caller wants of a reader that leaves early. */
  async leave(): Promise<void> {
    if (!(this.#options.stopOnLeave ?? this.#source.cancelsOnDisconnect)) return;
    await stopRun(this.#client, this.#known(), toCallInit(this.#options, new AbortController().signal));
  }

  async #read(connection: Connection): Promise<RunEvent[]> {
    try {
      const reading = await connection.read(
        this.#unproven === undefined ? this.#options.idleTimeoutMs : PROOF_MS,
      );
      if (this.#isClosed) return [];
      if ("frames" in reading) {
        this.#unproven = undefined;
        const { events, isLast } = this.#intake.take(reading.frames);
        if (events.length > 0) this.#failures = 0;
        if (isLast) this.#finish(connection);
        return events;
      }
      if (reading.end === "clean" && (await this.#hasEnded())) this.close();
      else this.#cut(new Error("the stream ended before the run"));
    } catch (error) {
      if (this.#isClosed) throw error;
      if (error instanceof StreamError || error instanceof EventTooLargeError) throw this.#located(error);
      if (!isConnectionError(error)) throw error;
      if (error.timedOut && this.#unproven === "everything") await this.#mustBeAlive(error);
      this.#cut(error);
    }
    return [];
  }

  /** After the run's last event. */
  #finish(connection: Connection): void {
    this.#connection = undefined;
    this.#isClosed = true;
    connection.finish();
  }

  /** Whether a stream that came to its end without saying so has told everything. */
  async #hasEnded(): Promise<boolean> {
    const run = this.#known();
    const verdict = await verdictOn(this.#client, run, this.#init).catch((error: unknown) => {
      if (isApiError(error) && error.status === 404)
        throw this.#error("the run is no longer on the server", error);
      throw error;
    });
    if (verdict === "cancelled") throw untoldFailure(verdict, run);
    if (verdict === "failed") {
      // the event that says why may have been cut off: it is asked for once
      if (this.#failures > 0 || !this.#source.isResumable) throw untoldFailure(verdict, run);
      return false;
    }
    // of a run that the server cannot be asked about, the end is a rejoined stream that adds nothing
    return verdict === "ended" || (verdict === "unknown" && this.#failures > 0);
  }

  /** Ends the connection; the next read joins the run again. */
  #cut(cause: unknown): void {
    this.#retryMs = this.#connection?.retryMs ?? this.#retryMs;
    this.#connection?.close();
    this.#connection = undefined;
    this.#cause = cause;
    if (!this.#source.isResumable)
      throw this.#error("the stream was cut, and the run was not started as resumable", cause);
  }

  async #rejoin(): Promise<RunEvent[]> {
    const { signal } = this.#init;
    if (this.#failures > this.#maxRejoins) {
      throw this.#error(
        `the stream was cut and could not be resumed in ${this.#failures} attempts`,
        this.#cause,
      );
    }
    await sleep(this.#pauseMs(), signal);
    this.#failures += 1;
    const everything = this.#unproven !== undefined;
    try {
      this.#runId ??= await this.#lookUp();
      await this.#join(this.#intake.rejoin(everything), { ...this.#init, retry: false });
      this.#unproven = everything ? "everything" : "since the last event";
    } catch (error) {
      this.#cause = error;
      if (isApiError(error)) {
        if (!isRetryableStatus(error.status, true, false))
          throw this.#error("the stream could not be resumed", error);
        await sleep(retryAfterMs(error.headers.get("retry-after")) ?? 0, signal);
      } else if (!isConnectionError(error)) {
        throw error;
      }
    }
    return [];
  }

  #pauseMs(): number {
    if (this.#failures > 0) return backoffMs(this.#failures - 1, this.#retryMs);
    return this.#retryMs ?? Math.random() * SOON_MS;
  }

  async #join(lastEventId: string, init: CallInit): Promise<void> {
    const { threadId, runId } = this;
    if (runId === undefined)
      throw this.#error("the stream broke off before the server had named the run", this.#cause);
    const how = { lastEventId, cancelOnDisconnect: this.#source.cancelsOnDisconnect };
    const response = await getRunStream(this.#client, { threadId, runId }, how, init);
    this.#connection = new Connection(response, this.#options);
  }

  async #lookUp(): Promise<string | undefined> {
    const { threadId, tag } = this.#source;
    if (threadId === undefined || tag === undefined) return undefined;
    return findRun(this.#client, threadId, [START_TAG, tag], this.#init);
  }

  /** A run that is said to be running, but whose events the server has lost, would be waited for for ever. */
  async #mustBeAlive(cause: unknown): Promise<void> {
    const { isProvable } = this.#source;
    const verdict = this.#intake.isEmpty
      ? await verdictOn(this.#client, this.#known(), this.#init)
      : "running";
    const waits = verdict === "waiting" || (verdict === "running" && this.#intake.isEmpty && !isProvable);
    if (!waits) throw this.#error("the server no longer has the run's events", cause);
    const { maxPendingMs = Number.POSITIVE_INFINITY } = this.#options;
    if (verdict === "waiting" && Date.now() - this.#openedAt > maxPendingMs)
      throw this.#error(
        `the run did not start within ${maxPendingMs} ms: the server may have lost it`,
        cause,
      );
    this.#failures = 0;
  }

  #known(): KnownRun {
    return { threadId: this.threadId, runId: this.runId, tag: this.#source.tag };
  }

  #located(error: Error): StreamError {
    return this.#error(error.message, error.cause ?? error);
  }

  #error(message: string, cause: unknown): StreamError {
    const { threadId, runId, lastEventId } = this;
    return new StreamError(message, { threadId, runId, lastEventId }, { cause });
  }
}
