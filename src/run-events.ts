import { assertMs, type Client } from "./client.js";
import { isRecord } from "./config.js";
import { Connection } from "./connection.js";
import { isApiError, isConnectionError, StreamError } from "./errors.js";
import { Replay } from "./replay.js";
import {
  backoffMs,
  isRetryableStatus,
  maxRetriesOf,
  type RetryOptions,
  retryAfterMs,
  sleep,
} from "./retry.js";
import { type KnownRun, stopRun, untoldFailure, verdictOn } from "./run-end.js";
import { type CallInit, findRun, getRunStream, type RunBody, toCallInit } from "./run-requests.js";
import { START_TAG, startOnce } from "./run-start.js";
import { EventTooLargeError, type ServerEvent } from "./sse.js";
import { randomUuid } from "./uuid.js";

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
}

/** How long a rejoined stream may stay silent before it has to show that the server still knows the run. */
const PROOF_MS = 10_000;

/** A stream that was cut is joined again at about once; the chance keeps many clients apart. */
const SOON_MS = 50;

/**
 * The events of one run, each once and in order, over as many connections as it takes. Read by batches, with `next`,
 * or one by one, with `for await`.
 */
export class RunEvents implements AsyncIterable<RunEvent> {
  readonly #client: Client;
  readonly #run: RunToStart | RunToJoin;
  readonly #options: EventOptions;
  readonly #accepts: (event: string) => boolean;
  readonly #controller = new AbortController();
  readonly #init: CallInit;
  readonly #replay: Replay;
  readonly #tag = randomUuid();
  #state: "idle" | "open" | "ended" = "idle";
  #connection: Connection | undefined;
  #runId: string | undefined;
  #metadata: string | undefined;
  #retryMs: number | undefined;
  /** Why the last connection was lost. */
  #cause: unknown;
  readonly #maxRejoins: number;
  /** Rejoins since the last new event. */
  #failures = 0;
  /** What a rejoined, silent stream has been asked for, until it sends something. */
  #unproven: "since the last event" | "everything" | undefined;

  /** @param accepts - tells by an event's name whether it was asked for; the others are passed over */
  constructor(
    client: Client,
    run: RunToStart | RunToJoin,
    options: EventOptions = {},
    accepts = (_event: string) => true,
  ) {
    assertMs(options.idleTimeoutMs, "idleTimeoutMs");
    assertMs(options.timeoutMs, "timeoutMs");
    this.#client = client;
    this.#run = run;
    this.#options = options;
    this.#accepts = accepts;
    this.#maxRejoins = maxRetriesOf(options.retry);
    this.#init = toCallInit(options, this.#controller.signal);
    this.#runId = "runId" in run ? run.runId : undefined;
    this.#replay = new Replay(("runId" in run ? run.lastEventId : undefined) ?? "-1");
  }

  /** The thread that the run is on; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#run.threadId;
  }

  /** The run, as soon as the server told it. */
  get runId(): string | undefined {
    return this.#runId;
  }

  /** The last event that was received, for joining the run later. */
  get lastEventId(): string | undefined {
    return this.#replay.lastId ?? ("runId" in this.#run ? this.#run.lastEventId : undefined);
  }

  /** Sends the first request, and resolves when the server has answered it. */
  async open(): Promise<void> {
    if (this.#state !== "idle") return;
    const { signal } = this.#options;
    signal?.throwIfAborted();
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#state = "open";
    await this.#guard(async () => {
      if ("body" in this.#run) await this.#start(this.#run);
      else await this.#join(this.#replay.rejoin());
    });
  }

