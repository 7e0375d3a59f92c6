import { ConnectionError, type RequestInfo, StreamError } from "../errors.js";
import { quotable, release, requestOf } from "../http/http.js";
import { createEventParser, type EventParser, type ServerEvent } from "../sse.js";
import { startTimer } from "../util/timer.js";

/** What one read of a connection gave. */
export type Reading = { frames: ServerEvent[] } | { end: "after silence" | "abrupt" | "inside an event" };

/** A server that tells an end by closing the stream waits a while after the last event; who cuts it does not. */
const SILENCE_MS = 300;

/** How many events are given at once: where many streams are read side by side, not all of each is parsed at a time. */
const FEW = 16;

/** How long a server may take to close a stream that has said its last, before the socket is given up. */
const DRAIN_MS = 100;

/** One connection of an event stream: bytes in, events out, and a limit on silence. */
export class Connection {
  readonly #response: Response;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser: EventParser;
  readonly #request: RequestInfo;
  #hasBytes = false;
  /** What has not been given yet of the events of the last bytes. */
  #frames: ServerEvent[] = [];
  #hasFrames = false;

  /** @throws {StreamError} when the answer is none */
  constructor(response: Response, options: { maxEventBytes?: number | undefined }) {
    this.#response = response;
    this.#request = requestOf(response);
    const { maxEventBytes } = options;
    const type = response.headers.get("content-type");
    if (type !== null && !type.includes("text/event-stream")) {
      throw new StreamError(
        `${this.#request.method} ${this.#request.path}: answered with ${type}, not with an event stream`,
      );
    }
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

  /** Whether anything came, be it a heartbeat. */
  get hasBytes(): boolean {
    return this.#hasBytes;
  }

  /** Whether an event came. */
  get hasFrames(): boolean {
    return this.#hasFrames;
  }

  /**
   * Some of the next events; there may be none in the bytes that came.
   *
   * @param silenceMs - how long to wait for a byte
   * @throws {ConnectionError} when the connection breaks, or stays silent for longer
   */
  async read(silenceMs: number | undefined): Promise<Reading> {
    if (this.#frames.length > 0) return { frames: this.#few() };
    const asked = performance.now();
    const { done, value } = await (silenceMs === undefined
      ? this.#reader.read()
      : this.#readWithin(silenceMs)
    ).catch((cause: unknown) => {
      if (cause instanceof ConnectionError) throw cause;
      throw new ConnectionError({ ...this.#request, reason: "the stream broke off" }, { cause });
    });
    if (done) {
      if (this.#parser.end()) return { end: "inside an event" };
      return { end: performance.now() - asked >= SILENCE_MS ? "after silence" : "abrupt" };
    }
    this.#hasBytes = true;
    const frames = this.#parser.push(value);
    this.#hasFrames ||= frames.length > 0;
    this.#frames = frames.some(isError) ? frames.map((frame) => this.#quotable(frame)) : frames;
    return { frames: this.#few() };
  }

  #few(): ServerEvent[] {
    return this.#frames.splice(0, FEW);
  }

  /** What an error may quote of the stream. */
  readonly quotable = (text: string): string => quotable(this.#response, text);

  #quotable(frame: ServerEvent): ServerEvent {
    return isError(frame) ? { ...frame, data: this.quotable(frame.data) } : frame;
  }

  async #readWithin(ms: number): Promise<ReadableStreamReadResult<Uint8Array>> {
    let stop = () => {};
    const silence = new Promise<never>((_, reject) => {
      stop = startTimer(ms, () => {
        reject(new ConnectionError({ ...this.#request, reason: `no byte for ${ms} ms`, timedOut: true }));
      });
    });
    return Promise.race([this.#reader.read(), silence]).finally(stop);
  }

  /** Gives the socket up at once. */
  close(): void {
    release(this.#response);
    this.#reader.cancel().catch(ignoreBroken);
  }

  /** Lets a stream that has said its last come to its end by itself, so that the socket can serve again. */
  finish(): void {
    release(this.#response);
    const stop = startTimer(DRAIN_MS, () => this.close());
    this.#drain().catch(ignoreBroken).finally(stop);
  }

  async #drain(): Promise<void> {
    for (let { done } = await this.#reader.read(); !done; ) ({ done } = await this.#reader.read());
  }
}

const isError = ({ event }: ServerEvent): boolean => event === "error";

/** A connection that nobody reads any more may break without loss. */
const ignoreBroken = () => undefined;
