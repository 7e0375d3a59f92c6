import { describe, expect, test } from "vitest";
import { Command, RemoteGraph, type RemoteGraphOptions, type RunOptions } from "../../src/index.js";
import { deepFreeze, fakeServer, runStream } from "./support/fake-server.js";

const url = "http://graphs.test";
const onThread = { configurable: { thread_id: "t1" } };

/** Starts a run, and gives the one request that this sent. */
async function sendRun(options: RunOptions, { input = {}, graph = {} }: Sending = {}) {
  const server = fakeServer({
    "POST /threads/t1/runs/stream": runStream(),
    "POST /runs/stream": runStream(),
  });
  const remote = new RemoteGraph({ graphId: "agent", url, fetch: server.fetch, ...graph });
  await remote.stream(input, options);
  const [request, ...more] = server.sent;
  expect(more).toEqual([]);
  return { line: request?.line, headers: request?.headers, body: request?.body as Record<string, unknown> };
}

interface Sending {
  input?: unknown;
  graph?: Partial<RemoteGraphOptions>;
}

describe("the thread", () => {
  test("goes into the URL and not into the body", async () => {
    const { line, body } = await sendRun(onThread, { input: { topic: "tea" } });
    expect(line).toBe("POST /threads/t1/runs/stream");
    expect(body).toEqual({
      assistant_id: "agent",
      input: { topic: "tea" },
      stream_mode: ["updates"],
      stream_subgraphs: false,
      stream_resumable: true,
      if_not_exists: "create",
      metadata: { langgraph_remote_start: expect.any(String) },
    });
  });

  test("may be left out, and then nothing is said of one", async () => {
    const { line, body } = await sendRun({});
    expect(line).toBe("POST /runs/stream");
    expect(body).not.toHaveProperty("if_not_exists");
    expect(body).not.toHaveProperty("config");
  });
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
    [{ checkpoint_id: null, checkpoint_ns: null, checkpoint_map: null }, undefined],
    [{ checkpoint_id: "c1", checkpoint_map: null }, { checkpoint_id: "c1" }],
    [{ checkpoint_ns: "child:1" }, { checkpoint_ns: "child:1" }],
  ])("%j selects %j", async (keys, selected) => {
    const { body } = await sendRun({ configurable: { thread_id: "t1", ...keys } });
    expect(body.checkpoint).toEqual(selected);
    expect(body).not.toHaveProperty("config");
  });

  test("does not hold for the thread's later runs", async () => {
    const server = fakeServer({ "POST /threads/t1/runs/stream": runStream() });
    const remote = new RemoteGraph({ graphId: "agent", url, fetch: server.fetch });
    await remote.stream(null, { configurable: { thread_id: "t1", checkpoint_id: "c1" } });
    await remote.stream(null, onThread);
    await remote.stream(null, onThread);
    // the JavaScript server keeps it with the thread until a run says otherwise
    expect(server.sent.map(({ body }) => (body as { config?: unknown }).config)).toEqual([
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
  cyclic.self = cyclic;
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
    cyclic,
  };
  const carried = {
    text: "kept",
    zero: 0,
    no: false,
    nothing: null,
    list: [1, "three"],
    nested: { deep: { flag: true } },
    date: "1970-01-01T00:00:00.000Z",
    cyclic: { name: "loop" },
  };

  test("carry what JSON can, and nothing whose key begins with two underscores", async () => {
    const { body } = await sendRun({ configurable: { thread_id: "t1", ...values }, metadata: values });
    expect(body.config).toEqual({ configurable: carried });
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
    expect(line).toBe("POST /threads/t1/runs/stream");
    expect(body.config).toEqual({
      configurable: { model: "large", style: "terse" },
      tags: ["graph", "both", "call"],
      recursion_limit: 9,
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

describe("each option of a run", () => {
  const options: [RunOptions, Record<string, unknown>][] = [
    [{ recursionLimit: 7 }, { config: { recursion_limit: 7 } }],
    [{ tags: ["a"] }, { config: { tags: ["a"] } }],
    [{ context: { language: "en" } }, { context: { language: "en" } }],
    [{ interruptBefore: ["node"] }, { interrupt_before: ["node"] }],
    [{ interruptAfter: "*" }, { interrupt_after: "*" }],
    [{ durability: "sync" }, { durability: "sync" }],
    [{ multitaskStrategy: "enqueue" }, { multitask_strategy: "enqueue" }],
    [{ onDisconnect: "cancel" }, { on_disconnect: "cancel" }],
    [{ webhook: "https://example.com" }, { webhook: "https://example.com" }],
    [{ afterSeconds: 3 }, { after_seconds: 3 }],
    [{ feedbackKeys: ["helpful"] }, { feedback_keys: ["helpful"] }],
    [{ streamResumable: false }, { stream_resumable: false }],
  ];

  test.each(options)("%j is sent as %j, and only when set", async (option, field) => {
    const name = Object.keys(field)[0] ?? "";
    expect((await sendRun(option)).body).toMatchObject(field);
    const { body } = await sendRun({});
    expect(body[name]).toBe(name === "stream_resumable" ? true : undefined);
  });

  test("that the graph has set holds for every run, until a run sets another", async () => {
    const graph = {
      interruptBefore: ["first"],
      interruptAfter: ["second"],
      onDisconnect: "cancel",
      streamResumable: false,
    } as const;
    const settings = { graph: { ...graph, interruptBefore: ["first"], interruptAfter: ["second"] } };
    expect((await sendRun({}, settings)).body).toMatchObject({
      interrupt_before: ["first"],
      interrupt_after: ["second"],
      on_disconnect: "cancel",
      stream_resumable: false,
    });
    const own: RunOptions = { interruptBefore: "*", onDisconnect: "continue", streamResumable: true };
    expect((await sendRun(own, settings)).body).toMatchObject({
      interrupt_before: "*",
      on_disconnect: "continue",
      stream_resumable: true,
    });
  });

  test("`headers` go over the client's, and `null` takes one away", async () => {
    const graph = { apiKey: "key", headers: { "x-tenant": "one", "x-team": "words" } };
    const { headers } = await sendRun({ headers: { "x-tenant": "two", "x-team": null } }, { graph });
    expect(headers?.get("x-tenant")).toBe("two");
    expect(headers?.has("x-team")).toBe(false);
    expect(headers?.get("x-api-key")).toBe("key");
  });
});

describe("the input", () => {
  test("`null` goes on where the thread stopped", async () => {
    const { body } = await sendRun(onThread, { input: null });
    expect(body.input).toBeNull();
    expect(body).not.toHaveProperty("command");
  });

  test("a command takes the place of the input", async () => {
    const { body } = await sendRun(onThread, { input: new Command({ resume: "yes", goto: "end" }) });
    expect(body.command).toEqual({ resume: "yes", goto: "end" });
    expect(body).not.toHaveProperty("input");
  });
});
