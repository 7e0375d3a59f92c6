import { describe, expect, test } from "vitest";
import { createClient, type RemoteGraphOptions, type RunOptions, streamRun } from "../../src/index.js";
import { deepFreeze, fakeServer, onThread, runStream, sendRun } from "./support/fake-server.js";

test("a thread goes into the URL and not into the body", async () => {
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

const nulls: object = { configurable: null, tags: null, metadata: null, recursionLimit: null }; // as in JavaScript

test.each<RunOptions>([
  {},
  { configurable: {}, tags: [], metadata: {} },
  { configurable: { thread_id: null } },
  nulls,
])("without a thread nothing is said of one: %j", async (options) => {
  const { line, body } = await sendRun(options);
  expect(line).toBe("POST /base/runs/stream");
  expect(body).not.toHaveProperty("if_not_exists");
  expect(body).not.toHaveProperty("config");
});

test.each([
  [{ checkpoint_ns: "" }, undefined],
  [{ checkpoint_id: "" }, undefined],
  [{ checkpoint_map: { "": "c1" } }, { checkpoint_map: { "": "c1" } }],
  [{ checkpoint_id: null, checkpoint_ns: null, checkpoint_map: null }, undefined],
  [{ checkpoint_id: "c1", checkpoint_map: null }, { checkpoint_id: "c1" }],
  [{ checkpoint_ns: "child:1" }, { checkpoint_ns: "child:1" }],
  [
    { checkpoint_id: "c1", checkpoint_ns: "", checkpoint_map: { "": "c1" } },
    { checkpoint_id: "c1", checkpoint_ns: "", checkpoint_map: { "": "c1" } },
  ],
])("%j selects the checkpoint %j, and does not stay in `configurable`", async (keys, selected) => {
  const { body } = await sendRun({ configurable: { thread_id: "t1", ...keys } });
  expect(body.checkpoint).toEqual(selected);
  expect(body).not.toHaveProperty("config");
});

test("`configurable` and `metadata` carry what JSON can, and nothing that begins with two underscores", async () => {
  class Opaque {
    value = 1;
  }
  const shared = { a: 1 };
  const cyclic: Record<string, unknown> = { name: "loop" };
  cyclic.again = [cyclic, shared];
  const kept = { text: "kept", zero: 0, no: false, nothing: null, shared };
  const values = {
    ...kept,
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
    money: { toJSON: () => ({ amount: 3, call: () => 1 }) },
    closed: {
      toJSON() {
        throw new Error("closed");
      },
    },
  };
  const carried = {
    ...kept,
    list: [1, "three"],
    nested: { deep: { flag: true } },
    date: "1970-01-01T00:00:00.000Z",
    cyclic: { name: "loop", again: [shared] },
    money: { amount: 3 },
  };
  const { body } = await sendRun({ configurable: { thread_id: "t1", ...values }, metadata: values });
  const { date, no, text, zero } = carried; // of metadata, what aegra takes in a config
  expect(body.config).toEqual({ configurable: carried, metadata: { date, no, text, zero } });
  expect(body.metadata).toEqual({ ...carried, langgraph_remote_start: expect.any(String) });
});

test("what is nested too deep for a server is left out of a config", async () => {
  let deep: unknown[] = ["the bottom"];
  for (let level = 0; level < 20_000; level += 1) deep = [deep];
  const { body } = await sendRun({ configurable: { thread_id: "t1", deep }, metadata: { deep } });
  expect(JSON.stringify(body)).toMatch(/\[{800}/);
  expect(JSON.stringify(body)).not.toContain("the bottom");
});

test("a run changes nothing of the caller's own", async () => {
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
  const { body } = await sendRun(options as unknown as RunOptions, { input, graph });
  expect(body.input).toEqual(input);
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
    const otherwise: Record<string, unknown> = { stream_resumable: true, on_disconnect: "continue" };
    expect(body[name]).toBe(otherwise[name]);
  });

  test("that the call sets goes over a bound config's, which goes over the graph's", async () => {
    const bound: RunOptions = {
      interruptBefore: ["bound"],
      interruptAfter: ["bound"],
      configurable: { thread_id: "other", model: "small", style: "terse" },
      metadata: { team: "words", stage: "test" },
      tags: ["bound", "both"],
      recursionLimit: 5,
    };
    const graph: Partial<RemoteGraphOptions> = {
      interruptBefore: ["graph"],
      interruptAfter: ["graph"],
      onDisconnect: "cancel",
      streamResumable: false,
      config: bound,
    };
    const own: RunOptions = {
      interruptAfter: ["call"],
      streamResumable: true,
      configurable: { thread_id: "t1", model: "large" },
      metadata: { stage: "live" },
      tags: ["both", "call"],
      recursionLimit: undefined, // hides nothing
    };
    const { line, body } = await sendRun(own, { graph });
    expect(line).toBe("POST /base/threads/t1/runs/stream");
    expect(body).toMatchObject({
      interrupt_before: ["bound"],
      interrupt_after: ["call"],
      on_disconnect: "cancel",
      stream_resumable: true,
      metadata: { team: "words", stage: "live" },
    });
    expect(body.config).toEqual({
      configurable: { model: "large", style: "terse" },
      tags: ["bound", "both", "call"],
      recursion_limit: 5,
      metadata: { team: "words", stage: "live" },
    });
  });

  test("that the call leaves out by a null is the graph's", async () => {
    const config = { configurable: { model: "small" }, tags: ["bound"], recursionLimit: 5 };
    const { body } = await sendRun(nulls, { graph: { config } });
    expect(body.config).toEqual({ configurable: { model: "small" }, tags: ["bound"], recursion_limit: 5 });
  });

  test("`headers` go over the client's, and `null` takes one away", async () => {
    const graph = { apiKey: "key", headers: { "x-tenant": "one", "x-team": "words" } };
    const { headers } = await sendRun({ headers: { "x-tenant": "two", "x-team": null } }, { graph });
    expect(headers?.get("x-tenant")).toBe("two");
    expect(headers?.has("x-team")).toBe(false);
    expect(headers?.get("x-api-key")).toBe("key");
  });
});

test("options of streamRun that are null are not sent", async () => {
  const given = {
    interrupt_before: null,
    webhook: null,
    metadata: null,
    durability: null,
    checkpoint: null,
    config: null,
    feedback_keys: null,
    if_not_exists: null,
    context: null,
  };
  const { fetch, sent } = fakeServer({ "POST /runs/stream": runStream() });
  const client = createClient({ url: "http://server", apiKey: null, fetch });
  for await (const _ of streamRun(client, { assistantId: "g", input: null, ...(given as object) }));
  const nulls = Object.entries(sent[0]?.body ?? {}).filter(([, value]) => value === null);
  expect(nulls).toEqual([["input", null]]);
});
