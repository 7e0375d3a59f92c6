import type { Exchange } from "../client/attempts.js";
import { isTransientError } from "../client/retry-policy.js";
import { EventConnection, type Reading } from "../run/event-connection.js";
import type { ServerEvent } from "../run/event-parser.js";
import { isSynthetic, storedAt } from "../servers/protocol.js";
import type { ThreadEvent } from "./thread-types.js";

/** How long a second connection may take to be answered, and then to replay the missing events. */
export const REPLAY_TIMEOUT_MS = 10_000;

/**
 * A connection to the events of a thread, without a gap. A Python server sends the stored events first, and subscribes to
 * live ones only then: events that a run sends in between are stored, but don't reach this connection. So, before the first
 * live event, the missing events are read from a second connection, which replays them from the store.
 */
export class GaplessConnection extends EventConnection {
  readonly #parse: (data: string) => ThreadEvent | undefined;
  readonly #openAnother: () => Promise<EventConnection>;
  #another: EventConnection | undefined;
  #isClosed = false;
  /** Whether the first live event was seen, so that no event can be missing any more. */
  #isComplete = false;
  /** The server's time when it had read the stored events, or a little later. */
  #readAt: number | undefined;
  /** The last stored event, and the synthetic events that the server sent after it. */
  #tail: ThreadEvent[] = [];

  constructor(
    exchange: Exchange,
    options: { maxEventBytes?: number | undefined },
    parse: (data: string) => ThreadEvent | undefined,
    openAnother: () => Promise<EventConnection>,
  ) {
    super(exchange, options);
    this.#parse = parse;
    this.#openAnother = openAnother;
  }

  override async read(ms: number): Promise<Reading> {
    const reading = await super.read(ms);
    if (this.#isComplete || typeof reading === "string") return reading;
    const { events } = reading;
    for (const [place, { data }] of events.entries()) {
      const event = this.#parse(data);
      if (event === undefined) continue;
      const isLive = this.#isLive(event);
      if (this.#isComplete) break;
      if (!isLive) continue;
      this.#isComplete = true;
      return { events: events.toSpliced(place, 0, ...(await this.#missingBefore(event))) };
    }
    return reading;
  }

  override close(): void {
    this.#isClosed = true;
    this.#another?.close();
    super.close();
  }

  /** Whether an event was sent live, not replayed from the store. */
  #isLive(event: ThreadEvent): boolean {
    const { event_id = "", params } = event;
    const at = storedAt(event_id);
    if (this.#readAt === undefined) {
      // each connection starts with a synthetic event, made when the server sends the first stored one
      this.#readAt = params.timestamp;
      this.#isComplete = !isSynthetic(event_id);
    } else if (at !== undefined && this.#tail.every((one) => storedAt(one.event_id) === undefined)) {
      // no event was stored when the server read the store: does this one come from before it subscribed?
      const waitedMs = performance.now() - this.openedAt;
      this.#isComplete = this.#readAt - at < waitedMs / 2;
    }
    if (at !== undefined && at > this.#readAt) return true;
    if (at !== undefined) this.#tail = [];
    this.#tail.push(event);
    return false;
  }

  /** The events that the server stored between the end of the replay and the first live event. */
  async #missingBefore(live: ThreadEvent): Promise<ServerEvent[]> {
    const tail = this.#tail.map(toIdentity);
    this.#tail = [];
    const end = toIdentity(live);
    const another = await this.#openAnother().catch((cause: unknown) => {
      throw isTransientError(cause) ? this.toError("a second connection was refused", { cause }) : cause;
    });
    this.#another = another;
    try {
      if (this.#isClosed) return [];
      const until = performance.now() + REPLAY_TIMEOUT_MS;
      const missing: ServerEvent[] = [];
      let place = 0;
      for (;;) {
        const reading = await another.read(until - performance.now());
        if (typeof reading === "string") throw this.toError(REPLAY_DIFFERS);
        for (const one of reading.events) {
          const event = this.#parse(one.data);
          if (event === undefined) continue;
          const identity = toIdentity(event);
          const isAfterTail = place === tail.length;
          if (identity === end && isAfterTail) return missing;
          // the first connection may have numbered the events of one millisecond differently: no id matches
          if (isStoredAfter(event, live)) throw this.toError(REPLAY_DIFFERS);
          if (isAfterTail) missing.push(one);
          else place = identity === tail[place] ? place + 1 : 0;
        }
      }
    } finally {
      another.close();
    }
  }
}

const REPLAY_DIFFERS = "a second connection to the thread's events replayed different ones";

const isStoredAfter = (one: ThreadEvent, other: ThreadEvent): boolean =>
  (storedAt(one.event_id) ?? 0) > (storedAt(other.event_id) ?? 0);

/** Identifies an event across connections, on each of which it may have another `seq` and timestamp. */
const toIdentity = ({ event_id, method, params: { namespace, node, data } }: ThreadEvent): string =>
  JSON.stringify([event_id, method, namespace, node, data]);
