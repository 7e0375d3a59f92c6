/**
 * Compiles the type tests against the built package as users do, with the oldest, the usual and the newest TypeScript,
 * and looks for any `any` in what the package declares. Prints a table, and exits 1 when something is wrong.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findAny } from "./find-any.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Folders of the compilers; their `tsc` is called by path. */
const [OLDEST, USUAL, NEWEST] = ["typescript-5-5", "typescript", "typescript-7"] as const;
const COMPILERS = [OLDEST, USUAL, NEWEST];

interface Setting {
  name: string;
  /** A project of `test/types`, or a folder with one. */
  project: string;
  /** What differs from the project. */
  flags: string[];
  /** The compilers that are tried in it beside the newest one, which takes a fifth of their time. */
  also?: string[];
}

/** Where the package may be used. */
const SETTINGS: Setting[] = [
  { name: "Node, nodenext", project: "tsconfig.node.json", flags: [], also: [OLDEST] },
  { name: "Node, bundler", project: "tsconfig.node.json", flags: ["--moduleResolution", "bundler"] },
  { name: "browser, bundler", project: "tsconfig.browser.json", flags: [], also: [OLDEST] },
  { name: "newest lib", project: "tsconfig.node.json", flags: ["--lib", "esnext,dom,dom.iterable"] },
  { name: "LangChain, nodenext", project: "tsconfig.json", flags: [], also: [OLDEST, USUAL] },
  { name: "LangChain, bundler", project: "tsconfig.json", flags: ["--moduleResolution", "bundler"] },
];

/**
 * A project whose only packages are ours and what it depends on: `@langchain/langgraph-sdk` is missing, so that the types
 * of `langgraph-remote/sdk` are our own.
 */
function makeProjectWithoutSdk(): string {
  const folder = mkdtempSync(join(tmpdir(), "langgraph-remote-types-"));
  const modules = join(folder, "node_modules");
  const own = join(modules, "langgraph-remote");
  mkdirSync(own, { recursive: true });
  for (const name of ["package.json", "dist"]) cpSync(join(ROOT, name), join(own, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules/openapi-fetch"), join(modules, "openapi-fetch"));
  cpSync(join(ROOT, "test/types/without-sdk"), folder, { recursive: true });
  const lib = ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"];
  const base = { extends: join(ROOT, "test/types/tsconfig.json"), include: ["."], exclude: [] };
  const config = { ...base, compilerOptions: { types: [], lib } };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  return folder;
}

/** LangChain's own declarations do not pass these settings, whoever uses them. */
const LANGCHAIN = /^[^(]*node_modules\/(@langchain|langsmith)\//;

interface Verdict {
  /** Errors in our declarations or in the tests. */
  errors: string[];
  /** How many errors LangChain's own declarations have. */
  foreign: number;
}

async function compile(compiler: string, { project, flags }: Setting): Promise<Verdict> {
  const tsc = join(ROOT, "node_modules", compiler, "bin/tsc");
  const module = flags.includes("bundler") ? ["--module", "esnext"] : [];
  const args = [
    "-p",
    resolve(ROOT, "test/types", project),
    "--pretty",
    "false",
    "--diagnostics",
    ...module,
    ...flags,
  ];
  const { status, output } = await run(tsc, args);
  const lines = output.split("\n").filter((line) => /\berror TS\d+:/.test(line));
  const errors = lines.filter((line) => !LANGCHAIN.test(line));
  // its figures are the proof that the compiler did its work: silence alone is no success
  const hasRun = /^Files:\s+[1-9]/m.test(output);
  if (!hasRun || (status !== 0 && lines.length === 0))
    errors.push(`tsc ended with ${status}: ${output.trim().slice(0, 500) || "(no output)"}`);
  return { errors, foreign: lines.length - errors.length };
}

function run(script: string, args: string[]): Promise<{ status: number; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [script, ...args],
      { cwd: ROOT, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
      },
    );
  });
}

function assertBuilt(): void {
  const built = statSync(join(ROOT, "dist/src/index.d.ts"), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const newest = Math.max(...sources.map((file) => statSync(join(ROOT, "src", file)).mtimeMs));
  if (built < newest) throw new Error("dist is older than src: npm run build");
}

assertBuilt();
const versions = await Promise.all(
  COMPILERS.map(async (compiler) => {
    const { output } = await run(join(ROOT, "node_modules", compiler, "bin/tsc"), ["--version"]);
    const version = /^Version (\S+)/m.exec(output)?.[1];
    if (version === undefined)
      throw new Error(`${compiler} does not tell its version: ${output.trim() || "(no output)"}`);
    return version;
  }),
);
const problems: string[] = [];
const toRow = (name: string, cells: string[]) =>
  console.log(`${name.padEnd(22)}${cells.map((cell) => cell.padEnd(12)).join("")}`.trimEnd());

toRow("TypeScript", versions);
let foreign = 0;
const withoutSdk = makeProjectWithoutSdk();
const ALONE: Setting[] = [
  { name: "without the SDK", project: withoutSdk, flags: [], also: [OLDEST] },
  { name: "without it, bundler", project: withoutSdk, flags: ["--moduleResolution", "bundler"] },
];
for (const setting of [...SETTINGS, ...ALONE]) {
  const verdicts = await Promise.all(
    COMPILERS.map((compiler) =>
      compiler === NEWEST || setting.also?.includes(compiler) ? compile(compiler, setting) : undefined,
    ),
  );
  toRow(
    setting.name,
    verdicts.map((verdict) => {
      if (verdict === undefined) return "–";
      return verdict.errors.length === 0 ? "ok" : `${verdict.errors.length} errors`;
    }),
  );
  for (const [at, verdict] of verdicts.entries()) {
    foreign += verdict?.foreign ?? 0;
    problems.push(...(verdict?.errors ?? []).map((error) => `${setting.name}, ${versions[at]}: ${error}`));
  }
}
rmSync(withoutSdk, { recursive: true });
console.log(
  `LangChain's own declarations have ${foreign} errors under these settings, which are not counted.`,
);

const dist = join(ROOT, "dist/");
const { declarations, found } = findAny(
  ["index", "langchain", "sdk", "sdk/client", "ai-sdk"].map((entry) => join(dist, `src/${entry}.d.ts`)),
  (file) => file.startsWith(dist),
);
toRow("no any", [found.length === 0 ? "ok" : `${found.length} found`]);
console.log(`${declarations} declarations can be reached.`);
problems.push(...found.map((place) => `any: ${place.replace(ROOT, "")}`));

for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
