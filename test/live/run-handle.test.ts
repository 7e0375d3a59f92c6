import { describe, test } from "vitest";
import {
  ApiError,
  Command,
  ConnectionError,
  RemoteException,
  RemoteGraph,
  RunHandle,
  StreamError,
  streamRun,
} from "../../src/index.js";
import { startGate } from "../support/gate.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { cancelled } from "./support/cancelled.js";
import { has, needs } from "./support/features.js";
import { eventually, newThread, remoteGraph, runsOf, serverClient, serverUrl } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

describe.concurrent("a run in the background", () => {
  test("goes on by itself, and its handle says how it stands and what it came to", async ({ expect }) => {
    const thread = newThread();
    const run = await remoteGraph("slow").createRun({ ms: 500 }, thread);
    expect(run).toBeInstanceOf(RunHandle);
    expect(run.threadId).toBe(thread.configurable.thread_id);
    expect(await run.join()).toEqual({ ms: 500, visits: ["prepare", "dawdle"] });
    expect(await run.status()).toBe("success");

    // far longer than the look at it takes, on a busy machine too
    const going = await remoteGraph("slow").createRun({ ms: 600_000 }, newThread());
    expect(["pending", "running"]).toContain(await going.status());
    await going.cancel();
  });

  test("is joined as often as one likes, with the same output", async ({ expect }) => {
    const run = await remoteGraph("counter").createRun({ limit: 2 }, newThread());
    const output = { count: 2, limit: 2, trail: ["step 1", "step 2"] };
    expect(await Promise.all([run.join(), run.join()])).toEqual([output, output]);
    expect(await run.join()).toEqual(output);
  });

  test(
    "gives its own output after later runs of the thread",
    needs("multitask strategies"),
    async ({ expect }) => {
      const thread = newThread();
      const graph = remoteGraph("counter");
      const [resumable, other] = [
        await graph.createRun({ limit: 1 }, thread),
        await graph.createRun(
          { limit: 2 },
          { ...thread, multitaskStrategy: "enqueue", streamResumable: false },
        ),
      ];
      await graph
        .createRun({ limit: 4 }, { ...thread, multitaskStrategy: "enqueue" })
        .then((run) => run.join());
      expect(await resumable.join()).toMatchObject({ count: 1 });
      expect(await other.join()).toMatchObject({ count: 2 });
      expect(await other.join()).toMatchObject({ count: 2 });
    },
  );

  test("tells its chunks from the start, also when it is over", async ({ expect }) => {
    const run = await remoteGraph("counter").createRun({ limit: 2 }, newThread());
    const told = [{ step: { count: 1, trail: ["step 1"] } }, { step: { count: 2, trail: ["step 2"] } }];
    expect(await toArray(run.stream())).toEqual(told);
    expect(await toArray(run.stream())).toEqual(told);
    const both = await toArray(run.stream({ streamMode: ["values", "updates"] }));
    expect(both.map(([mode]) => mode)).toEqual(["values", "updates", "values", "updates", "values"]);
  });

  test("tells the modes that it was started with, and no others", async ({ expect }) => {
    const run = await remoteGraph("counter").createRun({ limit: 1 }, { ...newThread(), streamMode: "tasks" });
    expect(() => run.stream()).toThrow(/it does not stream updates/);
    expect(await toArray(run.stream({ streamMode: "tasks" }))).toHaveLength(2);
    expect(await run.join()).toMatchObject({ count: 1 });
  });

  test.for([true, false])(
    "fails as invoke does, every time (resumable: %s)",
    async (streamResumable, { expect }) => {
      const run = await remoteGraph("failing").createRun(
        { account: "ada" },
        { ...newThread(), streamResumable },
      );
      for (const _ of [1, 2]) {
        const error = await run.join().catch((caught: unknown) => caught);
        expect(error).toBeInstanceOf(RemoteException);
        expect(error).toMatchObject({
          error:
            streamResumable || has("class of a failure in /join") ? "QuotaExceededError" : expect.any(String),
          message: "no quota left for ada",
          runId: run.runId,
          threadId: run.threadId,
        });
      }
      expect(await run.status()).toBe("error");
    },
  );

  test.for([true, false])(
    "gives what it asks with its state around it (resumable: %s)",
    async (streamResumable, { expect }) => {
      const graph = remoteGraph("approval");
      const run = await graph.createRun({ topic: "tea" }, { ...newThread(), streamResumable });
      for (const _ of [1, 2]) {
        expect(await run.join()).toEqual({
          topic: "tea",
          draft: "On tea",
          visits: ["write"],
          __interrupt__: [{ id: expect.any(String), value: { question: "Publish?", draft: "On tea" } }],
        });
      }
    },
  );

  test.for([true, false])(
    "gives all that parallel branches ask (resumable: %s)",
    async (streamResumable, { expect }) => {
      const run = await remoteGraph("parallel").createRun(
        { topic: "tea" },
        { ...newThread(), streamResumable },
      );
      for (const _ of [1, 2]) {
        const { __interrupt__: asked } = await run.join();
        expect(asked?.map(({ value }) => value)).toEqual([
          { side: "left", topic: "tea" },
          { side: "right", topic: "tea" },
        ]);
      }
    },
  );

  test.for([true, false])(
    "asks no more what one of parallel branches was answered (resumable: %s)",
    async (streamResumable, { expect }) => {
      const graph = remoteGraph("parallel");
      const thread = newThread();
      const { __interrupt__: both } = await graph.invoke({ topic: "tea" }, thread);
      const left = both?.find(({ value }) => (value as { side: string }).side === "left");
      const answer = new Command({ resume: { [left?.id ?? ""]: "yes" } });
      const run = await graph.createRun(answer, { ...thread, streamResumable });
      const asked = [{ id: expect.any(String), value: { side: "right", topic: "tea" } }];
      expect((await run.join()).__interrupt__).toEqual(asked);
    },
  );

  test.for([true, false])(
    "is taken back, and says so to those who wait for it (resumable: %s)",
    needs("multitask strategies"), // aegra knows no rollback
    async (streamResumable, { expect }) => {
      const run = await remoteGraph("slow").createRun({ ms: 600_000 }, { ...newThread(), streamResumable });
      const ended = run.join().catch((caught: unknown) => caught);
      await eventually(async () => expect(await run.status()).toBe("running"));
      await run.cancel({ action: "rollback", wait: true });
      expect(await ended).toBeInstanceOf(RemoteException);
      await run.cancel();
      await expect(run.join()).rejects.toBeInstanceOf(RemoteException);
    },
  );

  test("is stopped, and says so to those who wait for it", async ({ expect }) => {
    const run = await remoteGraph("slow").createRun({ ms: 600_000 }, newThread());
    const ended = run.join().catch((caught: unknown) => caught);
    await eventually(async () => expect(await run.status()).toBe("running"));
    await run.cancel({ wait: true });
    expect(await run.status()).toBe(cancelled().status);
    expect(await ended).toMatchObject({ name: "RemoteException", error: cancelled().failure.error });
    await run.cancel();
    await expect(run.join()).rejects.toBeInstanceOf(RemoteException);
  });

  test("is waited for no longer than the caller wants", async ({ expect }) => {
    const run = await remoteGraph("slow").createRun({ ms: 600_000 }, newThread());
    const error = await run.join({ timeoutMs: 300 }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ConnectionError);
    expect(error).toMatchObject({
      timedOut: true,
      message: expect.stringMatching(/did not end within 300 ms/),
    });
    const left = new AbortController();
    const joined = run.join({ signal: left.signal });
    left.abort(new Error("no time"));
    await expect(joined).rejects.toThrow("no time");
    await run.cancel({ wait: true });
  });

  test("needs no thread", async ({ expect, onTestFinished }) => {
    const gate = await startGate(onTestFinished);
    const run = await remoteGraph("slow").createRun({ ms: 0, gate: gate.url });
    expect(run.threadId).toBeUndefined();
    await eventually(async () => expect(await run.status()).toBe("running"));
    const joined = run.join(); // while it goes on: aegra removes it when it ends
    const chunks: unknown[] = [];
    for await (const chunk of run.stream()) {
      chunks.push(chunk);
      gate.open();
    }
    expect(chunks).toEqual([{ prepare: { visits: ["prepare"] } }, { dawdle: { visits: ["dawdle"] } }]);
    expect(await joined).toMatchObject({ visits: ["prepare", "dawdle"] });
    await eventually(() => expect(run.status()).rejects.toMatchObject({ status: 404 }));
    await run.cancel();
  });

  const withoutThread = needs("runs without a thread that are over", "cancel that waits, without a thread");
  test(
    "without a thread gives its output whatever modes it was started with, and says when it was stopped",
    withoutThread,
    async ({ expect }) => {
      const run = await remoteGraph("counter").createRun({ limit: 2 }, { streamMode: "updates" });
      expect(await run.join()).toMatchObject({ count: 2 });
      const stream = await remoteGraph("counter").stream({ limit: 2 });
      await expect(stream.run.join()).rejects.toThrow(/start it with the stream mode values/);
      const stopped = await remoteGraph("slow").createRun({ ms: 600_000 });
      const ended = stopped.join().catch((caught: unknown) => caught);
      await eventually(async () => expect(await stopped.status()).toBe("running"));
      await stopped.cancel({ wait: true });
      expect(await ended).toMatchObject({ name: "RemoteException" });
    },
  );

  test("is started once, also when the answer gets lost", async ({ expect }) => {
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ method, path, index }) =>
        method === "POST" && /\/runs$/.test(path) && index === 0
          ? { afterBytes: 0, how: "reset" }
          : undefined,
    });
    try {
      const thread = newThread();
      const run = await remoteGraph("counter", { url: proxy.url }).createRun({ limit: 1 }, thread);
      expect(await run.join()).toMatchObject({ count: 1 });
      expect(proxy.count("POST", /\/runs$/)).toBe(1);
      expect((await runsOf(thread.configurable.thread_id)).map(({ run_id }) => run_id)).toEqual([run.runId]);
    } finally {
      await proxy.close();
    }
  });
});

