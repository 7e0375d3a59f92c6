/**
 * Writes the comparison of `bench/results.json` into the README, between its markers: `npm run bench:table`. With
 * `--check` it writes nothing, and exits with 1 when the README says otherwise.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { toTable } from "./report.js";
import { readResults } from "./results.js";

const README = "README.md";
const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

const readme = readFileSync(README, "utf8");
const begin = readme.indexOf(BEGIN);
const end = readme.indexOf(END);
if (begin === -1 || end < begin) throw new Error(`${README} lacks the markers ${BEGIN} and ${END}`);
const head = readme.slice(0, begin + BEGIN.length);
const updated = `${head}\n\n${toTable(readResults())}\n\n${readme.slice(end)}`;

if (updated === readme) {
  console.log(`${README} agrees with bench/results.json`);
} else if (process.argv.includes("--check")) {
  console.error(`${README} and bench/results.json differ: run npm run bench:table`);
  process.exitCode = 1;
} else {
  writeFileSync(README, updated);
  console.log(`${README} has the figures of bench/results.json`);
}
