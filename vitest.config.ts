import { defineConfig } from "vitest/config";

/**
 * Files that run at once, of whatever project: most of a live or a reliability test is waiting, so that there are more of
 * them than processors. Vitest runs projects side by side only if this number is the same in all of them.
 */
const maxWorkers = 6;

/** A condition is awaited for longer than a busy machine takes; what fails is what never comes about. */
const common = { expect: { poll: { timeout: 30_000 } } };

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
          testTimeout: 60_000,
          ...common,
        },
      },
      {
        test: {
          name: "reliability",
          include: ["test/reliability/**/*.test.ts"],
          testTimeout: 120_000,
          ...common,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          globalSetup: ["test/contract/global-setup.ts"],
          testTimeout: 30_000,
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
          testTimeout: 90_000,
          hookTimeout: 120_000,
          ...common,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          testTimeout: 90_000,
          ...common,
        },
      },
    ],
  },
});
