/** After fewer calls V8 still interprets much of a client, which a server's process soon does no more. */
export const CALLS_TO_COMPILE = 2000;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** A record of what is made of each value. */
export function mapped<Key extends string, In, Out>(
  record: Record<Key, In>,
  map: (value: In, key: Key) => Out,
): Record<Key, Out> {
  const out = {} as Record<Key, Out>;
  for (const key of Object.keys(record) as Key[]) out[key] = map(record[key], key);
  return out;
}

/** How a cost grows with a size: the slope of a straight line through both logarithms, fitted by least squares. */
export function growthExponent(points: readonly { size: number; cost: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ cost }) => Math.log(cost));
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  const covariance = xs.reduce((sum, x, at) => sum + (x - meanX) * ((ys[at] ?? 0) - meanY), 0);
  const variance = xs.reduce((sum, x) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}

/** What one turn took. */
export interface Time {
  ms: number;
  cpuMs: number;
}

/**
 * Times things in turns, so that whatever else the machine does meets all of them alike; each round begins with
 * another one. The first rounds, which compile and fill caches, do not count.
 *
 * @param collect - collect garbage before each turn, so that nobody pays for another's
 * @returns the times of each, by the clock and of the processor, in ms
 */
export async function inTurns<Key extends string>(
  things: Record<Key, () => Promise<unknown>>,
  { rounds, warmUps, collect = false }: { rounds: number; warmUps: number; collect?: boolean },
): Promise<Record<Key, Time[]>> {
  const keys = Object.keys(things) as Key[];
  const times = mapped(things, (): Time[] => []);
  for (let round = -warmUps; round < rounds; round += 1) {
    for (let turn = 0; turn < keys.length; turn += 1) {
      const key = keys[(turn + round + warmUps) % keys.length] as Key;
      if (collect) globalThis.gc?.();
      const began = performance.now();
      const before = process.cpuUsage();
      await things[key]();
      const { user, system } = process.cpuUsage(before);
      if (round >= 0) times[key].push({ ms: performance.now() - began, cpuMs: (user + system) / 1000 });
    }
  }
  return times;
}
