import { storedAt } from "../servers/protocol.js";
import type { Run } from "./run-requests.js";

/** The tolerance: a server may record a run's end after it has closed the stream, and network delays vary. */
const SLACK_MS = 25;

/** A run that lasted less may be one of a server that does not record when a run ended. */
const SHORTEST_MS = 10;

/**
 * Determines whether a run ended before a connection closed, without comparing the clocks of server and client: a dated
 * event of the run was received at a local time, and the run ended this much later by the server's clock.
 */
export class RunTimes {
  #startedAt = Number.POSITIVE_INFINITY;
  /** A lower bound of the server's time minus the local time, in ms. */
  #offset = Number.NEGATIVE_INFINITY;

  /** Called when the server has responded to the start, so that the run exists. */
  started(): void {
    this.#startedAt = performance.now();
  }

  /** Called for an event whose id may be the time of its creation. */
  received(id: string | undefined): void {
    const at = storedAt(id);
    if (at !== undefined) this.#offset = Math.max(this.#offset, at - performance.now());
  }

  endedBefore(closedAt: number, { created_at, updated_at }: Partial<Run>): boolean {
    const [created, ended] = [Date.parse(created_at ?? ""), Date.parse(updated_at ?? "")];
    if (Number.isNaN(ended) || ended - created < SHORTEST_MS) return false;
    const endedAt = Math.min(this.#startedAt + ended - created, ended - this.#offset);
    return endedAt <= closedAt + SLACK_MS;
  }
}
