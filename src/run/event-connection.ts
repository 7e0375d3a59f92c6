import type { Exchange } from "../client/attempts.js";
import type { Redactor } from "../client/redact.js";
import { startTimer } from "../client/time-limit.js";
import { ConnectionError, StreamError } from "../errors.js";
import { EventParser, type ServerEvent } from "./event-parser.js";

/** The result of one read: events (perhaps none), the end of the response, or `silent` when no byte came in time. */
export type Reading = { events: ServerEvent[] } | "end" | "silent";

/** How long a server may take to end a response after its last event, before the socket is closed. */
const DRAIN_MS = 5000;

/** One response with an event stream: reads its bytes and parses its events. */
export class EventConnection {
  readonly #exchange: Exchange;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser: EventParser;
  /** A pending read that a `silent` result left behind. */
  #reading: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;
  /** Whether an event was received; comments don't count. */
  hasEvents = false;
  readonly openedAt = performance.now();

  /** @throws {StreamError} when the response is not an event stream */
  constructor(exchange: Exchange, options: { maxEventBytes?: number | undefined } = {}) {
    const { response, request } = exchange;
    const type = response.headers.get("content-type")?.toLowerCase();
    const { body } = response;
    if (body === null) throw new ConnectionError({ ...request, reason: "an event stream without a body" });
    this.#exchange = exchange;
    this.#parser = new EventParser(options);
    this.#reader = body.getReader();
    if (type === undefined || type.includes("text/event-stream")) return;
    this.close();
    throw new StreamError(
      `${request.method} ${request.path}: answered with ${type}, not with an event stream`,
    );
  }

  /** The `retry` field of the stream: the pause before the next connection, in ms. */
  get retryMs(): number | undefined {
    return this.#parser.retryMs;
  }

  /**
   * The next events, or the end.
   *
   * @param ms - how long to wait for a byte; after that the result is `silent`, and the next call continues the read
   * @throws {ConnectionError} when the connection breaks, or the response ends inside an event
   */
  async read(ms: number): Promise<Reading> {
    this.#parser.assertWithinLimit(); // no further byte may come
    this.#reading ??= this.#reader.read();
    const read = await (ms === Number.POSITIVE_INFINITY ? this.#reading : within(ms, this.#reading)).catch(
      (cause: unknown) => {
        throw this.toError("the stream broke off", { cause });
      },
    );
    if (read === "silent") return read;
    this.#reading = undefined;
    if (read.done) {
      if (this.#parser.end()) throw this.toError("the stream ended inside an event");
      return "end";
    }
    const events = this.#parser.push(read.value);
    this.hasEvents ||= events.length > 0;
    return { events };
  }

  /** The error of a connection that sent no byte for this time. */
  idleError(ms: number): ConnectionError {
    return this.toError(`no byte for ${ms} ms`, { timedOut: true });
  }

  /** An error of this connection, which leads to a reconnect. */
  toError(reason: string, { timedOut = false, cause }: { timedOut?: boolean; cause?: unknown } = {}) {
    const options = cause === undefined ? {} : { cause };
    return new ConnectionError({ ...this.#exchange.request, reason, timedOut }, options);
  }

  /** Removes secrets from a text of the stream, so that an error may quote it. */
  get redactor(): Redactor {
    return this.#exchange.redactor;
  }

  /** Closes the socket at once. */
  close(): void {
    this.#exchange.release();
    this.#reader.cancel().catch(ignoreBroken);
  }

  /**
   * Reads a stream to its end after its last event, so that the socket can be reused; and since aegra removes the thread of
   * a stateless run only then, and keeps it for ever if the client has left.
   */
  drain(): void {
    this.#exchange.release();
    const stop = startTimer(DRAIN_MS, () => this.close());
    this.#toEnd().catch(ignoreBroken).finally(stop);
  }

  async #toEnd(): Promise<void> {
    for (let { done } = await this.#reader.read(); !done; ) ({ done } = await this.#reader.read());
  }
}

/** Ignores the failure of a connection that is no longer read. */
const ignoreBroken = () => undefined;

async function within<T>(ms: number, promise: Promise<T>): Promise<T | "silent"> {
  let stop = () => {};
  const silence = new Promise<"silent">((resolve) => {
    stop = startTimer(ms, () => resolve("silent"));
  });
  return Promise.race([promise, silence]).finally(stop);
}
