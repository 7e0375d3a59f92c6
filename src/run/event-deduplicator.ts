import { storedAt } from "../servers/protocol.js";
import type { ServerEvent } from "./event-parser.js";

/** The `Last-Event-ID` that requests all events. */
export const BEGINNING = "-1";

/** How many of the latest events are remembered by id and hash. */
const REMEMBERED = 512;

/** The state of a connection that joined the run. */
interface Rejoined {
  /** The `Last-Event-ID` of its request; `undefined` for none. */
  readonly after: string | undefined;
  /** When it was opened, by the server's clock, in ms, or earlier: events from before are replayed only. */
  readonly openedAt: number;
  /** When the server had read what it replays, by its clock, or later: events from after are sent live only. */
  readAt: number | undefined;
  /** How its repeated events are recognised; decided by its first event with an id. */
  by: "undecided" | "id" | "content";
  /** The last id that it sent, and the hash of its last event. */
  id: string | undefined;
  hash: number | undefined;
  /** By id: indices in `#latest` of the next event to be repeated, and of the first event that this connection added. */
  place: number;
  ownFrom: number;
  /** By content: how many more events will be repeats. */
  left: number;
}

/**
 * Drops the events that a server repeats after a reconnect.
 *
 * Ids of one form are ordered. Several events may share an id (Python's are milliseconds), and a replay after that id omits
 * all of them: so the replay is requested after the last id but one, and the repeated events of the last id are recognised
 * by name and data, in order. Python subscribes before it replays, so a connection may send an event twice: all events of a
 * joined connection are compared, not only the first ones. Where ids don't help (there are none, or the server's numbering
 * restarts), events are recognised by position and content. Memory does not grow with the stream.
 */
export class EventDeduplicator {
  /** The `Last-Event-ID` that the reader starts after; `undefined` for new events only. */
  readonly origin: string | undefined;
  /** The ids and hashes of the latest events. */
  readonly #ids: (string | undefined)[] = [];
  readonly #hashes: number[] = [];
  #count = 0;
  #firstHash = 0;
  #firstId: string | undefined;
  #lastId: string | undefined;
  #idBeforeLast: string | undefined;
  /** The hash of the last event with each of these two ids. */
  #lastHash: number | undefined;
  #hashBeforeLast: number | undefined;
  /** The events with the last id, and the events without an id that followed them. */
  #latest: ServerEvent[] = [];
  #rejoined: Rejoined | undefined;
  #metadata: string | undefined;
  #idsAreUnique = false;
  readonly #serverNow: () => number;

  /** @param serverNow - the time by the server's clock, in ms, or a later one. Default: unknown */
  constructor(origin: string | undefined, serverNow = () => Number.POSITIVE_INFINITY) {
    this.origin = origin;
    this.#serverNow = serverNow;
  }

  /** The last id that was received. */
  get lastId(): string | undefined {
    return this.#lastId;
  }

  /** True until the first event other than `metadata`. */
  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Whether a `metadata` event was received. */
  get hasMetadata(): boolean {
    return this.#metadata !== undefined;
  }

