import { describe, expect, test } from "vitest";
import type { StreamMode } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { connect, onThread, runStream } from "./support/fake-server.js";

describe("invoke", () => {
  const onStream = "POST /threads/t1/runs/stream";

  test("gives the last values", async () => {
    const { graph, sent } = connect({
      [onStream]: runStream({ event: "values", data: { n: 1 } }, { event: "values", data: { n: 2 } }),
    });
    expect(await graph.invoke({ n: 0 }, onThread)).toEqual({ n: 2 });
    expect(sent).toMatchObject([{ body: { stream_mode: ["values"], input: { n: 0 } } }]);
  });

  test("adds what the run asks, from events of its own or among the values", async () => {
    const ask = (id: string) => ({ id, value: `${id}?` });
    const { graph } = connect({
      [onStream]: runStream(
        { event: "values", data: { n: 1, __interrupt__: [ask("a")] } },
        { event: "values", data: { __interrupt__: [ask("a"), ask("b")] } },
      ),
    });
    expect(await graph.invoke(null, onThread)).toEqual({ n: 1, __interrupt__: [ask("a"), ask("b")] });
  });

  test("reads the thread's state when the run told no values", async () => {
    const { graph } = connect({
      [onStream]: runStream(),
      "GET /threads/t1/state": { values: { n: 7 }, next: [], tasks: [], checkpoint: null, created_at: null },
    });
    expect(await graph.invoke(null, onThread)).toEqual({ n: 7 });
  });

  test("throws what failed on the server, by the name that it had there", async () => {
    const { graph } = connect({
      [onStream]: runStream({ event: "error", data: { error: "QuotaError", message: "no more" } }),
    });
    await expect(graph.invoke(null, onThread)).rejects.toMatchObject({
      name: "RemoteException",
      message: "no more",
      error: "QuotaError",
      threadId: "t1",
      runId: "r1",
    });
  });
});

describe("stream", () => {
  const frames = [
    { event: "values", data: { n: 1 } },
    { event: "updates", data: { node: { n: 1 } } },
    { event: "updates|child:1", data: { inner: { n: 2 } } },
    { event: "messages|child:1|grand:2", data: [{ type: "ai", content: "Hi" }, {}] },
    { event: "feedback", data: { helpful: "http://feedback.test" } },
    { event: "custom", data: "bare" },
  ];
  const connectStream = () => connect({ "POST /runs/stream": runStream(...frames) });

  test("gives the data alone for one mode, and updates when none is named", async () => {
    const { graph, sent } = connectStream();
    expect(await toArray(await graph.stream({}))).toEqual([{ node: { n: 1 } }]);
    expect(sent).toMatchObject([{ body: { stream_mode: ["updates"], stream_subgraphs: false } }]);
  });

  test("names the mode in the caller's word for a list", async () => {
    const { graph, sent } = connectStream();
    const chunks = await toArray(await graph.stream({}, { streamMode: ["values", "custom"] }));
    expect(chunks).toEqual([
      ["values", { n: 1 }],
      ["custom", "bare"],
    ]);
    expect(sent).toMatchObject([{ body: { stream_mode: ["values", "custom"] } }]);
  });

  test("tells the same in each of two modes that name it, and once where one is named twice", async () => {
    const message = [{ type: "ai", content: "Hi" }, {}];
    const { graph, sent } = connect({ "POST /runs/stream": runStream({ event: "messages", data: message }) });
    const streamMode = ["messages", "messages-tuple", "messages"] as const;
    expect(await toArray(await graph.stream({}, { streamMode }))).toEqual([
      ["messages", message],
      ["messages-tuple", message],
    ]);
    expect(sent).toMatchObject([{ body: { stream_mode: ["messages-tuple"] } }]);
  });

  test("names the namespace with subgraphs", async () => {
    const { graph, sent } = connectStream();
    const chunks = await toArray(await graph.stream({}, { streamMode: "updates", subgraphs: true }));
    expect(chunks).toEqual([
      [[], { node: { n: 1 } }],
      [["child:1"], { inner: { n: 2 } }],
    ]);
    expect(sent).toMatchObject([{ body: { stream_subgraphs: true } }]);
  });

  test("names both with subgraphs and a list", async () => {
    const { graph } = connectStream();
    const modes = ["updates", "messages"] as const;
    const chunks = await toArray(await graph.stream({}, { streamMode: modes, subgraphs: true }));
    expect(chunks).toEqual([
      [[], "updates", { node: { n: 1 } }],
      [["child:1"], "updates", { inner: { n: 2 } }],
      [["child:1", "grand:2"], "messages", [{ type: "ai", content: "Hi" }, {}]],
    ]);
  });

  test.each<[StreamMode, string]>([
    ["messages", "messages-tuple"],
    ["messages-tuple", "messages-tuple"],
    ["checkpoints", "debug"],
  ])("asks the server for %s by the name %s", async (mode, asked) => {
    const { graph, sent } = connectStream();
    await graph.stream({}, { streamMode: mode });
    expect(sent).toMatchObject([{ body: { stream_mode: [asked] } }]);
  });
});

