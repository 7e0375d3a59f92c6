/**
 * What the types cost an editor: a typical consumer's file, a RemoteGraph and ten client calls, checked by the compiler
 * beside the same file over the official client, in turns.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { mapped, median } from "./statistics.js";

const FOLDER = fileURLToPath(new URL("editor/", import.meta.url));
const TSC = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

const FLAGS = "--noEmit --strict --target es2022 --module nodenext --types node --extendedDiagnostics";

const LABELS = {
  time: "Total time",
  checker: "Check time",
  memory: "Memory used",
  instantiations: "Instantiations",
} as const;

type Figure = keyof typeof LABELS;

const CONTENDERS = ["ours", "official"] as const;
type Contender = (typeof CONTENDERS)[number];

/** Seconds, kilobytes, and a count. */
export type EditorCosts = Record<Figure, Record<Contender, number>>;

function check(contender: Contender, skipLibCheck: boolean): Record<Figure, number> {
  const args = [TSC, ...FLAGS.split(" "), "--skipLibCheck", String(skipLibCheck), `${contender}.ts`];
  // it exits with 2 where declarations have errors, as the official client's do when they are checked
  const { stdout: output } = spawnSync(process.execPath, args, { cwd: FOLDER, encoding: "utf8" });
  return mapped(LABELS, (label) => {
    const value = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
    if (value === undefined) throw new Error(`the compiler does not tell "${label}":\n${output}`);
    return Number(value);
  });
}

/**
 * Medians of several runs; the first, which fills the disk's cache, does not count.
 *
 * @param skipLibCheck - whether the declarations of packages are left unchecked themselves, as many a project has it
 */
export function editorCosts(rounds: number, skipLibCheck: boolean): EditorCosts {
  const samples: Record<Contender, Record<Figure, number>[]> = { ours: [], official: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of round % 2 === 0 ? CONTENDERS : [...CONTENDERS].reverse()) {
      const sample = check(contender, skipLibCheck);
      if (round >= 0) samples[contender].push(sample);
    }
  }
  return mapped(LABELS, (_, figure) =>
    mapped(samples, (taken) => median(taken.map((sample) => sample[figure]))),
  );
}