  /** True until a joined connection has repeated all events that were received before. */
  get isBehind(): boolean {
    const rejoined = this.#rejoined;
    if (rejoined === undefined || this.#count === 0) return false;
    if (rejoined.by === "content") return rejoined.left > 0;
    return (
      rejoined.id !== this.#lastId || (rejoined.place < this.#latest.length && this.#lastId !== undefined)
    );
  }

  /** The `Last-Event-ID` for the next request; the replay after it repeats some known events. */
  get resumeFrom(): string | undefined {
    return this.#lastId === undefined ? this.origin : (this.#idBeforeLast ?? this.origin ?? this.#lastId);
  }

  /** Assumes that the events so far had the ids 0, 1, 2 …, so that a replay can begin at the last one. */
  assumeNumbers(count: number): void {
    if (this.#lastId !== undefined || count < 2) return;
    this.#firstId = "0";
    this.#idBeforeLast = String(count - 2);
    this.#lastId = String(count - 1);
    this.#idsAreUnique = true;
  }

  /**
   * Prepares for the events of a connection that joins the run.
   *
   * @param after - the `Last-Event-ID` of its request
   * @param date - the `Date` header of its response
   */
  rejoin(after: string | undefined, date: string | null): void {
    const dated = Date.parse(date ?? "");
    this.#rejoined = {
      after,
      // CORS may hide the header from a page: then by the local clock
      openedAt: Number.isNaN(dated) ? Date.now() - 1000 : dated,
      readAt: undefined,
      // if no event was received before, only this connection itself can repeat one
      by: this.#count === 0 ? "id" : "undecided",
      id: after === BEGINNING ? undefined : after,
      hash: undefined,
      place: 0,
      ownFrom: this.#latest.length,
      left: 0,
    };
  }

  /**
   * True for the `metadata` of a run that Python started again. Back after a kill or a shutdown, it restarts
   * an active run as the same attempt, so the same `metadata` comes with an id after the last one.
   */
  isRestart({ id, event, data }: ServerEvent): boolean {
    if (event !== "metadata" || data !== this.#metadata || id === undefined) return false;
    return this.#lastId !== undefined && (compareIds(id, this.#lastId) ?? 0) > 0;
  }

  /** True when the event was not received before. Remembers it. */
  isNew(event: ServerEvent): boolean {
    if (event.event === "metadata") {
      // each connection sends it again, outside of the order of the other events
      const isNew = event.data !== this.#metadata;
      this.#metadata = event.data;
      return isNew;
    }
    const rejoined = this.#rejoined;
    if (rejoined !== undefined) {
      const { id, hash } = rejoined;
      rejoined.readAt ??= this.#serverNow();
      if (event.id !== undefined) rejoined.id = event.id;
      rejoined.hash = hashOf(event);
      if (rejoined.by === "undecided") this.#decide(event, rejoined);
      if (this.#isRepeated(event, rejoined)) return false;
      if (event.id !== undefined && rejoined.by !== "id" && id !== undefined) {
        this.#lastId = id;
        this.#lastHash = hash;
      }
    }
    this.#remember(event);
    return true;
  }

  #decide(event: ServerEvent, rejoined: Rejoined): void {
    const hash = hashOf(event);
    if (this.#lastId !== undefined) {
      if (event.id === undefined) return; // it belongs to the id in the request's `Last-Event-ID`
      if (this.#isNumberedAsBefore(event, event.id, hash, rejoined.after)) {
        rejoined.by = "id";
        return;
      }
    }
    rejoined.by = "content";
    rejoined.left = this.#count - this.#placeOf(event, hash);
  }

  /** The index of a connection's first event among all events so far; 0 if it is unknown. */
  #placeOf(event: ServerEvent, hash: number): number {
    const [expected] = this.#latest;
    if (expected !== undefined && isSame(expected, event)) return this.#count - this.#latest.length;
    if (hash === this.#firstHash) return 0;
    const kept = Math.max(0, this.#count - REMEMBERED);
    for (let at = kept; at < this.#count; at += 1) if (this.#hashes[at % REMEMBERED] === hash) return at;
    return this.#lastId === undefined ? 0 : this.#count;
  }

  /**
   * Whether a connection numbers events as the previous one did: it starts after the requested id or at the first event, and
   * a known id has the known content.
   */
  #isNumberedAsBefore(event: ServerEvent, id: string, hash: number, after: string | undefined): boolean {
    const from = after === undefined || after === this.origin ? this.#firstId : after;
    if (from !== undefined && this.#isBefore(id, from))
      return id === this.#firstId && hash === this.#firstHash; // a proxy dropped the `Last-Event-ID`
    if (id === this.#idBeforeLast && this.#hashBeforeLast !== undefined) return hash === this.#hashBeforeLast;
    if (id === this.#lastId && isSameNumbered(this.#latest[0], event)) return true;
    const isKnown = this.#ids.includes(id);
    return !isKnown || this.#ids.some((one, at) => one === id && this.#hashes[at] === hash);
  }

  /** Whether an id comes before another. Ids without an order come before the last one if they are remembered. */
  #isBefore(id: string, other: string): boolean {
    const order = compareIds(id, other);
    return order === undefined ? id !== this.#lastId && this.#ids.includes(id) : order < 0;
  }

  #isRepeated(event: ServerEvent, rejoined: Rejoined): boolean {
    if (rejoined.by === "content") {
      rejoined.left -= 1;
      return rejoined.left >= 0;
    }
    const { id } = rejoined;
    if (id === undefined || this.#lastId === undefined) return rejoined.by === "undecided"; // before the first id
    if (id !== this.#lastId) {
      const isOld = this.#isBefore(id, this.#lastId);
      if (!isOld) {
        rejoined.place = 1;
        rejoined.ownFrom = 0;
      }
      return isOld;
    }
    if (this.#idsAreUnique) return true;
    const placeFrom = (from: number) => this.#latest.findIndex((one, at) => at >= from && isSame(one, event));
    let place = placeFrom(rejoined.place);
    if (place === -1 && rejoined.place === 0 && isSameNumbered(this.#latest[0], event)) place = 0;
    // made after the server subscribed to events, and before it read those to replay: both replayed and sent live
    const at = storedAt(id) ?? 0;
    const { openedAt, readAt = Number.POSITIVE_INFINITY } = rejoined;
    if (place === -1 && at >= openedAt && at < readAt) place = placeFrom(rejoined.ownFrom);
    rejoined.place = (place === -1 ? this.#latest.length : place) + 1;
    return place !== -1;
  }

  #remember(event: ServerEvent): void {
    const at = this.#count % REMEMBERED;
    const hash = hashOf(event);
    if (this.#count === 0) this.#firstHash = hash;
    this.#ids[at] = event.id;
    this.#hashes[at] = hash;
    this.#count += 1;
    if (event.id !== undefined && event.id !== this.#lastId) {
      this.#firstId ??= event.id;
      this.#idBeforeLast = this.#lastId;
      this.#hashBeforeLast = this.#lastHash;
      this.#lastId = event.id;
      this.#latest = [event];
    } else if (this.#lastId !== undefined && this.#latest.length < REMEMBERED) {
      this.#latest.push(event);
    }
    this.#lastHash = hash;
  }
}

const isSame = (one: ServerEvent, other: ServerEvent): boolean =>
  one.event === other.event && one.data === other.data;

/**
 * Whether two events of a server with unique ids are the same. The JavaScript server adds ids to the messages of an event
 * after it has sent the event, so that its replay differs in them.
 */
const isSameNumbered = (one: ServerEvent | undefined, other: ServerEvent): boolean =>
  one !== undefined &&
  one.id === other.id &&
  storedAt(one.id) === undefined &&
  one.event === other.event &&
  withoutIds(one.data) === withoutIds(other.data);

const withoutIds = (data: string): string => data.replace(/"id":"[^"]*"|,/g, "");

/** `3`, `17959-0`, `run_event_3`: the prefix, the number, and the sequence number within it. */
const ORDERED_ID = /^(.*?)(\d+)(?:-(\d+))?$/;

/** Compares two ids; `undefined` when their forms differ. */
function compareIds(left: string, right: string): number | undefined {
  const [, prefix, number, within = "0"] = ORDERED_ID.exec(left) ?? [];
  const [, otherPrefix, otherNumber, otherWithin = "0"] = ORDERED_ID.exec(right) ?? [];
  if (prefix === undefined || prefix !== otherPrefix) return undefined;
  return Number(number) - Number(otherNumber) || Number(within) - Number(otherWithin);
}

const SAMPLES = 32;

/** A hash of an event's name, its length and `SAMPLES` of its characters. */
function hashOf({ event, data }: ServerEvent): number {
  let hash = Math.imul(data.length, 31) + event.length + event.charCodeAt(0);
  const step = Math.max(1, Math.floor(data.length / SAMPLES));
  for (let at = data.length - 1; at >= 0; at -= step) hash = (Math.imul(hash, 31) + data.charCodeAt(at)) | 0;
  return hash;
}
