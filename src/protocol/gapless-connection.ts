import type { Answer } from "../client/attempts.js";
import { EventConnection, type Reading } from "../run/event-connection.js";
import type { ServerEvent } from "../run/event-parser.js";
import { isSynthetic, storedAt } from "../servers/protocol.js";
import type { ThreadEvent } from "./thread-types.js";

/** How long a second connection may take to come to the place where the first one went on. */
const LONGEST_MS = 10_000;

/**
 * A connection to the events of a thread, without a gap. A Python server reads the events that it has stored, sends them, and
 * only then listens for more: what a run sends in between is stored, but does not reach this connection. So, before the
 * first event that was listened for, the events that may be missing are taken from a second connection, which has all of
 * them among its stored ones.
 */
export class GaplessConnection extends EventConnection {
  readonly #parse: (data: string) => ThreadEvent | undefined;
  readonly #openAnother: () => Promise<EventConnection>;
  #another: EventConnection | undefined;
  #isClosed = false;
  /** Whether nothing can be missing any more. */
  #isWhole = false;
  /** The server's time when it had read what it has stored, or a little later. */
  #readAt: number | undefined;
  /** The last stored event, and those that the server has made behind it. */
  #tail: ThreadEvent[] = [];

  constructor(
    answer: Answer,
    options: { maxEventBytes?: number | undefined },
    parse: (data: string) => ThreadEvent | undefined,
    openAnother: () => Promise<EventConnection>,
  ) {
    super(answer, options);
    this.#parse = parse;
    this.#openAnother = openAnother;
  }

  override async read(ms: number): Promise<Reading> {
    const reading = await super.read(ms);
    if (this.#isWhole || reading === "silent" || "end" in reading) return reading;
    const { events } = reading;
    for (const [place, { data }] of events.entries()) {
      const event = this.#parse(data);
      if (event === undefined) continue;
      const isLive = this.#isLive(event);
      if (this.#isWhole) break;
      if (!isLive) continue;
      this.#isWhole = true;
      return { events: events.toSpliced(place, 0, ...(await this.#missingBefore(event))) };
    }
    return reading;
  }

  override close(): void {
    this.#isClosed = true;
    this.#another?.close();
    super.close();
  }

  /** Whether an event did not come from the store. */
  #isLive(event: ThreadEvent): boolean {
    const { event_id = "", params } = event;
    const at = storedAt(event_id);
    if (this.#readAt === undefined) {
      // the first event is one that the server makes for each connection, as it sends the first stored one
      this.#readAt = params.timestamp;
      this.#isWhole = !isSynthetic(event_id);
    } else if (at !== undefined && this.#tail.every((one) => storedAt(one.event_id) === undefined)) {
      // nothing was stored when the connection was made, and came before the server listened
      const waitedMs = performance.now() - this.openedAt;
      this.#isWhole = this.#readAt - at < waitedMs / 2;
    }
    if (at !== undefined && at > this.#readAt) return true;
    if (at !== undefined) this.#tail = [];
    this.#tail.push(event);
    return false;
  }

  /** The events that the server has stored between the last one of the replay and the first one that came live. */
  async #missingBefore(live: ThreadEvent): Promise<ServerEvent[]> {
    const tail = this.#tail.map(toIdentity);
    this.#tail = [];
    const end = toIdentity(live);
    const another = await this.#openAnother();
    this.#another = another;
    try {
      if (this.#isClosed) return [];
      const until = performance.now() + LONGEST_MS;
      const missing: ServerEvent[] = [];
      let place = 0;
      for (;;) {
        const reading = await another.read(until - performance.now());
        if (reading === "silent" || "end" in reading) throw this.toError(MOVED);
        for (const one of reading.events) {
          const event = this.#parse(one.data);
          if (event === undefined) continue;
          const identity = toIdentity(event);
          const isBehind = place === tail.length;
          if (identity === end && isBehind) return missing;
          // that the first connection began to number in the midst of a millisecond shows in the ids
          if (isStoredAfter(event, live)) throw this.toError(MOVED);
          if (isBehind) missing.push(one);
          else place = identity === tail[place] ? place + 1 : 0;
        }
      }
    } finally {
      another.close();
    }
  }
}

const MOVED = "the server sent other events than on a second connection";

const isStoredAfter = (one: ThreadEvent, other: ThreadEvent): boolean =>
  (storedAt(one.event_id) ?? 0) > (storedAt(other.event_id) ?? 0);

/** What an event is on each connection: its number and perhaps its time belong to the one. */
const toIdentity = ({ event_id, method, params: { namespace, node, data } }: ThreadEvent): string =>
  JSON.stringify([event_id, method, namespace, node, data]);
