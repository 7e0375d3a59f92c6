/**
 * Measures this package beside the official clients, and both beside the raw limit: `npm run bench`. The results go to
 * `bench/results.json` and `bench/RESULTS.md`. With names after `--` only those measures are taken, and nothing is
 * written: `npm run bench -- tokens getState`. Exits with 1 when a goal is missed.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem, type } from "node:os";
import { MEASURES } from "./measures.js";
import { compile, startServer } from "./processes.js";
import { toReport } from "./report.js";
import { isReached, type Results, type Row, writeResults } from "./results.js";

const versionOf = (name: string): string =>
  JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;

function versions(): Record<string, string> {
  const peers = ["@langchain/langgraph-sdk", "@langchain/langgraph", "esbuild"];
  const { name, version } = JSON.parse(readFileSync("package.json", "utf8"));
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  return {
    Node: process.versions.node,
    [name]: `${version} (${commit})`,
    ...Object.fromEntries(peers.map((peer) => [peer, versionOf(peer)])),
  };
}

function machine(): string {
  const all = cpus();
  return `${all.length} cores of ${all[0]?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${process.arch}`;
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !Object.hasOwn(MEASURES, name));
if (unknown !== undefined) {
  throw new Error(`there is no measure "${unknown}"; there are ${Object.keys(MEASURES).join(", ")}`);
}

await compile();
const server = await startServer();
const rows: Row[] = [];
try {
  for (const [name, take] of Object.entries(MEASURES)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await take(server.url)) {
      rows.push(row);
      console.log(row.title, row.unit, JSON.stringify(row.figures));
      for (const goal of row.goals) {
        const { what, actual, kind, bound } = goal;
        console.log(
          `  ${isReached(goal) ? "reached" : "MISSED "}  ${what} ${actual.toFixed(2)}, ${kind} ${bound}`,
        );
      }
    }
  }
} finally {
  server.stop();
}

if (wanted.length === 0) {
  const results: Results = {
    command: "npm run bench",
    date: new Date().toISOString().slice(0, 10),
    machine: machine(),
    versions: versions(),
    rows,
  };
  writeResults(results);
  writeFileSync("bench/RESULTS.md", toReport(results));
}
if (!rows.every(({ goals }) => goals.every(isReached))) process.exitCode = 1;
