import { StreamError } from "../errors.js";
import type { ServerEvent } from "../sse.js";
import { isRecord } from "../util/record.js";
import { Replay } from "./replay.js";

/** One event of a run, as the server names it. */
export interface RunEvent {
  /** Its id, where the server gave one. */
  id?: string;
  /** Its name: a stream mode, with `|node:id` for each subgraph, or `metadata`, `error`, `end`, … */
  event: string;
  /** The parsed JSON. */
  data: unknown;
}

/** What frames came to: the events among them, and whether they hold the run's last. */
export interface Intake {
  events: RunEvent[];
  isLast: boolean;
  /** What comes after these events cannot be read. */
  failure?: StreamError;
}

/** Makes events of frames: each once, only those that were asked for. */
export class EventIntake {
  readonly #accepts: (event: string) => boolean;
  readonly #replay: Replay;
  #metadata: string | undefined;
  #runId: string | undefined;

  /**
   * @param origin - the `Last-Event-ID` that gives all that this reader is to see
   * @param accepts - tells by an event's name whether it was asked for
   */
  constructor(origin: string, accepts: (event: string) => boolean) {
    this.#replay = new Replay(origin);
    this.#accepts = accepts;
  }

  /** The run, once its metadata came. */
  get runId(): string | undefined {
    return this.#runId;
  }

  /** The last id that was received. */
  get lastId(): string | undefined {
    return this.#replay.lastId;
  }

  /** True until the first event. */
  get isEmpty(): boolean {
    return this.#replay.count === 0 && this.#metadata === undefined;
  }

  /** True while the connection repeats what was seen, and has not come to its end. */
  get isBehind(): boolean {
    return this.#replay.isBehind;
  }

  /** Prepares for a new connection, and gives the `Last-Event-ID` to ask with. */
  rejoin(fromOrigin = false): string {
    return this.#replay.rejoin(fromOrigin);
  }

  /**
   * Fails at data that is no JSON, and when the server does not know the run.
   *
   * @param quotable - makes of data what an error may quote
   */
  take(frames: readonly ServerEvent[], quotable = (text: string) => text): Intake {
    const events: RunEvent[] = [];
    for (const frame of frames) {
      if (!this.#accepts(frame.event) || !this.#isNew(frame)) continue;
      const event = parseFrame(frame, quotable);
      if (event instanceof StreamError) return { events, isLast: false, failure: event };
      events.push(event);
      if (event.event === "metadata") this.#takeMetadata(event.data);
      if (event.event === "end" || event.event === "error") return { events, isLast: true };
    }
    return { events, isLast: false };
  }

  #isNew(frame: ServerEvent): boolean {
    // metadata may be sent again with each connection, outside the order of the others
    if (frame.event !== "metadata") return this.#replay.isNew(frame);
    const isNew = frame.data !== this.#metadata;
    this.#metadata = frame.data;
    return isNew;
  }

  #takeMetadata(data: unknown): void {
    if (isRecord(data) && typeof data.run_id === "string") this.#runId = data.run_id;
  }
}

function parseFrame(
  { id, event, data }: ServerEvent,
  quotable: (text: string) => string,
): RunEvent | StreamError {
  let parsed: unknown;
  try {
    parsed = data === "" ? null : JSON.parse(data);
  } catch {
    // the parser's own error quotes a piece of the data, which may hold a piece of a secret
    const cause = new SyntaxError("no JSON");
    const message = `the event "${event}" carries what is no JSON: ${quotable(data.slice(0, 2000)).slice(0, 200)}`;
    return new StreamError(message, {}, { cause });
  }
  if (event === "error" && parsed === "Run not found") {
    return new StreamError("the server does not know the run, or no longer");
  }
  return id === undefined ? { event, data: parsed } : { id, event, data: parsed };
}
