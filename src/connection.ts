import { ConnectionError, type RequestInfo } from "./errors.js";
import { requestOf } from "./http.js";
import { createEventParser, type EventParser, type ServerEvent } from "./sse.js";

/** What one read of a connection gave. */
export type Reading = { frames: ServerEvent[] } | { end: "clean" | "inside an event" };

/** How long a server may take to close a stream that has said its last, before the socket is given up. */
const DRAIN_MS = 100;

/** One connection of an event stream: bytes in, events out, and a limit on silence. */
export class Connection {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser: EventParser;
  readonly #request: RequestInfo;

  constructor(response: Response, options: { maxEventBytes?: number | undefined }) {
    this.#request = requestOf(response);
    const { maxEventBytes } = options;
    this.#parser = createEventParser(maxEventBytes === undefined ? {} : { maxEventBytes });
    const { body } = response;
    if (body === null)
      throw new ConnectionError({ ...this.#request, reason: "an event stream without a body" });
    this.#reader = body.getReader();
  }

  /** The server's wish how long to wait before joining again, in ms. */
  get retryMs(): number | undefined {
    return this.#parser.retryMs;
  }

  /**
   * The events of the next bytes; there may be none.
   *
   * @param silenceMs - how long to wait for a byte
   * @throws {ConnectionError} when the connection breaks, or stays silent for longer
   */
  async read(silenceMs: number | undefined): Promise<Reading> {
    const { done, value } = await (silenceMs === undefined
      ? this.#reader.read()
      : this.#readWithin(silenceMs)
    ).catch((cause: unknown) => {
      if (cause instanceof ConnectionError) throw cause;
      throw new ConnectionError({ ...this.#request, reason: "the stream broke off" }, { cause });
    });
    if (!done) return { frames: this.#parser.push(value) };
    return { end: this.#parser.end() ? "inside an event" : "clean" };
  }

  async #readWithin(ms: number): Promise<ReadableStreamReadResult<Uint8Array>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(new ConnectionError({ ...this.#request, reason: `no byte for ${ms} ms`, timedOut: true }));
      }, ms);
    });
    try {
      return await Promise.race([this.#reader.read(), silence]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Gives the socket up at once. */
  close(): void {
    this.#reader.cancel().catch(ignoreBroken);
  }

  /** Lets a stream that has said its last come to its end by itself, so that the socket can serve again. */
  finish(): void {
    const timer = setTimeout(() => this.close(), DRAIN_MS);
    this.#drain()
      .catch(ignoreBroken)
      .finally(() => clearTimeout(timer));
  }

  async #drain(): Promise<void> {
    for (let { done } = await this.#reader.read(); !done; ) ({ done } = await this.#reader.read());
  }
}

/** A connection that nobody reads any more may break without loss. */
const ignoreBroken = () => undefined;
