import { LangChainTracer } from "@langchain/core/tracers/tracer_langchain";
import { describe, expect, test } from "vitest";
import { joinRun, RemoteGraph, streamRun } from "../../src/index.js";
import { agentServer, Client } from "../../src/sdk.js";
import { sse } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import {
  clientOn,
  END,
  failureOf,
  graphOn,
  RUN_ID,
  serve,
  serveRun,
  stream,
  THREAD_ID,
  thread,
} from "./support/servers.js";

const UNSAFE = [
  "..",
  ".",
  "../assistants",
  "a/b",
  "a\\b",
  "%2e%2e",
  "%252e%252e",
  "a%2fb",
  "a\u0000b",
  "a\nb",
  "\u007f",
  "\ud800",
];

describe.each([...UNSAFE, ""])("the id %j", (id) => {
  test("is refused as a graph, a thread and a run before anything is sent", async () => {
    const server = await serve(() => ({ body: {} }));
    const client = clientOn(server);
    const graphOf = (graphId: string) => new RemoteGraph({ graphId, client });
    const graph = graphOf("g");
    const on = { configurable: { thread_id: id } };
    const calls: Record<string, () => Promise<unknown>> = {
      getGraphAsync: async () => graphOf(id).getGraphAsync(),
      getSchemas: async () => graphOf(id).getSchemas(),
      getSubgraphsAsync: async () => toArray(graphOf(id).getSubgraphsAsync()),
      namespace: () => toArray(graph.getSubgraphsAsync(id)),
      invoke: () => graph.invoke({}, on),
      stream: () => graph.stream({}, on),
      getState: () => graph.getState(on),
      getStateHistory: () => toArray(graph.getStateHistory(on)),
      updateState: () => graph.updateState(on, {}),
      joinStream: async () => graph.joinStream(id, thread),
      joinOn: async () => graph.joinStream(RUN_ID, on),
      streamRun: () => toArray(streamRun(client, { assistantId: "a", threadId: id })),
      joinRun: async () => toArray(joinRun(client, { threadId: THREAD_ID, runId: id })),
      GET: () =>
        client.GET("/threads/{thread_id}/runs/{run_id}", {
          params: { path: { thread_id: id, run_id: RUN_ID } },
        }),
      DELETE: () => client.DELETE("/threads/{thread_id}", { params: { path: { thread_id: id } } }),
    };
    for (const [name, call] of Object.entries(calls)) {
      expect(await failureOf(call()), name).toBeInstanceOf(TypeError);
    }
    expect(server.requests).toEqual([]);
  });
});

test("a run id from the server that would lead elsewhere is refused", async () => {
  const server = await serveRun({
    status: "running",
    start: () => ({
      headers: { "content-type": "text/event-stream" },
      body: 'event: metadata\ndata: {"run_id":"../../assistants"}\n\n',
    }),
  });
  const client = clientOn(server);
  await expect(toArray(streamRun(client, { assistantId: "a", threadId: THREAD_ID }))).rejects.toThrow(
    TypeError,
  );
  expect(server.requests.length).toBe(1);
});

class Account {
  name = "a";
}

const circular: Record<string, unknown> = {};
circular.self = circular;

const UNCARRIABLE: [string, unknown][] = [
  ["a BigInt", 1n],
  ["a function", () => 1],
  ["a symbol", Symbol("s")],
  ["a Map", new Map([["a", 1]])],
  ["a Set", new Set([1])],
  ["a class without toJSON", new Account()],
  ["a circle", circular],
];

test.each(UNCARRIABLE)("%s is refused with the path to it, before anything is sent", async (_, value) => {
  const server = await serve(() => ({ body: {} }));
  const client = clientOn(server);
  const graph = new RemoteGraph({ graphId: "g", client });
  const input = { list: [0, { inner: value }] };
  const where = /list\[1\]\.inner/;
  await expect(graph.invoke(input)).rejects.toThrow(where);
  await expect(graph.stream(input, thread)).rejects.toThrow(where);
  await expect(graph.updateState(thread, input)).rejects.toThrow(where);
  await expect((async () => toArray(streamRun(client, { assistantId: "a", input })))()).rejects.toThrow(
    where,
  );
  await expect(graph.invoke({}, { context: input })).rejects.toThrow(where);
  expect(server.requests).toEqual([]);
});

test("a Date travels as ISO", async () => {
  const server = await serveRun({ start: () => stream([{ event: "values", data: {} }, END]) });
  const graph = graphOn(server);
  await graph.invoke({ at: new Date(0) }, thread);
  expect(server.requests[0]?.json()).toMatchObject({ input: { at: "1970-01-01T00:00:00.000Z" } });
});