  /** The next events, at least one; `undefined` after the last. */
  async next(): Promise<RunEvent[] | undefined> {
    await this.open();
    return this.#guard(async () => {
      while (this.#state === "open") {
        const events = await this.#read();
        if (events.length > 0) return events;
      }
      this.#options.signal?.throwIfAborted();
      return undefined;
    });
  }

  /** Closes the connection at once; with `on_disconnect: "cancel"` the run is stopped on the server too. */
  async cancel(reason?: unknown): Promise<void> {
    if (this.#state === "ended") return;
    const running = this.#state === "open";
    this.#end();
    this.#controller.abort(reason ?? new DOMException("the stream was cancelled", "AbortError"));
    if (running && this.#cancelsOnDisconnect) await this.#cancelRun();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<RunEvent> {
    try {
      for (let events = await this.next(); events !== undefined; events = await this.next()) yield* events;
    } finally {
      await this.cancel();
    }
  }

  /** Runs a step; what fails ends the stream, and an abort speaks with the caller's own reason. */
  async #guard<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      this.#end();
      this.#options.signal?.throwIfAborted();
      throw error;
    }
  }

  #end(): void {
    this.#state = "ended";
    this.#connection?.close();
    this.#connection = undefined;
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
  }

  // nobody is left to hear that the explicit cancel failed; the server was asked to cancel on disconnect as well
  readonly #onAbort = () => void this.cancel(this.#options.signal?.reason).catch(() => undefined);

  async #start({ threadId, body }: RunToStart): Promise<void> {
    const started = await startOnce(this.#client, { threadId, body, tag: this.#tag }, this.#init);
    if ("runId" in started) {
      this.#runId = started.runId;
      await this.#join(this.#replay.rejoin());
      return;
    }
    this.#connect(started.response);
    this.#runId ??= started.response.headers.get("content-location")?.match(/\/runs\/([^/?]+)/)?.[1];
  }

  async #join(lastEventId: string, first = true): Promise<void> {
    const { threadId, runId } = this;
    if (runId === undefined) throw this.#error("the stream broke off before the server had named the run");
    const where = { threadId, runId };
    const how = { lastEventId, cancelOnDisconnect: this.#cancelsOnDisconnect };
    const init = first ? this.#init : { ...this.#init, retry: false as const };
    this.#connect(await getRunStream(this.#client, where, how, init));
  }

  #connect(response: Response): void {
    this.#connection = new Connection(response, this.#options);
  }

  /** One read of the connection, or the rejoin that has to come first. */
  async #read(): Promise<RunEvent[]> {
    const connection = this.#connection;
    if (connection === undefined) {
      await this.#rejoin();
      return [];
    }
    try {
      const reading = await connection.read(
        this.#unproven === undefined ? this.#options.idleTimeoutMs : PROOF_MS,
      );
      if (this.#state !== "open") return [];
      if ("events" in reading) return this.#take(reading.events, connection);
      if (reading.end === "clean" && (await this.#hasEnded())) this.#end();
      else this.#cut(new Error("the stream ended before the run"));
    } catch (error) {
      if (error instanceof EventTooLargeError) throw this.#error(error.message, error);
      if (!isConnectionError(error) || this.#state !== "open") throw error;
      if (error.timedOut && this.#unproven === "everything") await this.#mustBeAlive(error);
      this.#cut(error);
    }
    return [];
  }

  #take(frames: ServerEvent[], connection: Connection): RunEvent[] {
    this.#unproven = undefined;
    const events: RunEvent[] = [];
    for (const frame of frames) {
      if (!this.#accepts(frame.event) || !this.#isNew(frame)) continue;
      const event = this.#parse(frame);
      events.push(event);
      if (frame.event !== "end" && frame.event !== "error") continue;
      if (event.data === "Run not found") throw this.#error("the server does not know the run, or no longer");
      this.#connection = undefined;
      connection.finish();
      this.#end();
      break;
    }
    if (events.length > 0) this.#failures = 0;
    return events;
  }

  #isNew(frame: ServerEvent): boolean {
    // the run's metadata may be sent again with each connection, outside the order of the others
    if (frame.event !== "metadata") return this.#replay.isNew(frame);
    const isNew = frame.data !== this.#metadata;
    this.#metadata = frame.data;
    return isNew;
  }

  #parse({ id, event, data }: ServerEvent): RunEvent {
    let parsed: unknown;
    try {
      parsed = data === "" ? null : JSON.parse(data);
    } catch (cause) {
      throw this.#error(`the event "${event}" carries what is no JSON: ${data.slice(0, 200)}`, cause);
    }
    if (event === "metadata" && isRecord(parsed) && typeof parsed.run_id === "string")
      this.#runId = parsed.run_id;
    return id === undefined ? { event, data: parsed } : { id, event, data: parsed };
  }

  /** Whether a stream that came to its end without saying so has told everything. */
  async #hasEnded(): Promise<boolean> {
    const run = this.#known();
    const verdict = await verdictOn(this.#client, run, this.#init).catch((error: unknown) => {
      if (isApiError(error) && error.status === 404)
        throw this.#error("the run is no longer on the server", error);
      throw error;
    });
    if (this.#state !== "open") return false;
    if (verdict === "failed" || verdict === "cancelled") {
      // the event that says so may have been cut off: it is asked for once
      if (verdict === "cancelled" || this.#failures > 0 || !this.#isResumable)
        throw untoldFailure(verdict, run);
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
    if (!this.#isResumable)
      throw this.#error("the stream was cut, and the run was not started as resumable", cause);
  }

  async #rejoin(): Promise<void> {
    if (this.#failures > this.#maxRejoins) {
      throw this.#error(
        `the stream was cut and could not be resumed in ${this.#failures} attempts`,
        this.#cause,
      );
    }
    const { signal } = this.#controller;
    const again = this.#failures > 0;
    await sleep(
      again ? backoffMs(this.#failures - 1, this.#retryMs) : (this.#retryMs ?? Math.random() * SOON_MS),
      signal,
    );
    this.#failures += 1;
    const everything = this.#unproven !== undefined;
    try {
      this.#runId ??= await this.#lookUp();
      await this.#join(this.#replay.rejoin(everything), false);
      this.#unproven = everything ? "everything" : "since the last event";
    } catch (error) {
      this.#cause = error;
      if (isConnectionError(error)) return;
      if (!isApiError(error)) throw error;
      if (!isRetryableStatus(error.status, true, false))
        throw this.#error(`the stream could not be resumed`, error);
      await sleep(retryAfterMs(error.headers.get("retry-after")) ?? 0, signal);
    }
  }

  async #lookUp(): Promise<string | undefined> {
    const { threadId } = this;
    if (threadId === undefined) return undefined;
    return findRun(this.#client, threadId, [START_TAG, this.#tag], this.#init);
  }

  /** A run that is said to be running, but whose events the server has lost, would be waited for for ever. */
  async #mustBeAlive(cause: unknown): Promise<void> {
    const waiting =
      this.#replay.count === 0 && (await verdictOn(this.#client, this.#known(), this.#init)) === "running";
    if (!waiting) throw this.#error("the server no longer has the run's events", cause);
    this.#failures = 0;
  }

  async #cancelRun(): Promise<void> {
    await stopRun(this.#client, this.#known(), toCallInit(this.#options, new AbortController().signal));
  }

  get #isResumable(): boolean {
    return !("body" in this.#run) || this.#run.body.stream_resumable === true;
  }

  get #cancelsOnDisconnect(): boolean {
    return "body" in this.#run && this.#run.body.on_disconnect === "cancel";
  }

  #known(): KnownRun {
    return { threadId: this.threadId, runId: this.#runId, tag: "body" in this.#run ? this.#tag : undefined };
  }

  #error(message: string, cause?: unknown): StreamError {
    const { threadId, runId, lastEventId } = this;
    return new StreamError(message, { threadId, runId, lastEventId }, cause === undefined ? {} : { cause });
  }
}
