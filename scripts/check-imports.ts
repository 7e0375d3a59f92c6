/**
 * Keeps the house of `src` in order: imports run downward only, and a library is imported in the one file that wraps it.
 * Imports of types alone are free, for nothing is left of them. `src/cli` stands above all of it: nothing imports it, it
 * imports the entries, and it alone may use Node. Prints each break of the rules, and exits 1. A circle of imports within a
 * floor is found by `npm run lint`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { FLOORS } from "./floors.js";

const SRC = fileURLToPath(new URL("../src", import.meta.url));

/** The packages that may be imported, each by one file alone, or by those whose names begin with its. */
const WRAPPERS: Record<string, string> = {
  "openapi-fetch": "client",
  "@microsoft/fetch-event-source/lib/cjs/parse.js": "event-parser",
  "@langchain/core": "langchain",
  "#langgraph-sdk": "sdk",
  ai: "ai-sdk",
};

/** What the command loads only when it is called for: types of these may be imported, values not. */
const OPTIONAL_PEERS = ["openapi-typescript", "typescript", "ajv", "yaml", "@stoplight/prism-cli"];

/** The entries of the package: what the command takes of it, as users do. */
const ENTRIES: readonly string[] = FLOORS[0]?.rooms ?? [];

/** What the command takes besides, and no user needs: answers as results, the server's kind, time limits, events, records. */
const COMMAND_INTERNALS = new Set([
  "client/results.ts",
  "client/client.ts",
  "client/time-limit.ts",
  "run/event-parser.ts",
  "util/record.ts",
]);

const rankOf = new Map(FLOORS.flatMap(({ rooms }, rank) => rooms.map((name) => [name, rank] as const)));

/** The row's entry that a file of `src` belongs to: its folder, or its own name. */
const entryOf = (file: string): string =>
  file.includes("/") ? `${file.split("/")[0]}/` : basename(file, ".ts");

function breaksOf(file: string): string[] {
  const rank = rankOf.get(entryOf(file));
  if (rank === undefined)
    return [`src/${file} has no row in scripts/floors.ts: give it the lowest that fits`];
  return importsOf(file).flatMap((one) => judge(file, rank, one));
}

interface Import {
  from: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, readFileSync(join(SRC, file), "utf8"), ts.ScriptTarget.Latest);
  return source.statements.filter(isImport).map((statement) => ({
    from: (statement.moduleSpecifier as ts.StringLiteral).text,
    typeOnly: isTypeOnly(statement),
  }));
}

type Statement = (ts.ImportDeclaration | ts.ExportDeclaration) & { moduleSpecifier: ts.Expression };

function isImport(node: ts.Statement): node is Statement {
  return (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined;
}

function isTypeOnly(node: Statement): boolean {
  return ts.isImportDeclaration(node) ? node.importClause?.isTypeOnly === true : node.isTypeOnly;
}

function judge(file: string, rank: number, { from, typeOnly }: Import): string[] {
  if (!from.startsWith(".")) {
    const wrapper = Object.entries(WRAPPERS).find(
      ([library]) => from === library || from.startsWith(`${library}/`),
    );
    const name = basename(file, ".ts");
    if (wrapper && (name === wrapper[1] || name.startsWith(`${wrapper[1]}-`))) return [];
    return [`src/${file} imports ${from}${wrapper ? `, which belongs into src/${wrapper[1]}.ts` : ""}`];
  }
  const target = targetOf(file, from);
  if (target === "../generated/schema.ts")
    return typeOnly ? [] : [`src/${file} imports the schema, which holds types only`];
  if (typeOnly && !target.startsWith("cli/") && !target.startsWith("..")) return [];
  const entry = entryOf(target);
  const under = rankOf.get(entry);
  if (under === undefined) return [`src/${file} imports ${from}, from outside src`];
  return under > rank || entry === entryOf(file)
    ? []
    : [`src/${file} imports ${from}, which stands ${under === rank ? "beside" : "above"} it`];
}

/** What `file` of the command imports that it may not. */
function commandBreaksOf(file: string): string[] {
  return importsOf(file).flatMap(({ from, typeOnly }) => {
    if (from.startsWith("node:") || from.endsWith("/generated/schema.js")) return [];
    if (from.startsWith(".")) {
      const target = targetOf(file, from);
      if (target.startsWith("..")) return [`src/${file} imports ${from}, from outside src`];
      const isOpen =
        target.startsWith("cli/") || ENTRIES.includes(entryOf(target)) || COMMAND_INTERNALS.has(target);
      return typeOnly || isOpen ? [] : [`src/${file} imports ${from}, which is no entry of the package`];
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

const sources = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const isCommand = (file: string) => file.startsWith("cli/");
const breaks = sources.flatMap((file) => (isCommand(file) ? commandBreaksOf(file) : breaksOf(file)));
for (const line of breaks) console.error(line);
if (breaks.length > 0) process.exitCode = 1;
else console.log(`imports in src run downward: ${sources.length} files`);
