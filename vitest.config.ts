import { defineConfig } from "vitest/config";
import { LeftOutReporter } from "./test/support/left-out-reporter.js";

/**
 * Files that run at once, of whatever project: most of a live or a reliability test is waiting, so that there are more of
 * them than processors. Vitest runs projects side by side only if this number is the same in all of them.
 */
const maxWorkers = 6;

/** For longer than a busy machine takes: what fails is what never comes about. */
const common = { testTimeout: 180_000, hookTimeout: 120_000, expect: { poll: { timeout: 30_000 } } };

export default defineConfig({
  test: {
    maxWorkers,
    reporters: ["default", new LeftOutReporter()],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/fuzz/**/*.test.ts"],
          isolate: false, // the files that one process runs read what they import once
          unstubEnvs: true,
          unstubGlobals: true,
          ...common,
        },
      },
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts"],
          isolate: false,
          unstubEnvs: true,
          ...common,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/contract/global-setup.ts"],
          isolate: false,
          ...common,
        },
      },
      {
        // the tests against a real server, which the global setup starts
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/live/global-setup.ts"],
          setupFiles: ["test/live/support/setup.ts"],
          isolate: false,
          maxConcurrency: 8,
          ...common,
        },
      },
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
