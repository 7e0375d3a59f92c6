import { execFile } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, inject, it, vi } from "vitest";
import { compile } from "../support/compiler.js";
import { readPages } from "../support/pages.js";
import { findFreePort } from "../support/prism.js";
import { has } from "./support/features.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
// below test/, so that packages are found and the compiler's settings hold; ignored by git
const folder = join(root, "test/.readme");
const project = join(folder, "project");
const MOCK_PORT = "4010";
const DOCUMENT_URL = "https://example.com/openapi.json";
const GENERATE = `npm run generate -- --document ${DOCUMENT_URL} && npm run typecheck`;

interface Block {
  language: string;
  code: string;
  /** The page, and the nearest heading. */
  title: string;
}

function readBlocks(): Block[] {
  const blocks: Block[] = [];
  let title = "";
  for (const page of readPages()) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, heading, language, code] of text.matchAll(/^#+ (.+)$|^```(.*)\n([\s\S]*?)^```$/gm)) {
      if (heading !== undefined) title = `${page}: ${heading}`;
      if (code !== undefined) blocks.push({ language: language ?? "", code, title });
    }
  }
  return blocks;
}

const blocks = readBlocks();
const commands = blocks.filter(({ language }) => language === "sh").map(({ code }) => code.trim());
const sources = blocks.filter(({ language }) => language === "ts" || language === "yaml");
/** A block that begins with a path is a file of a project; what stands alone is run by itself. */
const pathOf = ({ code }: Block): string | undefined => /^(?:\/\/|#) (\S+\.(?:ts|yaml))\n/.exec(code)?.[1];

interface Example {
  title: string;
  file: string;
}

/** Writes a block as a file that imports the sources in place of the package. */
function writeSource(file: string, code: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const src = relative(dirname(file), join(root, "src"));
  const imported = code
    .replaceAll('from "langgraph-remote"', `from "${src}/index.js"`)
    .replaceAll('from "langgraph-remote/langchain"', `from "${src}/langchain.js"`);
  writeFileSync(file, `${imported}\nexport {};\n`);
}

function writeExamples(serverUrl: string): Example[] {
  return sources
    .filter((block) => pathOf(block) === undefined)
    .map(({ code, title }, at) => {
      const file = join(folder, `example-${at + 1}.ts`);
      writeSource(file, code.replaceAll("http://localhost:2024", serverUrl));
      return { title, file };
    });
}

function writeProject(port: number): string[] {
  return sources.flatMap((block) => {
    const path = pathOf(block);
    if (path === undefined) return [];
    const file = join(project, path);
    const code = block.code.replaceAll(MOCK_PORT, String(port));
    if (block.language === "ts") writeSource(file, code);
    else writeFileSync(file, code);
    return [file];
  });
}

/** Runs a line of a shell; when it fails, what it said is in the error. */
async function shell(command: string, cwd: string): Promise<string> {
  const env = { ...process.env, NO_COLOR: "1", CI: "" };
  const { stdout } = await promisify(execFile)("sh", ["-c", command], { cwd, env, maxBuffer: 1 << 24 });
  return stdout;
}

let examples: Example[] = [];
let projectFiles: string[] = [];

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  examples = writeExamples(inject("serverUrl"));
  projectFiles = writeProject(await findFreePort());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.concurrent("has examples that run", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  try {
    for (const { title, file } of examples) {
      const said = log.mock.calls.length;
      const running = import(file);
      if (!has("thread protocol") && readFileSync(file, "utf8").includes('version: "v3"')) {
        await expect(running, title).rejects.toThrow("does not speak the thread-centric protocol");
        continue;
      }
      await running.catch((cause: unknown) => {
        throw new Error(`the example "${title}" failed`, { cause });
      });
      expect(log.mock.calls.length, `what the example "${title}" prints`).toBeGreaterThan(said);
    }
  } finally {
    log.mockRestore();
  }
});

