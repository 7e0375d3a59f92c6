import { onAbort } from "./abort.js";
import { startTimer } from "./retry.js";

/** A signal, and what lets go of its timer and of the caller's signal. */
export interface TimeLimit {
  readonly signal: AbortSignal;
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
  return { signal: controller.signal, release };
}
