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
  /** The run itself: how it stands, what it comes to, and how to stop it. */
  readonly run: Run;
  readonly #events: EventReader;
  readonly #chunks: EventIterator<Chunk>;

  constructor(events: EventReader, toChunks: (event: RunEvent, into: Chunk[]) => void, run: Run) {
    const chunks = new EventIterator<Chunk>(events, (event, into) => {
      if (event.event === "error") throw toRemoteException(event.data, events);
      toChunks(event, into);
    });
    super(
      {
        async pull(controller) {
          const { done, value } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => events.cancel(reason),
      },
      { highWaterMark: 0 },
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
    const reader = this.getReader(); // locks the stream, so that nobody else takes a chunk
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
