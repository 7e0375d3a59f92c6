/** Applies what is known of the server under test to each file's tests, before the first of them runs. */
import { beforeAll, inject, type RunnerTask, type RunnerTestCase } from "vitest";
import { type Feature, lackOf } from "./features.js";

// biome-ignore lint/correctness/noEmptyPattern: vitest wants a pattern here, of the fixtures that a hook uses
beforeAll(({}, suite) => {
  const kind = inject("serverKind");
  for (const test of listTests(suite)) {
    const reason = reasonToLeaveOut(test, kind);
    if (reason !== undefined && test.mode === "run") leaveOut(test, reason);
  }
});

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
