import { getLines } from "@microsoft/fetch-event-source/lib/cjs/parse.js";
import { ByteBuffer } from "./util/byte-buffer.js";
import { LineEnds } from "./util/line-ends.js";
import { decodeId, NameDecoder } from "./util/short-text.js";

/** One dispatched event of an event stream. */
export interface ServerEvent {
  /** The frame's own `id` field; `undefined` when the frame had none. */
  readonly id: string | undefined;
  /** The event's name, `"message"` when the frame had none. */
  readonly event: string;
  readonly data: string;
}

/** A push parser of one event stream (one connection), by the WHATWG rules. */
export interface EventParser {
  /**
   * Takes the next bytes, cut anywhere, and keeps no reference to them.
   *
   * @returns the events that these bytes completed, in order
   * @throws {EventTooLargeError} when an unfinished event outgrows the limit. Events that were completed before it
   * in the same bytes are returned first; the error then comes with the next call.
   */
  push(chunk: Uint8Array): ServerEvent[];
  /**
   * Says that the stream is over.
   *
   * @returns true when an unfinished event had to be discarded: the stream was cut
   * @throws {EventTooLargeError} when the last `push` had still to report it
   */
  end(): boolean;
  /** The id of the last finished frame that had one, also when that frame carried no data; `""` at first. */
  readonly lastEventId: string;
  /** The latest `retry` field, in milliseconds. */
  readonly retryMs: number | undefined;
}

/** An event outgrew `maxEventBytes` before it was finished. */
export class EventTooLargeError extends Error {
  override readonly name = "EventTooLargeError";
  readonly maxEventBytes: number;

  constructor(maxEventBytes: number) {
    super(`an event of the stream is larger than ${maxEventBytes} bytes`);
    this.maxEventBytes = maxEventBytes;
  }
}

const DEFAULT_MAX_EVENT_BYTES = 256 * 1024 * 1024;

// getLines looks at every byte in JavaScript, where a native search costs a fraction. So of a line from this length on it
// is shown the first byte and the end, and the line itself takes their place again in `#onLine`.
const LONG_LINE = 32;

const LF = 10;
const SPACE = 32;
const COLON = 58;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const NO_BYTES = new Uint8Array(0);

const encoder = new TextEncoder();
const DATA = encoder.encode("data");
const EVENT = encoder.encode("event");
const ID = encoder.encode("id");
const RETRY = encoder.encode("retry");
const LINE_FEED = encoder.encode("\n");

// A byte order mark is dropped at the start of the stream alone; inside a value it is a character like any other.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Creates the parser of one event stream. */
export function createEventParser(options: { maxEventBytes?: number } = {}): EventParser {
  return new LineFedParser(options.maxEventBytes ?? DEFAULT_MAX_EVENT_BYTES);
}

class LineFedParser implements EventParser {
  readonly #maxEventBytes: number;
  readonly #toLines = getLines((line) => this.#onLine(line));
  /** The line that has begun and not ended yet. */
  readonly #unfinished = new ByteBuffer();
  /** The long line that getLines has seen two bytes of; its bytes are in place. */
  #longLine: Uint8Array = NO_BYTES;
  readonly #twoBytes = new Uint8Array(2);
  /** The frame's first data value, as long as it is the only one and its bytes are in place: most need no copy. */
  #onlyData: Uint8Array | undefined;
  /** The values of the frame's data lines, joined by line feeds. */
  readonly #data = new ByteBuffer();
  #dataIsKept = false;
  readonly #names = new NameDecoder();
  #event = "";
  #id: string | undefined;
  #frameHasFields = false;
  #isFirstLine = true;
  #completed: ServerEvent[] = [];
  #failure: EventTooLargeError | undefined;
  #lastEventId = "";
  #retryMs: number | undefined;

  constructor(maxEventBytes: number) {
    this.#maxEventBytes = maxEventBytes;
  }

  get lastEventId(): string {
    return this.#lastEventId;
  }

  get retryMs(): number | undefined {
    return this.#retryMs;
  }

