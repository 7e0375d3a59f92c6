/**
 * The same promise. Its failure goes to those who wait for it, and is no unhandled rejection while nobody does: platforms end a
 * process for a rejection that is not looked at.
 */
export function quietly<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
