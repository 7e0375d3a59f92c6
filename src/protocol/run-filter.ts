import type { LifecycleEventData } from "../../generated/schema.js";
import { isSynthetic, runNamedBy } from "../servers/protocol.js";
import type { Namespace } from "../types.js";
import { remember } from "../util/remember.js";
import type { ThreadEvent } from "./thread-types.js";

/** Where a run starts among the events of its thread. */
export interface RunStart {
  /** The id of the run; `undefined` only if events do not name their run. */
  runId: string | undefined;
  /** The `seq` of the thread's last event before the start, if the server numbers events; 0 for none. */
  afterSeq: number;
  /** The `seq` of the thread's last event at the response to the start: the run's first event does not come after it. */
  startSeq?: number | undefined;
}

/** An event with the length of its JSON. */
export interface SizedEvent {
  event: ThreadEvent;
  size: number;
}

/** How many ids are kept to recognise repeated events; those before them are skipped by count in a replay. */
const KEPT_IDS = 5000;

/**
 * Selects the events of one run, each once, from the connections of a thread, on servers where an event's `event_id` is the
 * same on each connection. Each connection replays the thread from its first kept event.
 */
export class NamedEvents {
  readonly seq = 0;
  readonly wasRestarted = false;
  /** Whether another run has started, so that no more events of this one will be sent. */
  isReplaced = false;
  readonly #runId: string | undefined;
  readonly #ids = new Set<string>();
  /** How many events of the run were selected in all, and how many this connection has sent. */
  #taken = 0;
  #place = 0;
  /** Whether this connection still replays events from before the kept ids. */
  #isBeforeKept = true;
  /** Whether events without a run id belong to this run. */
  #isOpen = false;

  constructor({ runId }: RunStart) {
    this.#runId = runId;
  }

  /** Notes a new connection, which replays events. */
  connected(): void {
    this.#place = 0;
    this.#isBeforeKept = true;
    this.#isOpen = false;
  }

  /** The event, if it is new and belongs to the run. */
  take(sized: SizedEvent): SizedEvent[] {
    const { event } = sized;
    const { event_id = "" } = event;
    const runId = runNamedBy(event_id);
    if (isRootStart(event)) {
      this.#isOpen = runId === this.#runId;
      // each connection replays the runs before this one
      if (!this.#isOpen && this.#place > 0 && isSynthetic(event_id)) this.isReplaced = true;
    }
    const isOwn = runId === undefined ? this.#isOpen : runId === this.#runId;
    if (!isOwn) return [];
    this.#place += 1;
    const isKnown = this.#ids.has(event_id);
    this.#isBeforeKept &&= !isKnown && this.#place <= this.#taken - this.#ids.size;
    if (isKnown || this.#isBeforeKept) return [];
    this.#taken += 1;
    remember(this.#ids, event_id, KEPT_IDS);
    return [sized];
  }
}

/** The same for servers that number a thread's events over all of its runs, and do not name an event's run. */
export class NumberedEvents {
  /** The `seq` to continue after; 0 for all events that the server has kept. */
  seq: number;
  isReplaced = false;
  readonly #startSeq: number | undefined;
  /** Events that are held back until the run's start is certain; `undefined` after that. */
  #held: SizedEvent[] | undefined = [];
  #timestamp = 0;
  /** How often the numbering restarted at 1, as it does when the server restarts. */
  #restarts = 0;
  /** How often the numbering had restarted when the run started. */
  #startedIn: number | undefined;

  constructor({ afterSeq, startSeq }: RunStart) {
    // a lower number than before: the server has restarted and lost the thread's events
    this.seq = startSeq !== undefined && startSeq < afterSeq ? 0 : afterSeq;
    this.#startSeq = startSeq;
  }

  get wasRestarted(): boolean {
    return this.#restarts > 0;
  }

  connected(): void {} // repeated events are recognised by their number

  /** The new events of the run: this one, with those that were held back until now. */
  take(sized: SizedEvent): SizedEvent[] {
    const { event } = sized;
    if (this.isReplaced || this.#isRepeated(event)) return [];
    if (this.#held !== undefined) return this.#hold(sized, this.#held);
    if (isRootStart(event)) {
      // a restarted server may start the run again
      this.isReplaced = this.#startedIn === this.#restarts;
      this.#startedIn = this.#restarts;
    }
    return this.isReplaced ? [] : [sized];
  }

  /** Whether an event is new: by its number, or, after a restart of the numbering, by its time. */
  #isRepeated({ seq, params: { timestamp } }: ThreadEvent): boolean {
    if (seq <= this.seq) {
      if (timestamp <= this.#timestamp || this.#timestamp === 0) return true;
      this.#restarts += 1;
    }
    this.seq = seq;
    this.#timestamp = Math.max(timestamp, this.#timestamp);
    return false;
  }

  /** Holds events back until it is certain that the run has started: events of an earlier run may precede it. */
  #hold(sized: SizedEvent, held: SizedEvent[]): SizedEvent[] {
    const { event } = sized;
    const seq = this.#restarts > 0 ? undefined : this.#startSeq;
    const isAfterStart = seq !== undefined && event.seq > seq;
    // the end of a cancelled or failed run is sent again when the next run starts
    const isOfEarlier =
      endAt([], event) !== undefined && !isAfterStart && !held.some((one) => isRootStart(one.event));
    if (isRootStart(event) || isOfEarlier) held.length = 0;
    if (!isOfEarlier) held.push(sized);
    if (seq !== undefined ? event.seq < seq : !isRootStart(event)) return [];
    this.#held = undefined;
    this.#startedIn = this.#restarts;
    return held;
  }
}

/** True for the event that starts a run. */
const isRootStart = ({ method, params }: ThreadEvent): boolean =>
  method === "lifecycle" && params.namespace.length === 0 && params.data.event === "running";

/** The data of the event that ends the graph at a namespace; `undefined` for any other event. */
export function endAt(path: Namespace, { method, params }: ThreadEvent): LifecycleEventData | undefined {
  if (method !== "lifecycle" || params.namespace.join("|") !== path.join("|")) return undefined;
  return params.data.event === "running" || params.data.event === "started" ? undefined : params.data;
}
