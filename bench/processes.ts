/** The processes of a benchmark: plain Node, nothing loaded but what is measured. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { build } from "esbuild";
import type { Name } from "./contenders.js";

const run = promisify(execFile);

const COMPILED = "node_modules/.cache/bench";

/** Compiles server and child, so that no TypeScript loader takes part in what is measured. */
export async function compile(): Promise<void> {
  await build({
    entryPoints: ["bench/server.ts", "bench/child.ts"],
    outdir: COMPILED,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
}

export interface BenchServer {
  url: string;
  stop(): void;
}

export async function startServer(): Promise<BenchServer> {
  const server: ChildProcess = spawn(process.execPath, [join(COMPILED, "server.mjs")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (server.stdout === null) throw new Error("the server has no output");
  const [url] = await Promise.race([
    once(createInterface(server.stdout), "line"),
    once(server, "exit").then(([code]) => {
      throw new Error(`the server ended with code ${code}`);
    }),
  ]);
  return { url, stop: () => void server.kill() };
}

/** Takes one measurement in a fresh process. */
export async function measure<T>(
  name: string,
  url: string,
  contenders: readonly Name[],
  args: readonly (string | number)[],
): Promise<Record<Name, T>> {
  const command = [
    "--expose-gc",
    join(COMPILED, "child.mjs"),
    name,
    url,
    ...contenders,
    "--",
    ...args.map(String),
  ];
  const { stdout } = await run(process.execPath, command, { maxBuffer: 1e7 });
  return JSON.parse(stdout);
}

/** Time in ms to import a module in a fresh process. */
export async function importTime(specifier: string): Promise<number> {
  const code = `const began = performance.now(); await import(${JSON.stringify(specifier)}); console.log(performance.now() - began);`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code]);
  return Number(stdout);
}
