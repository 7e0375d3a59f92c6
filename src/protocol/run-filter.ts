import type { LifecycleEventData } from "../../generated/schema.js";
import { isSynthetic, runNamedBy } from "../servers/protocol.js";
import type { Namespace } from "../types.js";
import type { ThreadEvent } from "./thread-types.js";

/** Where a run begins among the events of its thread. */
export interface RunStart {
  /** The run; `undefined` only where events do not name their run. */
  runId: string | undefined;
  /** Number of the thread's last event before the start, where the server numbers them; 0 for none. */
  afterSeq: number;
  /** Number of the thread's last event at the answer to the start: the run's first one is not behind it. */
  answerSeq: number | undefined;
}

/** An event and the length of its JSON. */
export interface SizedEvent {
  event: ThreadEvent;
  size: number;
}

/** How many ids are kept to recognise repeated events; those before them are skipped by count in a replay. */
const KEPT_IDS = 5000;

/**
 * Takes one run's events, each once, from all that the connections of a thread give, where an event's `event_id` is the same
 * on each connection. Each replays the thread from its first kept event.
 */
export class NamedEvents {
  readonly seq = 0;
  readonly wasRestarted = false;
  /** Whether another run has taken this one's place: no more events of this one will come. */
  isReplaced = false;
  readonly #runId: string | undefined;
  readonly #ids = new Set<string>();
  /** How many events of the run were taken, and how many this connection gave. */
  #taken = 0;
  #place = 0;
  /** Whether events that name no run are the run's. */
  #isOpen = false;

  constructor({ runId }: RunStart) {
    this.#runId = runId;
  }

  /** Notes a new connection, which repeats events. */
  connected(): void {
    this.#place = 0;
    this.#isOpen = false;
  }

  /** The event, when it is the run's and new. */
  take(sized: SizedEvent): SizedEvent[] {
    const { event } = sized;
    const { event_id = "" } = event;
    const runId = runNamedBy(event_id);
    if (isRootStart(event)) {
      this.#isOpen = runId === this.#runId;
      // each connection begins with the runs before this one
      if (!this.#isOpen && this.#place > 0 && isSynthetic(event_id)) this.isReplaced = true;
    }
    const isOwn = runId === undefined ? this.#isOpen : runId === this.#runId;
    if (!isOwn) return [];
    this.#place += 1;
    if (this.#place <= this.#taken - this.#ids.size || this.#ids.has(event_id)) return [];
    this.#taken += 1;
    this.#ids.add(event_id);
    for (const oldest of this.#ids) {
      if (this.#ids.size <= KEPT_IDS) break;
      this.#ids.delete(oldest);
    }
    return [sized];
  }
}

/** The same, where events are numbered through all runs of the thread, and do not name their run. */
export class NumberedEvents {
  /** The number of the event to go on behind; 0 to get all that the server has kept. */
  seq: number;
  isReplaced = false;
  readonly #answerSeq: number | undefined;
  /** What came since the run may have begun; `undefined` once it has. */
  #held: SizedEvent[] | undefined = [];
  #timestamp = 0;
  /** How often the numbers began at 1 again, as they do after a restart of the server. */
  #restarts = 0;
  /** How often numbering had begun anew when the run's start was seen. */
  #startedIn: number | undefined;

  constructor({ afterSeq, answerSeq }: RunStart) {
    // a lower number than before: the server has forgotten the thread
    this.seq = answerSeq !== undefined && answerSeq < afterSeq ? 0 : afterSeq;
    this.#answerSeq = answerSeq;
  }

  get wasRestarted(): boolean {
    return this.#restarts > 0;
  }

  connected(): void {} // repeated events are recognised by their number

  /** The events of the run that are known to be new with this one; several when some had to be held back. */
  take(sized: SizedEvent): SizedEvent[] {
    const { event } = sized;
    if (this.isReplaced || this.#isRepeated(event)) return [];
    if (this.#held !== undefined) return this.#hold(sized, this.#held);
    if (isRootStart(event)) {
      // a server that was restarted may begin the run again
      this.isReplaced = this.#startedIn === this.#restarts;
      this.#startedIn = this.#restarts;
    }
    return this.isReplaced ? [] : [sized];
  }

  /** An event is new by its number; after a restart of the server, which begins at 1 again, by its time. */
  #isRepeated({ seq, params: { timestamp } }: ThreadEvent): boolean {
    if (seq <= this.seq) {
      if (timestamp <= this.#timestamp || this.#timestamp === 0) return true;
      this.#restarts += 1;
    }
    this.seq = seq;
    this.#timestamp = Math.max(timestamp, this.#timestamp);
    return false;
  }

  /** Holds events until it is certain that the run has begun: the rest of an earlier one may come before. */
  #hold(sized: SizedEvent, held: SizedEvent[]): SizedEvent[] {
    const { event } = sized;
    const seq = this.#restarts > 0 ? undefined : this.#answerSeq;
    const isBehind = seq !== undefined && event.seq > seq;
    // the end of a run that was stopped or failed comes once more when the next one starts
    const isOfEarlier =
      endAt([], event) !== undefined && !isBehind && !held.some((one) => isRootStart(one.event));
    if (isRootStart(event) || isOfEarlier) held.length = 0;
    if (!isOfEarlier) held.push(sized);
    if (seq !== undefined ? event.seq < seq : !isRootStart(event)) return [];
    this.#held = undefined;
    this.#startedIn = this.#restarts;
    return held;
  }
}

/** True for the event that begins a run. */
const isRootStart = ({ method, params }: ThreadEvent): boolean =>
  method === "lifecycle" && params.namespace.length === 0 && params.data.event === "running";

/** The data of the event that ends the graph at a namespace; `undefined` for any other event. */
export function endAt(path: Namespace, { method, params }: ThreadEvent): LifecycleEventData | undefined {
  if (method !== "lifecycle" || params.namespace.join("|") !== path.join("|")) return undefined;
  return params.data.event === "running" || params.data.event === "started" ? undefined : params.data;
}
