import { getLines } from "@microsoft/fetch-event-source/lib/cjs/parse.js";

/** One dispatched event of an event stream. */
export interface ServerEvent {
  /** The event's own `id` field; `undefined` when it had none. */
  readonly id: string | undefined;
  /** The event's name, `"message"` when it had none. */
  readonly event: string;
  readonly data: string;
}

/** An event outgrew `maxEventBytes` before it was finished. */
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
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const encoder = new TextEncoder();
const DATA = encoder.encode("data");
const EVENT = encoder.encode("event");
const ID = encoder.encode("id");
const RETRY = encoder.encode("retry");

// a byte order mark inside a value is a character like any other
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** A push parser of one event stream (one connection) by the WHATWG rules, on fetch-event-source's `getLines`. */
export class EventParser {
  readonly #maxEventBytes: number;
  readonly #toLines = getLines((line, fieldLength) => this.#onLine(line, fieldLength));
  /** The pieces of an unfinished line that `getLines` has not been given: it would copy the line for each of them. */
  #pieces: Uint8Array[] = [];
  /** The length of the unfinished line, and its first bytes. */
  #unfinishedBytes = 0;
  #beginning: number[] = [];
  #data: Uint8Array[] = [];
  #dataBytes = 0;
  readonly #names = new NameDecoder();
  #event = "";
  #id: string | undefined;
  #hasFields = false;
  #isFirstLine = true;
  #completed: ServerEvent[] = [];
  #failure: EventTooLargeError | undefined;
  #retryMs: number | undefined;

  constructor({ maxEventBytes = DEFAULT_MAX_EVENT_BYTES }: { maxEventBytes?: number | undefined } = {}) {
    this.#maxEventBytes = maxEventBytes;
  }

  /** The latest `retry` field, in ms. */
  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  /**
   * Takes the next bytes, cut anywhere.
   *
   * @returns the events that these bytes completed, in order
   * @throws {EventTooLargeError} when an unfinished event outgrows the limit. Events that were completed before it in the
   * same bytes are returned first; the error then comes with the next call.
   */
  push(chunk: Uint8Array): ServerEvent[] {
    if (this.#failure === undefined) this.#take(chunk);
    const completed = this.#completed;
    if (this.#failure !== undefined && completed.length === 0) throw this.#failure;
    this.#completed = [];
    return completed;
  }

  /**
   * Says that the stream is over.
   *
   * @returns true when an unfinished event had to be discarded: the stream was cut
   */
  end(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    const mark = this.#isFirstLine && isMarked(this.#beginning) ? BYTE_ORDER_MARK.length : 0;
    const isComment = this.#beginning[mark] === COLON;
    return this.#hasFields || (this.#unfinishedBytes > mark && !isComment);
  }

  #take(chunk: Uint8Array): void {
    if (!chunk.includes(LF) && !chunk.includes(CR)) {
      this.#begin(chunk);
      if (this.#hasRoom()) this.#pieces.push(chunk);
      return;
    }
    this.#pieces.push(chunk);
    const bytes = concat(this.#pieces);
    this.#pieces = [];
    this.#unfinishedBytes = 0;
    this.#beginning = [];
    this.#toLines(bytes);
    this.#begin(bytes.subarray(Math.max(bytes.lastIndexOf(LF), bytes.lastIndexOf(CR)) + 1));
    this.#hasRoom();
  }

  /** Notes bytes of the unfinished line. */
  #begin(bytes: Uint8Array): void {
    const missing = BYTE_ORDER_MARK.length + 1 - this.#beginning.length;
    if (missing > 0) this.#beginning.push(...bytes.subarray(0, missing));
    this.#unfinishedBytes += bytes.length;
  }

  #onLine(reported: Uint8Array, fieldLength: number): void {
    if (this.#failure !== undefined) return;
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (isMarked(reported)) {
        const length = fieldLength === -1 ? -1 : fieldLength - BYTE_ORDER_MARK.length;
        this.#onLine(reported.subarray(BYTE_ORDER_MARK.length), length);
        return;
      }
    }
    if (fieldLength === 0) return; // a comment
    if (reported.length === 0) {
      this.#dispatch();
      return;
    }
    this.#hasFields = true;
    const nameLength = fieldLength === -1 ? reported.length : fieldLength;
    const valueAt = reported[nameLength + 1] === SPACE ? nameLength + 2 : nameLength + 1;
    const value = reported.subarray(valueAt);
    if (isField(reported, nameLength, DATA)) {
      this.#dataBytes += value.length + 1;
      if (this.#hasRoom()) this.#data.push(value);
    } else if (isField(reported, nameLength, EVENT)) {
      this.#event = this.#names.decode(value);
    } else if (isField(reported, nameLength, ID)) {
      if (!value.includes(0)) this.#id = decoder.decode(value);
    } else if (isField(reported, nameLength, RETRY)) {
      const digits = decoder.decode(value);
      if (/^\d+$/.test(digits)) this.#retryMs = Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
    }
  }

  #dispatch(): void {
    if (this.#data.length > 0) {
      const event = this.#event === "" ? "message" : this.#event;
      this.#completed.push({ id: this.#id, event, data: decoder.decode(joinLines(this.#data)) });
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

const isMarked = (bytes: ArrayLike<number>): boolean =>
  BYTE_ORDER_MARK.every((byte, at) => bytes[at] === byte);

function isField(line: Uint8Array, length: number, name: Uint8Array): boolean {
  if (length !== name.length) return false;
  for (let at = 0; at < length; at += 1) if (line[at] !== name[at]) return false;
  return true;
}

function concat(pieces: readonly Uint8Array[]): Uint8Array {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  const joined = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

const LINE_FEED = encoder.encode("\n");

/** The values of an event's data lines, joined by line feeds. */
function joinLines(lines: readonly Uint8Array[]): Uint8Array {
  const [only] = lines;
  if (only !== undefined && lines.length === 1) return only;
  return concat(lines.flatMap((line, at) => (at === 0 ? [line] : [LINE_FEED, line])));
}

/** Decodes names, which are mostly the same as the one before: to compare bytes costs less than to decode them. */
class NameDecoder {
  #bytes = new Uint8Array(0);
  #text = "";

  decode(bytes: Uint8Array): string {
    if (!isField(bytes, bytes.length, this.#bytes)) {
      this.#bytes = bytes.slice();
      this.#text = decoder.decode(bytes);
    }
    return this.#text;
  }
}
