import { defineConfig } from "vitest/config";

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
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/fuzz/**/*.test.ts"],
          // The files that one process runs read what they import once.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
          ...common,
        },
      },
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts"],
          ...common,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/contract/global-setup.ts"],
          ...common,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/live/global-setup.ts"],
          isolate: false, // likewise
          maxConcurrency: 8,
          ...common,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          ...common,
        },
      },
    ],
  },
});