  push(chunk: Uint8Array): ServerEvent[] {
    if (this.#failure !== undefined) throw this.#failure;
    this.#take(chunk);
    const completed = this.#completed;
    if (this.#failure !== undefined && completed.length === 0) throw this.#failure;
    this.#completed = [];
    return completed;
  }

  end(): boolean {
    if (this.#failure !== undefined) throw this.#failure;
    const rest = this.#withoutByteOrderMark(this.#unfinished.bytes());
    return this.#frameHasFields || (rest.length > 0 && rest[0] !== COLON);
  }

  #take(chunk: Uint8Array): void {
    const ends = new LineEnds(chunk);
    let begin = 0;
    if (this.#unfinished.length > 0) {
      begin = ends.after(0);
      this.#hold(chunk.subarray(0, begin));
    }
    let shown = begin; // short lines go to getLines many at a time
    for (let end = ends.after(begin); end < chunk.length && this.#failure === undefined; ) {
      if (end - begin >= LONG_LINE) {
        this.#toLines(chunk.subarray(shown, begin));
        this.#takeLongLine(chunk.subarray(begin, end), chunk[end]);
        shown = end + 1;
      }
      begin = end + 1;
      end = ends.after(begin);
    }
    this.#toLines(chunk.subarray(shown, begin));
    this.#keepData();
    this.#hold(chunk.subarray(begin));
  }

  #takeLongLine(line: Uint8Array, end = LF): void {
    this.#longLine = line;
    this.#twoBytes[0] = line[0] ?? 0;
    this.#twoBytes[1] = end;
    this.#toLines(this.#twoBytes);
  }

  /**
   * Keeps the bytes of an unfinished line from `getLines`, which would copy all of them again for each chunk. It gets
   * the first byte only, so that it knows of the line, and at the line's end reports that byte; `#onLine` then takes
   * the line kept here in its place.
   */
  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    if (this.#unfinished.length === 0) this.#toLines(bytes.slice(0, 1));
    if (this.#hasRoom(bytes.length)) this.#unfinished.append(bytes);
  }

  #onLine(reported: Uint8Array): void {
    if (this.#failure !== undefined) return;
    const line = this.#withoutByteOrderMark(this.#whole(reported));
    this.#isFirstLine = false;
    this.#unfinished.clear();
    this.#longLine = NO_BYTES;
    if (line.length === 0) this.#dispatch();
    else if (line[0] !== COLON) this.#onField(line);
  }

  #whole(reported: Uint8Array): Uint8Array {
    if (this.#unfinished.length > 0) return this.#unfinished.bytes();
    return this.#longLine.length > 0 ? this.#longLine : reported;
  }

  #onField(line: Uint8Array): void {
    this.#frameHasFields = true;
    const data = fieldValue(line, DATA);
    if (data !== undefined) {
      this.#onData(data);
      return;
    }
    const event = fieldValue(line, EVENT);
    if (event !== undefined) {
      this.#event = this.#names.decode(event);
      return;
    }
    const id = fieldValue(line, ID);
    if (id !== undefined) {
      if (!id.includes(0)) this.#id = decodeId(id);
      return;
    }
    const retry = fieldValue(line, RETRY);
    if (retry?.length && retry.every(isDigit)) {
      this.#retryMs = Math.min(Number(decoder.decode(retry)), Number.MAX_SAFE_INTEGER);
    }
  }

  #onData(value: Uint8Array): void {
    const isFirst = this.#onlyData === undefined && !this.#dataIsKept;
    if (!isFirst) this.#keepData();
    if (!this.#hasRoom(value.length + 1)) return;
    if (isFirst) {
      this.#onlyData = value;
    } else {
      this.#data.append(LINE_FEED);
      this.#data.append(value);
    }
  }

  #keepData(): void {
    if (this.#onlyData === undefined) return;
    this.#data.append(this.#onlyData);
    this.#dataIsKept = true;
    this.#onlyData = undefined;
  }

  #dispatch(): void {
    if (this.#id !== undefined) this.#lastEventId = this.#id;
    const data = this.#dataIsKept ? this.#data.bytes() : this.#onlyData;
    if (data !== undefined) {
      const event = this.#event === "" ? "message" : this.#event;
      this.#completed.push({ id: this.#id, event, data: decoder.decode(data) });
    }
    this.#onlyData = undefined;
    this.#data.clear();
    this.#dataIsKept = false;
    this.#event = "";
    this.#id = undefined;
    this.#frameHasFields = false;
  }

  #hasRoom(byteCount: number): boolean {
    if (this.#unfinished.length + this.#data.length + byteCount <= this.#maxEventBytes) return true;
    this.#failure = new EventTooLargeError(this.#maxEventBytes);
    this.#unfinished.clear();
    this.#data.clear();
    return false;
  }

  #withoutByteOrderMark(line: Uint8Array): Uint8Array {
    const isMarked = this.#isFirstLine && BYTE_ORDER_MARK.every((byte, at) => line[at] === byte);
    return isMarked ? line.subarray(BYTE_ORDER_MARK.length) : line;
  }
}

/** The value of a line that holds the named field (a line without a colon is a field with an empty value). */
function fieldValue(line: Uint8Array, name: Uint8Array): Uint8Array | undefined {
  for (let at = 0; at < name.length; at += 1) {
    if (line[at] !== name[at]) return undefined;
  }
  if (line.length === name.length) return line.subarray(name.length);
  if (line[name.length] !== COLON) return undefined;
  return line.subarray(line[name.length + 1] === SPACE ? name.length + 2 : name.length + 1);
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}
