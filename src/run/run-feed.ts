import { type Client, retryOf } from "../client.js";
import { type ApiError, isApiError, isConnectionError, StreamError } from "../errors.js";
import { isRetryableStatus, LONGEST_WAIT_MS, maxRetriesOf, retryAfterMs } from "../retry.js";
import { EventTooLargeError, type ServerEvent } from "../sse.js";
import type { Connection } from "./connection.js";
import { EventIntake, type RunEvent } from "./event-intake.js";
import type { EventOptions } from "./event-options.js";
import { Rejoins } from "./rejoins.js";
import { type Asked, meaningOf, untoldFailure } from "./run-end.js";
import { RunLink } from "./run-link.js";
import { BEGINNING, positionOf, type RunSource } from "./run-source.js";

/**
 * How long a rejoined stream may stay silent before the server has to show that it still knows the run. A connection
 * that lasts as long was no failure.
 */
const PROOF_MS = 10_000;

/** One run's events over as many connections as it takes. It starts or joins, sees cuts and ends, and rejoins. */
export class RunFeed {
  readonly #link: RunLink;
  readonly #source: RunSource;
  readonly #options: EventOptions;
  readonly #intake: EventIntake;
  readonly #rejoins: Rejoins;
  readonly #openedAt = Date.now();
  #connection: Connection | undefined;
  #asked: Asked = "first";
  #joinedAt = 0;
  /** What to ask for when the run is joined again. */
  #wanted: Exclude<Asked, "first"> = "the rest";
  /** A connection came to its end without a cut, after the run's; the next one shows whether it told all. */
  #hasSeenEnd = false;
  /** What follows the events that were given out last. */
  #failure: StreamError | undefined;
  #isClosed = false;

  /**
   * @param accepts - tells by an event's name whether it was asked for; the others are passed over
   * @param signal - ends every request
   */
  constructor(
    client: Client,
    source: RunSource,
    options: EventOptions,
    accepts: (event: string) => boolean,
    signal: AbortSignal,
  ) {
    this.#link = new RunLink(client, source, options, signal);
    this.#source = source;
    this.#options = options;
    this.#rejoins = new Rejoins(maxRetriesOf(options.retry ?? retryOf(client)));
    this.#intake = new EventIntake(source.origin, accepts);
  }

  get runId(): string | undefined {
    return this.#link.runId;
  }

  get lastEventId(): string | undefined {
    return this.#intake.lastId ?? positionOf(this.#source);
  }

