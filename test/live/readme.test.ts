import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, inject, onTestFinished, test, vi } from "vitest";
import { root, writeExamples } from "../support/page-code.js";
import { has } from "./support/features.js";

// below test/, so that packages are found; suites of two servers may run at once
const folder = join(root, "test/.readme", inject("serverKind"));

let said: unknown[][];
beforeEach(() => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  said = log.mock.calls;
  onTestFinished(() => {
    log.mockRestore();
    rmSync(folder, { recursive: true, force: true });
  });
});

test("the examples of README and guides run", async () => {
  for (const { title, file } of writeExamples(folder, inject("serverUrl"))) {
    const before = said.length;
    const running = import(file);
    if (!has("thread protocol") && readFileSync(file, "utf8").includes('version: "v3"')) {
      await expect(running, title).rejects.toThrow("does not speak the thread-centric protocol");
      continue;
    }
    await running.catch((cause: unknown) => {
      throw new Error(`the example "${title}" failed`, { cause });
    });
    expect(said.length, `what the example "${title}" prints`).toBeGreaterThan(before);
  }
});

/** Runs an example with the sources in place of the built package; gives what it prints. */
async function run(name: string): Promise<string[]> {
  const text = readFileSync(join(root, `examples/${name}.ts`), "utf8");
  const file = join(folder, `${name}.ts`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, text.replaceAll('from "langgraph-remote"', 'from "../../../src/index.js"'));
  vi.stubEnv("SERVER_URL", inject("serverUrl"));
  onTestFinished(() => void vi.unstubAllEnvs());
  await import(file);
  return said.map((line) => line.join(" "));
}

test("a remote node asks a human, and goes on with the answer", async () => {
  const [asked, ...rest] = await run("node-approval");
  expect(asked).toContain("Publish?");
  expect(rest).toEqual([
    "decided: publish it",
    "each remote node ran once: write, review, publish, confirm, archive",
  ]);
});

test("a supervisor chooses between two remote graphs", async () => {
  expect(await run("supervisor")).toEqual([
    "talker: You said: Hello there.",
    "counter: step 1, step 2, step 3",
  ]);
});
