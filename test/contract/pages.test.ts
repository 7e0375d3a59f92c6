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
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../support/compiler.js";
import { freePort } from "../support/free-port.js";
import {
  blocks,
  commands,
  type Example,
  root,
  shell,
  writeExamples,
  writeProject,
} from "../support/page-code.js";
import { readPages } from "../support/pages.js";

const folder = join(root, "test/.readme/pages");
const project = join(folder, "project");
const DOCUMENT_URL = "https://example.com/openapi.json";
const GENERATE = `npm run generate -- --document ${DOCUMENT_URL} && npm run typecheck`;

let examples: Example[] = [];
let projectFiles: string[] = [];

beforeAll(async () => {
  examples = writeExamples(folder, "http://localhost:2024");
  projectFiles = writeProject(project, await freePort());
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the README and the guides", () => {
  it.concurrent("have a project whose tests pass against the mock, and leaves no mock behind", async () => {
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

  it("have no code that is not tried", () => {
    // a picture in letters is no code
    expect(blocks.filter(({ language }) => !["ts", "yaml", "sh", "text"].includes(language))).toEqual([]);
    // the first two install, and pass these tests: they are held to their words, and the demo is run below
    expect(commands.slice(0, 2)).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
    // the command line has tests of its own; installing a package is npm's
    expect(commands.slice(2).toSorted()).toEqual([
      "npm install langgraph-remote",
      GENERATE,
      "npx -p langgraph-remote -p openapi-typescript@7 -p typescript@5 langgraph-remote types --url http://localhost:2024 --out src/graphs.ts",
      "npx langgraph-remote check --url http://localhost:2024",
      "npx langgraph-remote types --url http://localhost:2024 --out src/graphs.ts",
    ]);
  });

  it("name scripts that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const text = [...readPages(), "CONTRIBUTING.md"]
      .map((name) => readFileSync(join(root, name), "utf8"))
      .join("");
    const named = [...text.matchAll(/npm (?:run )?(test|(?<=run )[\w:-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !(String(name) in scripts))).toEqual([]);
  });

  it.concurrent("have a demo that runs, and prints what its recording shows", async () => {
    const printed = await shell("npm run demo", root);
    expect(printed).toContain("published");
    const stepsIn = (text: string) =>
      [...text.matchAll(/── [^\n<]+/g)].map(([step]) => step.replace(/[0-9a-f-]{36}/, "ID"));
    expect(stepsIn(readFileSync(join(root, "docs/pictures/demo.svg"), "utf8"))).toEqual(stepsIn(printed));
  });

  it.concurrent("compile with another document, as the sources do", async ({ onTestFinished }) => {
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
      "test/.readme/pages",
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
    const server = createServer((_, response) => response.end(JSON.stringify(document))).listen(
      0,
      "127.0.0.1",
    );
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
});
