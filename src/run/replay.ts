import type { ServerEvent } from "../sse.js";

/** What is remembered of a frame, to know it again when a server sends it twice. */
interface Trace {
  readonly id: string | undefined;
  readonly event: string;
  readonly mark: number;
  /** Of a frame without an id, which has its content alone to be known by. */
  readonly closeMark: number | undefined;
}

/** The traces of the latest frames, in columns: there may be a thousand streams, and objects take three times as much. */
class LatestTraces {
  readonly #ids: (string | undefined)[] = [];
  readonly #events: string[] = [];
  readonly #marks: number[] = [];
  readonly #closeMarks = new Map<number, number>();

  /** @param count - how many frames came before */
  add(count: number, { id, event, data }: ServerEvent): void {
    const at = count % REMEMBERED;
    this.#ids[at] = id;
    this.#events[at] = event;
    this.#marks[at] = markOf(data, SAMPLES);
    if (id === undefined) this.#closeMarks.set(at, markOf(data, CLOSE_SAMPLES));
    else this.#closeMarks.delete(at);
  }

  /** The latest of so many frames, in their order. */
  of(count: number): Trace[] {
    return Array.from({ length: Math.min(count, REMEMBERED) }, (_, place) => {
      const at = count <= REMEMBERED ? place : (count + place) % REMEMBERED;
      const [id, event = "", mark = 0] = [this.#ids[at], this.#events[at], this.#marks[at]];
      return { id, event, mark, closeMark: this.#closeMarks.get(at) };
    });
  }
}

/** What a rejoined stream may still repeat: `blind` frames that are no longer remembered, then `traces` from `at`. */
interface Overlap {
  blind: number;
  readonly traces: readonly Trace[];
  at: number;
  /** No frame of the new connection has been judged yet. */
  untouched: boolean;
  isSame: (seen: Trace, trace: Trace) => boolean;
}

const REMEMBERED = 512;

/**
 * Tells which frames of a rejoined stream are new. Servers differ in what they send then: what follows the id that
 * was asked for, that frame once more, or everything, the latter also under new ids; and some give one id to several
 * frames, or none. So a frame is known by place and content, and by its id where ids can be trusted. Memory does not
 * grow with the stream.
 */
export class Replay {
  readonly #origin: string;
  readonly #latest = new LatestTraces();
  #count = 0;
  #first: Trace | undefined;
  #lastId: string | undefined;
  #idsAreOrdered = true;
  #overlap: Overlap | undefined;

  /** @param origin - the `Last-Event-ID` that gives every frame this reader is to see; `-1` for all of the run's */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** The last id that was received. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  /** How many frames were new. */
  get count(): number {
    return this.#count;
  }

  /** True while the connection repeats what was seen, and has not come to its end. */
  get isBehind(): boolean {
    return (
      this.#overlap !== undefined && this.#overlap.blind + this.#overlap.traces.length > this.#overlap.at
    );
  }

  /**
   * Prepares for a new connection.
   *
   * @param fromOrigin - ask for everything again, for a server that may not find the last id
   * @returns the `Last-Event-ID` to ask with
   */
  rejoin(fromOrigin = false): string {
    const traces = this.#latest.of(this.#count);
    if (this.#lastId === undefined || !this.#idsAreOrdered || fromOrigin) {
      const blind = this.#count - traces.length;
      this.#overlap = { blind, traces, at: 0, untouched: false, isSame: hasSameContent };
      return this.#origin;
    }
    const at = traces.findLastIndex((trace) => trace.id === this.#lastId) + 1;
    this.#overlap = { blind: 0, traces, at, untouched: true, isSame: hasSameContentAndId };
    return this.#lastId;
  }

  /** True when the frame was not seen before; it is then counted as seen. */
  isNew(frame: ServerEvent): boolean {
    if (this.#overlap !== undefined && this.#isRepeated(toTrace(frame, true), this.#overlap)) return false;
    this.#remember(frame);
    return true;
  }

  #isRepeated(trace: Trace, overlap: Overlap): boolean {
    if (overlap.blind > 0) {
      overlap.blind -= 1;
      return true;
    }
    const at = overlap.untouched ? this.#placeOfFirst(trace, overlap) : matchFrom(trace, overlap);
    overlap.untouched = false;
    if (at === undefined) {
      this.#overlap = undefined;
      return false;
    }
    overlap.at = at + 1;
    if (overlap.at >= overlap.traces.length && overlap.blind === 0) this.#overlap = undefined;
    return true;
  }

  /** Where the first frame after a rejoin stands among those seen, when it does. */
  #placeOfFirst(trace: Trace, overlap: Overlap): number | undefined {
    const expected = matchFrom(trace, overlap);
    if (expected !== undefined || trace.id === undefined) return expected;
    const again = overlap.traces.findIndex((seen) => seen.id === trace.id && hasSameContent(seen, trace));
    if (again !== -1) return again;
    if (!this.#startsOver(trace)) return undefined;
    overlap.isSame = hasSameContent;
    overlap.blind = Math.max(0, this.#count - overlap.traces.length - 1);
    return this.#count > overlap.traces.length ? -1 : 0;
  }

  /** Whether the frame is the stream's first once more; under another id that is believed only of one that goes back. */
  #startsOver(trace: Trace): boolean {
    const first = this.#first;
    if (first === undefined || this.#lastId === undefined || trace.id === undefined) return false;
    if (!hasSameContent(first, trace)) return false;
    return first.id === trace.id || !follows(this.#lastId, trace.id);
  }

  #remember(frame: ServerEvent): void {
    this.#first ??= toTrace(frame);
    this.#latest.add(this.#count, frame);
    this.#count += 1;
    const { id } = frame;
    if (id === undefined) return;
    if (this.#lastId !== undefined && !follows(this.#lastId, id)) this.#idsAreOrdered = false;
    this.#lastId = id;
  }
}

/** The place of the trace from where the overlap stands; frames without an id may be missing from a repetition. */
function matchFrom(trace: Trace, { traces, at, isSame }: Overlap): number | undefined {
  for (let place = at; place < traces.length; place += 1) {
    const seen = traces[place];
    if (seen === undefined) return undefined;
    if (isSame(seen, trace)) return place;
    if (seen.id !== undefined) return undefined;
  }
  return undefined;
}

const hasSameContent = (seen: Trace, { event, mark, closeMark }: Trace): boolean =>
  seen.event === event &&
  seen.mark === mark &&
  (seen.closeMark === undefined || seen.closeMark === closeMark);

/** An id that one of two connections leaves out says nothing: a stateless run's first one has none. */
const hasSameContentAndId = (seen: Trace, trace: Trace): boolean =>
  (seen.id === trace.id || seen.id === undefined || trace.id === undefined) && hasSameContent(seen, trace);

const NUMBER = /^\d+$/;

/** Whether one id may stand after another: not the same, and not lower where both are numbers. */
function follows(last: string, next: string): boolean {
  if (next === last) return false;
  return !NUMBER.test(last) || !NUMBER.test(next) || Number(next) > Number(last);
}

const SAMPLES = 16;
const CLOSE_SAMPLES = 4096;

function toTrace({ id, event, data }: ServerEvent, closely = false): Trace {
  const closeMark = closely || id === undefined ? markOf(data, CLOSE_SAMPLES) : undefined;
  return { id, event, mark: markOf(data, SAMPLES), closeMark };
}

/** A number of a text's length and of so many of its characters. */
function markOf(data: string, count: number): number {
  let mark = data.length;
  const step = Math.max(1, Math.floor(data.length / count));
  for (let at = data.length - 1; at >= 0; at -= step) mark = (Math.imul(mark, 31) + data.charCodeAt(at)) | 0;
  return mark;
}
