import { execFile } from "node:child_process";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

/** Runs an example in a process of its own, with the sources in place of the built package. */
async function run(name: string): Promise<string[]> {
  // below test/, so that packages are found; ignored by git
  const folder = join(root, "test/.examples", name);
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  const text = await readFile(join(root, `examples/${name}.ts`), "utf8");
  const file = join(folder, `${name}.ts`);
  await writeFile(file, text.replaceAll('from "langgraph-remote"', 'from "../../../src/index.js"'));
  const env = { ...process.env, SERVER_URL: inject("serverUrl") };
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", tsx, file], { env });
  return stdout.trim().split("\n");
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
