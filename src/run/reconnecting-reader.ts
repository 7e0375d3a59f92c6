import { isTransient, LONGEST_WAIT_MS, type RetryOptions, retryAfterMs } from "../client/retry-policy.js";
import { type ApiError, isApiError, isConnectionError, isStreamError } from "../errors.js";
import type { LogFields } from "../types.js";
import type { EventConnection } from "./event-connection.js";
import type { ServerEvent } from "./event-parser.js";
import { ReconnectBackoff } from "./reconnect-backoff.js";

/** The result of taking some events of a connection. */
export interface Taken<Item> {
  /** The items of the new events that pass the filter. */
  items: Item[];
  /** Whether any event was new. */
  isProgress: boolean;
  /** Whether the run's last event was among them. */
  isLast: boolean;
  /** Why the reader has to leave the connection, if an event shows that. */
  lost?: Error;
  /** If set, the time in ms without an event after which the source has to `judge` the silent connection. */
  probeMs?: number;
}

/** How a connection closed, or that it is open and silent. */
export interface Close {
  /** `broken` also after the idle time limit, or when the stream ended inside an event. */
  how: "clean" | "broken" | "silent";
  cause: unknown;
  closedAt: number;
  /** The time since the last byte, in ms. */
  silentMs: number;
  /** Whether it sent events, replayed ones included. */
  hasEvents: boolean;
  hasNewEvents: boolean;
  /** Whether it was a reconnect, so that it replays earlier events. */
  isReconnect: boolean;
  /** Whether the connection before it broke. */
  wasBroken: boolean;
}

/** What follows a close. A silent connection is `alive`, or `ending`: its run is over, and the last events may be about to arrive. */
export type Verdict = "done" | "reconnect" | "check for more" | "alive" | "ending";

/** A source of events: makes connections, filters their events, and judges how they close. */
export interface EventSource<Item> {
  /** Opens the first connection, or, as a reconnect, makes one attempt to open the next. */
  connect(isReconnect: boolean): Promise<EventConnection>;
  /**
   * Converts the new events of a connection to items. An error that it throws ends the reading.
   *
   * @param wasBroken - whether the connection before it broke
   */
  take(events: ServerEvent[], connection: EventConnection, wasBroken: boolean): Taken<Item>;
  /** Decides what to do after a close; throws the error that ends the reading. */
  judge(close: Close): Promise<Verdict>;
  /** After a reconnect that must not be retried: returns if the stream was complete, else throws the error. */
  judgeRefusal(error: ApiError, wasCheck: boolean): void;
  /** Finishes after the last event: returns remaining items, or throws the run's failure. */
  settle(): Promise<Item[]>;
  /** The error after too many attempts. */
  toExhausted(attempts: number, cause: unknown): Error;
}

/**
 * How long a joined connection may go without an event before the run's status is looked up. Heartbeats prove nothing: a
 * server may send them forever for a run whose events are lost.
 */
const PROBE_MS = 10_000;
const LONGEST_PROBE_MS = 60_000;

/** How long the connection of a run that is over may go without an event before it is judged again. */
const ENDING_PROBE_MS = 1000;

/** How many events are parsed at once: fewer parsed events are held in memory when many streams are read concurrently. */
const MOST_AT_ONCE = 16;

/** Reads the events of a source, and reconnects when a connection is lost: the one reconnect loop. */
export class ReconnectingReader<Item> {
  readonly #source: EventSource<Item>;
  readonly #signal: AbortSignal;
  readonly #idleMs: number;
  readonly #firstProbeMs: number;
  readonly #backoff: ReconnectBackoff;
  readonly #onReconnect: ((fields: LogFields) => void) | undefined;
  #connection: EventConnection | undefined;
  #isReconnect = false;
  /** Whether the next connection only has to bring what may be left; and whether it is opened at once, without backoff. */
  #isCheck = false;
  #isImmediate = true;
  /** Whether a connection broke, or was left in its silence, and none since had an event. */
  #wasBroken = false;
  /** Why the reader has to leave the open connection. */
  #lost: Error | undefined;
  #hasNewEvents = false;
  #byteAt = 0;
  #probeAt = Number.POSITIVE_INFINITY;
  #probeMs = PROBE_MS;
  /** The events of the last read, and the index of the next one to take. */
  #events: ServerEvent[] = [];
  #place = 0;
  #state: "reading" | "settling" | "over" = "reading";
  /** Whether the last event was received, so that the run has ended. */
  isComplete = false;

  /**
   * @param signal - ends every request and every pause
   * @param options - times in ms: without a byte, after which a connection counts as broken; and without an event of the
   * first connection, after which it is judged (default: of a joined one 10 s). And attempts in a row
   * @param onReconnect - called before each attempt
   */
  constructor(
    source: EventSource<Item>,
    signal: AbortSignal,
    options: {
      idleTimeoutMs: number | undefined;
      probeMs?: number | undefined;
      retry: RetryOptions | false | undefined;
    },
    onReconnect?: (fields: LogFields) => void,
  ) {
    this.#source = source;
    this.#signal = signal;
    this.#idleMs = options.idleTimeoutMs ?? Number.POSITIVE_INFINITY;
    this.#firstProbeMs = options.probeMs ?? Number.POSITIVE_INFINITY;
    this.#backoff = new ReconnectBackoff(options.retry);
    this.#onReconnect = onReconnect;
  }

  /** Opens the first connection. */
  async open(isJoin: boolean): Promise<void> {
    this.#use(await this.#source.connect(false), isJoin);
  }

