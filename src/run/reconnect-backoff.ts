import { backoffMs, LONGEST_WAIT_MS, maxRetriesOf, type RetryOptions } from "../client/retry-policy.js";
import { sleep } from "../client/time-limit.js";

/** The first reconnect follows almost at once; the random part spreads many clients. */
const JITTER_MS = 50;

/** The end of a connection that lasted this long counts as no failure: load balancers cut idle ones. */
const LASTING_MS = 10_000;

/** Attempts after the first while a server shuts down and starts again: some 20 s. */
const SHUTDOWN_RETRIES = 8;

/** How a connection was lost. */
interface LostConnection {
  cause: unknown;
  /** The stream's `retry` field: the pause before each attempt, in ms. */
  retryMs?: number | undefined;
  /** A `Retry-After` header: the pause before this attempt, in ms. */
  afterMs?: number | undefined;
  /** How long the connection lasted, in ms. */
  lastedMs?: number;
  /** Whether the server closed the stream during the run, as it does before a restart. */
  isShutdown?: boolean;
}

/** Counts reconnect attempts, and computes the pause before each. */
export class ReconnectBackoff {
  readonly #maxRetries: number;
  readonly #isGiven: boolean;
  #isShutdown = false;
  /** Attempts since the last progress. */
  failures = 0;
  /** The step of the pause: each attempt that brought nothing lengthens it, each other one shortens it. */
  #step = 0;
  #hasProgressed = true;
  #retryMs = 0;
  #afterMs = 0;
  /** Why the last connection was lost or failed. */
  cause: unknown;

  /** @param retry - how many attempts may follow a first one without progress */
  constructor(retry: RetryOptions | false | undefined) {
    this.#maxRetries = maxRetriesOf(retry);
    this.#isGiven = retry !== undefined;
  }

  get isExhausted(): boolean {
    const isPatient = this.#isShutdown && !this.#isGiven;
    return this.failures > (isPatient ? SHUTDOWN_RETRIES : this.#maxRetries);
  }

  /** Resets the number of attempts after a new event, but not the pause, to spare an overloaded server. */
  progressed(): void {
    this.failures = 0;
    this.#hasProgressed = true;
    this.#isShutdown = false;
  }

  /** Records that the connection was lost or failed. */
  lost({ cause, retryMs, afterMs = 0, lastedMs = 0, isShutdown = false }: LostConnection): void {
    this.cause = cause;
    this.#isShutdown ||= isShutdown;
    this.#retryMs = retryMs ?? this.#retryMs;
    this.#afterMs = afterMs;
    this.#step = Math.max(0, this.#step + (this.#hasProgressed ? -1 : 1));
    if (lastedMs < LASTING_MS) return;
    this.failures = 0;
    this.#step = 0;
  }

  /** Waits until it is time for the next attempt; an abort ends the wait at once. `onWait` gets the pause in ms. */
  async wait(signal: AbortSignal, onWait?: (waitMs: number) => void): Promise<void> {
    this.failures += 1;
    this.#hasProgressed = false;
    const backoff = this.#step === 0 ? 0 : backoffMs(this.#step - 1);
    const requested = Math.min(LONGEST_WAIT_MS, Math.max(this.#retryMs, this.#afterMs));
    const waitMs = Math.max(requested, backoff) + Math.random() * JITTER_MS;
    onWait?.(waitMs);
    await sleep(waitMs, signal);
  }
}
