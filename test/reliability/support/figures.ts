import type { RunEvent } from "../../../src/index.js";

/** What came of streams, added up. */
export interface Figures {
  streams: number;
  lost: number;
  doubled: number;
  /** Streams whose events came in another order, although none was lost or doubled. */
  disordered: number;
}

export const noFigures = (): Figures => ({ streams: 0, lost: 0, doubled: 0, disordered: 0 });

/** Compares what a stream gave with what the run told, and adds it to the figures. */
export function addTo(figures: Figures, told: readonly unknown[], got: readonly unknown[]): void {
  figures.streams += 1;
  if (textOf(told) === textOf(got)) return;
  const left = new Map<string, number>();
  for (const one of told) left.set(textOf(one), (left.get(textOf(one)) ?? 0) + 1);
  let doubled = 0;
  for (const one of got) {
    const count = left.get(textOf(one)) ?? 0;
    if (count === 0) doubled += 1;
    else left.set(textOf(one), count - 1);
  }
  const lost = [...left.values()].reduce((sum, count) => sum + count, 0);
  figures.lost += lost;
  figures.doubled += doubled;
  if (lost === 0 && doubled === 0) figures.disordered += 1;
}

const textOf = (value: unknown): string => JSON.stringify(value) ?? "undefined";

/** An event without its id, which servers give or leave out as they like. */
export const withoutId = ({ event, data }: RunEvent) => ({ event, data });

/** Does something for each item, a number of them at the same time. */
export async function forEach<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  const waiting = items.entries();
  const worker = async () => {
    for (const [at, item] of waiting) await work(item, at);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
}