describe("batch", () => {
  test("keeps the order of the inputs, whichever run ends first", async () => {
    const later = (data: unknown, ms: number) =>
      new Promise((resolve) => setTimeout(() => resolve(runStream({ event: "values", data })()), ms));
    let count = 0;
    const { graph } = connect({
      "POST /runs/stream": () => {
        count += 1;
        return later({ n: count }, count === 1 ? 30 : 0);
      },
    });
    expect(await graph.batch([1, 2, 3])).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  function counting() {
    let running = 0;
    const seen = { most: 0 };
    const connected = connect({
      "POST /runs/stream": async () => {
        running += 1;
        seen.most = Math.max(seen.most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return runStream({ event: "values", data: {} })();
      },
    });
    return { ...connected, seen };
  }

  test("runs no more at a time than it may, each with its own config", async () => {
    const { graph, sent, seen } = counting();
    const options = [1, 2, 3, 4].map((n) => ({ tags: [`run ${n}`] }));
    await graph.batch([1, 2, 3, 4], options, { maxConcurrency: 2 });
    expect(seen.most).toBe(2);
    expect(sent.map(({ body }) => body)).toMatchObject(
      options.map((config, at) => ({ input: at + 1, config })),
    );
  });

  test("takes how many run at a time from a config too, as LangChain does", async () => {
    const { graph, seen } = counting();
    await graph.batch([1, 2, 3], { maxConcurrency: 1 });
    await graph.withConfig({ maxConcurrency: 1 }).batch([1, 2, 3], [{}, { maxConcurrency: 3 }, {}]);
    expect(seen.most).toBe(1);
  });

  test("gives errors among the results when asked", async () => {
    const answers = [
      runStream({ event: "values", data: { n: 1 } }),
      () => new Response("no", { status: 422 }),
    ];
    const { graph } = connect({ "POST /runs/stream": () => answers.shift()?.() });
    const [first, second] = await graph.batch([1, 2], {}, { returnExceptions: true, maxConcurrency: 1 });
    expect(first).toEqual({ n: 1 });
    expect(second).toMatchObject({ name: "ApiError", status: 422 });
  });

  test("starts no more runs once one has failed", async () => {
    const { graph, sent } = connect({
      "POST /runs/stream": async ({ body }: { body: { input: number } }) => {
        if (body.input === 1) return new Response("no", { status: 422 });
        await new Promise((resolve) => setTimeout(resolve, 5));
        return runStream({ event: "values", data: {} })();
      },
    });
    await expect(graph.batch([1, 2, 3, 4, 5], {}, { maxConcurrency: 2 })).rejects.toThrow("422");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toHaveLength(2);
  });

  test("of nothing is nothing", async () => {
    const { graph, sent } = connect({});
    expect(await graph.batch([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

test("bytes of a stream have an event's id on the last of its chunks, and the run's feedback", async () => {
  const checkpoint = { type: "checkpoint", payload: { config: { configurable: {} }, values: {} } };
  const { graph } = connect({
    "POST /threads/t1/runs/stream": runStream(
      { event: "debug", data: checkpoint, id: "7" },
      { event: "feedback", data: { helpful: "http://feedback" }, id: "8" },
    ),
  });
  const streamMode = ["debug", "checkpoints"] as const;
  const bytes = await graph.stream({}, { ...onThread, streamMode, encoding: "text/event-stream" });
  const frames = (await new Response(bytes).text()).split("\n\n").map((frame) => frame.split("\n"));
  const told = frames.map(([event, , id]) => [event, id]);
  expect(told).toContainEqual(["event: feedback", "id: 8"]);
  expect(told.filter(([event]) => /debug|checkpoints/.test(event ?? ""))).toEqual([
    ["event: checkpoints", undefined],
    ["event: debug", "id: 7"],
  ]);
});

test("a joined stream knows its place before its first event", async () => {
  const { graph } = connect({
    "GET /threads/t1/runs/r1": { run_id: "r1", thread_id: "t1", status: "success" },
    "GET /threads/t1/runs/r1/stream": runStream({ event: "updates", data: {}, id: "9" }),
  });
  const stream = await graph.joinStream("r1", onThread, { lastEventId: "5" });
  expect(stream.lastEventId).toBe("5");
  await toArray(stream);
  expect(stream.lastEventId).not.toBe("5");
});
