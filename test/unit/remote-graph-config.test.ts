import { describe, expect, test } from "vitest";
import { RemoteGraph, type RunOptions } from "../../src/index.js";
import { connect, deepFreeze, fakeServer, onThread, runStream, sendRun } from "./support/fake-server.js";

const url = "http://graphs.test";

describe("the thread", () => {
  test("goes into the URL and not into the body", async () => {
    const { line, body } = await sendRun(onThread, { input: { topic: "tea" } });
    expect(line).toBe("POST /base/threads/t1/runs/stream");
    expect(body).toEqual({
      assistant_id: "agent",
      input: { topic: "tea" },
      stream_mode: ["updates"],
      stream_subgraphs: false,
      stream_resumable: true,
      on_disconnect: "continue",
      if_not_exists: "create",
      metadata: { langgraph_remote_start: expect.any(String) },
    });
  });

  const without = [{}, { configurable: {}, tags: [], metadata: {} }, { configurable: { thread_id: null } }];
  const nulls: object = { configurable: null, tags: null, metadata: null }; // as callers in JavaScript write it

  test.each<RunOptions>([...without, nulls])(
    "may be left out, and then nothing is said of one: %j",
    async (options) => {
      const { line, body } = await sendRun(options);
      expect(line).toBe("POST /base/runs/stream");
      expect(body).not.toHaveProperty("if_not_exists");
      expect(body).not.toHaveProperty("config");
    },
  );
});

describe("the checkpoint to run from", () => {
  const checkpoint = { checkpoint_id: "c1", checkpoint_ns: "", checkpoint_map: { "": "c1" } };

  test("goes into the body's `checkpoint` and never stays in `configurable`", async () => {
    const { body } = await sendRun({ configurable: { thread_id: "t1", ...checkpoint, model: "small" } });
    expect(body.checkpoint).toEqual(checkpoint);
    expect(body.config).toEqual({ configurable: { model: "small" } });
  });

  test.each([
    [{ checkpoint_ns: "" }, undefined],
    [{ checkpoint_id: "" }, undefined],
    [{ checkpoint_map: { "": "c1" } }, { checkpoint_map: { "": "c1" } }],
    [{ checkpoint_id: null, checkpoint_ns: null, checkpoint_map: null }, undefined],
    [{ checkpoint_id: "c1", checkpoint_map: null }, { checkpoint_id: "c1" }],
    [{ checkpoint_ns: "child:1" }, { checkpoint_ns: "child:1" }],
  ])("%j selects %j", async (keys, selected) => {
    const { body } = await sendRun({ configurable: { thread_id: "t1", ...keys } });
    expect(body.checkpoint).toEqual(selected);
    expect(body).not.toHaveProperty("config");
  });

  test("does not hold for the thread's later runs", async () => {
    const { graph, sent } = connect({ "POST /threads/t1/runs/stream": runStream() });
    await graph.stream(null, { configurable: { thread_id: "t1", checkpoint_id: "c1" } });
    await graph.stream(null, onThread);
    await graph.stream(null, onThread);
    // the JavaScript server keeps it with the thread until a run says otherwise
    const runs = sent.filter(({ line }) => line.startsWith("POST"));
    expect(runs.map(({ body }) => (body as { config?: unknown }).config)).toEqual([
      undefined,
      { configurable: { checkpoint_id: null } },
      undefined,
    ]);
  });
});

