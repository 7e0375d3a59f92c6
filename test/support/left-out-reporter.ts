import type { Reporter, TestModule } from "vitest/node";

/** Says after the run which tests were left out, and why: one line a reason. */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const counts = new Map<string, number>();
    for (const test of modules.flatMap(({ children }) => [...children.allTests("skipped")])) {
      const result = test.result();
      const reason = result.state === "skipped" ? result.note : undefined;
      if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    for (const [reason, count] of counts) console.log(`left out: ${count} tests, because ${reason}`);
  }
}