describe.concurrent("a stream's run", () => {
  test("is the same handle", async ({ expect }) => {
    const stream = await remoteGraph("counter").stream({ limit: 1 }, newThread());
    expect(stream.run).toBeInstanceOf(RunHandle);
    await toArray(stream);
    expect(stream.run.runId).toBe(stream.runId);
    expect(await stream.run.status()).toBe("success");
    expect(await stream.run.join()).toMatchObject({ count: 1 });
  });

  test("is stopped from outside while it is read", async ({ expect }) => {
    const stream = await remoteGraph("slow").stream({ ms: 600_000 }, newThread());
    const reading = toArray(stream).catch((caught: unknown) => caught);
    await eventually(async () => expect(await stream.run.status()).toBe("running"));
    await stream.run.cancel({ wait: true });
    expect(await reading).toBeInstanceOf(RemoteException);
  });

  test(
    "is found by its start when it has no thread",
    needs("cancel that waits, without a thread"),
    async ({ expect }) => {
      const stream = await remoteGraph("slow").stream({ ms: 600_000 });
      const reading = toArray(stream).catch((caught: unknown) => caught);
      await eventually(async () => expect(await stream.run.status()).toBe("running"));
      await stream.run.cancel({ wait: true });
      expect(await reading).toBeDefined();
    },
  );
});

