import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const script = fileURLToPath(new URL("support/restarted-parent.ts", import.meta.url));

test("a parent that was started again in another process goes on with its remote node", async () => {
  const folder = await mkdtemp(join(tmpdir(), "parent-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const thread = crypto.randomUUID();

  async function live(turn: object): Promise<unknown> {
    const args = [inject("serverUrl"), join(folder, "checkpoints"), thread, JSON.stringify(turn)];
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", tsx, script, ...args]);
    return JSON.parse(stdout);
  }

  expect(await live({ start: { topic: "rain" } })).toMatchObject({
    __interrupt__: [{ value: { question: "Publish?", draft: "On rain" } }],
  });
  expect(await live({ resume: 0 })).toMatchObject({ __interrupt__: [{ value: "Confirm?" }] });
  expect(await live({ resume: "sure" })).toMatchObject({
    draft: "On rain",
    decision: 0,
    confirmation: "sure",
    visits: ["write", "review", "publish", "confirm", "archive"],
  });
});
