/**
 * The same promise. Its failure is told to those who wait for it; to nobody, as long as nobody does: platforms end a
 * process for a rejection that is not looked at.
 */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
