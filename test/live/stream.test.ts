import { describe, test } from "vitest";
import { joinRun } from "../../src/index.js";
import { startGate } from "../support/gate.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { cancelled } from "./support/cancelled.js";
import { eventually, newThread, remoteGraph, runOf, serverClient, serverUrl } from "./support/graphs.js";
import { createRecorder } from "./support/recorder.js";

/** Events for ten minutes: a run that is left in the middle. */
const long = { count: 12_000, delayMs: 50 };

const custom = { streamMode: "custom" } as const;

describe.concurrent("a stream", () => {
  test("gives tokens while the run goes on, not at its end", async ({ expect }) => {
    const { configurable } = newThread();
    const graph = remoteGraph("writer", { onDisconnect: "cancel" });
    const stream = await graph.stream(long, { configurable, ...custom });
    for await (const chunk of stream) {
      expect(chunk).toEqual({ index: 0, text: "" });
      const run = await runOf(configurable.thread_id, stream.runId ?? "");
      expect(run.status).toBe("running");
      break;
    }
  });

  test("knows its thread, its run and its last event, by which the run can be joined", async ({ expect }) => {
    const { configurable } = newThread();
    const stream = await remoteGraph("writer").stream({ count: 3 }, { configurable, ...custom });
    const chunks = await toArray(stream);
    const { threadId, runId = "", lastEventId } = stream;
    expect(threadId).toBe(configurable.thread_id);
    expect(await runOf(configurable.thread_id, runId)).toMatchObject({ status: "success" });

    const rejoined = await toArray(joinRun(serverClient(), { threadId, runId }));
    const told = rejoined.filter(({ event }) => event === "custom");
    expect(told.map(({ data }) => data)).toEqual(chunks);
    expect(rejoined.at(-1)?.id).toBe(lastEventId);
    const after = await toArray(joinRun(serverClient(), { threadId, runId, lastEventId: told[1]?.id }));
    // aegra ends with an event `end`
    const rest = after.filter(({ event }) => event !== "end");
    expect(rest.map(({ data }) => data)).toEqual(chunks.slice(2));
  });

  test("is a ReadableStream: it can be read, piped and teed", async ({ expect }) => {
    const graph = remoteGraph("writer");
    const events = [0, 1].map((index) => ({ index, text: "" }));
    const all = [...events, "wrote 2", 2, null];
    const open = () => graph.stream({ count: 2 }, { ...newThread(), ...custom });

    const reading = async () => {
      const reader = (await open()).getReader();
      expect(await reader.read()).toEqual({ done: false, value: events[0] });
      reader.releaseLock();
    };
    const piping = async () => {
      const asText = new TransformStream<unknown, string>({
        transform: (chunk, controller) => controller.enqueue(JSON.stringify(chunk)),
      });
      expect(await toArray((await open()).pipeThrough(asText))).toEqual(
        all.map((chunk) => JSON.stringify(chunk)),
      );
    };
    const teeing = async () => {
      const [left, right] = (await open()).tee();
      expect(await Promise.all([toArray(left), toArray(right)])).toEqual([all, all]);
    };
    await Promise.all([reading(), piping(), teeing()]);
  });

  test("that is locked by one reader is not given to another", async ({ expect }) => {
    const stream = await remoteGraph("writer").stream({ count: 2 }, { ...newThread(), ...custom });
    const reader = stream.getReader();
    await expect(toArray(stream)).rejects.toThrow(TypeError);
    reader.releaseLock();
    await stream.cancel();
  });
});

describe.concurrent("a stream that is left", () => {
  const leave: [how: string, leave: (stream: Left, controller: AbortController) => Promise<void>][] = [
    [
      "by a break",
      async (stream) => {
        for await (const _ of stream) break;
      },
    ],
    [
      "by cancel() while it is read",
      async (stream) => {
        for await (const _ of stream) await stream.cancel();
      },
    ],
    [
      "by cancel() of its reader",
      async (stream) => {
        const reader = stream.getReader();
        await reader.read();
        await reader.cancel();
      },
    ],
    [
      "by its signal",
      async (stream, controller) => {
        const left = new Error("left");
        const reading = (async () => {
          for await (const _ of stream) controller.abort(left);
        })();
        const reason = await reading.catch((error: unknown) => error);
        if (reason !== left) throw new Error("the reason is not the caller's own", { cause: reason });
      },
    ],
  ];
  type Left = Awaited<ReturnType<ReturnType<typeof remoteGraph>["stream"]>>;

  test.for(leave)("%s closes its connection at once, and the run goes on", async ([, act], context) => {
    const { expect, onTestFinished } = context;
    const [proxy, gate] = [await startTcpProxy({ target: serverUrl() }), await startGate(onTestFinished)];
    const controller = new AbortController();
    try {
      const { configurable } = newThread();
      const graph = remoteGraph("slow", { url: proxy.url });
      const { signal } = controller;
      const stream = await graph.stream({ ms: 0, gate: gate.url }, { configurable, signal });
      await act(stream as Left, controller);
      await eventually(() => expect(proxy.open).toBe(0));
      const received = proxy.received;
      const status = async () => (await runOf(configurable.thread_id, stream.runId ?? "")).status;
      expect(await status()).toBe("running");
      gate.open();
      await eventually(async () => expect(await status()).toBe("success"));
      expect(proxy.received).toBe(received);
    } finally {
      await proxy.close();
    }
  });

  test.for(leave)("%s stops a run that is to be cancelled on disconnect", async ([, act], { expect }) => {
    const { configurable } = newThread();
    const controller = new AbortController();
    const { signal } = controller;
    const graph = remoteGraph("writer", { onDisconnect: "cancel" });
    const stream = await graph.stream(long, { configurable, signal, ...custom });
    await act(stream as Left, controller);
    const run = () => runOf(configurable.thread_id, stream.runId ?? "");
    const { status } = cancelled();
    await eventually(async () => expect(await run()).toMatchObject({ status }));
  });

  test("before it began sends nothing", async ({ expect }) => {
    const recorder = createRecorder();
    const reason = new Error("too late");
    const options = { signal: AbortSignal.abort(reason) };
    await expect(remoteGraph("writer", recorder).stream({}, options)).rejects.toBe(reason);
    await expect(remoteGraph("writer", recorder).invoke({}, options)).rejects.toBe(reason);
    expect(recorder.requests).toEqual([]);
  });

  test("while nothing comes ends invoke with the reason", async ({ expect }) => {
    const reason = new Error("enough");
    const controller = new AbortController();
    const running = remoteGraph("slow").invoke(
      { ms: 600_000 },
      { ...newThread(), signal: controller.signal },
    );
    setTimeout(() => controller.abort(reason), 300);
    await expect(running).rejects.toBe(reason);
  });
});
