import type { Run } from "./run-requests.js";

/** By how much a server may note the end of a run after it has closed the stream, and a network vary. */
const SLACK_MS = 25;

/** A run that lasted for less may be one of a server that does not note when it ended. */
const SHORTEST_MS = 10;

const MILLISECONDS_ID = /^(\d{13})-\d+$/;

/**
 * Finds out whether a run ended before a connection did, independent of both clocks: something that the server
 * dated was known here at a time of our own, and the run ended so much later by the server's clock.
 */
export class RunTimes {
  #startedAt: number | undefined;
  /** The server's time less ours, at most, in ms. */
  #offset: number | undefined;

  /** The server has answered the start, so it had created the run. */
  started(): void {
    this.#startedAt = performance.now();
  }

  /** An event came whose id is the time when it was made. */
  received(id: string | undefined): void {
    const ms = id === undefined ? undefined : MILLISECONDS_ID.exec(id)?.[1];
    if (ms === undefined) return;
    this.#offset = Math.max(this.#offset ?? Number.NEGATIVE_INFINITY, Number(ms) - performance.now());
  }

  endedBefore(closedAt: number, { created_at, updated_at }: Partial<Run>): boolean {
    const [created, ended] = [Date.parse(created_at ?? ""), Date.parse(updated_at ?? "")];
    if (Number.isNaN(ended) || ended - created < SHORTEST_MS) return false;
    const isByStart =
      this.#startedAt !== undefined && this.#startedAt + ended - created <= closedAt + SLACK_MS;
    const isByEvent = this.#offset !== undefined && ended - this.#offset <= closedAt + SLACK_MS;
    return isByStart || isByEvent;
  }
}
