import { backoffMs, LONGEST_WAIT_MS } from "../retry.js";
import { sleep } from "../util/timer.js";

/** A stream that was cut is joined again at about once; the chance keeps many clients apart. */
const SOON_MS = 50;

/** How often a cut stream is joined again, and after which pause. */
export class Rejoins {
  readonly #most: number;
  #count = 0;
  #retryMs: number | undefined;
  #afterMs = 0;
  #cause: unknown;

  /** @param maxRetries - how many rejoins may follow one that brought nothing */
  constructor(maxRetries: number) {
    this.#most = maxRetries + 1;
  }

  /** Rejoins since the last progress. */
  get count(): number {
    return this.#count;
  }

  /** Why the last connection was lost, or could not be made. */
  get cause(): unknown {
    return this.#cause;
  }

  get areExhausted(): boolean {
    return this.#count >= this.#most;
  }

  /** Something new came: from here on it counts anew. */
  progressed(): void {
    this.#count = 0;
  }

  /**
   * @param retryMs - how long the stream asked to wait before each rejoin
   * @param afterMs - how long the server asked to wait before this one
   */
  lost(cause: unknown, asked: { retryMs?: number | undefined; afterMs?: number | undefined } = {}): void {
    this.#cause = cause;
    this.#retryMs = asked.retryMs ?? this.#retryMs;
    this.#afterMs = asked.afterMs ?? 0;
  }

  /** Waits until it is time for the next one; an abort ends the wait at once. */
  async wait(signal: AbortSignal): Promise<void> {
    const backoff = this.#count === 0 ? 0 : backoffMs(this.#count - 1);
    this.#count += 1;
    const asked = Math.min(LONGEST_WAIT_MS, Math.max(this.#retryMs ?? 0, this.#afterMs));
    await sleep(Math.max(asked, backoff) + Math.random() * SOON_MS, signal);
  }
}
