/**
 * Writes the figures of `bench/results.json` into the pages: all of them into the comparison, between its markers, and those
 * of the README's table into its rows: `npm run bench:table`. With `--check` it writes nothing, and exits with 1 when a
 * page says otherwise.
 */
import { readFileSync, writeFileSync } from "node:fs";
import type { Name } from "./contenders.js";
import { toShort, toTable } from "./report.js";
import { type Results, readResults } from "./results.js";

const BEGIN = "<!-- bench -->";
const END = "<!-- /bench -->";

/** The rows of the README that hold figures: what each is measured by, and what is shown of it. */
const ROWS: Record<string, { measure: string; unit: string; factor?: number }> = {
  "size in one file, gzipped": {
    measure: "`RemoteGraph` in a browser's bundle, minified and gzipped, in one file",
    unit: "kB",
  },
  "a client that streams runs, likewise": { measure: "a client that streams runs, likewise", unit: "kB" },
  "30,000 tokens, one stream": { measure: "30,000 token events", unit: "ms" },
  "CPU per token, 1,000 streams": {
    measure: "1,000 streams of 200 events at a time: CPU",
    unit: "µs",
    factor: 1e6 / (1_000 * 200), // seconds for all to microseconds for one
  },
  "import in a fresh process": { measure: "import in a fresh process", unit: "ms" },
};

const SHOWN: readonly Name[] = ["ours", "sdk", "official"];

function withRows(page: string, { rows }: Results): string {
  return Object.entries(ROWS).reduce((text, [title, { measure, unit, factor = 1 }]) => {
    const row = rows.find((one) => one.title === measure);
    if (row === undefined) throw new Error(`bench/results.json lacks "${measure}"`);
    const cells = SHOWN.map((name) => {
      const figure = row.figures[name];
      return figure === undefined ? "" : `${toShort(figure * factor)} ${unit}`;
    });
    const [line] = text.split("\n").filter((one) => one.startsWith(`| ${title} |`));
    if (line === undefined) throw new Error(`README.md lacks the row "${title}"`);
    const command = line.split("|").at(-2)?.trim();
    return text.replace(line, `| ${[title, ...cells, command].join(" | ")} |`);
  }, page);
}

function withTable(page: string, results: Results): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error(`the comparison lacks the markers ${BEGIN} and ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${toTable(results)}\n\n${page.slice(end)}`;
}

const results = readResults();
const isCheck = process.argv.includes("--check");

for (const { path, update } of [
  { path: "README.md", update: withRows },
  { path: "docs/comparison.md", update: withTable },
]) {
  const page = readFileSync(path, "utf8");
  const updated = update(page, results);
  if (updated === page) {
    console.log(`${path} agrees with bench/results.json`);
  } else if (isCheck) {
    console.error(`${path} and bench/results.json differ: run npm run bench:table`);
    process.exitCode = 1;
  } else {
    writeFileSync(path, updated);
    console.log(`${path} has the figures of bench/results.json`);
  }
}
