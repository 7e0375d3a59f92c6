/** Applies what is known of the server under test to each file's tests, before the first of them runs. */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, inject, type RunnerTask, type RunnerTestCase, type RunnerTestSuite } from "vitest";
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
    for (const test of concerned) Object.assign(test, { fails: true, retry: 0 });
  }
  for (const test of tests) {
    const reason = inject("serverMissing") ?? reasonToLeaveOut(test, kind);
    if (reason !== undefined && test.mode === "run") leaveOut(test, reason);
  }
  skipEmptied(suite);
});

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

/** A group of which no test runs does not run either: its hooks start what nobody uses. */
function skipEmptied(suite: RunnerTestSuite): void {
  for (const task of suite.tasks) if (task.type === "suite") skipEmptied(task);
  if (suite.mode === "run" && suite.tasks.every(({ mode }) => mode === "skip")) suite.mode = "skip";
}
