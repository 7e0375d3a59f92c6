/** Aborts and time limits: each wait of the client, short or long, is bounded here. */

/** Beyond this a platform's timer goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * The callbacks of each signal. One listener per signal serves them all: platforms warn of a leak when a caller passes one
 * signal to many calls at once.
 */
const callbacksOf = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when a signal aborts, at once when it has already.
 *
 * @returns a function that removes the callback; the last one removes the listener from the signal
 */
export function onAbort(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    callback();
    return () => {};
  }
  const callbacks = callbacksOf.get(signal) ?? new Set();
  if (callbacks.size === 0) {
    callbacksOf.set(signal, callbacks);
    signal.addEventListener("abort", runCallbacks, { once: true });
  }
  callbacks.add(callback);
  return () => {
    if (callbacks.delete(callback) && callbacks.size === 0) signal.removeEventListener("abort", runCallbacks);
  };
}

function runCallbacks(this: AbortSignal): void {
  const callbacks = [...(callbacksOf.get(this) ?? [])];
  callbacksOf.delete(this);
  for (const callback of callbacks) callback();
}

/** Calls back after a time in ms. @returns a function that cancels the timer */
export function startTimer(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}

/** A promise's value, or the signal's reason as soon as it aborts. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(stop);
  });
}

/** Waits; an abort ends the wait at once and rejects with the signal's reason. */
export async function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  let stop = () => {};
  const waited = new Promise<void>((resolve) => {
    stop = startTimer(ms, resolve);
  });
  await abortable(waited, signal).finally(stop);
}

/**
 * A signal that aborts with the caller's, by a time limit, or by `abort`. `AbortSignal.any` would do, but Node 20 may
 * collect such a signal while a body is still read with it, and then nothing ends the reading.
 */
export class TimeLimit {
  readonly #controller = new AbortController();
  readonly #stopListening: () => void;
  readonly #stopTimers: (() => void)[] = [];

  /** @param caller - the caller's signal, whose reason is passed on */
  constructor(caller?: AbortSignal) {
    this.#stopListening = onAbort(caller, () => this.abort(caller?.reason));
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason?: unknown): void {
    this.release();
    this.#controller.abort(reason);
  }

  /**
   * Aborts after a time in ms; no time sets no limit.
   *
   * @returns a function that takes this limit back
   */
  within(ms: number | undefined, toReason: () => unknown): () => void {
    if (ms === undefined || ms === Number.POSITIVE_INFINITY) return () => {};
    const stop = startTimer(ms, () => this.abort(toReason()));
    this.#stopTimers.push(stop);
    return stop;
  }

  /** Removes the listener and the timers. */
  release(): void {
    this.#stopListening?.();
    for (const stop of this.#stopTimers.splice(0)) stop();
  }
}
