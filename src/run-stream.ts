import { toRemoteException } from "./dialect.js";
import type { RunEvent } from "./run/event-intake.js";
import type { EventReader } from "./run/run-events.js";
import type { RunControl } from "./run/run-types.js";

/** Whatever the iterator of a `ReadableStream` is; what it has to have differs between the libs of TypeScript. */
type ChunkIterator<Chunk> =
  ReadableStream<Chunk> extends { [Symbol.asyncIterator](): infer Iterator }
    ? Iterator
    : AsyncIterableIterator<Chunk>;

/**
 * A run's chunks, as a `ReadableStream` and as an async iterable. Leaving a `for await`, aborting the signal, and
 * `cancel()` close the connection at once.
 */
export class RunStream<Chunk, Run extends RunControl = RunControl> extends ReadableStream<Chunk> {
  /** The run itself: how it stands, what it comes to, and how to stop it. */
  readonly run: Run;
  readonly #events: EventReader;
  readonly #toChunks: (event: RunEvent, into: Chunk[]) => void;
  /** Events that were received and not given out yet, the next one last; and the chunks of the one before. */
  #batch: RunEvent[] = [];
  #chunks: Chunk[] = [];
  #lastEventId: string | undefined;

  constructor(events: EventReader, toChunks: (event: RunEvent, into: Chunk[]) => void, run: Run) {
    const take = { next: (): Promise<IteratorResult<Chunk, undefined>> => this.#next() };
    super(
      {
        async pull(controller) {
          const { done, value } = await take.next();
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => events.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    this.run = run;
    this.#events = events;
    this.#lastEventId = events.lastEventId;
    this.#toChunks = toChunks;
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
    return this.#lastEventId;
  }

  /** Closes the connection at once, also while the stream is being read. */
  override async cancel(reason?: unknown): Promise<void> {
    this.#batch = [];
    this.#chunks = [];
    await this.#events.cancel(reason);
  }

  /** Reads past the queue of the ReadableStream, which costs more than the rest. */
  override [Symbol.asyncIterator](): ChunkIterator<Chunk> {
    const reader = this.getReader(); // locks the stream, so that nobody else takes a chunk
    const leave = async () => {
      reader.releaseLock();
      await this.cancel();
      return { done: true, value: undefined } as const;
    };
    return {
      next: () => {
        try {
          const chunk = this.#queued();
          return chunk ? Promise.resolve(chunk) : this.#next();
        } catch (error) {
          return Promise.reject(error);
        }
      },
      return: leave,
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  }

  /** The next chunk of what was received. What has been given out is not kept until the next read. */
  #queued(): IteratorYieldResult<Chunk> | undefined {
    while (this.#chunks.length === 0) {
      const event = this.#batch.pop();
      if (event === undefined) return undefined;
      this.#lastEventId = event.id ?? this.#lastEventId;
      if (event.event === "error") throw toRemoteException(event.data, this);
      this.#toChunks(event, this.#chunks);
    }
    return { done: false, value: this.#chunks.shift() as Chunk };
  }

  async #next(): Promise<IteratorResult<Chunk, undefined>> {
    for (;;) {
      const chunk = this.#queued();
      if (chunk) return chunk;
      const events = await this.#events.next();
      if (events === undefined) return { done: true, value: undefined };
      this.#batch = events.reverse();
    }
  }
}
