import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { RemoteGraph, type RemoteGraphOptions, type StreamMode } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { connect } from "./support/fake-server.js";

const url = "http://graphs.test";

test("streamEvents without a version names the versions", () => {
  const { graph, sent } = connect({});
  expect(() => Reflect.apply(graph.streamEvents, graph, [{}])).toThrow(
    'the versions "v2" and "v3", not undefined',
  );
  expect(sent).toEqual([]);
});

describe("drawings, subgraphs and schemas", () => {
  test.each([
    [undefined, "false"],
    [true, "true"],
    [0, "false"],
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
    const [first] = await toArray(graph.getSubgraphsAsync());
    expect(first?.[0]).toBe("child");
    expect(first?.[1]).toMatchObject({ name: "child", graphId: "agent" });
    const below = await toArray(graph.getSubgraphsAsync("child|grand", true));
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

describe("what the caller left out is a TypeError before any request", () => {
  const { graph, sent } = connect({});
  const noThread = /thread_id/;
  const calls: [string, RegExp, () => Promise<unknown>][] = [
    ["getState without a config", noThread, () => graph.getState(undefined as never)],
    ["getState without a thread", noThread, () => graph.getState({})],
    ["getStateHistory without a thread", noThread, () => toArray(graph.getStateHistory({}))],
    ["getStateHistory without a config", noThread, () => toArray(graph.getStateHistory(undefined as never))],
    ["updateState without a config", noThread, () => graph.updateState(undefined as never, {})],
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

test("a graph shows its name and nothing of how it is reached", () => {
  const { graph } = connect(
    {},
    { apiKey: "lsv2_secret", headers: { authorization: "Bearer secret" }, name: "poet" },
  );
  const shown = [inspect(graph, { depth: 9, showHidden: true }), JSON.stringify(graph), String(graph)].join();
  expect(shown).toContain("poet");
  expect(shown).not.toContain("secret");
});
