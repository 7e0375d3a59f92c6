import { setTimeout as delay } from "node:timers/promises";
import { describe, test } from "vitest";
import type { StreamOptions } from "../../src/index.js";
import { eventually, newThread, remoteGraph, serverClient } from "./support/graphs.js";

/** Whether the run that bears the mark is going on: a run without a thread has one of its own as long as it does. */
async function goesOn(mark: string): Promise<boolean> {
  const { data = [] } = await serverClient().POST("/threads/search", { body: { metadata: { mark } } });
  return data.some(({ status }) => status === "busy");
}

type Way = "a break" | "its signal" | "its time limit";

/** Begins a run that takes long, leaves it once it has told something, and gives the mark that it bears. */
async function leave(way: Way, options: StreamOptions): Promise<string> {
  const mark = crypto.randomUUID();
  const controller = new AbortController();
  const limit = way === "its time limit" ? { timeout: 8000 } : { signal: controller.signal };
  const stream = await remoteGraph("slow").stream(
    { ms: 60_000 },
    { ...options, ...limit, metadata: { mark } },
  );
  try {
    for await (const _ of stream) {
      if (way === "a break") break;
      if (way === "its signal") controller.abort(new Error("away"));
    }
  } catch (error) {
    if (way === "a break") throw error;
  }
  return mark;
}

describe.concurrent.each<Way>(["a break", "its signal", "its time limit"])(
  "a run that is left by %s",
  (way) => {
    test("is stopped on the server when it is to be, with a thread and without", async ({ expect }) => {
      for (const config of [newThread(), {}]) {
        const mark = await leave(way, { ...config, onDisconnect: "cancel" });
        await eventually(async () => expect(await goesOn(mark)).toBe(false));
      }
    });

    test("goes on where nothing else was asked for", async ({ expect }) => {
      const mark = await leave(way, {});
      await delay(1500);
      expect(await goesOn(mark)).toBe(true);
    });
  },
);
