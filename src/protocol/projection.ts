import type { ThreadLog } from "./thread-log.js";
import type { AwaitableIterable, ThreadEvent } from "./thread-types.js";

/** Which part of the events a projection is made of. */
export interface Extent {
  log: ThreadLog;
  /** The position where it begins. */
  from: number;
  /** The event that it ends with. Default: it ends with the run. */
  isEnd?: ((event: ThreadEvent) => boolean) | undefined;
}

/** Makes items of an event; `position` is the one behind it. */
export type ToItems<Item> = (event: ThreadEvent, position: number) => readonly Item[];

/**
 * Items made of a run's events. It can be iterated any number of times, each from the beginning; what had been read to
 * the end before an answer started another run is not given again after it.
 */
export class Projection<Item> implements AsyncIterable<Item> {
  readonly #extent: Extent;
  readonly #toItems: ToItems<Item>;
  #from: number;
  #read: { position: number; leg: number } | undefined;

  constructor(extent: Extent, toItems: ToItems<Item>) {
    this.#extent = extent;
    this.#toItems = toItems;
    this.#from = extent.from;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    const { log, isEnd } = this.#extent;
    if (this.#read !== undefined && this.#read.leg < log.leg) this.#from = this.#read.position;
    let behind = this.#from;
    for await (const { event, position } of log.read(this.#from)) {
      behind = position;
      yield* this.#toItems(event, position);
      if (isEnd?.(event)) return;
    }
    this.#read = { position: behind, leg: log.leg };
  }
}

/** A projection that can be awaited too: then it gives all of its items as one. */
export class AwaitableProjection<Item, Whole>
  extends Projection<Item>
  implements AwaitableIterable<Item, Whole>
{
  readonly #toWhole: (items: AsyncIterable<Item>) => Promise<Whole>;

  constructor(
    extent: Extent,
    toItems: ToItems<Item>,
    toWhole: (items: AsyncIterable<Item>) => Promise<Whole>,
  ) {
    super(extent, toItems);
    this.#toWhole = toWhole;
  }

  // biome-ignore lint/suspicious/noThenProperty: LangGraph's own handle lets these be awaited as well as iterated
  then<Fulfilled = Whole, Rejected = never>(
    onFulfilled?: ((value: Whole) => Fulfilled | PromiseLike<Fulfilled>) | null,
    onRejected?: ((reason: unknown) => Rejected | PromiseLike<Rejected>) | null,
  ): Promise<Fulfilled | Rejected> {
    return this.#toWhole(this).then(onFulfilled, onRejected);
  }
}

/** The pieces of a text as one. */
export async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** The last of the items; `undefined` without any. */
export async function lastOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  let last: Item | undefined;
  for await (const item of items) last = item;
  return last;
}
