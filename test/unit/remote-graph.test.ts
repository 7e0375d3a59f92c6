import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { RemoteGraph, type RemoteGraphOptions, type StreamMode } from "../../src/index.js";
import { collect, connect, onThread, runStream } from "./support/fake-server.js";

const url = "http://graphs.test";

describe("drawings, subgraphs and schemas", () => {
  test.each([
    [undefined, "false"],
    [true, "true"],
  ])("getGraphAsync with xray %s asks with %s", async (xray, asked) => {
    const { graph, sent } = connect({
      "GET /assistants/agent/graph": {
        nodes: [{ id: "__start__" }, { id: 7, data: { name: "seven" } }],
        edges: [],
      },
    });
    const drawing = await graph.getGraphAsync({ xray });
    expect(sent).toMatchObject([{ query: { xray: asked } }]);
    expect(drawing.nodes).toMatchObject({ __start__: { name: "__start__" }, 7: { id: "7", name: "seven" } });
  });

  test("getGraphAsync asks a server that knows one level of depth for all of it", async () => {
    const { graph, sent } = connect({ "GET /assistants/agent/graph": { nodes: [], edges: [] } });
    await graph.getGraphAsync({ xray: 3 });
    const calls = sent.filter(({ line }) => line.endsWith("/graph"));
    expect(calls.map(({ query }) => query.xray)).toEqual(["true"]);
  });

  test("getSubgraphsAsync names each subgraph, below a namespace and all the way down when asked", async () => {
    const { graph, sent } = connect({
      "GET /assistants/agent/subgraphs": { child: {} },
      "GET /assistants/agent/subgraphs/child%7Cgrand": { "child|grand": {} },
    });
    const [first] = await collect(graph.getSubgraphsAsync());
    expect(first?.[0]).toBe("child");
    expect(first?.[1]).toMatchObject({ name: "child", graphId: "agent" });
    const below = await collect(graph.getSubgraphsAsync("child|grand", true));
    expect(below.map(([name]) => name)).toEqual(["child|grand"]);
    expect(sent.map(({ query }) => query)).toEqual([{}, { recurse: "true" }]);
  });

  test("getSchemas gives what the server has", async () => {
    const schemas = { graph_id: "agent", input_schema: { type: "object" } };
    const { graph } = connect({ "GET /assistants/agent/schemas": schemas });
    expect(await graph.getSchemas()).toEqual(schemas);
  });

  test("getGraph and getSubgraphs need no server", () => {
    const { graph, sent } = connect({}, { name: "poet" });
    expect(Object.keys(graph.getGraph().nodes)).toEqual(["poet"]);
    expect([...graph.getSubgraphs()]).toEqual([]);
    expect(sent).toEqual([]);
  });
});

