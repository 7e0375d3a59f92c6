/**
 * What the types cost an editor: a typical consumer's file, a RemoteGraph and ten client calls, checked by the compiler
 * beside the same file over the official client, in turns: `npm run bench:editor [-- rounds]`. Needs a build. Exits
 * with 1 when a goal is missed.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { median } from "./statistics.js";

const FOLDER = fileURLToPath(new URL("editor/", import.meta.url));
const TSC = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));

/** A consumer's usual settings: strict, and the declarations of packages are not checked themselves. */
const FLAGS =
  "--noEmit --strict --skipLibCheck --target es2022 --module nodenext --types node --extendedDiagnostics";

const FIGURES = {
  checkTime: { label: "Check time", unit: "s", goal: 1.2 },
  memory: { label: "Memory used", unit: "K", goal: 1 },
  instantiations: { label: "Instantiations", unit: "", goal: undefined },
  types: { label: "Types", unit: "", goal: undefined },
} as const;

type Figure = keyof typeof FIGURES;
type Sample = Record<Figure, number>;

const CONTENDERS = ["ours", "official"] as const;
const names = Object.keys(FIGURES) as Figure[];

function check(contender: string): Sample {
  const args = [TSC, ...FLAGS.split(" "), `${contender}.ts`];
  const output = execFileSync(process.execPath, args, { cwd: FOLDER, encoding: "utf8" });
  const read = (figure: Figure): number => {
    const { label } = FIGURES[figure];
    const value = new RegExp(`^${label}:\\s+([\\d.]+)`, "m").exec(output)?.[1];
    if (value === undefined) throw new Error(`the compiler does not tell "${label}":\n${output}`);
    return Number(value);
  };
  return Object.fromEntries(names.map((figure) => [figure, read(figure)])) as Sample;
}

const rounds = Number(process.argv[2] ?? 9);
const samples = { ours: [] as Sample[], official: [] as Sample[] };
for (let round = -1; round < rounds; round += 1) {
  for (const contender of round % 2 === 0 ? CONTENDERS : [...CONTENDERS].reverse()) {
    const sample = check(contender);
    if (round >= 0) samples[contender].push(sample); // the first round fills the disk's cache
  }
}

console.log(`medians of ${rounds} runs in turns`);
for (const figure of names) {
  const { label, unit, goal } = FIGURES[figure];
  const [ours, official] = CONTENDERS.map((name) => median(samples[name].map((sample) => sample[figure])));
  const ratio = (ours ?? Number.NaN) / (official ?? Number.NaN);
  const isMissed = goal !== undefined && !(ratio <= goal);
  if (isMissed) process.exitCode = 1;
  const verdict = goal === undefined ? "" : `, at most ${goal}: ${isMissed ? "MISSED" : "reached"}`;
  console.log(
    `${label.padEnd(16)}${ours} ${unit} beside ${official} ${unit}: ${ratio.toFixed(2)} x${verdict}`,
  );
}
