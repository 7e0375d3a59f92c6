import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { Command, RemoteGraph, type RemoteGraphOptions, type StreamMode } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { connect, onThread } from "./support/fake-server.js";

const url = "http://graphs.test";

test("a null for an option counts as left out", async () => {
  const { graph, sent } = connect({
    "POST /threads/t1/state": { checkpoint: { thread_id: "t1", checkpoint_ns: "", checkpoint_id: "c" } },
    "POST /threads/t1/history": [],
  });
  await graph.updateState(onThread, {}, null as never);
  await toArray(graph.getStateHistory(onThread, { filter: null as never, before: null as never }));
  expect(sent.map(({ body }) => Object.keys(body as object))).toEqual([["values"], ["limit"]]);
});

describe("what the caller left out or got wrong is an error before any request", () => {
  const { graph, sent } = connect({});
  const noThread = /thread_id/;
  const history = (limit: number) => toArray(graph.getStateHistory(onThread, { limit }));
  const update = { values: {} };
  const calls: [string, RegExp, () => Promise<unknown>][] = [
    ["getState without a config", noThread, () => graph.getState(undefined as never)],
    ["getState without a thread", noThread, () => graph.getState({})],
    ["getStateHistory without a thread", noThread, () => toArray(graph.getStateHistory({}))],
    ["getStateHistory without a config", noThread, () => toArray(graph.getStateHistory(undefined as never))],
    ["a limit below 0", /limit must be 0 or more, not -1/, () => history(-1)],
    ["a limit that is no number", /limit must be 0 or more, not NaN/, () => history(Number.NaN)],
    ["updateState without a config", noThread, () => graph.updateState(undefined as never, {})],
    ["updateState without a thread", noThread, () => graph.updateState({}, {})],
    ["no superstep", /there is no update/, () => graph.bulkUpdateState(onThread, [])],
    ["two updates", /one update/, () => graph.bulkUpdateState(onThread, [{ updates: [update, update] }])],
    ["a thread_id that is empty", noThread, () => graph.invoke({}, { configurable: { thread_id: "" } })],
    ["a thread_id that is no string", noThread, () => graph.stream({}, { configurable: { thread_id: 7 } })],
    ["a thread_id that climbs", noThread, () => graph.getState({ configurable: { thread_id: "../a" } })],
    ["no thread of a checkpoint", noThread, () => graph.invoke({}, { configurable: { checkpoint_id: "c" } })],
    ["a list without a mode", /streamMode/, () => graph.stream({}, { streamMode: [] })],
    ["no such mode", /streamMode/, () => graph.stream({}, { streamMode: "vaules" as StreamMode })],
    ["a context that is no object", /context/, () => graph.invoke({}, { context: ["en"] as never })],
    ["no concurrency", /maxConcurrency/, () => graph.batch([{}], {}, { maxConcurrency: 0 })],
    [
      "a v3 Command without a thread",
      /a Command resumes a thread/,
      () => graph.streamEvents(new Command({ resume: 1 }), { version: "v3" }),
    ],
    [
      "streamEvents without a version",
      /the versions "v2" and "v3", not undefined/,
      async () => Reflect.apply(graph.streamEvents, graph, [{}]),
    ],
  ];

  test.each(calls)("%s", async (_, message, call) => {
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
    expect(sent).toEqual([]);
  });

  test.each<[string, RemoteGraphOptions]>([
    ["graphId", { url } as RemoteGraphOptions],
    ["graphId", { url, graphId: "" }],
    ["url or a client", { graphId: "agent" }],
    ["client from createClient", { graphId: "agent", client: {} as never }],
    ["client from createClient", { graphId: "agent", client: null as never }],
    ["url", { graphId: "agent", url: "" }],
    ["threadId", { graphId: "agent", url, threadId: "thread-1" as never }],
  ])("a graph without %s, or with a wrong one", (what, options) => {
    expect(() => new RemoteGraph(options)).toThrow(TypeError);
    expect(() => new RemoteGraph(options)).toThrow(what);
  });
});

test("a history of no states asks for none, and a limit of null is none", async () => {
  const state = { values: {}, next: [], tasks: [], checkpoint: { checkpoint_id: "c1" }, created_at: null };
  const { graph, sent } = connect({ "POST /threads/t1/history": [state] });
  expect(await toArray(graph.getStateHistory(onThread, { limit: 0 }))).toEqual([]);
  expect(sent).toEqual([]);
  expect(await toArray(graph.getStateHistory(onThread, { limit: null } as object))).toHaveLength(1);
});

test("supersteps of one update each are written one upon the other", async () => {
  const checkpoint = { thread_id: "t1", checkpoint_id: "c2", checkpoint_ns: "", checkpoint_map: null };
  const { graph, sent } = connect({ "POST /threads/t1/state": { checkpoint } });
  const step = (n: number) => ({ updates: [{ values: { n }, asNode: "writer" }] });
  await graph.bulkUpdateState(onThread, [step(1), step(2)]);
  expect(sent.map(({ body }) => body)).toMatchObject([
    { values: { n: 1 }, as_node: "writer" },
    { values: { n: 2 }, as_node: "writer", checkpoint: { checkpoint_id: "c2" } },
  ]);
});

test("a graph shows its name and nothing of how it is reached", () => {
  const headers = { authorization: "Bearer secret" };
  const { graph } = connect({}, { apiKey: "lsv2_secret", headers, name: "poet" });
  const shown = [inspect(graph, { depth: 9, showHidden: true }), JSON.stringify(graph), String(graph)].join();
  expect(shown).toContain("poet");
  expect(shown).not.toMatch(/secret|graphs\.test/);
  expect(graph.getName("!")).toBe("poet!");
});