describe("every call takes headers and a signal of its own", () => {
  const state = { values: {}, next: [], tasks: [], checkpoint: null, created_at: null };
  const answers = {
    "POST /runs/stream": runStream({ event: "values", data: {} }),
    "GET /threads/t1/state": state,
    "POST /threads/t1/state": { checkpoint: { checkpoint_id: "c1" } },
    "POST /threads/t1/history": [],
    "GET /assistants/agent/graph": { nodes: [], edges: [] },
    "GET /assistants/agent/subgraphs": {},
    "GET /assistants/agent/schemas": { graph_id: "agent" },
  };
  type Own = { headers?: Record<string, string>; signal?: AbortSignal };
  const calls: Record<string, (graph: RemoteGraph, own: Own) => Promise<unknown>> = {
    invoke: (graph, own) => graph.invoke({}, own),
    stream: (graph, own) => graph.stream({}, own),
    batch: (graph, own) => graph.batch([{}], own),
    getState: (graph, own) => graph.getState(onThread, own),
    "getState, in the config": (graph, own) => graph.getState({ ...onThread, ...own }),
    getStateHistory: (graph, own) => collect(graph.getStateHistory(onThread, own)),
    updateState: (graph, own) => graph.updateState(onThread, null, undefined, own),
    getGraphAsync: (graph, own) => graph.getGraphAsync(own),
    getSubgraphsAsync: (graph, own) => collect(graph.getSubgraphsAsync(undefined, false, own)),
    getSchemas: (graph, own) => graph.getSchemas(own),
  };

  test.each(Object.entries(calls))("%s", async (_, call) => {
    const { graph, sent } = connect(answers, { headers: { "x-team": "words", "x-tenant": "one" } });
    await call(graph, { headers: { "x-tenant": "two" } });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.get("x-team")).toBe("words");
    expect(sent[0]?.headers.get("x-tenant")).toBe("two");

    const reason = new Error("the user left");
    await expect(call(graph, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(sent).toHaveLength(1);
  });
});

describe("a refusal is an ApiError with what the server said, in whatever form", () => {
  const json = (body: unknown) => (status: number) => Response.json(body, { status });
  const text = (body: string) => (status: number) => new Response(body, { status });
  const issues = [{ code: "invalid_type", path: ["limit"], message: "Expected number" }];
  const failure = { success: false, error: { name: "ZodError", issues } };

  test.each<[number, (status: number) => Response, unknown, string | undefined]>([
    [401, text("Unauthorized"), "Unauthorized", "Unauthorized"],
    [403, text(""), "", undefined],
    [404, json({ detail: "Thread not found" }), { detail: "Thread not found" }, "Thread not found"],
    [409, text("Thread is busy"), "Thread is busy", "Thread is busy"],
    [400, json(failure), failure, "limit: Expected number"],
    [500, text("Internal Server Error"), "Internal Server Error", "Internal Server Error"],
    [503, text("no healthy upstream"), "no healthy upstream", "no healthy upstream"],
  ])("%i", async (status, answer, body, detail) => {
    const { graph } = connect({ "GET /threads/t1/state": () => answer(status) });
    const error: unknown = await graph.getState(onThread).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: "ApiError",
      message: `GET /base/threads/t1/state: ${status} ${detail ?? "(empty answer)"}`,
      status,
      detail,
    });
    expect((error as { body?: unknown }).body ?? "").toEqual(body);
  });
});

describe("what the caller left out is a TypeError before any request", () => {
  const { graph, sent } = connect({});
  const noThread = /thread_id/;
  const calls: [string, RegExp, () => Promise<unknown>][] = [
    ["getState without a thread", noThread, () => graph.getState({})],
    ["getStateHistory without a thread", noThread, () => collect(graph.getStateHistory({}))],
    ["updateState without a thread", noThread, () => graph.updateState({}, {})],
    ["a thread_id that is empty", noThread, () => graph.invoke({}, { configurable: { thread_id: "" } })],
    ["a thread_id that is no string", noThread, () => graph.stream({}, { configurable: { thread_id: 7 } })],
    [
      "a checkpoint without a thread",
      noThread,
      () => graph.invoke({}, { configurable: { checkpoint_id: "c1" } }),
    ],
    [
      "a thread_id that climbs",
      /thread_id/,
      () => graph.getState({ configurable: { thread_id: "../assistants" } }),
    ],
    ["a list without a mode", /streamMode/, () => graph.stream({}, { streamMode: [] })],
    [
      "a mode that does not exist",
      /streamMode/,
      () => graph.stream({}, { streamMode: "vaules" as StreamMode }),
    ],
    ["a context that is no object", /context/, () => graph.invoke({}, { context: ["en"] as never })],
    ["no concurrency", /maxConcurrency/, () => graph.batch([{}], {}, { maxConcurrency: 0 })],
  ];

  test.each(calls)("%s", async (_, message, call) => {
    const error: unknown = await call().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toMatch(message);
    expect(sent).toEqual([]);
  });

  test.each([
    ["graphId", { url } as RemoteGraphOptions],
    ["graphId", { url, graphId: "" }],
    ["url or a client", { graphId: "agent" }],
    ["url", { graphId: "agent", url: "" }],
  ])("a graph without %s", (what, options) => {
    expect(() => new RemoteGraph(options)).toThrow(TypeError);
    expect(() => new RemoteGraph(options)).toThrow(what);
  });
});

test("a graph shows its name and nothing of how it is reached", () => {
  const { graph } = connect(
    {},
    { apiKey: "lsv2_secret", headers: { authorization: "Bearer secret" }, name: "poet" },
  );
  const shown = [inspect(graph, { depth: 9, showHidden: true }), JSON.stringify(graph), String(graph)].join();
  expect(shown).toContain("poet");
  expect(shown).not.toContain("secret");
});
