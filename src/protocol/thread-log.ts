import { loggerOf, retryOf } from "../client/client.js";
import { abortable } from "../client/time-limit.js";
import { type RunInfo, StreamError } from "../errors.js";
import { ReconnectingReader } from "../run/reconnecting-reader.js";
import { whyWithheld } from "../servers/protocol.js";
import { leavable } from "../util/leavable.js";
import type { GraphThread } from "./commands.js";
import type { RunStart, SizedEvent } from "./run-filter.js";
import { ThreadSource } from "./thread-source.js";
import type { ThreadEvent } from "./thread-types.js";

/** Options of a log. */
interface ThreadLogOptions {
  /** Ends all reading at once. */
  signal: AbortSignal;
  /** The size limit of the kept events, in bytes of JSON; older events are fetched again when they are read. */
  maxBytes: number;
  /** Called when the run's last event was read, or reading failed. */
  onEnd: () => void;
}

/**
 * A run's events, for any number of readers at their own pace. Events are fetched when a reader needs them; without a
 * reader there is no connection. The latest events are kept, up to a size; older ones are fetched again.
 */
export class ThreadLog {
  readonly #thread: GraphThread;
  readonly #options: ThreadLogOptions;
  /** The runs, of which each answers the interrupts of the one before, with the position of its first event. */
  readonly #legs: { source: ThreadSource; base: number }[] = [];
  #source: ThreadSource;
  #reader: ReconnectingReader<SizedEvent> | undefined;
  #entries: SizedEvent[] = [];
  /** The position of the first kept event. */
  #dropped = 0;
  #bytes = 0;
  #readers = 0;
  #fetching: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;
  #isOver = false;

  constructor(thread: GraphThread, start: RunStart, options: ThreadLogOptions) {
    this.#thread = thread;
    this.#options = options;
    this.#source = this.#add(start);
  }

  /** The source of the latest run, which is another one after an answer to an interrupt. */
  get source(): ThreadSource {
    return this.#source;
  }

  /** The number of runs before the latest. */
  get leg(): number {
    return this.#legs.length - 1;
  }

  /** Whether the last event of the latest run was read. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** The ids of the run that has the event at a position. */
  infoAt(position: number): RunInfo {
    return this.#legAt(position)?.source.info ?? {};
  }

