/**
 * Writes `bench/results.json` into the pages: the figures into the comparison, between its markers, and into the rows of the
 * README's table; and `bench/chart.svg`: `npm run bench:pages`. With `--check` it writes nothing, and exits with 1 when a page
 * says otherwise.
 */
import { readFileSync } from "node:fs";
import { writeOrCheck } from "../scripts/generated-files.js";
import { toChart } from "./chart.js";
import type { Name } from "./contenders.js";
import { toShort, toTable } from "./report.js";
import { type Results, readResults, rowOf } from "./results.js";

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

function withRows(page: string, results: Results): string {
  return Object.entries(ROWS).reduce((text, [title, { measure, unit, factor = 1 }]) => {
    const { figures } = rowOf(results, measure);
    const cells = SHOWN.map((name) => {
      const figure = figures[name];
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
const pageOf = (path: string): string => readFileSync(path, "utf8");
writeOrCheck(
  {
    "README.md": withRows(pageOf("README.md"), results),
    "docs/comparison.md": withTable(pageOf("docs/comparison.md"), results),
    "bench/chart.svg": toChart(results),
  },
  "npm run bench:pages",
);
