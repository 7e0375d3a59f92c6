import { EventIterator } from "../run/event-iterator.js";
import type { EventReader, RunEvent } from "../run/run-types.js";
import { toRemoteException } from "../servers/error-bodies.js";
import type { RunHandle } from "./run-handle.js";

/** The type of a `ReadableStream`'s iterator, which differs between versions of TypeScript's `lib`. */
type ChunkIterator<Chunk> =
  ReadableStream<Chunk> extends { [Symbol.asyncIterator](): infer Iterator }
    ? Iterator
    : AsyncIterableIterator<Chunk>;

/**
 * A run's chunks, as a `ReadableStream` and as an async iterable. Leaving a `for await`, aborting the signal, and
 * `cancel()` close the connection at once.
 */
export class RunStream<Chunk, Run extends RunHandle = RunHandle> extends ReadableStream<Chunk> {
  /** The handle of the run: reads its status and result, and stops it. */
  readonly run: Run;
  readonly #events: EventReader;
  readonly #chunks: EventIterator<Chunk>;

  constructor(events: EventReader, toChunks: (event: RunEvent, into: Chunk[]) => void, run: Run) {
    const chunks = new EventIterator<Chunk>(events, (event, into) => {
      if (event.event === "error") throw toRemoteException(event.data, events);
      toChunks(event, into);
    });
    super(
      ...toPullSource(
        () => chunks.next(),
        (reason) => events.cancel(reason),
      ),
    );
    this.run = run;
    this.#events = events;
    this.#chunks = chunks;
  }

  /** The id of the run's thread; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#events.threadId;
  }

  /** The id of the run; `undefined` until the server has sent it. */
  get runId(): string | undefined {
    return this.#events.runId;
  }

  /** The id of the last event whose chunks were read, for `joinStream`. */
  get lastEventId(): string | undefined {
    return this.#chunks.lastEventId;
  }

  /** Closes the connection at once, also while the stream is being read. */
  override cancel(reason?: unknown): Promise<void> {
    return this.#events.cancel(reason);
  }

  /** Bypasses the queue of the ReadableStream, which is slower than all else here. */
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

/** The arguments of a `ReadableStream` that produces each item only when it is read. */
function toPullSource<Item>(
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

/** Events about the run itself, which belong to no stream mode. */
const RUN_EVENTS = new Set(["metadata", "feedback"]);

/**
 * A run's events as the bytes of an event stream, for the `Response` of a route handler. A run that fails ends with
 * an `error` event; if the connection is lost for good, the stream itself fails. Cancelling it follows `onDisconnect`.
 *
 * @param ending - text written after the last event
 */
export function toEventStream<Chunk>(
  events: EventReader,
  toChunks: (event: RunEvent, into: Chunk[]) => void,
  toFrame: (chunk: Chunk) => Frame,
  ending = "",
): ReadableStream<Uint8Array> {
  const framesOf = (event: RunEvent): Frame[] => {
    if (RUN_EVENTS.has(event.event)) return [event];
    if (event.event === "error") {
      const { error, message } = toRemoteException(event.data, events);
      return [{ event: "error", data: { error, message } }];
    }
    const chunks: Chunk[] = [];
    toChunks(event, chunks);
    return chunks.map(toFrame);
  };
  // only the last frame of an event has its id, so that no reader resumes in the middle of the event
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

/** Texts as bytes, each produced when it is read; empty texts are skipped. */
export function toBytes(
  texts: AsyncIterable<string>,
  cancel: (reason: unknown) => Promise<void> | void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const bytes = async function* () {
    for await (const text of texts) if (text !== "") yield encoder.encode(text);
  };
  const reading = bytes();
  return new ReadableStream(...toPullSource(() => reading.next(), cancel));
}

/** One server-sent event as text. */
export function frameText({ event, data }: Frame, id?: string): string {
  const idLine = id === undefined ? "" : `id: ${id}\n`;
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n${idLine}\n`;
}
