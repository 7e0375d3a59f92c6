/** True for an object that is not an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy without `null` and `undefined`: servers send `null` in fields in which they refuse it. */
export function withoutNulls(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  );
}

type Given<T> = { [K in keyof T as T[K] extends undefined ? never : K]?: Exclude<T[K], undefined> };

/** A copy without `undefined`; `null` is kept. */
export const withoutUndefined = <T extends object>(values: T): Given<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;

/** True for an object that makes its own JSON. */
export const hasToJson = (value: object): value is { toJSON(key?: string): unknown } =>
  "toJSON" in value && typeof value.toJSON === "function";

/** True for a plain object, also of another realm (a frame, a `vm` context). */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
