const partsOf = new WeakMap<AbortSignal, AbortSignal[]>();

/** A signal that aborts with the first of two. It refers to both, since Node 20 may collect them otherwise. */
export function eitherSignal(one: AbortSignal, other: AbortSignal): AbortSignal {
  if (one === other) return one;
  const either = AbortSignal.any([one, other]);
  partsOf.set(either, [one, other]);
  return either;
}
