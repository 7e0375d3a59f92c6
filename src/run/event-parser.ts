import { getLines } from "@microsoft/fetch-event-source/lib/cjs/parse.js";

/** One dispatched event of an event stream. */
export interface ServerEvent {
  /** The event's own `id` field; `undefined` when it had none. */
  readonly id: string | undefined;
  /** The event's name, `"message"` when it had none. */
  readonly event: string;
  readonly data: string;
}

/** An event is larger than `maxEventBytes`. */
export class EventTooLargeError extends Error {
  override readonly name = "EventTooLargeError";

  constructor(readonly maxEventBytes: number) {
    super(`an event of the stream is larger than ${maxEventBytes} bytes`);
  }
}

const DEFAULT_MAX_EVENT_BYTES = 256 * 1024 * 1024;

const LF = 10;
const CR = 13;
const SPACE = 32;
const COLON = 58;

const encoder = new TextEncoder();
const BYTE_ORDER_MARK = encoder.encode("\ufeff");
const DATA = encoder.encode("data");
const EVENT = encoder.encode("event");
const ID = encoder.encode("id");
const RETRY = encoder.encode("retry");
const LINE_FEED = encoder.encode("\n");
const NOTHING = new Uint8Array(0);

// keeps a byte order mark inside a value, which the parser must not strip
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The parser that receives the lines of the current call. */
let current: EventParser | undefined;

const newSplitter = () => getLines((line, fieldLength) => current?.onLine(line, fieldLength));

/**
 * Splits the bytes of all streams into lines. It is shared, since V8 compiles each function that `getLines` returns, where a
 * stream spends most of its time. It keeps no state between calls, since it is given whole lines only.
 */
let split = newSplitter();

/** Splits bytes that end with a line end, and calls the parser for each line. */
function toLines(bytes: Uint8Array, parser: EventParser): void {
  current = parser;
  try {
    split(bytes);
    if (bytes.at(-1) === CR) split(LINE_FEED); // completes this line, which would otherwise wait for the next bytes, of another stream
  } catch (error) {
    split = newSplitter();
    throw error;
  } finally {
    current = undefined;
  }
}

/** A push parser of one connection's event stream by the WHATWG rules, based on fetch-event-source's `getLines`. */
export class EventParser {
  readonly #maxEventBytes: number;
  /** The chunks of an unfinished line; `getLines` would copy the line again for each chunk. */
  #pieces: Uint8Array[] = [];
  #unfinishedBytes = 0;
  #data: Uint8Array[] = [];
  #dataBytes = 0;
  /** The event's name, and the last decoded name with its bytes: comparing bytes is faster than decoding. */
  #event = "";
  #nameBytes = NOTHING;
  #name = "";
  #id: string | undefined;
  #hasFields = false;
  #endedInReturn = false;
  #isFirstLine = true;
  #completed: ServerEvent[] = [];
  #failure: EventTooLargeError | undefined;
  /** The latest `retry` field, in ms. */
  retryMs: number | undefined;

