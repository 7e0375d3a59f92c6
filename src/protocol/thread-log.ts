import { StreamError } from "../errors.js";
import type { CallInit } from "../run/run-requests.js";
import type { OpenThread, ThreadConnection } from "./thread-connection.js";
import { isRootEnd, type NewEvent, type ThreadFeed } from "./thread-feed.js";
import { LogReader, type Mark, type ReadLog } from "./thread-reader.js";
import type { ThreadEvent } from "./thread-types.js";

export interface ThreadLogOptions {
  /** What the latest events may take up in bytes of JSON; older ones are fetched again when they are asked for. */
  maxBytes: number;
  /** Fetches what was told before; absent where the server cannot tell it again. */
  again?: OpenThread | undefined;
  /** Told of each event once, when it comes in. */
  onEvent: (event: ThreadEvent) => void;
  /** Whether an answer may begin another run behind the one that has come to its end. */
  mayGoOn: () => boolean;
  /** Why the run that has come to its end failed, if it did. */
  failureOf: () => Error | undefined;
}

/**
 * What a run has told, for any number of readers that each go at their own pace. Events are fetched when a reader asks
 * for them, and while nobody reads there is no connection. The latest are kept, up to a size; a reader that lags
 * behind them, or comes late, gets the older ones from the server again.
 */
export class ThreadLog implements ReadLog {
  readonly #feed: ThreadFeed;
  readonly #init: CallInit;
  readonly #options: ThreadLogOptions;
  #entries: NewEvent[] = [];
  /** How many events came before the first entry. */
  #dropped = 0;
  #bytes = 0;
  #readers = 0;
  #pumping: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;
  #isResting = false;
  #leg = 0;
  #origin = { seq: 0, epoch: 0 };

  constructor(feed: ThreadFeed, init: CallInit, options: ThreadLogOptions) {
    this.#feed = feed;
    this.#init = init;
    this.#options = options;
  }

  /** Where the first event is, or will be. */
  get beginning(): Mark {
    return { position: 0, ...this.#origin };
  }

  /** How many runs there were before the one that goes on. */
  get leg(): number {
    return this.#leg;
  }

  /** Whether the run has ended, and no answer has begun another one. */
  get isResting(): boolean {
    return this.#isResting;
  }

  /** Goes on behind the run's end, with the run that an answer has begun. */
  resume(): void {
    this.#leg += 1;
    this.#isResting = false;
  }

  /** Ends the reading for all, at once. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#feed.pause();
  }

  /** Reads from a place on. The reader has to be closed. */
  reader(from: Mark): LogReader {
    this.#readers += 1;
    return new LogReader(this, from, this.#init.signal ?? new AbortController().signal, () => this.#leave());
  }

  #leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0 && !this.#isResting) this.#feed.idle();
  }

  /** The event at a position; `undefined` at the end, and `"dropped"` for one that is no longer kept. */
  async at(position: number): Promise<NewEvent | "dropped" | undefined> {
    for (;;) {
      if (position < this.#dropped) return "dropped";
      const entry = this.#entries[position - this.#dropped];
      if (entry !== undefined) return entry;
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#isResting) return this.#assertEndedWell();
      await this.#pump();
    }
  }

  /**
   * Reads to the run's end.
   *
   * @throws what the run failed with
   */
  async rest(): Promise<void> {
    this.#readers += 1;
    try {
      while (!this.#isResting) {
        if (this.#failure !== undefined) throw this.#failure.error;
        await this.#pump();
      }
    } finally {
      this.#leave();
    }
    this.#assertEndedWell();
  }

  #assertEndedWell(): undefined {
    const failure = this.#options.failureOf();
    if (failure !== undefined) throw failure;
  }

  /** The number of the first event that is kept. */
  get keptSeq(): number {
    return this.#entries[0]?.event.seq ?? Number.POSITIVE_INFINITY;
  }

  /** Fetches what came behind a mark. */
  async again(from: Mark): Promise<ThreadConnection> {
    const { again } = this.#options;
    if (again === undefined || from.epoch !== this.#feed.epoch)
      throw new StreamError("what the run told so long ago is no longer kept");
    return again(from.seq, { ...this.#init, retry: false });
  }

  /** One fetch for all that wait. */
  async #pump(): Promise<void> {
    this.#pumping ??= this.#feed
      .next()
      .then((events) => this.#append(events))
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.#pumping = undefined;
      });
    await this.#pumping;
  }

  #append(events: NewEvent[]): void {
    const [first] = events;
    if (first !== undefined && this.#dropped + this.#entries.length === 0)
      this.#origin = { seq: first.event.seq - 1, epoch: first.epoch };
    for (const entry of events) {
      this.#entries.push(entry);
      this.#bytes += entry.size;
      this.#options.onEvent(entry.event);
      if (!isRootEnd(entry.event)) continue;
      this.#isResting = true;
      if (this.#options.mayGoOn()) this.#feed.idle();
      else this.#feed.pause();
      break; // what else is told is of another run
    }
    this.#trim();
  }

  /** Gives up half of what is kept when it is too much, so that not every event moves all of the others. */
  #trim(): void {
    const { maxBytes } = this.#options;
    if (this.#bytes <= maxBytes) return;
    let count = 0;
    for (const { size } of this.#entries) {
      if (this.#bytes <= maxBytes / 2) break;
      this.#bytes -= size;
      count += 1;
    }
    this.#entries = this.#entries.slice(count);
    this.#dropped += count;
  }
}
