/**
 * Keeps the house of `src` in order: imports run downward only, and a library is imported in the one file that wraps
 * it. Type-only imports are free where they point to `types` and the generated schema. Prints each break of the rules,
 * and exits 1.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** The files of `src` from the top down: each may import only files of lower rows. */
const ROWS = [
  ["index", "langchain"],
  ["remote-graph"],
  ["assistant", "run-body", "invoke", "history", "thread-state", "run-access"],
  ["drawable", "remote-options"],
  ["stream-mode", "run-stream"],
  ["checkpoint", "serialize"],
  ["config", "command", "message-dict"],
  ["run-events"],
  ["run-feed"],
  ["connection", "event-intake", "run-start", "run-end"],
  ["run-requests", "replay", "event-name"],
  ["client", "sse"],
  ["transport", "path", "byte-buffer", "uuid"],
  ["dialect", "http", "sha1"],
  ["retry", "types"],
  ["errors", "record", "graph-types"],
];

/** The packages that may be imported, each by one file alone. */
const WRAPPERS: Record<string, string> = {
  "openapi-fetch": "client",
  "@microsoft/fetch-event-source/lib/cjs/parse.js": "sse",
  "@langchain/core": "langchain",
};

const rankOf = new Map(ROWS.flatMap((row, rank) => row.map((name) => [name, rank] as const)));

function breaksOf(file: string): string[] {
  const name = basename(file, ".ts");
  const rank = rankOf.get(name);
  if (rank === undefined)
    return [`src/${file} has no row in scripts/check-imports.ts: give it the lowest that fits`];
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), "utf8"), ts.ScriptTarget.Latest);
  return source.statements.filter(isImport).flatMap((statement) => {
    const from = (statement.moduleSpecifier as ts.StringLiteral).text;
    return judge(name, rank, from, isTypeOnly(statement));
  });
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
    if (wrapper?.[1] === name) return [];
    return [`src/${name}.ts imports ${from}${wrapper ? `, which belongs into src/${wrapper[1]}.ts` : ""}`];
  }
  const target = rankOf.get(basename(from, ".js"));
  if (!from.startsWith("./") || target === undefined)
    return [`src/${name}.ts imports ${from}, from outside src`];
  return target > rank
    ? []
    : [`src/${name}.ts imports ${from}, which stands ${target === rank ? "beside" : "above"} it`];
}

const breaks = readdirSync(SRC)
  .filter((file) => file.endsWith(".ts"))
  .flatMap(breaksOf);
for (const line of breaks) console.error(line);
if (breaks.length > 0) process.exitCode = 1;
else console.log(`imports in src run downward: ${rankOf.size} files`);
