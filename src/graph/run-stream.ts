import { EventIterator } from "../run/event-iterator.js";
import type { EventReader, RunEvent } from "../run/run-types.js";
import { toRemoteException } from "../servers/error-bodies.js";
import type { RunHandle } from "./run-handle.js";

/** Whatever the iterator of a `ReadableStream` is; what it has to have differs between the libs of TypeScript. */
type ChunkIterator<Chunk> =
  ReadableStream<Chunk> extends { [Symbol.asyncIterator](): infer Iterator }
    ? Iterator
    : AsyncIterableIterator<Chunk>;

/**
 * A run's chunks, as a `ReadableStream` and as an async iterable. Leaving a `for await`, aborting the signal, and
 * `cancel()` close the connection at once.
 */
export class RunStream<Chunk, Run extends RunHandle = RunHandle> extends ReadableStream<Chunk> {
  /** The run itself: its status, its result, and how to stop it. */
  readonly run: Run;
  readonly #events: EventReader;
  readonly #chunks: EventIterator<Chunk>;

  constructor(events: EventReader, toChunks: (event: RunEvent, into: Chunk[]) => void, run: Run) {
    const chunks = new EventIterator<Chunk>(events, (event, into) => {
      if (event.event === "error") throw toRemoteException(event.data, events);
      toChunks(event, into);
    });
    super(
      ...pulled(
        () => chunks.next(),
        (reason) => events.cancel(reason),
      ),
    );
    this.run = run;
    this.#events = events;
    this.#chunks = chunks;
  }

  /** The thread that the run is on; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#events.threadId;
  }

  /** The run; `undefined` until the server has named it. */
  get runId(): string | undefined {
    return this.#events.runId;
  }

  /** The last event that was given out, for `joinStream`. */
  get lastEventId(): string | undefined {
    return this.#chunks.lastEventId;
  }

  /** Closes the connection at once, also while the stream is being read. */
  override cancel(reason?: unknown): Promise<void> {
    return this.#events.cancel(reason);
  }

  /** Reads past the queue of the ReadableStream, which costs more than the rest. */
  override [Symbol.asyncIterator](): ChunkIterator<Chunk> {
    const reader = this.getReader(); // locks the stream, so that no other reader takes a chunk
    const chunks = this.#chunks;
    return {
      next: () => chunks.next(),
      return: () => {
        reader.releaseLock();
        return chunks.return();
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }
}

/** What a `ReadableStream` is made of that takes each item when it is asked for one. */
function pulled<Item>(
  next: () => Promise<IteratorResult<Item, unknown>>,
  cancel: (reason: unknown) => Promise<void> | void,
): [UnderlyingDefaultSource<Item>, QueuingStrategy<Item>] {
  const source = {
    async pull(controller: ReadableStreamDefaultController<Item>) {
      const { done, value } = await next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel,
  };
  return [source, { highWaterMark: 0 }];
}

type Frame = Pick<RunEvent, "event" | "data">;

/** Names of a run's own events, which belong to no mode. */
const ABOUT_THE_RUN = new Set(["metadata", "feedback"]);

/**
 * A run's events as the bytes of an event stream, for the `Response` of a route handler. A run that fails ends with
 * an `error` event; a stream that cannot be resumed fails. Whoever cancels it leaves the run as by any other stream.
 *
 * @param ending - what is written after the last event
 */
export function toEventStream<Chunk>(
  events: EventReader,
  toChunks: (event: RunEvent, into: Chunk[]) => void,
  toFrame: (chunk: Chunk) => Frame,
  ending = "",
): ReadableStream<Uint8Array> {
  const framesOf = (event: RunEvent): Frame[] => {
    if (ABOUT_THE_RUN.has(event.event)) return [event];
    if (event.event === "error") {
      const { error, message } = toRemoteException(event.data, events);
      return [{ event: "error", data: { error, message } }];
    }
    const chunks: Chunk[] = [];
    toChunks(event, chunks);
    return chunks.map(toFrame);
  };
  // the id is on the last frame of an event, so that no reader resumes in the middle of one
  const toText = (event: RunEvent) =>
    framesOf(event)
      .map((frame, at, { length }) => frameText(frame, at === length - 1 ? event.id : undefined))
      .join("");
  async function* texts() {
    for (let batch = await events.next(); batch !== undefined; batch = await events.next())
      yield batch.map(toText).join("");
    yield ending;
  }
  return toBytes(texts(), (reason) => events.cancel(reason));
}

/** Texts as bytes, each when it is asked for; empty ones are passed over. */
export function toBytes(
  texts: AsyncIterator<string, void>,
  cancel: (reason: unknown) => Promise<void> | void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const next = async (): Promise<IteratorResult<Uint8Array, undefined>> => {
    for (;;) {
      const { done, value } = await texts.next();
      if (done) return { done, value: undefined };
      if (value !== "") return { value: encoder.encode(value) };
    }
  };
  return new ReadableStream(...pulled(next, cancel));
}

/** One frame of an event stream that is written. */
export function frameText({ event, data }: Frame, id?: string): string {
  const ofId = id === undefined ? "" : `id: ${id}\n`;
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n${ofId}\n`;
}
