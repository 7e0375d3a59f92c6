import { defineConfig } from "vitest/config";

// A CI machine may stall a server or a browser for longer than a test waits; a fault of ours fails each time.
const retry = 0;

export default defineConfig({
  test: {
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
          globalSetup: ["test/live/global-setup.ts"],
          // One file at a time: the server has ten workers, and a run that waits for one is a test that times out.
          pool: "forks",
          maxWorkers: 1,
          isolate: false,
          maxConcurrency: 8,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          retry,
        },
      },
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
