import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { describe, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { newThread, remoteGraph, runOf, serverClient } from "./support/graphs.js";
import { createRecorder } from "./support/recorder.js";

/** What the echo graph says that its node saw. */
async function seenBy(graph: ReturnType<typeof remoteGraph>, options: object = {}) {
  const { seen } = (await graph.invoke({ said: 1 }, options)) as { seen: Record<string, unknown> };
  return seen;
}

describe.concurrent("what the caller sets", () => {
  test("of the config reaches the nodes, but for what is internal or cannot travel", async ({ expect }) => {
    const config = {
      configurable: { colour: "blue", __secret: 1, act: () => 1 },
      metadata: { from: "here" },
      tags: ["tagged"],
      recursionLimit: 11,
    };
    const before = structuredClone({ ...config, configurable: { colour: "blue" } });
    const seen = await seenBy(remoteGraph("echo"), config);
    expect(seen).toMatchObject({
      configurable: { colour: "blue" },
      metadata: { from: "here" },
      tags: ["tagged"],
      recursionLimit: 11,
    });
    expect(seen.configurable).not.toHaveProperty("act");
    expect(config).toMatchObject(before);
  });

  test("in the graph's config lies under each call's, and withConfig leaves the first graph as it is", async ({
    expect,
  }) => {
    const first = remoteGraph("echo", { config: { tags: ["one"], configurable: { a: 1, b: 1 } } });
    const second = first.withConfig({ tags: ["two"], configurable: { b: 2 } });
    const [ofFirst, ofSecond] = await Promise.all([
      seenBy(first, { configurable: { c: 3 } }),
      seenBy(second, { configurable: { c: 3 } }),
    ]);
    expect(ofFirst).toMatchObject({ tags: ["one"], configurable: { a: 1, b: 1, c: 3 } });
    expect(ofSecond).toMatchObject({ tags: ["one", "two"], configurable: { a: 1, b: 2, c: 3 } });
    expect(second).toBeInstanceOf(first.constructor);
    expect(first.config).toEqual({ tags: ["one"], configurable: { a: 1, b: 1 } });
  });

  test("as context reaches the graph", async ({ expect }) => {
    const output = await remoteGraph("context").invoke({ question: "why?" }, { context: { user: "Ada" } });
    expect(output).toMatchObject({ answer: "Hi Ada: why?" });
  });

  test(
    "as headers reaches the server, in each request of the call",
    needs("headers for the graph"),
    async ({ expect }) => {
      const graph = remoteGraph("echo");
      const seen = await seenBy(graph, { headers: { "x-colour": "green" } });
      expect(seen.configurable).toMatchObject({ "x-colour": "green" });
    },
  );

  test("as breakpoints of the graph holds for each call, and a call's own win", async ({ expect }) => {
    const graph = remoteGraph("slow", { interruptBefore: ["dawdle"] });
    const [stopped, other] = await Promise.all([
      graph.invoke({ ms: 1 }, newThread()),
      graph.invoke({ ms: 1 }, { ...newThread(), interruptBefore: ["nobody"] }),
    ]);
    expect(stopped).toMatchObject({ visits: ["prepare"] });
    expect(other).toMatchObject({ visits: ["prepare", "dawdle"] });
  });

  test.for(["exit", "async", "sync"] as const)(
    "as durability %s is accepted",
    async (durability, { expect }) => {
      const recorder = createRecorder();
      const output = await remoteGraph("counter", recorder).invoke(
        { limit: 1 },
        { ...newThread(), durability },
      );
      expect(output).toMatchObject({ count: 1 });
      expect(recorder.requests[0]?.body).toMatchObject({ durability });
    },
  );

  test("as afterSeconds lets the run wait", needs("runs that start later"), async ({ expect }) => {
    const thread = newThread();
    const started = Date.now();
    const stream = await remoteGraph("counter").stream({ limit: 1 }, { ...thread, afterSeconds: 2 });
    await toArray(stream);
    expect(Date.now() - started).toBeGreaterThan(1900);
  });

  test(
    "as feedbackKeys reaches the run",
    needs("runs that start later", "settings of a run"),
    async ({ expect }) => {
      const { configurable } = newThread();
      // a run that does not begin while the test lasts: at its end it would ask a tracing service, which is not there
      const options = { configurable, feedbackKeys: ["liked"], afterSeconds: 600 };
      const stream = await remoteGraph("slow").stream({ ms: 1 }, options);
      const { thread_id } = configurable;
      const run_id = stream.runId ?? "";
      expect((await runOf(thread_id, run_id)).kwargs).toMatchObject({ feedback_keys: ["liked"] });
      await stream.cancel();
      const params = { path: { thread_id, run_id } };
      await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", { params });
    },
  );

  test(
    "as webhook is called when the run has ended",
    needs("webhooks to this machine"),
    async ({ expect }) => {
      const calls = new EventEmitter<{ call: [unknown] }>();
      const listener = createServer(async (request, response) => {
        calls.emit("call", await json(request));
        response.end();
      }).listen(0, "127.0.0.1");
      await once(listener, "listening");
      const called = once(calls, "call");
      try {
        const { port } = listener.address() as AddressInfo;
        const webhook = `http://127.0.0.1:${port}/ended`;
        const stream = await remoteGraph("counter").stream({ limit: 1 }, { ...newThread(), webhook });
        await toArray(stream);
        expect(await called).toMatchObject([
          {
            run_id: stream.runId,
            status: "success",
            values: { count: 1 },
          },
        ]);
      } finally {
        listener.close();
      }
    },
  );
});
