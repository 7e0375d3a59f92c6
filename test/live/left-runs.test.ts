import { setTimeout as delay } from "node:timers/promises";
import { describe, type TestContext, test } from "vitest";
import type { StreamOptions } from "../../src/index.js";
import { startGate } from "../support/gate.js";
import { eventually, newThread, remoteGraph, serverClient } from "./support/graphs.js";

/** Whether a run goes on: on its thread, or on one that bears its mark, which the server makes for as long as it does. */
async function continuesThread({ mark, thread }: Left): Promise<boolean> {
  if (thread !== undefined) {
    const { data } = await serverClient().GET("/threads/{thread_id}", { params: { path: thread } });
    return data?.status === "busy";
  }
  const { data = [] } = await serverClient().POST("/threads/search", { body: { metadata: { mark } } });
  return data.some(({ status }) => status === "busy");
}

interface Left {
  mark: string;
  thread: { thread_id: string } | undefined;
}

type Way = "a break" | "its signal" | "its time limit";

/** Begins a run that goes on to the end of the test, and leaves it once it has told something. */
async function leave(
  way: Way,
  options: StreamOptions & { configurable?: { thread_id: string } },
  { onTestFinished }: TestContext,
): Promise<Left> {
  const gate = await startGate(onTestFinished);
  const mark = crypto.randomUUID();
  const controller = new AbortController();
  const limit = way === "its time limit" ? { timeout: 8000 } : { signal: controller.signal };
  const stream = await remoteGraph("slow").stream(
    { ms: 0, gate: gate.url },
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
  return { mark, thread: options.configurable };
}

describe.concurrent.each<Way>(["a break", "its signal", "its time limit"])(
  "a run that is left by %s",
  (way) => {
    test("is stopped on the server when it is to be, with a thread and without", async (context) => {
      for (const config of [newThread(), {}]) {
        const left = await leave(way, { ...config, onDisconnect: "cancel" }, context);
        await eventually(async () => context.expect(await continuesThread(left)).toBe(false));
      }
    });

    test("goes on where nothing else was asked for", async (context) => {
      const left = await leave(way, newThread(), context);
      await delay(1500);
      context.expect(await continuesThread(left)).toBe(true);
    });
  },
);
