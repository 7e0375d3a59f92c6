/** The signal of a call that was given none. Nothing need listen to it, and what did would pile up. */
export const NEVER_ABORTED = new AbortController().signal;

/** Who waits for each signal: one listener serves them all, for platforms take many of them for a leak. */
const waiting = new WeakMap<AbortSignal, { callbacks: Set<() => void>; tell: () => void }>();

/**
 * Calls back when a signal aborts.
 *
 * @returns what takes that back; when nobody waits any more, nothing is left on the signal
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal === NEVER_ABORTED) return () => {};
  const { callbacks, tell } = waiting.get(signal) ?? listenTo(signal);
  callbacks.add(callback);
  return () => {
    if (!callbacks.delete(callback) || callbacks.size > 0) return;
    signal.removeEventListener("abort", tell);
    waiting.delete(signal);
  };
}

function listenTo(signal: AbortSignal) {
  const callbacks = new Set<() => void>();
  const tell = () => {
    waiting.delete(signal);
    for (const callback of callbacks) callback();
  };
  const entry = { callbacks, tell };
  waiting.set(signal, entry);
  signal.addEventListener("abort", tell, { once: true });
  return entry;
}

/** A promise's value, or the signal's reason as soon as it aborts. */
export function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal === NEVER_ABORTED) return promise;
  return new Promise((resolve, reject) => {
    const stop = onAbort(signal, () => reject(signal.reason));
    if (signal.aborted) reject(signal.reason);
    promise.then(resolve, reject).finally(stop);
  });
}
