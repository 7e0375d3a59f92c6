import type { EventReader, RunEvent } from "./run-types.js";

/**
 * Iterates over a run's events, converted to items. Items that have arrived are returned without waiting on the reader;
 * overlapping calls of `next` get different items, in order. Leaving early, an abort or an error closes the connection.
 */
export class EventIterator<Item> implements AsyncIterator<Item, undefined>, AsyncIterable<Item> {
  readonly #reader: EventReader;
  /** Appends the items of an event. Its type is without `Item`, so that a stream of a narrower chunk is assignable to a wider one. */
  readonly #append: (event: RunEvent) => void;
  /** Received events that aren't converted yet, in reverse order. */
  #events: RunEvent[] = [];
  /** Items of the last converted event that aren't returned yet. */
  #items: Item[] = [];
  #lastEventId: string | undefined;
  #isOver = false;
  /** The latest pending call of `next`, behind which the following one queues. */
  #waiting: Promise<unknown> | undefined;

  constructor(reader: EventReader, toItems: (event: RunEvent, into: Item[]) => void) {
    this.#reader = reader;
    this.#append = (event) => toItems(event, this.#items);
    this.#lastEventId = reader.lastEventId;
  }

  /** The id of the last event whose items were returned. */
  get lastEventId(): string | undefined {
    return this.#lastEventId;
  }

  next(): Promise<IteratorResult<Item, undefined>> {
    if (this.#waiting === undefined) {
      try {
        const item = this.#take();
        if (item !== undefined) return Promise.resolve(item);
      } catch (error) {
        return Promise.reject(error);
      }
    }
    const before = this.#waiting ?? Promise.resolve();
    const next = before.then(() => this.#pull());
    const settled = next
      .catch(() => undefined)
      .finally(() => {
        if (this.#waiting === settled) this.#waiting = undefined;
      });
    this.#waiting = settled;
    return next;
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#drop();
    await this.#reader.cancel();
    return DONE;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): IteratorYieldResult<Item> | undefined {
    if (this.#reader.isStopped) this.#drop();
    while (this.#items.length === 0) {
      const event = this.#events.pop();
      if (event === undefined) return undefined;
      this.#lastEventId = event.id ?? this.#lastEventId;
      this.#convert(event);
    }
    return { done: false, value: this.#items.shift() as Item };
  }

  #convert(event: RunEvent): void {
    try {
      this.#append(event);
    } catch (error) {
      this.#drop();
      // the error that is thrown matters more than a failed attempt to stop the run
      this.#reader.cancel(error).catch(() => undefined);
      throw error;
    }
  }

  async #pull(): Promise<IteratorResult<Item, undefined>> {
    for (;;) {
      const item = this.#take();
      if (item !== undefined) return item;
      if (this.#isOver && !this.#reader.isStopped) return DONE;
      const events = await this.#reader.next();
      if (events === undefined) return DONE;
      this.#events = events.reverse();
    }
  }

  #drop(): void {
    this.#events = [];
    this.#items = [];
    this.#isOver = true;
  }
}

const DONE = { done: true, value: undefined } as const;
