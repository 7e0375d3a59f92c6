/** Applies what is known of the server under test to each file's tests, before the first of them runs. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, inject, type RunnerTask, type RunnerTestCase, TestRunner } from "vitest";
import { knownFailures } from "../known-failures.js";
import { type Feature, lackOf } from "./features.js";

const live = fileURLToPath(new URL("..", import.meta.url));

// biome-ignore lint/correctness/noEmptyPattern: vitest wants a pattern here, of the fixtures that a hook uses
beforeAll(({}, suite) => {
  const kind = inject("serverKind");
  const file = relative(live, suite.file.filepath);
  const tests = listTests(suite);
  for (const entry of knownFailures[kind].filter((known) => known.file === file)) {
    const concerned = tests.filter(({ fullTestName }) => fits(fullTestName, entry.test));
    if (concerned.length === 0) throw new Error(`known-failures.ts: no test of ${file} is ${entry.test}`);
    for (const test of concerned) {
      if (entry.sometimes) tolerateFailure(test, entry.why);
      else Object.assign(test, { fails: true, retry: 0 });
    }
  }
  for (const test of tests) {
    const reason = reasonToLeaveOut(test, kind);
    if (reason !== undefined && test.mode === "run") leaveOut(test, reason);
  }
});

/** Vitest declares it without its second parameter. */
const setTestFn: (test: RunnerTestCase, run: () => Promise<void>) => void = TestRunner.setTestFn;

const fits = (name: string, wanted: string | RegExp): boolean =>
  typeof wanted === "string" ? name === wanted : wanted.test(name);

function listTests(task: RunnerTask): RunnerTestCase[] {
  return task.type === "test" ? [task] : task.tasks.flatMap(listTests);
}

function reasonToLeaveOut(test: RunnerTestCase, kind: string): string | undefined {
  for (const feature of needsOf(test)) {
    const lack = lackOf(feature);
    if (lack !== undefined) return `${kind} lacks: ${feature} (${lack.fact})`;
  }
  return undefined;
}

function needsOf(task: RunnerTask): readonly Feature[] {
  const own = task.meta.needs ?? [];
  return task.suite === undefined ? own : [...own, ...needsOf(task.suite)];
}

function leaveOut(test: RunnerTestCase, note: string): void {
  const result = { state: "skip", note } as const;
  Object.assign(test, { mode: "skip", result });
}

function tolerateFailure(test: RunnerTestCase, why: string): void {
  const run = TestRunner.getTestFn(test);
  setTestFn(test, async () => {
    try {
      await run();
    } catch (error) {
      test.context.skip(
        `it failed, as it does at times (${why}): ${error instanceof Error ? error.message : error}`,
      );
    }
  });
}
