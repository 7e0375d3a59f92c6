import { abortable, onAbort } from "./abort.js";

/** Beyond this a platform's timer goes off at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Calls back after a time. @returns what takes that back */
export function startTimer(ms: number, onEnd: () => void): () => void {
  const timer = setTimeout(onEnd, Math.min(ms, LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}

/** Waits; an abort ends the wait at once and rejects with the signal's reason. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  let stop = () => {};
  const waited = new Promise<void>((resolve) => {
    stop = startTimer(ms, resolve);
  });
  await abortable(waited, signal).finally(stop);
}

/** A signal, what aborts it before its time, and what lets go of its timer and of the caller's signal. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  abort(): void;
  release(): void;
}

/**
 * A signal that aborts when the caller's does, or when the time in ms is over. `AbortSignal.any` would do, but Node 20
 * may collect such a signal while a body is still read with it, and then nothing ends the reading.
 *
 * @param toReason - what it aborts with when the time is over
 */
export function toTimeLimit(
  ms: number | undefined,
  signal: AbortSignal | undefined,
  toReason: () => unknown,
): TimeLimit {
  const controller = new AbortController();
  const pass = () => controller.abort(signal?.reason);
  const letGo = signal === undefined ? () => {} : onAbort(signal, pass);
  if (signal?.aborted) pass();
  const stop = ms === undefined ? () => {} : startTimer(ms, () => controller.abort(toReason()));
  const release = () => {
    stop();
    letGo();
  };
  return { signal: controller.signal, abort: () => controller.abort(), release };
}
