import { isTransient } from "../client/retry-policy.js";
import { abortable } from "../client/time-limit.js";
import { isApiError, isConnectionError, StreamError } from "../errors.js";
import { ReconnectBackoff } from "../run/reconnect-backoff.js";
import type { ThreadConnection } from "./thread-connection.js";
import type { NewEvent } from "./thread-feed.js";
import type { ThreadEvent } from "./thread-types.js";

/** A place among the events, just behind one of them. */
export interface Mark {
  /** How many events lie before it. */
  readonly position: number;
  /** The number of the one before it, and the numbering that it is of. */
  readonly seq: number;
  readonly epoch: number;
}

/** What a reader asks of the log that it reads. */
export interface ReadLog {
  /** Where the first event is. */
  readonly beginning: Mark;
  /** The number of the first event that is kept. */
  readonly keptSeq: number;
  /** The event at a position; `undefined` at the end, and `"dropped"` for one that is no longer kept. */
  at(position: number): Promise<NewEvent | "dropped" | undefined>;
  /** Fetches what came behind a mark. */
  again(from: Mark): Promise<ThreadConnection>;
}

/** How long a server may take to tell what it has told before. */
const SILENCE_MS = 10_000;

/** Reads a log from a place on. What the log no longer keeps comes from the server, on a connection of its own. */
export class LogReader {
  readonly #log: ReadLog;
  readonly #signal: AbortSignal;
  readonly #onClose: () => void;
  readonly #rejoins = new ReconnectBackoff(undefined);
  #mark: Mark;
  #again: ThreadConnection | undefined;
  #fetched: ThreadEvent[] = [];
  #isClosed = false;

  constructor(log: ReadLog, from: Mark, signal: AbortSignal, onClose: () => void) {
    this.#log = log;
    this.#mark = from;
    this.#signal = signal;
    this.#onClose = onClose;
  }

  /** Behind the last event that was read. */
  get mark(): Mark {
    return this.#mark;
  }

  /** The next event; `undefined` when the run has come to its end. */
  async next(): Promise<ThreadEvent | undefined> {
    for (;;) {
      const entry = await this.#log.at(this.#mark.position);
      if (entry === undefined) return undefined;
      if (entry !== "dropped") {
        this.#stopFetching();
        return this.#pass(entry.event, entry.epoch);
      }
      const event = await this.#fetch();
      if (event !== undefined) return this.#pass(event, this.#mark.epoch);
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stopFetching();
    this.#onClose();
  }

  #pass(event: ThreadEvent, epoch: number): ThreadEvent {
    this.#mark = { position: this.#mark.position + 1, seq: event.seq, epoch };
    return event;
  }

  /** The next event that the log has given up; `undefined` when it may be looked for again. */
  async #fetch(): Promise<ThreadEvent | undefined> {
    if (this.#mark.position === 0) this.#mark = this.#log.beginning;
    const { seq } = this.#mark;
    try {
      for (;;) {
        const event = this.#fetched.shift();
        if (event !== undefined && event.seq >= this.#log.keptSeq) throw this.#lost();
        if (event !== undefined && event.seq > seq) {
          this.#rejoins.progressed();
          return event;
        }
        if (event !== undefined) continue;
        this.#again ??= await this.#log.again(this.#mark);
        const told = await abortable(this.#again.read(SILENCE_MS), this.#signal);
        if (told === undefined) return await this.#miss(new Error("the stream ended before the run"));
        this.#fetched = told.map(({ event }) => event);
      }
    } catch (error) {
      const mayPass =
        isConnectionError(error) || (isApiError(error) && isTransient(error.status));
      if (!mayPass) throw error;
      return this.#miss(error);
    }
  }

  async #miss(cause: unknown): Promise<undefined> {
    this.#stopFetching();
    this.#rejoins.lost({ cause });
    if (this.#rejoins.isExhausted) throw this.#lost(cause);
    await this.#rejoins.wait(this.#signal);
  }

  #lost(cause?: unknown): StreamError {
    return new StreamError("the server no longer has all that the run told", {}, { cause });
  }

  #stopFetching(): void {
    this.#again?.close();
    this.#again = undefined;
    this.#fetched = [];
  }
}