  #legAt(position: number) {
    return this.#legs.findLast(({ base }) => base <= position);
  }

  #lost(position: number): StreamError {
    return new StreamError("the server no longer has all events of the run", this.infoAt(position));
  }

  /** Continues after the run's end with the run that an answer has started. */
  resume(start: RunStart): void {
    this.#source = this.#add(start);
    this.#isOver = false;
  }

  #add(start: RunStart): ThreadSource {
    const source = new ThreadSource(this.#thread, start);
    this.#legs.push({ source, base: this.#dropped + this.#entries.length });
    return source;
  }

  #read(source: ThreadSource): ReconnectingReader<SizedEvent> {
    const { client, threadId, init, options } = this.#thread;
    const { idleTimeoutMs } = options;
    const limits = { idleTimeoutMs, retry: init.retry ?? retryOf(client) };
    return new ReconnectingReader(source, this.#options.signal, limits, (fields) => {
      const entry = { ...fields, threadId, runId: source.start.runId };
      loggerOf(client)?.warn("the thread's stream is opened again", entry);
    });
  }

  /**
   * The events from a position on, each with the position after it.
   *
   * @param left - ends the reading, also while it waits for an event
   */
  async *read(
    from: number,
    left: AbortSignal,
  ): AsyncGenerator<{ event: ThreadEvent; position: number }, void, undefined> {
    this.#readers += 1;
    try {
      for (let position = from; ; ) {
        // an abort also ends the reading of events that are kept
        if (!this.#isOver && this.#failure === undefined) this.#options.signal.throwIfAborted();
        if (position < this.#dropped) {
          const before = position;
          for await (const event of this.#replay(position)) {
            position += 1;
            yield { event, position };
            if (position >= this.#dropped) break;
          }
          if (position === before) throw this.#lost(position);
          continue;
        }
        const entry = this.#entries[position - this.#dropped];
        if (entry !== undefined) {
          position += 1;
          yield { event: entry.event, position };
        } else if (!(await abortable(this.#more(), left))) return;
      }
    } catch (error) {
      if (!left.aborted) throw error;
    } finally {
      this.#leave();
    }
  }

  /**
   * Reads to the run's end.
   *
   * @throws the failure of the run
   */
  async toEnd(): Promise<void> {
    this.#readers += 1;
    try {
      while (await this.#more());
    } finally {
      this.#leave();
    }
  }

  #leave(): void {
    this.#readers -= 1;
    if (this.#readers === 0) this.#close();
  }

  #close(): void {
    this.#reader?.close();
    this.#reader = undefined;
  }

  /** Fetches more events, once for all waiting readers; false at the run's end. */
  async #more(): Promise<boolean> {
    if (this.#failure !== undefined) throw this.#failure.error;
    if (this.#isOver) return false;
    this.#options.signal.throwIfAborted();
    this.#fetching ??= this.#next().finally(() => {
      this.#fetching = undefined;
    });
    await this.#fetching;
    return true;
  }

  async #next(): Promise<void> {
    this.#reader ??= this.#read(this.#source);
    const reader = this.#reader;
    try {
      const items = await reader.next();
      if (items !== undefined) return this.#append(items);
      if (reader !== this.#reader) return; // closed after the last reader left
      this.#isOver = true;
    } catch (error) {
      if (reader !== this.#reader) return; // a response that is closed inside an event looks like a cut one
      const { signal } = this.#options;
      this.#failure = { error: signal.aborted ? signal.reason : error };
    }
    this.#close();
    this.#options.onEnd();
  }

  /** Drops half of the kept events when they exceed the limit: dropping one at a time would move the array for each event. */
  #append(items: SizedEvent[]): void {
    const { maxBytes } = this.#options;
    for (const item of items) {
      this.#entries.push(item);
      this.#bytes += item.size;
    }
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

  /** Fetches the events of one run again, from a position on. */
  async *#replay(position: number): AsyncGenerator<ThreadEvent, void, undefined> {
    const leg = this.#legAt(position);
    if (leg === undefined || leg.source.wasRestarted) throw this.#lost(position);
    const reader = this.#read(new ThreadSource(this.#thread, leg.source.start));
    try {
      let place = leg.base;
      for (let items = await reader.next(); items !== undefined; items = await reader.next()) {
        for (const { event } of items) {
          if (place >= position) yield event;
          place += 1;
        }
      }
    } finally {
      reader.close();
    }
  }
}

/** The part of a log that a projection reads. */
export interface Extent {
  log: Pick<ThreadLog, "read" | "leg" | "infoAt">;
  /** The position of its first event. */
  from: number;
  /** Whether it ends with this event. Default: it ends with the run. */
  isEnd?: ((event: ThreadEvent) => boolean) | undefined;
}

/**
 * Items made from a run's events. They can be iterated any number of times, each time from the beginning; an iteration that
 * had ended before an answer started another run stays ended.
 *
 * @param method - the kind of events to read, `undefined` for all; the iteration throws at its end if the server sent none
 * although the run must have had some
 * @param toItem - converts an event to an item, or to `undefined`; its second argument is the position after the event
 */
export function project<Item, Method extends ThreadEvent["method"] = ThreadEvent["method"]>(
  { log, from, isEnd }: Extent,
  method: Method | undefined,
  toItem: (event: EventOf<Method>, position: number) => Item | undefined,
): AsyncIterable<Item> {
  let begin = from;
  let read: { position: number; leg: number } | undefined;
  async function* iterate(left: AbortSignal): AsyncGenerator<Item, void, undefined> {
    if (read !== undefined && read.leg < log.leg) begin = read.position;
    let behind = begin;
    let isSent = false;
    let reason: string | undefined;
    for await (const { event, position } of log.read(begin, left)) {
      behind = position;
      reason ??= method && whyWithheld(event, method);
      if (isOf(method, event)) {
        isSent = true;
        const item = toItem(event, position);
        if (item !== undefined) yield item;
      }
      if (isEnd?.(event)) break;
    }
    if (left.aborted) return;
    if (isEnd === undefined) read = { position: behind, leg: log.leg };
    if (!isSent && reason !== undefined) throw new StreamError(reason, log.infoAt(behind - 1));
  }
  return {
    [Symbol.asyncIterator]() {
      const left = new AbortController();
      return leavable(iterate(left.signal), () => left.abort());
    },
  };
}

/** The events of one kind. */
export type EventOf<Method extends ThreadEvent["method"]> = Extract<ThreadEvent, { method: Method }>;

const isOf = <Method extends ThreadEvent["method"]>(
  method: Method | undefined,
  event: ThreadEvent,
): event is EventOf<Method> => method === undefined || event.method === method;
