/** What a benchmark found, as it is kept in `results.json`. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Name } from "./contenders.js";

/** A bound that a figure is to keep. */
export interface Goal {
  what: string;
  actual: number;
  bound: number;
  kind: "at most" | "at least";
}

export interface Row {
  title: string;
  unit: string;
  figures: Partial<Record<Name, number>>;
  goals: Goal[];
}

export interface Results {
  command: string;
  date: string;
  machine: string;
  versions: Record<string, string>;
  rows: Row[];
}

export const isReached = ({ actual, bound, kind }: Goal): boolean =>
  kind === "at most" ? actual <= bound : actual >= bound;

/** The row of a measure. */
export function rowOf({ rows }: Results, title: string): Row {
  const row = rows.find((one) => one.title === title);
  if (row === undefined) throw new Error(`bench/results.json lacks "${title}"`);
  return row;
}

const FILE = "bench/results.json";

export const readResults = (): Results => JSON.parse(readFileSync(FILE, "utf8"));

export function writeResults(results: Results): void {
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
}