  /** Sends the first request, and resolves when the server has answered it. */
  async open(): Promise<void> {
    this.#connection = await this.#located(this.#link.start());
    if (this.#connection === undefined) await this.#join(this.#source.isProvable ? "everything" : "first");
  }

  /** The next events, at least one; `undefined` after the last. */
  async next(): Promise<RunEvent[] | undefined> {
    while (!this.#isClosed) {
      if (this.#failure !== undefined) throw this.#failure;
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
    await this.#link.leave();
  }

  async #read(connection: Connection): Promise<RunEvent[]> {
    try {
      const reading = await connection.read(this.#silenceMs(connection));
      if (this.#isClosed) return [];
      if ("frames" in reading) return this.#take(reading.frames, connection);
      if (reading.end === "inside an event") this.#cut(new Error("the stream ended inside an event"));
      else await this.#judgeEnd(connection, reading.end === "after silence");
    } catch (error) {
      if (this.#isClosed) throw error;
      if (error instanceof EventTooLargeError) throw this.#error(error.message, error);
      if (!isConnectionError(error)) throw error;
      if (error.timedOut && this.#mustProve(connection)) await this.#mustBeAlive(error);
      this.#cut(error);
    }
    return [];
  }

  #take(frames: ServerEvent[], connection: Connection): RunEvent[] {
    const { events, isLast, failure } = this.#intake.take(frames, connection.quotable);
    this.#link.runId = this.#intake.runId;
    if (frames.length > 0) this.#wanted = "the rest";
    if (events.length > 0) this.#rejoins.progressed();
    if (isLast) {
      this.#connection = undefined;
      this.#isClosed = true;
      connection.finish();
    }
    if (failure !== undefined) this.#failure = this.#error(failure.message, failure.cause);
    return events;
  }

  #silenceMs(connection: Connection): number | undefined {
    const { idleTimeoutMs } = this.#options;
    if (this.#asked === "first" || connection.hasBytes) return idleTimeoutMs;
    return Math.min(PROOF_MS, idleTimeoutMs ?? PROOF_MS);
  }

  /** Whether a server that was silent for all of the proof's time was to tell something. */
  #mustProve(connection: Connection): boolean {
    const { idleTimeoutMs = PROOF_MS } = this.#options;
    return this.#asked === "everything" && !connection.hasBytes && idleTimeoutMs >= PROOF_MS;
  }

  get #hasLasted(): boolean {
    return Date.now() - this.#joinedAt >= PROOF_MS;
  }

  /** After an end that no event told of. */
  async #judgeEnd(connection: Connection, afterSilence: boolean): Promise<void> {
    const run = this.#link.known;
    const verdict = await this.#link.verdict().catch((error: unknown) => {
      if (isApiError(error)) throw this.#error("the server does not tell whether the run has ended", error);
      throw error;
    });
    if (this.#isClosed) return;
    const { isResumable } = this.#source;
    const hasNews = this.#rejoins.count === 0;
    const cut = new Error("the stream ended before the run");
    switch (verdict) {
      case "waiting":
      case "running":
        return this.#cut(cut);
      case "cancelled":
        throw untoldFailure(verdict, run);
      case "failed":
        // the event that says why may have been cut off: it is asked for once
        if (!hasNews || !isResumable) throw untoldFailure(verdict, run);
        return this.#cut(cut);
    }
    // a joined run that the server cannot be asked about: one that is over would have been told at once
    if (verdict === "unknown" && this.#asked !== "first" && this.#hasLasted) return this.#cut(cut);
    const end = {
      asked: this.#asked,
      hasFrames: connection.hasFrames,
      hasNews,
      isBehind: this.#intake.isBehind,
      afterSilence: afterSilence && verdict === "ended",
      isSecond: this.#hasSeenEnd,
    };
    const meaning = isResumable ? meaningOf(end) : "all was told";
    const isUnheardOf = verdict === "unknown" && this.#intake.isEmpty && this.#source.origin === BEGINNING;
    if (meaning === "lost" || isUnheardOf)
      throw this.#error("the server has no events of the run, or no longer", this.#rejoins.cause);
    if (meaning === "all was told") return this.close();
    this.#cut(cut);
    this.#hasSeenEnd = meaning === "join for the rest";
    this.#wanted = meaning === "join for everything" ? "everything" : "the rest";
  }

  /** Ends the connection; the next read joins the run again. */
  #cut(cause: unknown): void {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#hasSeenEnd = false;
    this.#rejoins.lost(cause, { retryMs: connection?.retryMs });
    if (connection !== undefined && this.#asked !== "first") {
      if (!connection.hasFrames) this.#wanted = "everything";
      else if (this.#hasLasted) this.#rejoins.progressed();
    }
    connection?.close();
    if (!this.#source.isResumable)
      throw this.#error("the stream was cut, and the run was not started as resumable", cause);
  }

  async #rejoin(): Promise<RunEvent[]> {
    const { count, areExhausted, cause } = this.#rejoins;
    if (areExhausted)
      throw this.#error(`the stream was cut and could not be resumed in ${count} attempts`, cause);
    await this.#rejoins.wait(this.#link.signal);
    try {
      await this.#link.find();
      await this.#join(this.#wanted, { again: true });
    } catch (error) {
      if (isApiError(error)) this.#missed(error);
      else if (isConnectionError(error)) this.#rejoins.lost(error);
      else throw error;
    }
    return [];
  }

  /** A rejoin that the server refused. */
  #missed(error: ApiError): void {
    const afterMs = retryAfterMs(error.headers.get("retry-after"));
    const mayPass = isRetryableStatus(error.status, true, false) && (afterMs ?? 0) <= LONGEST_WAIT_MS;
    // the run has ended well, and so did its stream: a server may forget its events then
    if (!mayPass && this.#hasSeenEnd) this.close();
    else if (!mayPass) throw this.#error("the stream could not be resumed", error);
    else this.#rejoins.lost(error, { afterMs });
  }

  async #join(asked: Asked, { again = false } = {}): Promise<void> {
    const { runId } = this;
    if (runId === undefined)
      throw this.#error("the stream broke off before the server had named the run", this.#rejoins.cause);
    const lastEventId = this.#intake.rejoin(asked === "everything");
    this.#connection = await this.#located(this.#link.join(runId, lastEventId, { again }));
    this.#asked = asked;
    this.#joinedAt = Date.now();
  }

  /** What the answer to a request gives; where that is no stream, the error says which run's. */
  #located<T>(connecting: Promise<T>): Promise<T> {
    return connecting.catch((error: unknown) => {
      throw error instanceof StreamError ? this.#error(error.message, error.cause) : error;
    });
  }

  /** A run that is said to be running, but whose events the server has lost, would be waited for for ever. */
  async #mustBeAlive(cause: unknown): Promise<void> {
    const { isProvable } = this.#source;
    const verdict = this.#intake.isEmpty ? await this.#link.verdict() : "running";
    const waits = verdict === "waiting" || (verdict === "running" && this.#intake.isEmpty && !isProvable);
    if (!waits) throw this.#error("the server no longer has the run's events", cause);
    const { maxPendingMs = Number.POSITIVE_INFINITY } = this.#options;
    if (verdict === "waiting" && Date.now() - this.#openedAt > maxPendingMs)
      throw this.#error(
        `the run did not start within ${maxPendingMs} ms: the server may have lost it`,
        cause,
      );
    this.#rejoins.progressed();
  }

  #error(message: string, cause: unknown): StreamError {
    const { runId, lastEventId } = this;
    const { threadId } = this.#source;
    return new StreamError(message, { threadId, runId, lastEventId }, cause === undefined ? {} : { cause });
  }
}
