import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
// below test/, so that packages are found and the compiler's settings hold; ignored by git
const folder = join(root, "test/.readme");

interface Example {
  title: string;
  file: string;
}

/** The README's TypeScript blocks, each under its nearest heading, as files that import the sources. */
function writeExamples(serverUrl: string): Example[] {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  const examples: Example[] = [];
  let title = "";
  for (const [, heading, code] of readme.matchAll(/^#+ (.+)$|^```ts\n([\s\S]*?)^```$/gm)) {
    if (heading !== undefined) title = heading;
    if (code === undefined) continue;
    const file = join(folder, `example-${examples.length + 1}.ts`);
    const runnable = code
      .replaceAll('from "langgraph-remote"', 'from "../../src/index.js"')
      .replaceAll('from "langgraph-remote/langchain"', 'from "../../src/langchain.js"')
      .replaceAll("http://localhost:2024", serverUrl);
    writeFileSync(file, `${runnable}\nexport {};\n`);
    examples.push({ title, file });
  }
  return examples;
}

function compileErrors(files: string[]): string[] {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const program = ts.createProgram(files, { ...options, noEmit: true });
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ messageText, file }) =>
        `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}

let examples: Example[] = [];

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  examples = writeExamples(inject("serverUrl"));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("has examples that compile", { timeout: 60_000 }, () => {
  expect(examples.length).toBeGreaterThan(5);
  expect(compileErrors(examples.map(({ file }) => file))).toEqual([]);
});

it("has examples that run", { timeout: 120_000 }, async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    for (const { title, file } of examples) {
      const said = log.mock.calls.length;
      await import(file).catch((cause: unknown) => {
        throw new Error(`the example "${title}" failed`, { cause });
      });
      expect(log.mock.calls.length, `what the example "${title}" prints`).toBeGreaterThan(said);
    }
  } finally {
    log.mockRestore();
  }
});