describe("`configurable` and `metadata`", () => {
  class Opaque {
    value = 1;
  }
  const cyclic: Record<string, unknown> = { name: "loop" };
  const shared = { a: 1 };
  cyclic.again = [cyclic, shared];
  const values = {
    text: "kept",
    zero: 0,
    no: false,
    nothing: null,
    list: [1, () => 2, "three"],
    nested: { deep: { flag: true, call: () => 1 } },
    date: new Date(0),
    __private: "dropped",
    __own: { nested: true },
    call: () => 1,
    symbol: Symbol("s"),
    big: 1n,
    nan: Number.NaN,
    infinite: Number.POSITIVE_INFINITY,
    missing: undefined,
    opaque: new Opaque(),
    map: new Map([["a", 1]]),
    shared,
    cyclic,
    money: { toJSON: () => ({ amount: 3, call: () => 1 }) },
  };
  const carried = {
    text: "kept",
    zero: 0,
    no: false,
    nothing: null,
    list: [1, "three"],
    nested: { deep: { flag: true } },
    date: "1970-01-01T00:00:00.000Z",
    shared,
    cyclic: { name: "loop", again: [shared] },
    money: { amount: 3 },
  };

  test("carry what JSON can, and nothing whose key begins with two underscores", async () => {
    const { body } = await sendRun({ configurable: { thread_id: "t1", ...values }, metadata: values });
    const { date, no, text, zero } = carried; // of metadata, what aegra takes in a config
    expect(body.config).toEqual({ configurable: carried, metadata: { date, no, text, zero } });
    expect(body.metadata).toEqual({ ...carried, langgraph_remote_start: expect.any(String) });
  });

  test("never carry the caller's own objects into the run", async () => {
    const options = deepFreeze({
      ...onThread,
      tags: ["a"],
      metadata: { nested: { list: [1] } },
      context: { language: "en" },
      streamMode: ["values", "updates"] as const,
      interruptBefore: ["node"],
      feedbackKeys: ["helpful"],
      headers: { "x-tenant": "one" },
    });
    const graph = deepFreeze({
      config: { tags: ["b"], configurable: { model: "small" }, metadata: { team: "words" } },
    });
    const input = deepFreeze({ messages: [{ type: "human", content: [{ type: "text", text: "Hello" }] }] });
    const before = structuredClone([options, graph, input]);
    const { body } = await sendRun(options as unknown as RunOptions, { input, graph });
    expect(body.input).toEqual(input);
    expect([options, graph, input]).toEqual(before);
  });
});

describe("the config of graph and call", () => {
  test("are merged: the call's wins, `configurable` and `metadata` by key, tags add up", async () => {
    const graph = {
      config: {
        configurable: { thread_id: "other", model: "small", style: "terse" },
        metadata: { team: "words", stage: "test" },
        tags: ["graph", "both"],
        recursionLimit: 5,
      },
    };
    const { line, body } = await sendRun(
      {
        configurable: { thread_id: "t1", model: "large" },
        metadata: { stage: "live" },
        tags: ["both", "call"],
        recursionLimit: 9,
      },
      { graph },
    );
    expect(line).toBe("POST /base/threads/t1/runs/stream");
    expect(body.config).toEqual({
      configurable: { model: "large", style: "terse" },
      tags: ["graph", "both", "call"],
      recursion_limit: 9,
      metadata: { team: "words", stage: "live" },
    });
    expect(body.metadata).toMatchObject({ team: "words", stage: "live" });
  });

  test("`undefined` in a call hides nothing of the graph's", async () => {
    const { body } = await sendRun(
      { tags: undefined, recursionLimit: undefined },
      { graph: { config: { tags: ["kept"] } } },
    );
    expect(body.config).toEqual({ tags: ["kept"] });
  });

  test("`withConfig` merges once more, in a graph of the same class, and leaves the first as it was", async () => {
    class Poet extends RemoteGraph {}
    const server = fakeServer({
      "POST /threads/t1/runs/stream": runStream(),
      "POST /runs/stream": runStream(),
    });
    const first = new Poet({ graphId: "agent", url, fetch: server.fetch, config: { tags: ["first"] } });
    const second = first.withConfig(deepFreeze({ ...onThread, tags: ["second"] }));
    expect(second).toBeInstanceOf(Poet);
    await second.stream({});
    await first.stream({});
    expect(server.sent).toMatchObject([
      { line: "POST /threads/t1/runs/stream", body: { config: { tags: ["first", "second"] } } },
      { line: "POST /runs/stream", body: { config: { tags: ["first"] } } },
    ]);
  });
});
