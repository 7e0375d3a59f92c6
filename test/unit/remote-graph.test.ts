import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { RemoteGraph, type RemoteGraphOptions, type StreamMode } from "../../src/index.js";
import { type Answers, deepFreeze, fakeServer, runStream } from "./support/fake-server.js";

const url = "http://graphs.test/base";
const onThread = deepFreeze({ configurable: { thread_id: "t1" } });

function connect(answers: Answers, options: Partial<RemoteGraphOptions> = {}) {
  const base = Object.entries(answers).map(
    ([line, answer]) => [line.replace(" ", " /base"), answer] as const,
  );
  const { fetch, sent } = fakeServer(Object.fromEntries(base));
  const graph = new RemoteGraph({ graphId: "agent", url, fetch, apiKey: null, retry: false, ...options });
  return { graph, sent };
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

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
    expect(await collect(await graph.stream({}))).toEqual([{ node: { n: 1 } }]);
    expect(sent).toMatchObject([{ body: { stream_mode: ["updates"], stream_subgraphs: false } }]);
  });

  test("names the mode in the caller's word for a list", async () => {
    const { graph, sent } = connectStream();
    const chunks = await collect(await graph.stream({}, { streamMode: ["values", "custom"] }));
    expect(chunks).toEqual([
      ["values", { n: 1 }],
      ["custom", "bare"],
    ]);
    expect(sent).toMatchObject([{ body: { stream_mode: ["values", "custom"] } }]);
  });

  test("names the namespace with subgraphs", async () => {
    const { graph, sent } = connectStream();
    const chunks = await collect(await graph.stream({}, { streamMode: "updates", subgraphs: true }));
    expect(chunks).toEqual([
      [[], { node: { n: 1 } }],
      [["child:1"], { inner: { n: 2 } }],
    ]);
    expect(sent).toMatchObject([{ body: { stream_subgraphs: true } }]);
  });

  test("names both with subgraphs and a list", async () => {
    const { graph } = connectStream();
    const modes = ["updates", "messages"] as const;
    const chunks = await collect(await graph.stream({}, { streamMode: modes, subgraphs: true }));
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

  test("runs no more at a time than it may, each with its own config", async () => {
    let running = 0;
    let most = 0;
    const { graph, sent } = connect({
      "POST /runs/stream": async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return runStream({ event: "values", data: {} })();
      },
    });
    const options = [1, 2, 3, 4].map((n) => ({ tags: [`run ${n}`] }));
    await graph.batch([1, 2, 3, 4], options, { maxConcurrency: 2 });
    expect(most).toBe(2);
    expect(sent.map(({ body }) => body)).toMatchObject(
      options.map((config, at) => ({ input: at + 1, config })),
    );
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

describe("drawings, subgraphs and schemas", () => {
  test.each([
    [undefined, "false"],
    [true, "true"],
    [2, "2"],
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

  test("getGraphAsync asks a server again that turns out to know depth 1 only", async () => {
    const headers = { "access-control-expose-headers": "content-location,x-pagination-total" };
    const { graph, sent } = connect({
      "GET /assistants/agent/graph": () => Response.json({ nodes: [], edges: [] }, { headers }),
    });
    await graph.getGraphAsync({ xray: 3 });
    await graph.getGraphAsync({ xray: 3 });
    expect(sent.map(({ query }) => query.xray)).toEqual(["3", "true", "true"]);
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
