import type { Answer } from "../client/attempts.js";
import { startTimer } from "../client/time-limit.js";
import { ConnectionError, StreamError } from "../errors.js";
import { EventParser, type ServerEvent } from "./event-parser.js";

/** What one read of a connection gave: some events, perhaps none; how the response ended; or nothing in time. */
export type Reading = { events: ServerEvent[] } | { end: "clean" | "inside an event" } | "silent";

/** How long a server may take to close a stream after its last event, before the socket is given up. */
const DRAIN_MS = 100;

/** One response that is an event stream: bytes in, events out. */
export class EventConnection {
  readonly #answer: Answer;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser: EventParser;
  /** A read that had no bytes in time, and goes on. */
  #reading: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  #hasEvents = false;
  readonly openedAt = performance.now();

  /** @throws {StreamError} when the answer is no event stream */
  constructor(answer: Answer, options: { maxEventBytes?: number | undefined } = {}) {
    const { response, request } = answer;
    const type = response.headers.get("content-type");
    const { body } = response;
    if (body === null) throw new ConnectionError({ ...request, reason: "an event stream without a body" });
    this.#answer = answer;
    this.#parser = new EventParser(options);
    this.#reader = body.getReader();
    if (type === null || type.includes("text/event-stream")) return;
    this.close();
    throw new StreamError(
      `${request.method} ${request.path}: answered with ${type}, not with an event stream`,
    );
  }

  get headers(): Headers {
    return this.#answer.response.headers;
  }

  /** The server's wish how long to wait before the next connection, in ms. */
  get retryMs(): number | undefined {
    return this.#parser.retryMs;
  }

  /** Whether an event came; a comment is none. */
  get hasEvents(): boolean {
    return this.#hasEvents;
  }

  /**
   * The next events, or the end.
   *
   * @param ms - how long to wait for a byte; after that the reading is `silent`, and the next call waits on
   * @throws {ConnectionError} when the connection breaks
   */
  async read(ms: number): Promise<Reading> {
    this.#reading ??= this.#reader.read();
    const read = await (ms === Number.POSITIVE_INFINITY ? this.#reading : within(ms, this.#reading)).catch(
      (cause: unknown) => {
        throw this.toError("the stream broke off", { cause });
      },
    );
    if (read === "silent") return read;
    this.#reading = undefined;
    if (read.done) return { end: this.#parser.end() ? "inside an event" : "clean" };
    const events = this.#parser.push(read.value);
    this.#hasEvents ||= events.length > 0;
    return { events };
  }

  /** The error of a connection that sent no byte for so long. */
  idleError(ms: number): ConnectionError {
    return this.toError(`no byte for ${ms} ms`, { timedOut: true });
  }

  /** An error of this connection, after which the next one is made. */
  toError(reason: string, { timedOut = false, cause }: { timedOut?: boolean; cause?: unknown } = {}) {
    const options = cause === undefined ? {} : { cause };
    return new ConnectionError({ ...this.#answer.request, reason, timedOut }, options);
  }

  /** What an error may quote of the stream. */
  redact(text: string): string {
    return this.#answer.redactor.text(text);
  }

  /** Closes the socket at once. */
  close(): void {
    this.#answer.release();
    this.#reader.cancel().catch(ignoreBroken);
  }

  /** Lets a stream whose last event came end by itself, so that the socket can serve again. */
  drain(): void {
    this.#answer.release();
    const stop = startTimer(DRAIN_MS, () => this.close());
    this.#toEnd().catch(ignoreBroken).finally(stop);
  }

  async #toEnd(): Promise<void> {
    for (let { done } = await this.#reader.read(); !done; ) ({ done } = await this.#reader.read());
  }
}

/** A connection that nobody reads any more may break without loss. */
const ignoreBroken = () => undefined;

async function within<T>(ms: number, promise: Promise<T>): Promise<T | "silent"> {
  let stop = () => {};
  const silence = new Promise<"silent">((resolve) => {
    stop = startTimer(ms, () => resolve("silent"));
  });
  return Promise.race([promise, silence]).finally(stop);
}
