import { retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { isTransient, type RetryOptions, retryAfterMs } from "../client/retry-policy.js";
import { abortable } from "../client/time-limit.js";
import { isApiError, isConnectionError, StreamError } from "../errors.js";
import { ReconnectBackoff } from "../run/reconnect-backoff.js";
import type { CallInit } from "../run/run-requests.js";
import type { BegunRun } from "./thread-commands.js";
import type { OpenThread, SizedEvent, ThreadConnection } from "./thread-connection.js";
import type { ThreadEvent } from "./thread-types.js";

/** An event that was not told before. `epoch` counts how often the server began to number anew. */
export interface NewEvent extends SizedEvent {
  epoch: number;
}

export interface ThreadFeedOptions {
  retry?: RetryOptions | false | undefined;
  /** Time in ms without a byte after which the stream counts as cut. Default: none. */
  idleTimeoutMs?: number | undefined;
  /**
   * Whether a connection may be made again after its end, so that it can be given up while nobody reads. Where it may
   * not, it has to be there before the run. Default true.
   */
  canRejoin?: boolean | undefined;
}

/** How long a server may stay silent that is to tell something. */
const PROOF_MS = 10_000;

/** A run's events over as many connections as it takes: each once, from the run's first to its last. */
export class ThreadFeed {
  readonly #open: OpenThread;
  readonly #init: CallInit;
  readonly #threadId: string;
  readonly #options: ThreadFeedOptions;
  readonly #rejoins: ReconnectBackoff;
  #connection: ThreadConnection | undefined;
  /** What a connection was asked for that has not told anything yet, although it has something to tell. */
  #unproven: "the rest" | "everything" | undefined = "the rest";
  #runId: string | undefined;
  /** Where the run begins, and what came since it may have. */
  #begin: { seq: number | undefined; held: NewEvent[] } | undefined;
  #epoch = 0;
  /** The epoch in which the run was seen to begin. */
  #begunIn: number | undefined;
  #seq = 0;
  #timestamp = 0;
  #isPaused = false;
  #wasLost = false;

  constructor(
    client: Client,
    threadId: string,
    open: OpenThread,
    init: CallInit,
    options: ThreadFeedOptions = {},
  ) {
    this.#open = open;
    this.#threadId = threadId;
    this.#init = init;
    this.#options = options;
    this.#rejoins = new ReconnectBackoff(options.retry ?? retryOf(client));
  }

  /** How often the server began to number anew. */
  get epoch(): number {
    return this.#epoch;
  }

  /**
   * Looks out for a run that has just been started.
   *
   * @param since - the last event before the start; left out, the last one that was told
   */
  begin({ runId, seq }: BegunRun, since = this.#seq): void {
    this.#runId = runId;
    this.#begin = { seq, held: [] };
    this.#begunIn = undefined;
    this.#seq = since;
    // a number lower than the last one: the server has forgotten the thread, and counts anew
    if (seq !== undefined && seq < since) this.#restart();
    this.#unproven = "the rest";
  }

  /** Events that were not told before; there may be none, when the feed was paused. */
  async next(): Promise<NewEvent[]> {
    this.#isPaused = false;
    while (!this.#isPaused) {
      const connection = this.#connection;
      const events = connection === undefined ? await this.#connect() : await this.#read(connection);
      if (events.length > 0) return events;
    }
    return [];
  }

  /** Makes the connection ahead of a run's start, where it would come too late afterwards. */
  async prepare(): Promise<void> {
    if (this.#options.canRejoin !== false || this.#connection?.isOver === false) return;
    this.#isPaused = false;
    this.#connection = await this.#open(0, { ...this.#init, retry: false });
  }

  /** Gives the connection up for as long as nobody reads, if it can be made again. */
  idle(): void {
    if (this.#options.canRejoin !== false) this.pause();
  }

  /** Gives the connection up; the next call of `next` makes another one. */
  pause(): void {
    this.#isPaused = true;
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #connect(): Promise<NewEvent[]> {
    const { signal } = this.#init;
    const { failures: count, isExhausted, cause } = this.#rejoins;
    if (isExhausted)
      throw this.#error(`the stream was cut and could not be resumed in ${count} attempts`, cause);
    if (this.#wasLost) await this.#rejoins.wait(signal ?? new AbortController().signal);
    this.#unproven ??= "the rest";
    const since = this.#unproven === "everything" ? 0 : this.#seq;
    try {
      const connection = await this.#open(since, { ...this.#init, retry: false });
      if (this.#isPaused) connection.close();
      else this.#connection = connection;
      this.#wasLost = false;
    } catch (error) {
      this.#wasLost = true;
      if (isApiError(error)) {
        if (!isTransient(error.status)) throw error;
        this.#rejoins.lost({ cause: error, afterMs: retryAfterMs(error.headers.get("retry-after")) ?? 0 });
      } else if (isConnectionError(error)) this.#rejoins.lost({ cause: error });
      else throw error;
    }
    return [];
  }

  async #read(connection: ThreadConnection): Promise<NewEvent[]> {
    const { idleTimeoutMs } = this.#options;
    const silenceMs =
      this.#unproven === undefined ? idleTimeoutMs : Math.min(PROOF_MS, idleTimeoutMs ?? PROOF_MS);
    const reading = await abortable(connection.read(silenceMs), this.#init.signal ?? undefined).then(
      (events) => ({ events, error: undefined }),
      (error: unknown) => ({ events: undefined, error }),
    );
    if (connection !== this.#connection) return [];
    if (reading.events !== undefined) return this.#take(reading.events);
    const { error = new Error("the stream ended before the run") } = reading;
    if (reading.error !== undefined && !isConnectionError(error)) throw error;
    const wasToTell = isConnectionError(error) && error.timedOut && this.#unproven !== undefined;
    if (wasToTell && this.#unproven === "everything")
      throw this.#error("the server no longer has the run's events", error);
    this.#cut(error);
    if (wasToTell) this.#unproven = "everything";
    return [];
  }

  #take(events: SizedEvent[]): NewEvent[] {
    if (events.length > 0) this.#unproven = undefined;
    const fresh: NewEvent[] = [];
    for (const { event, size } of events) {
      if (this.#isRepeated(event)) continue;
      const told = this.#sinceBegin({ event, size, epoch: this.#epoch });
      fresh.push(...told);
      if (told.some((one) => isRootEnd(one.event))) break; // what comes behind it is another run's
    }
    if (fresh.length > 0) this.#rejoins.progressed();
    return fresh;
  }

  /** An event is new by its number; after a restart of the server, which counts anew, by its time. */
  #isRepeated({ seq, params: { timestamp } }: ThreadEvent): boolean {
    if (seq <= this.#seq) {
      if (timestamp <= this.#timestamp || this.#timestamp === 0) return true;
      this.#restart();
    }
    this.#seq = seq;
    this.#timestamp = Math.max(timestamp, this.#timestamp);
    return false;
  }

  #restart(): void {
    this.#epoch += 1;
    this.#seq = 0;
  }

  /** What belongs to the run: not the rest of an earlier run, which may come between the start and its answer. */
  #sinceBegin(fresh: NewEvent): NewEvent[] {
    if (this.#begin === undefined) {
      if (isRootStart(fresh.event)) this.#assertOwn(fresh.epoch);
      return [fresh];
    }
    const { seq, held } = this.#begin;
    const isOver = seq !== undefined && fresh.event.seq > seq;
    // a server tells of a run that was stopped or failed once more when the next one starts
    const isOfEarlier = isRootEnd(fresh.event) && !isOver && !held.some(({ event }) => isRootStart(event));
    if (isRootStart(fresh.event) || isOfEarlier) held.length = 0;
    if (!isOfEarlier) held.push(fresh);
    if (seq !== undefined ? fresh.event.seq < seq : !isRootStart(fresh.event)) return [];
    this.#begin = undefined;
    this.#begunIn = fresh.epoch;
    return held;
  }

  /** Another run on the thread takes this one's place: the server tells no more of this one, not even its end. */
  #assertOwn(epoch: number): void {
    const isAnother = epoch === this.#begunIn;
    this.#begunIn = epoch; // a server that was restarted may begin the run again
    if (isAnother)
      throw this.#error(
        "another run was started on the thread: the server tells no more of this one",
        undefined,
      );
  }

  #cut(cause: unknown): void {
    this.#connection?.close();
    this.#connection = undefined;
    if (this.#options.canRejoin === false)
      throw this.#error("the connection was lost, and the server cannot go on where it was", cause);
    this.#rejoins.lost({ cause });
    this.#wasLost = true;
    this.#unproven = "the rest";
  }

  #error(message: string, cause: unknown): StreamError {
    const position = { threadId: this.#threadId, runId: this.#runId, lastEventId: String(this.#seq) };
    return new StreamError(message, position, { cause });
  }
}

/** True for the event that begins a run. */
export const isRootStart = ({ method, params }: ThreadEvent): boolean =>
  method === "lifecycle" && params.namespace.length === 0 && params.data.event === "running";

/** True for the event that ends a run. */
export const isRootEnd = ({ method, params }: ThreadEvent): boolean =>
  method === "lifecycle" &&
  params.namespace.length === 0 &&
  params.data.event !== "running" &&
  params.data.event !== "started";
