/**
 * Returns the same promise, whose rejection is not reported as unhandled while nobody awaits it: an unhandled rejection ends
 * a Node process.
 */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