describe("__proto__ in what the server sends", () => {
  const POISON = '{"__proto__":{"polluted":true,"signal":"s"},"constructor":{"prototype":{"polluted":true}}}';
  const json = (body: string) => ({ headers: { "content-type": "application/json" }, body });

  function expectClean(...things: unknown[]): void {
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    for (const thing of things) expectOwnOnly(thing);
  }

  /** No object got another prototype by what was sent, however deep it lies. */
  function expectOwnOnly(thing: unknown): void {
    if (typeof thing !== "object" || thing === null) return;
    expect((thing as Record<string, unknown>).polluted).toBeUndefined();
    for (const key of Object.keys(thing)) {
      const value = Object.getOwnPropertyDescriptor(thing, key)?.value;
      if (key !== "__proto__" && key !== "constructor") expectOwnOnly(value);
    }
  }

  test("pollutes nothing by a state, a history and what is done with their configs", async () => {
    const state = `{"values":${POISON},"next":[],"checkpoint":${POISON},"parent_checkpoint":${POISON},"metadata":${POISON},
      "tasks":[{"id":"t","name":"n","interrupts":[${POISON}],"checkpoint":${POISON},"result":${POISON},
      "state":{"values":${POISON},"next":[],"checkpoint":${POISON}}}],"interrupts":[${POISON}]}`;
    const server = await serve(({ path }) => json(path.includes("history") ? `[${state}]` : state));
    const graph = graphOn(server);
    const snapshot = await graph.getState(thread);
    const history = await toArray(graph.getStateHistory(thread, { limit: 1 }));
    const bound = graph.withConfig(snapshot.config);
    const again = await bound.getState(snapshot.config);
    const updated = await bound.updateState(snapshot.config, {});
    expectClean(snapshot, history, bound.config, again, updated);
    for (const request of server.requests) expect(request.body).not.toContain('polluted":true,"signal');
  });

  test("pollutes nothing by a drawing", async () => {
    const drawing = `{"nodes":[{"id":"__proto__","data":${POISON}},{"id":"a","type":"schema","data":${POISON}}],
      "edges":[{"source":"a","target":"__proto__","data":"__proto__"}]}`;
    const server = await serve(() => json(drawing));
    const graph = await graphOn(server).getGraphAsync();
    graph.trimFirstNode();
    graph.trimLastNode();
    expectClean(graph.toJSON(), graph.drawMermaid());
  });

  test("pollutes nothing by the events of a run", async () => {
    const events = ["values", "updates", "custom", "debug", "tasks", "checkpoints", "messages", "metadata"];
    const poisoned = `{"type":"checkpoint","payload":{"config":{"configurable":${POISON}},"parent_config":${POISON},"values":${POISON}}}`;
    const frames = events.flatMap((event) =>
      [POISON, poisoned, `[${POISON},${POISON}]`].map((data) => `event: ${event}\ndata: ${data}\n\n`),
    );
    const interrupted = `event: values\ndata: {"__interrupt__":[${POISON}],"__proto__":{"polluted":true}}\n\n`;
    const server = await serveRun({ start: () => stream([...frames, interrupted, END]) });
    const graph = graphOn(server);
    const streamMode = ["values", "updates", "custom", "debug", "tasks", "checkpoints", "messages"] as const;
    const chunks = await toArray(await graph.stream({}, { ...thread, streamMode }));
    const output = await graph.invoke({}, thread);
    expect(chunks.length).toBe(20);
    expectClean(chunks, output);
  });

  test("pollutes nothing by an error", async () => {
    const server = await serve(() => ({ status: 422, ...json(POISON) }));
    const graph = graphOn(server);
    const failure = await failureOf(graph.getState(thread));
    expectClean(failure);
  });
});

const none = null as never;

test.each<[string, (sdk: Client) => Promise<unknown>, object]>([
  [
    "threads.search",
    ({ threads }) => threads.search({ metadata: null, ids: none, limit: none, offset: none, select: none }),
    { limit: 10, offset: 0 },
  ],
  ["threads.count", ({ threads }) => threads.count({ metadata: none, status: none }), {}],
  ["threads.getHistory", ({ threads }) => threads.getHistory(THREAD_ID, { limit: none }), { limit: 10 }],
  [
    "assistants.search",
    ({ assistants }) => assistants.search({ graphId: none, name: none, metadata: none, limit: none }),
    { limit: 10, offset: 0 },
  ],
  ["assistants.count", ({ assistants }) => assistants.count({ graphId: none, metadata: none }), {}],
  [
    "assistants.getVersions",
    ({ assistants }) => assistants.getVersions(THREAD_ID, { metadata: none, limit: none }),
    { limit: 10, offset: 0 },
  ],
  [
    "store.searchItems",
    ({ store }) => store.searchItems(["a"], { filter: none, limit: none }),
    { namespace_prefix: ["a"], limit: 10, offset: 0 },
  ],
  [
    "store.listNamespaces",
    ({ store }) => store.listNamespaces({ prefix: none, limit: none }),
    { limit: 100, offset: 0 },
  ],
  ["crons.search", ({ crons }) => crons.search({ threadId: none, limit: none }), { limit: 10, offset: 0 }],
  ["crons.count", ({ crons }) => crons.count({ assistantId: none }), {}],
])("null in the SDK's %s is as good as left out", async (_, call, body) => {
  const server = await serve(({ path }) => ({ body: path.startsWith("/store") ? { items: [] } : [] }));
  const sdk = new Client({ apiUrl: server.url, apiKey: null });
  await call(sdk);
  expect(server.requests.at(-1)?.json()).toEqual(body);
});

