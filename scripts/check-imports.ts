/**
 * Keeps the house of `src` in order: imports run downward only, and a library is imported in the one file that wraps
 * it. Type-only imports are free where they point to `types` and the generated schema. `src/cli` stands above all of it:
 * nothing imports it, and it alone may use Node. Prints each break of the rules, and exits 1.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** The files of `src` from the top down: each may import only files of lower rows. */
const ROWS = [
  ["index", "langchain"],
  ["langchain-forms"],
  ["remote-graph"],
  ["graph-stream", "graph-jobs", "graph-threads"],
  ["graph-run", "run-handle", "thread-run", "thread-start"],
  ["graph-node"],
  ["graph-state", "node-start"],
  ["graph-context", "node-run", "run-join", "thread-scope"],
  ["thread-message", "thread-tool-call", "thread-answer", "thread-outcome"],
  ["assistant", "thread-projection", "run-body", "invoke", "history", "thread-state", "run-access"],
  ["drawable", "parent-stream", "remote-options", "thread-log"],
  ["messages", "node-state", "stream-events", "thread-reader"],
  ["outward", "node-task", "thread-feed", "thread-socket"],
  ["stream-mode", "run-stream", "encoding", "node", "thread-connection"],
  ["checkpoint", "serialize", "tracing", "thread-commands"],
  ["config", "command", "message-dict", "callbacks", "pieces"],
  ["run-events"],
  ["run-feed"],
  ["run-link"],
  ["run-source"],
  ["connection", "event-intake", "rejoins", "run-start", "run-end"],
  ["run-requests", "replay", "event-name"],
  ["client", "sse"],
  ["transport", "path", "byte-buffer", "uuid", "client-calls"],
  ["dialect", "http", "event-options", "sha1", "run-types", "thread-types"],
  ["time-limit"],
  ["retry", "types", "run-readers"],
  ["errors", "record", "graph-types", "abort", "secrets", "lazy"],
];

/** The packages that may be imported, each by one file alone, or by those whose names begin with its. */
const WRAPPERS: Record<string, string> = {
  "openapi-fetch": "client",
  "@microsoft/fetch-event-source/lib/cjs/parse.js": "sse",
  "@langchain/core": "langchain",
};

/** What the command loads only when it is called for: types of these may be imported, values not. */
const OPTIONAL_PEERS = ["openapi-typescript", "typescript", "ajv", "@stoplight/prism-cli"];

const rankOf = new Map(ROWS.flatMap((row, rank) => row.map((name) => [name, rank] as const)));

function breaksOf(file: string): string[] {
  const name = basename(file, ".ts");
  const rank = rankOf.get(name);
  if (rank === undefined)
    return [`src/${file} has no row in scripts/check-imports.ts: give it the lowest that fits`];
  return importsOf(file).flatMap(({ from, typeOnly }) => judge(name, rank, from, typeOnly));
}

function importsOf(file: string): { from: string; typeOnly: boolean }[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), "utf8"), ts.ScriptTarget.Latest);
  return source.statements.filter(isImport).map((statement) => ({
    from: (statement.moduleSpecifier as ts.StringLiteral).text,
    typeOnly: isTypeOnly(statement),
  }));
}

type Import = (ts.ImportDeclaration | ts.ExportDeclaration) & { moduleSpecifier: ts.Expression };

function isImport(node: ts.Statement): node is Import {
  return (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined;
}

function isTypeOnly(node: Import): boolean {
  return ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
}

function judge(name: string, rank: number, from: string, typeOnly: boolean): string[] {
  if (from === "../generated/schema.js")
    return typeOnly ? [] : [`src/${name}.ts imports the schema, which holds types only`];
  if (!from.startsWith(".")) {
    const wrapper = Object.entries(WRAPPERS).find(
      ([library]) => from === library || from.startsWith(`${library}/`),
    );
    if (wrapper && (name === wrapper[1] || name.startsWith(`${wrapper[1]}-`))) return [];
    return [`src/${name}.ts imports ${from}${wrapper ? `, which belongs into src/${wrapper[1]}.ts` : ""}`];
  }
  const target = rankOf.get(basename(from, ".js"));
  if (!/^\.\/[^/]+$/.test(from) || target === undefined)
    return [`src/${name}.ts imports ${from}, from outside src`];
  return target > rank
    ? []
    : [`src/${name}.ts imports ${from}, which stands ${target === rank ? "beside" : "above"} it`];
}

/** What `file` of the command imports that it may not. */
function commandBreaksOf(file: string): string[] {
  return importsOf(file).flatMap(({ from, typeOnly }) => {
    if (from.startsWith("node:") || from.endsWith("/generated/schema.js")) return [];
    if (from.startsWith(".")) {
      return targetOf(file, from).startsWith("..") ? [`src/${file} imports ${from}, from outside src`] : [];
    }
    const isPeer = OPTIONAL_PEERS.some((peer) => from === peer || from.startsWith(`${peer}/`));
    if (isPeer && typeOnly) return [];
    return [
      `src/${file} imports ${from}${isPeer ? ", which may be missing: load it where it is needed" : ""}`,
    ];
  });
}

/** The path in `src` that an import leads to, with the suffix of a source. */
const targetOf = (file: string, from: string): string =>
  normalize(join(file, "..", from)).replace(/\.js$/, ".ts");

/** The circles of imports that begin and end with `file`. */
function circlesOf(file: string, way: readonly string[] = [file]): string[] {
  return importsOf(way.at(-1) ?? file)
    .filter(({ from, typeOnly }) => from.startsWith(".") && !typeOnly)
    .map(({ from }) => targetOf(way.at(-1) ?? file, from))
    .filter((target) => target.startsWith("cli/"))
    .flatMap((target) => {
      if (target === file)
        return [`src/${file} imports itself, by way of ${way.slice(1).join(", ") || "itself"}`];
      return way.includes(target) ? [] : circlesOf(file, [...way, target]);
    });
}

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const isCommand = (file: string) => file.startsWith("cli/");
const breaks = sources.flatMap((file) =>
  isCommand(file) ? [...commandBreaksOf(file), ...circlesOf(file)] : breaksOf(file),
);
for (const line of breaks) console.error(line);
if (breaks.length > 0) process.exitCode = 1;
else console.log(`imports in src run downward: ${sources.length} files`);
