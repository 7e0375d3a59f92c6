import { storedAt } from "../servers/protocol.js";
import type { Run } from "./run-requests.js";

/** The tolerance: a server may record a run's end after it has closed the stream, and network delays vary. */
const SLACK_MS = 25;

/** How long even the quickest of a stream's events may be on its way. */
const LONGEST_WAY_MS = 2000;

/** A run that lasted less may be one of a server that does not record when a run ended. */
const SHORTEST_MS = 10;

/**
 * Determines whether a run ended before a connection closed, without comparing the clocks of server and client: a dated
 * event of the run was received at a local time, and the run ended this much later by the server's clock.
 */
export class RunTimes {
  #startedAt = Number.POSITIVE_INFINITY;
  /** A lower bound of the server's time minus the local time, in ms; and the same by events that were sent live only. */
  #offset = Number.NEGATIVE_INFINITY;
  #liveOffset = Number.NEGATIVE_INFINITY;

  /** Called when the server has responded to the start, so that the run exists. */
  started(): void {
    this.#startedAt = performance.now();
  }

  /**
   * Called for an event whose id may be the time of its creation.
   *
   * @param isLive - whether it can't be one that is replayed
   */
  received(id: string | undefined, isLive: boolean): void {
    const at = storedAt(id);
    if (at === undefined) return;
    this.#offset = Math.max(this.#offset, at - performance.now());
    if (isLive) this.#liveOffset = this.#offset;
  }

  /** The time by the server's clock, in ms, or a later one; infinite when no event has told it. */
  get serverNow(): number {
    if (this.#liveOffset === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
    return performance.now() + this.#liveOffset + LONGEST_WAY_MS;
  }

  endedBefore(closedAt: number, { created_at, updated_at }: Partial<Run>): boolean {
    const [created, ended] = [Date.parse(created_at ?? ""), Date.parse(updated_at ?? "")];
    if (Number.isNaN(ended) || ended - created < SHORTEST_MS) return false;
    const endedAt = Math.min(this.#startedAt + ended - created, ended - this.#offset);
    return endedAt <= closedAt + SLACK_MS;
  }
}