test("null in a query of the SDK is as good as left out, and stays in what is written", async () => {
  const server = await serve(() => ({ body: [] }));
  const { runs, threads } = new Client({ apiUrl: server.url, apiKey: null });
  await runs.list(THREAD_ID, { limit: none, status: none });
  await threads.updateState(THREAD_ID, { values: null, asNode: none });
  const [listed, written] = server.requests;
  expect(listed?.path).toBe(`/threads/${THREAD_ID}/runs?limit=10&offset=0`);
  expect(written?.json()).toEqual({ values: null, as_node: null });
});

test.each(["", none])(
  "%j as the SDK's lastEventId is as good as none: new events only",
  async (lastEventId) => {
    const server = await serve(() =>
      sse([
        { event: "values", data: {} },
        { event: "end", data: null },
      ]),
    );
    const { runs, threads } = new Client({ apiUrl: server.url, apiKey: null });
    await toArray(runs.joinStream(THREAD_ID, RUN_ID, { lastEventId }));
    const events = threads.joinStream(THREAD_ID, { lastEventId });
    await events.next();
    await events.return(undefined);
    expect(server.requests.map(({ headers }) => headers["last-event-id"])).toEqual([undefined, undefined]);
  },
);

test.each<[string, (sdk: Client) => Promise<unknown>]>([
  ["runs.stream", ({ runs }) => toArray(runs.stream(THREAD_ID, "a", none))],
  ["runs.create", ({ runs }) => runs.create(THREAD_ID, "a", none)],
  ["runs.createBatch", ({ runs }) => runs.createBatch([{ assistantId: "a" }], none)],
  ["runs.wait", ({ runs }) => runs.wait(THREAD_ID, "a", none)],
  ["runs.cancel", ({ runs }) => runs.cancel(THREAD_ID, RUN_ID, none, none, none)],
  ["runs.join", ({ runs }) => runs.join(THREAD_ID, RUN_ID, none)],
  ["runs.joinStream", ({ runs }) => toArray(runs.joinStream(THREAD_ID, RUN_ID, none))],
  ["threads.create", ({ threads }) => threads.create(none)],
  ["threads.update", ({ threads }) => threads.update(THREAD_ID, none)],
  ["threads.search", ({ threads }) => threads.search(none)],
  ["threads.getState", ({ threads }) => threads.getState(THREAD_ID, RUN_ID, none)],
  ["threads.patchState", ({ threads }) => threads.patchState(THREAD_ID, {}, none)],
  ["threads.getHistory", ({ threads }) => threads.getHistory(THREAD_ID, none)],
  ["threads.joinStream", ({ threads }) => threads.joinStream(THREAD_ID, none).next()],
  ["assistants.search", ({ assistants }) => assistants.search(none)],
  ["assistants.getSubgraphs", ({ assistants }) => assistants.getSubgraphs("a", none)],
])("null for the options of the SDK's %s is as good as none", async (_, call) => {
  const server = await serve(({ path }) => {
    if (path.includes("/stream")) return stream([{ event: "values", data: {} }, END]);
    return { body: /search|history|batch/.test(path) ? [] : { run_id: RUN_ID } };
  });
  const settings = { callerOptions: none, timeoutMs: none, onRequest: none };
  await call(new Client({ apiUrl: server.url, apiKey: null, ...settings }));
  expect(server.requests).not.toEqual([]);
});

test("a run of the SDK is sent with its tracer", async () => {
  const server = await serve(({ path }) =>
    path.endsWith("/stream") ? stream([{ event: "values", data: {} }, END]) : { body: { run_id: RUN_ID } },
  );
  const { runs } = new Client({ apiUrl: server.url, apiKey: null });
  const tracer = new LangChainTracer({ projectName: "p", exampleId: "e" });
  const payload = { input: {}, _langsmithTracer: tracer };
  await toArray(runs.stream(THREAD_ID, "a", payload));
  await runs.create(THREAD_ID, "a", payload);
  await runs.wait(THREAD_ID, "a", payload);
  const starts = server.requests.filter(({ method }) => method === "POST");
  expect(starts.length).toBe(3);
  for (const start of starts)
    expect(start.json()).toHaveProperty("langsmith_tracer", { project_name: "p", example_id: "e" });
});

test("null for the config of the SDK's client, or of an agent server, is as good as none", () => {
  expect(String(Reflect.get(new Client(none), "~configHash"))).toBe(
    String(Reflect.get(new Client(), "~configHash")),
  );
  expect(agentServer(none).threadId).toBe("");
});

test.each([
  ["a thread that is created", (sdk: Client) => sdk.threads.create()],
  ["a state", (sdk: Client) => sdk.threads.getState(THREAD_ID)],
  ["an assistant", (sdk: Client) => sdk.assistants.get("a")],
])("an empty answer of status 200 to the SDK's call for %s is an error", async (_, call) => {
  const { url } = await serve(() => ({ body: "" }));
  const sdk = new Client({ apiUrl: url, apiKey: null });
  await expect(call(sdk)).rejects.toMatchObject({
    name: "ApiError",
    message: expect.stringMatching(/empty answer/),
  });
});
