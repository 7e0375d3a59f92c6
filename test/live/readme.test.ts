import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, it, onTestFinished, vi } from "vitest";
import { root, writeExamples } from "../support/page-code.js";
import { has } from "./support/features.js";

it("the examples of README and guides run", async () => {
  const folder = join(root, "test/.readme", inject("serverKind")); // suites of two servers may run at once
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const examples = writeExamples(folder, inject("serverUrl"));
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
