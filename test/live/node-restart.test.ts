import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { expect, inject, onTestFinished, test } from "vitest";
import { live } from "./support/restarted-parent.js";

const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const script = new URL("support/restarted-parent.ts", import.meta.url).href;

/** Lives in another process. */
async function liveElsewhere(...life: Parameters<typeof live>): Promise<unknown> {
  const code = `import { live } from "${script}"; console.log(JSON.stringify(await live(...${JSON.stringify(life)})));`;
  const args = ["--import", tsx, "--input-type=module", "--eval", code];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout);
}

test("a parent that was started again in another process goes on with its remote node", async () => {
  const folder = await mkdtemp(join(tmpdir(), "parent-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "checkpoints");
  const parent = { serverUrl: inject("serverUrl"), thread_id: crypto.randomUUID() };

  expect(await live(file, { ...parent, start: { topic: "rain" } })).toMatchObject({
    __interrupt__: [{ value: { question: "Publish?", draft: "On rain" } }],
  });
  expect(await liveElsewhere(file, { ...parent, resume: 0 })).toMatchObject({
    __interrupt__: [{ value: "Confirm?" }],
  });
  expect(await live(file, { ...parent, resume: "sure" })).toMatchObject({
    draft: "On rain",
    decision: 0,
    confirmation: "sure",
    visits: ["write", "review", "publish", "confirm", "archive"],
  });
});