describe.concurrent("joinStream", () => {
  test("gives all of a run from another client, while it runs and when it is over", async ({
    expect,
    onTestFinished,
  }) => {
    const thread = newThread();
    const options = { ...thread, streamMode: ["updates", "values"] as const };
    const gate = await startGate(onTestFinished);
    const stream = await remoteGraph("slow").stream({ ms: 0, gate: gate.url }, options);
    const { value: first } = await stream[Symbol.asyncIterator]().next();
    const elsewhere = remoteGraph("slow");
    const runId = stream.runId ?? "";
    const joined = await elsewhere.joinStream(runId, thread, { streamMode: ["updates", "values"] });
    gate.open();
    const whole = await toArray(joined);
    expect(whole[0]).toEqual(first);
    expect(whole).toHaveLength(5);
    const again = await toArray(
      await elsewhere.joinStream(runId, thread, { streamMode: ["updates", "values"] }),
    );
    expect(again).toEqual(whole);
  });

  test("goes on after an event", async ({ expect }) => {
    const thread = newThread();
    const options = { ...thread, streamMode: "custom" as const };
    const stream = await remoteGraph("writer").stream({ count: 20, delayMs: 20 }, options);
    const head: unknown[] = [];
    for await (const chunk of stream) {
      head.push(chunk);
      if (head.length === 5) break;
    }
    const { runId = "", lastEventId } = stream;
    const tail = await remoteGraph("writer").joinStream(runId, thread, { lastEventId, streamMode: "custom" });
    const whole = [...head, ...(await toArray(tail))];
    expect(whole).toEqual([
      ...Array.from({ length: 20 }, (_, index) => ({ index, text: "" })),
      "wrote 20",
      20,
      null,
    ]);
    // as a page does that is loaded again when the run is over
    const again = await remoteGraph("writer").joinStream(runId, thread, {
      lastEventId: tail.lastEventId,
      streamMode: "custom",
    });
    expect(await toArray(again)).toEqual([]);
  });

  test("gives chunks of subgraphs with their namespace", needs("values of subgraphs"), async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("nested");
    const run = await graph.createRun({ messages: [] }, { ...thread, streamMode: "custom", subgraphs: true });
    const stream = await graph.joinStream(run.runId ?? "", thread, { streamMode: "custom", subgraphs: true });
    const told = await toArray(stream);
    expect(told.map(([namespace, data]) => [namespace.map((place) => place.split(":")[0]), data])).toEqual([
      [[], { place: "root" }],
      [["child"], { place: "child" }],
      [["child", "grand"], { place: "grand" }],
    ]);
  });

  test("survives cuts", async ({ expect }) => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/stream/.test(path) || cuts >= 3) return undefined;
        cuts += 1;
        return { afterBytes: 900 * cuts, how: cuts % 2 ? "reset" : "end" };
      },
    });
    try {
      const thread = newThread();
      const graph = remoteGraph("writer", { url: proxy.url });
      const run = await graph.createRun({ count: 40, delayMs: 5 }, { ...thread, streamMode: "custom" });
      const told = await toArray(await graph.joinStream(run.runId ?? "", thread, { streamMode: "custom" }));
      expect(told.slice(0, 40)).toEqual(Array.from({ length: 40 }, (_, index) => ({ index, text: "" })));
      expect(cuts).toBe(3);
    } finally {
      await proxy.close();
    }
  });

  test(
    "refuses a second reader of a run whose events are told once",
    needs("runs whose events are told once"),
    async ({ expect }) => {
      const thread = newThread();
      const graph = remoteGraph("counter");
      const run = await graph.createRun({ limit: 2 }, { ...thread, streamResumable: false });
      const runId = run.runId ?? "";
      expect(await toArray(await graph.joinStream(runId, thread))).toHaveLength(2);
      await expect(graph.joinStream(runId, thread)).rejects.toThrow(/another reader has them already/);
      await expect(graph.joinStream(runId, thread, { lastEventId: "1" })).rejects.toBeInstanceOf(StreamError);
      const stream = await graph.stream({ limit: 2 }, { ...newThread(), streamResumable: false });
      expect(() => stream.run.stream()).toThrow(StreamError);
      expect(await toArray(stream)).toHaveLength(2);
      const options = { version: "v2", streamResumable: false, ...newThread() } as const;
      const events = graph.streamEvents({ limit: 2 }, options);
      for await (const _ of events)
        expect(() => events.run.stream()).toThrow(/another reader has them already/);
      expect(events.run.runId).toBeDefined();
      const client = serverClient();
      const body = { assistantId: "counter", input: { limit: 2 }, stream_mode: "updates" } as const;
      const read = streamRun(client, {
        threadId: thread.configurable.thread_id,
        ...body,
        stream_resumable: false,
      });
      await toArray(read);
      const late = new RemoteGraph({ graphId: "counter", client }).joinStream(read.runId ?? "", thread);
      await expect(late).rejects.toThrow(/another reader has them already/);
    },
  );

  test("is waited for beside its one reader, who misses nothing", async ({ expect }) => {
    const graph = remoteGraph("counter");
    const run = await graph.createRun({ limit: 5 }, { ...newThread(), streamResumable: false });
    const [chunks, output] = await Promise.all([toArray(run.stream()), run.join()]);
    expect(chunks).toHaveLength(5);
    expect(output).toMatchObject({ count: 5 });
    const other = await graph.createRun({ limit: 2 }, { ...newThread(), streamResumable: false });
    await Promise.all([other.join(), other.join()]);
    expect(() => other.stream()).toThrow(/another reader has them already/);
  });

  test("is read after a call that was refused, and from its start after an empty id", async ({ expect }) => {
    const run = await remoteGraph("counter").createRun(
      { limit: 2 },
      { ...newThread(), streamResumable: false },
    );
    expect(() => run.stream({ idleTimeoutMs: -1 })).toThrow(TypeError);
    expect(await toArray(run.stream())).toHaveLength(2);
    const kept = await remoteGraph("counter").createRun({ limit: 2 }, newThread());
    await kept.join();
    expect(await toArray(kept.stream({ lastEventId: "" }))).toHaveLength(2);
  });

  test("says what is missing before it asks, and what the server does not know", async ({ expect }) => {
    const graph = remoteGraph("counter");
    const nobody = crypto.randomUUID();
    await expect(graph.joinStream(nobody, {})).rejects.toBeInstanceOf(TypeError);
    await expect(toArray(await graph.joinStream(nobody, newThread()))).rejects.toBeInstanceOf(Error);
    const thread = newThread();
    const run = await graph.createRun({ limit: 1 }, thread);
    await run.join();
    const refusal = onServer<{ prototype: Error }>({ js: StreamError, python: StreamError, aegra: ApiError });
    await expect(toArray(await graph.joinStream(nobody, thread))).rejects.toBeInstanceOf(refusal);
    if (!has("settings of a run")) return; // nothing says with which modes it was started
    await expect(graph.joinStream(run.runId ?? "", thread, { streamMode: "debug" })).rejects.toBeInstanceOf(
      TypeError,
    );
  });
});