  constructor({ maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: { maxEventBytes?: number | undefined } = {}) {
    this.#maxEventBytes = maxEventBytes;
  }

  /**
   * Parses the next bytes, which may end anywhere.
   *
   * @returns the events that these bytes completed, in order
   * @throws {EventTooLargeError} when an unfinished event outgrows the limit. Events that were completed before it in the
   * same bytes are returned first; the error then comes with the next call, and from `assertWithinLimit`.
   */
  push(chunk: Uint8Array): ServerEvent[] {
    if (this.#failure === undefined) this.#take(chunk);
    const completed = this.#completed;
    if (this.#failure !== undefined && completed.length === 0) throw this.#failure;
    this.#completed = [];
    return completed;
  }

  /** @throws {EventTooLargeError} when an unfinished event has outgrown the limit */
  assertWithinLimit(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /**
   * Ends the stream.
   *
   * @returns true when an unfinished event had to be discarded: the stream was cut
   */
  end(): boolean {
    this.assertWithinLimit();
    const line = this.#withoutMark(concat(this.#pieces));
    return this.#hasFields || (line.length > 0 && line[0] !== COLON);
  }

  /** Splits whole lines, and keeps the rest for the next bytes. */
  #take(received: Uint8Array): void {
    const chunk = this.#endedInReturn && received[0] === LF ? received.subarray(1) : received;
    if (received.length > 0) this.#endedInReturn = received.at(-1) === CR;
    const end = endOfLines(chunk);
    if (end > 0) {
      const lines = chunk.subarray(0, end);
      const bytes = this.#pieces.length === 0 ? lines : concat([...this.#pieces, lines]);
      this.#pieces = [];
      this.#unfinishedBytes = 0;
      toLines(bytes, this);
    }
    if (end === chunk.length) return;
    this.#unfinishedBytes += chunk.length - end;
    if (this.#hasRoom()) this.#pieces.push(chunk.subarray(end));
  }

  /** Parses a line; called by `getLines`. */
  onLine(reported: Uint8Array, fieldLength: number): void {
    if (this.#failure !== undefined) return;
    const line = this.#withoutMark(reported);
    this.#isFirstLine = false;
    if (fieldLength === 0) return; // a comment
    if (line.length === 0) {
      this.#dispatch();
      return;
    }
    const nameEnd = fieldLength === -1 ? line.length : fieldLength - (reported.length - line.length);
    if (nameEnd > 0) this.#onField(line, nameEnd);
  }

  #onField(line: Uint8Array, nameEnd: number): void {
    this.#hasFields = true;
    const from = line[nameEnd + 1] === SPACE ? nameEnd + 2 : nameEnd + 1;
    if (isAt(line, 0, nameEnd, DATA)) {
      const value = line.subarray(from);
      this.#dataBytes += value.length + 1;
      if (this.#hasRoom()) this.#data.push(value);
    } else if (isAt(line, 0, nameEnd, EVENT)) {
      if (!isAt(line, from, line.length, this.#nameBytes)) {
        this.#nameBytes = line.slice(from);
        this.#name = decoder.decode(this.#nameBytes);
      }
      this.#event = this.#name;
    } else if (isAt(line, 0, nameEnd, ID)) {
      const id = decoder.decode(line.subarray(from));
      if (!id.includes("\0")) this.#id = id;
    } else if (isAt(line, 0, nameEnd, RETRY)) {
      const digits = decoder.decode(line.subarray(from));
      if (/^\d+$/.test(digits)) this.retryMs = Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
    }
  }

  #withoutMark(line: Uint8Array): Uint8Array {
    const length = BYTE_ORDER_MARK.length;
    return this.#isFirstLine && isAt(line, 0, length, BYTE_ORDER_MARK) ? line.subarray(length) : line;
  }

  #dispatch(): void {
    if (this.#data.length > 0) {
      const event = this.#event === "" ? "message" : this.#event;
      this.#completed.push({ id: this.#id, event, data: decoder.decode(concat(this.#data, LF)) });
      this.#data = [];
      this.#dataBytes = 0;
    }
    this.#event = "";
    this.#id = undefined;
    this.#hasFields = false;
  }

  #hasRoom(): boolean {
    if (this.#unfinishedBytes + this.#dataBytes - 1 <= this.#maxEventBytes) return true;
    this.#failure = new EventTooLargeError(this.#maxEventBytes);
    this.#pieces = [];
    this.#data = [];
    return false;
  }
}

/** Where the last whole line of a chunk ends. */
function endOfLines(chunk: Uint8Array): number {
  const end = chunk.lastIndexOf(LF) + 1;
  return end === chunk.length ? end : end + chunk.subarray(end).lastIndexOf(CR) + 1;
}

/** Whether these bytes stand between two places. */
function isAt(bytes: Uint8Array, from: number, to: number, expected: Uint8Array): boolean {
  if (Math.min(to, bytes.length) - from !== expected.length) return false;
  for (let at = 0; at < expected.length; at += 1) if (bytes[from + at] !== expected[at]) return false;
  return true;
}

/** The pieces as one; with a byte between any two of them. */
function concat(pieces: readonly Uint8Array[], between?: number): Uint8Array {
  const [only = NOTHING] = pieces;
  if (pieces.length <= 1) return only;
  const gap = between === undefined ? 0 : 1;
  let length = (pieces.length - 1) * gap;
  for (const piece of pieces) length += piece.length;
  const joined = new Uint8Array(length).fill(between ?? 0);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length + gap;
  }
  return joined;
}
