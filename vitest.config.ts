import { defineConfig } from "vitest/config";
import { LeftOutReporter } from "./test/support/left-out-reporter.js";

/**
 * Files that run at once, of whatever project: most of a live or a reliability test is waiting, so that there are more of
 * them than processors. Vitest runs projects side by side only if this number is the same in all of them.
 */
const maxWorkers = 6;

/** For longer than a busy machine takes: what fails is what never comes about. */
const common = { testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

/** The tests against a real server, which the project's global setup starts. */
const live = {
  globalSetup: ["test/live/global-setup.ts"],
  setupFiles: ["test/live/support/setup.ts"],
  isolate: false, // the files that one process runs read what they import once
  maxConcurrency: 8,
  ...common,
};

/** The part of them that `npm test` runs on the other servers too; `npm run test:live -- --server NAME` runs all. */
const sample = ["run", "stream", "interrupt", "run-options", "server", "thread"].map(
  (name) => `test/live/${name}.test.ts`,
);

export default defineConfig({
  test: {
    maxWorkers,
    reporters: ["default", new LeftOutReporter()],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/fuzz/**/*.test.ts"],
          isolate: false, // likewise
          unstubEnvs: true,
          unstubGlobals: true,
          ...common,
        },
      },
      { test: { name: "reliability", include: ["test/reliability/**/*.test.ts"], ...common } },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/contract/global-setup.ts"],
          ...common,
        },
      },
      { test: { name: "live", include: ["test/live/**/*.test.ts"], ...live } },
      { test: { name: "python", include: sample, ...live } },
      { test: { name: "aegra", include: sample, ...live } },
      {
        test: {
          name: "consumers",
          include: ["test/consumers/**/*.test.ts"],
          globalSetup: ["test/consumers/global-setup.ts"],
          maxConcurrency: 8,
          ...common,
        },
      },
      { test: { name: "browser", include: ["test/browser/**/*.test.ts"], ...common } },
    ],
  },
});