  /** The next items, at least one; `undefined` after the last. */
  async next(): Promise<Item[] | undefined> {
    while (this.#state !== "over") {
      if (this.#state === "settling") {
        this.close();
        const rest = await this.#source.settle();
        return rest.length > 0 ? rest : undefined;
      }
      const connection = this.#connection;
      if (connection === undefined) await this.#reconnect();
      else if (this.#lost !== undefined) await this.#onClose("broken", this.#lost);
      else if (this.#place === this.#events.length) await this.#read(connection);
      else {
        const items = this.#take(connection);
        if (items.length > 0) return items;
      }
    }
    return undefined;
  }

  /** Closes the connection at once. */
  close(): void {
    this.#state = "over";
    this.#events = [];
    this.#place = 0;
    this.#connection?.close();
    this.#connection = undefined;
  }

  #use(connection: EventConnection, isJoin: boolean): void {
    if (this.#state === "over") {
      connection.close();
      return;
    }
    this.#connection = connection;
    this.#hasNewEvents = false;
    this.#byteAt = performance.now();
    this.#probeMs = PROBE_MS;
    this.#probeAt = this.#byteAt + Math.min(this.#firstProbeMs, isJoin ? PROBE_MS : Number.POSITIVE_INFINITY);
  }

  async #read(connection: EventConnection): Promise<void> {
    const now = performance.now();
    try {
      const reading = await connection.read(Math.min(this.#byteAt + this.#idleMs, this.#probeAt) - now);
      if (connection !== this.#connection) return;
      if (reading === "silent") await this.#onSilence(connection);
      else if (reading === "end") await this.#onClose("clean", new Error("the stream ended before the run"));
      else this.#onEvents(reading.events);
    } catch (error) {
      if (connection !== this.#connection || !isConnectionError(error)) throw error;
      await this.#onClose("broken", error);
    }
  }

  #onEvents(events: ServerEvent[]): void {
    this.#byteAt = performance.now();
    if (events.length === 0) return;
    this.#events = events;
    this.#place = 0;
    if (this.#probeAt !== Number.POSITIVE_INFINITY) this.#probeAt = this.#byteAt + this.#probeMs;
  }

  /** Takes some of the events that were read. */
  #take(connection: EventConnection): Item[] {
    const events = this.#events.slice(this.#place, this.#place + MOST_AT_ONCE);
    this.#place += events.length;
    const { items, isProgress, isLast, lost, probeMs } = this.#source.take(
      events,
      connection,
      this.#wasBroken,
    );
    if (isProgress) {
      this.#hasNewEvents = true;
      this.#backoff.progressed();
    }
    this.#lost = lost;
    if (probeMs !== undefined) {
      this.#probeMs = probeMs;
      this.#probeAt = performance.now() + probeMs;
    }
    if (isLast) {
      this.#state = "settling";
      this.isComplete = true;
      this.#connection = undefined;
      connection.drain();
    }
    return items;
  }

  async #onSilence(connection: EventConnection): Promise<void> {
    if (this.#byteAt + this.#idleMs <= this.#probeAt) {
      await this.#onClose("broken", connection.idleError(this.#idleMs));
      return;
    }
    const verdict = await this.#onClose("silent", new Error("the server sends no events of the run"));
    if (verdict === "alive") this.#probeMs = Math.min(this.#probeMs * 2, LONGEST_PROBE_MS);
    this.#probeAt = performance.now() + (verdict === "ending" ? ENDING_PROBE_MS : this.#probeMs);
  }

  async #onClose(how: Close["how"], cause: unknown): Promise<Verdict | undefined> {
    const connection = this.#connection;
    if (connection === undefined) return undefined;
    const closedAt = performance.now();
    if (how !== "silent") this.#drop(connection);
    const verdict = await this.#source.judge({
      how,
      cause,
      closedAt,
      silentMs: closedAt - this.#byteAt,
      hasEvents: connection.hasEvents,
      hasNewEvents: this.#hasNewEvents,
      isReconnect: this.#isReconnect,
      wasBroken: this.#wasBroken,
    });
    if (verdict === "alive" || verdict === "ending" || this.#state === "over") return verdict;
    this.#drop(connection);
    this.#wasBroken = how !== "clean" || (this.#wasBroken && !connection.hasEvents);
    this.#isReconnect = true;
    this.#isCheck = verdict === "check for more";
    this.#isImmediate = this.#isCheck;
    if (verdict === "done") this.close();
    else if (verdict === "reconnect")
      this.#backoff.lost({
        cause,
        retryMs: connection.retryMs,
        lastedMs: closedAt - connection.openedAt,
        isShutdown: how === "clean",
      });
    return verdict;
  }

  #drop(connection: EventConnection): void {
    connection.close();
    this.#events = [];
    this.#place = 0;
    this.#lost = undefined;
    this.#connection = undefined;
  }

  async #reconnect(): Promise<void> {
    const isImmediate = this.#isImmediate;
    this.#isImmediate = false;
    if (!isImmediate) {
      const { isExhausted, failures, cause } = this.#backoff;
      if (isExhausted) throw this.#source.toExhausted(failures, cause);
      await this.#backoff.wait(this.#signal, (waitMs) =>
        this.#onReconnect?.({ attempt: failures + 1, waitMs, cause }),
      );
    }
    try {
      this.#use(await this.#source.connect(true), true);
    } catch (error) {
      if (this.#signal.aborted || isStreamError(error)) throw error;
      if (isApiError(error)) this.#onRefusal(error);
      else this.#backoff.lost({ cause: error }); // no answer; or the caller's `headers` function failed
    }
  }

  #onRefusal(error: ApiError): void {
    const afterMs = retryAfterMs(error.headers) ?? 0;
    if (isTransient(error.status) && afterMs <= LONGEST_WAIT_MS) {
      this.#backoff.lost({ cause: error, afterMs });
    } else {
      this.#source.judgeRefusal(error, this.#isCheck);
      this.close();
    }
  }
}
