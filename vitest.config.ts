import { defineConfig } from "vitest/config";
import { LeftOutReporter } from "./test/support/left-out-reporter.js";

// A CI machine may stall a server or a browser for longer than a test waits; a fault of ours fails each time.
const retry = 0;

/** The tests against a real server, which the project's global setup starts. */
const live = {
  globalSetup: ["test/live/global-setup.ts"],
  setupFiles: ["test/live/support/setup.ts"],
  // One file at a time: the server has ten workers, and a run that waits for one is a test that times out.
  pool: "forks" as const,
  maxWorkers: 1,
  isolate: false,
  maxConcurrency: 8,
  testTimeout: 90_000,
  hookTimeout: 120_000,
  retry,
};

/** The part of them that `npm test` runs on the other servers too; `npm run test:live -- --server NAME` runs all. */
const sample = ["run", "stream", "interrupt", "run-options", "server", "thread"].map(
  (name) => `test/live/${name}.test.ts`,
);

export default defineConfig({
  test: {
    reporters: ["default", new LeftOutReporter()],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/fuzz/**/*.test.ts"],
          testTimeout: 60_000,
          retry,
        },
      },
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts"],
          testTimeout: 120_000,
          retry,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/contract/global-setup.ts"],
          testTimeout: 30_000,
          retry,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          ...live,
        },
      },
      { test: { name: "python", include: sample, ...live } },
      { test: { name: "aegra", include: sample, ...live } },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 90_000,
          retry,
        },
      },
    ],
  },
});
