import { describe, expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { connect, deepFreeze, fakeServer, JAVASCRIPT, onThread, PYTHON } from "./support/fake-server.js";

const atCheckpoint = deepFreeze({
  configurable: {
    thread_id: "t1",
    checkpoint_id: "c1",
    checkpoint_ns: "",
    checkpoint_map: null,
    model: "small",
  },
});

function stateOf(id: string, more: object = {}) {
  const checkpoint = { thread_id: "t1", checkpoint_id: id, checkpoint_ns: "", checkpoint_map: null };
  return {
    values: { id },
    next: [],
    tasks: [],
    metadata: { step: 1 },
    created_at: "2026-01-01",
    checkpoint,
    ...more,
  };
}

describe("getState", () => {
  test("of a thread is a GET", async () => {
    const { graph, sent } = connect({
      "GET /threads/t1/state": stateOf("c9", { parent_checkpoint: { checkpoint_id: "c8" } }),
    });
    expect(await graph.getState(onThread)).toEqual({
      values: { id: "c9" },
      next: [],
      config: { configurable: { thread_id: "t1", checkpoint_id: "c9", checkpoint_ns: "" } },
      metadata: { step: 1 },
      createdAt: "2026-01-01",
      parentConfig: { configurable: { thread_id: "t1", checkpoint_id: "c8" } },
      tasks: [],
      interrupts: [],
    });
    expect(sent).toMatchObject([{ query: {}, body: undefined }]);
  });

  test("of a checkpoint in a subgraph gives a config that selects it, on the thread that it names", async () => {
    const checkpoint = {
      thread_id: "t2",
      checkpoint_id: "c1",
      checkpoint_ns: "child:1",
      checkpoint_map: { "": "c0" },
    };
    const { graph } = connect({ "GET /threads/t1/state": stateOf("c1", { checkpoint }) });
    expect((await graph.getState(onThread)).config).toEqual({ configurable: checkpoint });
  });

  test("of subgraphs too is a GET that says so", async () => {
    const { graph, sent } = connect({ "GET /threads/t1/state": stateOf("c9") });
    await graph.getState(onThread, { subgraphs: true });
    expect(sent).toMatchObject([{ query: { subgraphs: "true" } }]);
  });

  test("at a checkpoint is a POST with what selects it, and nothing else", async () => {
    const { graph, sent } = connect({ "POST /threads/t1/state/checkpoint": stateOf("c1") });
    await graph.getState(atCheckpoint);
    expect(sent).toMatchObject([{ body: { checkpoint: { checkpoint_id: "c1", checkpoint_ns: "" } } }]);
    expect(sent[0]?.body).not.toHaveProperty("subgraphs");
  });

  test.each([
    [JAVASCRIPT, "true"],
    [PYTHON, true],
  ])("of subgraphs at a checkpoint is asked for as %j wants it", async (info, flag) => {
    const { graph, sent } = connect({
      "GET /info": info,
      "POST /threads/t1/state/checkpoint": stateOf("c1"),
    });
    for (let count = 0; count < 2; count += 1) await graph.getState(atCheckpoint, { subgraphs: true });
    const calls = sent.filter(({ line }) => line.startsWith("POST"));
    expect(calls.map(({ body }) => (body as { subgraphs: unknown }).subgraphs)).toEqual([flag, flag]);
    expect(sent.length).toBe(3); // the server is asked once which one it is
  });

  test("of a thread that never ran is empty, with the caller's config", async () => {
    const empty = {
      values: {},
      next: [],
      tasks: [],
      checkpoint: null,
      created_at: null,
      parent_checkpoint: null,
    };
    const { graph } = connect({ "GET /threads/t1/state": empty });
    const snapshot = await graph.getState(onThread);
    expect(snapshot).toMatchObject({ values: {}, next: [], tasks: [], interrupts: [] });
    expect(snapshot.config).toEqual(onThread);
    expect(snapshot).toHaveProperty("createdAt", undefined);
    expect(snapshot).toHaveProperty("parentConfig", undefined);
  });
});

describe("getStateHistory", () => {
  test("takes a limit of 0 or more, and a null for none", async () => {
    const { graph, sent } = connect({ "POST /threads/t1/history": [stateOf("c1")] });
    const read = (limit: number | null) => toArray(graph.getStateHistory(onThread, { limit } as object));
    await expect(read(-1)).rejects.toThrow("limit must be 0 or more, not -1");
    await expect(read(Number.NaN)).rejects.toThrow("limit must be 0 or more, not NaN");
    expect(sent).toEqual([]);
    expect(await read(null)).toHaveLength(1);
  });

  const line = "POST /threads/t1/history";
  const states = Array.from({ length: 120 }, (_, at) => stateOf(`c${120 - at}`));

  /** Answers pages as a server does that keeps these states. */
  const pages = (readBefore: (before: unknown) => string | undefined) => (request: { body: unknown }) => {
    const { limit, before } = request.body as { limit: number; before?: unknown };
    const id = readBefore(before);
    const from =
      id === undefined ? 0 : states.findIndex(({ checkpoint }) => checkpoint.checkpoint_id === id) + 1;
    return Response.json(states.slice(from, from + limit));
  };
  const byId = pages((before) => before as string | undefined);

  test("reads to the end, page by page, as it is read", async () => {
    const { graph, sent } = connect({ [line]: byId });
    const seen: unknown[] = [];
    const requests: number[] = [];
    for await (const { values } of graph.getStateHistory(onThread)) {
      seen.push(values);
      requests.push(sent.length);
    }
    expect(seen).toEqual(states.map(({ values }) => values));
    expect([requests[0], requests[49], requests[50], requests[100]]).toEqual([1, 1, 2, 3]);
    expect(sent.map(({ body }) => body)).toEqual([
      { limit: 50 },
      { limit: 50, before: "c71" },
      { limit: 50, before: "c21" },
    ]);
  });

  test("stops where its reader does", async () => {
    const { graph, sent } = connect({ [line]: byId });
    for await (const _ of graph.getStateHistory(onThread)) break;
    expect(sent).toHaveLength(1);
  });

  test("asks for no more than `limit`, before a checkpoint, with what its metadata must have", async () => {
    const { graph, sent } = connect({ [line]: byId });
    const before = { configurable: { checkpoint_id: "c100", thread_id: "t1" } };
    const found: unknown[] = [];
    const query = { limit: 60, before, filter: { source: "loop" } };
    for await (const { values } of graph.getStateHistory(onThread, query)) found.push(values);
    expect(found).toEqual(states.slice(21, 81).map(({ values }) => values));
    const metadata = { source: "loop" };
    expect(sent.map(({ body }) => body)).toEqual([
      { limit: 50, before: "c100", metadata },
      { limit: 10, before: "c50", metadata },
    ]);
  });

  test.each([
    [JAVASCRIPT, "c100"],
    [PYTHON, { configurable: { checkpoint_id: "c100" } }],
  ])("names the checkpoint before which as %j wants it", async (info, wire) => {
    const { graph, sent } = connect({ "GET /info": info, [line]: [] });
    const before = { configurable: { checkpoint_id: "c100" } };
    for await (const _ of graph.getStateHistory(onThread, { before }));
    const calls = sent.filter((request) => request.line.startsWith("POST"));
    expect(calls.map(({ body }) => (body as { before: unknown }).before)).toEqual([wire]);
  });

  test("of a subgraph names its namespace", async () => {
    const { graph, sent } = connect({ [line]: [] });
    const config = { configurable: { thread_id: "t1", checkpoint_ns: "child:1" } };
    for await (const _ of graph.getStateHistory(config));
    expect(sent).toMatchObject([{ body: { checkpoint: { checkpoint_ns: "child:1" } } }]);
  });

  test("asks for nothing when `limit` is 0", async () => {
    const { graph, sent } = connect({ [line]: [] });
    for await (const _ of graph.getStateHistory(onThread, { limit: 0 }));
    expect(sent).toEqual([]);
  });
});

describe("updateState", () => {
  const line = "POST /threads/t1/state";
  const made = {
    checkpoint: { thread_id: "t1", checkpoint_id: "c2", checkpoint_ns: "", checkpoint_map: null },
  };

  test("sends the values and the node, and gives the config of the new checkpoint", async () => {
    const { graph, sent } = connect({ [line]: made });
    const config = await graph.updateState(onThread, deepFreeze({ topic: "tea", tags: ["hot"] }), "writer");
    expect(config).toEqual({ configurable: { thread_id: "t1", checkpoint_id: "c2", checkpoint_ns: "" } });
    expect(sent.map(({ body }) => body)).toEqual([
      { values: { topic: "tea", tags: ["hot"] }, as_node: "writer" },
    ]);
  });

  test("forks from the checkpoint that the config selects", async () => {
    const { graph, sent } = connect({ [line]: made });
    await graph.updateState(atCheckpoint, null);
    const checkpoint = { checkpoint_id: "c1", checkpoint_ns: "" };
    expect(sent.map(({ body }) => body)).toEqual([{ values: null, checkpoint }]);
  });

  test("is sent once, even when the server fails", async () => {
    const { fetch, sent } = fakeServer({ [line]: () => new Response("oh", { status: 500 }) });
    const graph = new RemoteGraph({ graphId: "agent", url: "http://graphs.test", fetch });
    await expect(graph.updateState(onThread, {})).rejects.toMatchObject({ name: "ApiError", status: 500 });
    expect(sent).toHaveLength(1);
  });

  test("takes supersteps of one update each, one upon the other", async () => {
    const { graph, sent } = connect({ [line]: made });
    const step = (n: number) => ({ updates: [{ values: { n }, asNode: "writer" }] });
    await graph.bulkUpdateState(onThread, [step(1), step(2)]);
    expect(sent.map(({ body }) => body)).toMatchObject([
      { values: { n: 1 }, as_node: "writer" },
      { values: { n: 2 }, as_node: "writer", checkpoint: { checkpoint_id: "c2" } },
    ]);
    await expect(graph.bulkUpdateState(onThread, [])).rejects.toThrow(TypeError);
    const two = { updates: [{ values: {} }, { values: {} }] };
    await expect(graph.bulkUpdateState(onThread, [two])).rejects.toThrow("one update");
  });
});
