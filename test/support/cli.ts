import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { run } from "../../src/cli/run.js";
import { createTerminal } from "../../src/cli/terminal.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface Outcome {
  code: number;
  out: string;
  err: string;
}

interface Setting {
  env?: Record<string, string>;
  /** Whether both streams are watched by a person. */
  isTTY?: boolean;
}

/** Runs a command line of `langgraph-remote` in this process. */
export async function runCommand(
  args: readonly string[],
  { env = {}, isTTY = false }: Setting = {},
): Promise<Outcome> {
  const written = { out: "", err: "" };
  const sinkOf = (stream: "out" | "err") => ({
    isTTY,
    write: (text: string) => {
      written[stream] += text;
    },
  });
  const code = await run(args, createTerminal({ stdout: sinkOf("out"), stderr: sinkOf("err"), env }));
  return { code, ...written };
}

/** A folder for one test, and the function that removes it. */
export function makeFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), "langgraph-remote-cli-"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// The platform's own types take longer to read than everything else, and stay the same.
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What a strict compiler has against some files that import each other and this package. */
export function typeErrors(files: Readonly<Record<string, string>>): string[] {
  const virtual = new Map(Object.entries(files).map(([name, text]) => [join(root, "test", name), text]));
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts", "lib.dom.asynciterable.d.ts"],
    types: ["node"],
    skipLibCheck: true,
    baseUrl: root,
    paths: { "langgraph-remote": ["src/index.ts"] },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => virtual.has(name) || fileExists(name);
  host.readFile = (name) => virtual.get(name) ?? readFile(name);
  host.getSourceFile = (name, target) => {
    const text = virtual.get(name);
    if (text !== undefined) return ts.createSourceFile(name, text, target);
    if (!parsed.has(name)) parsed.set(name, getSourceFile(name, target));
    return parsed.get(name);
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  return [...virtual.keys()].flatMap((name) => {
    const source = program.getSourceFile(name);
    const problems = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return problems.map(({ messageText, start = 0 }) => {
      const line = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      return `${name.slice(join(root, "test").length + 1)}:${line + 1} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  });
}