it.concurrent("has a project whose tests pass against the mock, and leaves no mock behind", async () => {
  expect(projectFiles.map((file) => basename(file))).toContain("vitest.config.ts");
  const command = join(project, "node_modules/.bin/langgraph-remote");
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, `#!/bin/sh\ncd '${root}' && exec node --import tsx src/cli/main.ts "$@"\n`, {
    mode: 0o755,
  });
  const vitest = `'${join(root, "node_modules/.bin/vitest")}' run --testTimeout=60000`;
  expect(await shell(vitest, project)).toMatch(/Tests +3 passed/);
  const port = /127\.0\.0\.1:(\d+)/.exec(readFileSync(join(project, "test/agent.test.ts"), "utf8"))?.[1];
  await expect(fetch(`http://127.0.0.1:${port}/ok`)).rejects.toThrow();
});

it("has no code that is not tried here", () => {
  // a picture in letters is no code
  expect(blocks.filter(({ language }) => !["ts", "yaml", "sh", "text"].includes(language))).toEqual([]);
  // the first two install, and pass these tests: they are held to their words, and the demo is run below
  expect(commands.slice(0, 2)).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
  // the command line has tests of its own; installing a package is npm's
  expect(commands.slice(2).toSorted()).toEqual([
    "npm install langgraph-remote",
    GENERATE,
    "npx langgraph-remote check --url http://localhost:2024",
    "npx langgraph-remote types --url http://localhost:2024 --out src/graphs.ts",
  ]);
});

it("names scripts that there are", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const text = [...readPages(), "CONTRIBUTING.md"]
    .map((name) => readFileSync(join(root, name), "utf8"))
    .join("");
  const named = [...text.matchAll(/npm (?:run )?(test|(?<=run )[\w:-]+)/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
});

it.concurrent("has a demo that runs, and prints what its recording shows", async () => {
  const printed = await shell("npm run demo", root);
  expect(printed).toContain("published");
  const stepsIn = (text: string) =>
    [...text.matchAll(/── [^\n<]+/g)].map(([step]) => step.replace(/[0-9a-f-]{36}/, "ID"));
  expect(stepsIn(readFileSync(join(root, "docs/pictures/demo.svg"), "utf8"))).toEqual(stepsIn(printed));
});

it.concurrent("takes another document, and the sources and all examples compile with it", async ({
  onTestFinished,
}) => {
  expect(examples.length).toBeGreaterThan(5);
  const copy = mkdtempSync(join(tmpdir(), "langgraph-remote-readme-"));
  onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
  for (const name of [
    "generated",
    "openapi",
    "scripts",
    "src",
    "package.json",
    "tsconfig.json",
    "test/.readme",
  ]) {
    const filter = (source: string) => basename(source) !== "node_modules"; // of the project that is tried meanwhile
    cpSync(join(root, name), join(copy, name), { recursive: true, filter });
  }
  // all but the compiler's notes on the sources, which are those of the other folder
  mkdirSync(join(copy, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules"))) {
    if (name !== ".cache") symlinkSync(join(root, "node_modules", name), join(copy, "node_modules", name));
  }
  const sourcesOfProject = projectFiles.filter((file) => file.endsWith(".ts"));
  const written = [...examples.map(({ file }) => file), ...sourcesOfProject].map((file) =>
    relative(root, file),
  );
  const compiled = {
    extends: "./tsconfig.json",
    include: ["src", "generated/schema.ts"],
    files: written,
  };
  writeFileSync(join(copy, "tsconfig.sources.json"), JSON.stringify(compiled));

  const document = JSON.parse(readFileSync(join(root, "generated/server-api.json"), "utf8"));
  document.components.schemas.Run.properties.colour = { type: "string", description: "New." };
  const server = createServer((_, response) => response.end(JSON.stringify(document))).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/openapi.json`;

  const [generate, typecheck] = GENERATE.split(" && ");
  await shell(String(generate).replace(DOCUMENT_URL, url), copy);
  expect(readFileSync(join(copy, "generated/schema.ts"), "utf8")).toMatch(/\bcolour\?: string/);
  expect(typecheck).toBe("npm run typecheck");
  expect(await compile(join(copy, "tsconfig.sources.json"))).toBe("");
});
