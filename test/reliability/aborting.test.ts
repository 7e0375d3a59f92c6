import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createClient, joinRun, RemoteGraph, streamRun } from "../../src/index.js";
import { collectGarbage } from "../support/leftovers.js";
import { keepSilent, type ScriptedServer } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import {
  clientOn,
  failureOf,
  graphOn,
  ROW,
  RUN_ID,
  serve,
  serveRun,
  THREAD_ID,
  thread,
} from "./support/servers.js";
import { roundTripsDuring } from "./support/time.js";

const reason = new Error("the user went away");

function abortedIn(ms: number): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(reason), ms);
  return controller.signal;
}

type Call = (graph: RemoteGraph, config: { signal?: AbortSignal }) => Promise<unknown>;

/** The ways to call a graph. */
const GRAPH_CALLS: Record<string, Call> = {
  invoke: (graph, config) => graph.invoke({}, { ...thread, ...config }),
  stream: async (graph, config) => toArray(await graph.stream({}, { ...thread, ...config })),
  "streamEvents v2": (graph, config) =>
    toArray(graph.streamEvents({}, { ...thread, ...config, version: "v2" })),
  "streamEvents v3": async (graph, config) =>
    (await graph.streamEvents({}, { ...thread, ...config, version: "v3" })).output,
  "batch of several": (graph, config) => graph.batch([{}, {}, {}], config),
  createRun: (graph, config) => graph.createRun({}, { ...thread, ...config }),
  "createRun without a thread": (graph, config) => graph.createRun({}, config),
  joinStream: async (graph, config) => toArray(await graph.joinStream(RUN_ID, { ...thread, ...config })),
  getState: (graph, config) => graph.getState({ ...thread, ...config }),
  getStateHistory: (graph, config) => toArray(graph.getStateHistory({ ...thread, ...config })),
  updateState: (graph, config) => graph.updateState({ ...thread, ...config }, {}),
  getGraphAsync: (graph, config) => graph.getGraphAsync(config),
  getSubgraphsAsync: (graph, config) => toArray(graph.getSubgraphsAsync(undefined, false, config)),
  getSchemas: (graph, config) => graph.getSchemas(config),
};

type ClientCall = (client: ReturnType<typeof clientOn>, signal: AbortSignal) => Promise<unknown>;

const CLIENT_CALLS: Record<string, ClientCall> = {
  streamRun: (client, signal) => toArray(streamRun(client, { assistantId: "a", signal })),
  joinRun: (client, signal) => toArray(joinRun(client, { threadId: THREAD_ID, runId: RUN_ID, signal })),
  GET: (client, signal) => client.GET("/ok", { signal }),
};

const HANDLE_CALLS: Record<string, (run: Handle, signal: AbortSignal) => Promise<unknown>> = {
  status: (run, signal) => run.status({ signal }),
  join: (run, signal) => run.join({ signal }),
  cancel: (run, signal) => run.cancel({ signal }),
  stream: (run, signal) => toArray(run.stream({ signal })),
};

type Handle = Awaited<ReturnType<RemoteGraph["createRun"]>>;

/** Each call as `signal => …`, of a server. */
const CALLS: Record<string, (server: ScriptedServer) => Promise<(signal: AbortSignal) => Promise<unknown>>> =
  {};
for (const [name, call] of Object.entries(GRAPH_CALLS))
  CALLS[name] = async (server) => (signal) => call(graphOn(server), { signal });
for (const [name, call] of Object.entries(CLIENT_CALLS))
  CALLS[name] = async (server) => (signal) => call(clientOn(server), signal);
for (const [name, call] of Object.entries(HANDLE_CALLS))
  CALLS[`${name} of a handle`] = async (server) => {
    const run = await graphOn(server).createRun({}, thread);
    return (signal) => call(run, signal);
  };

test.for(Object.entries(CALLS))(
  "%s: an abort while the server is silent rejects at once, with the reason, and nothing is sent again",
  async ([name, prepare]) => {
    const isOfHandle = name.endsWith("of a handle");
    const server = await serve((request) => {
      if (request.path === "/info") return { body: {} }; // shared by the calls of a client: none of them ends it
      return isOfHandle && request.index === 0 ? { body: ROW } : keepSilent(request);
    });
    const call = await prepare(server);
    const unanswered = () => server.requests.filter(({ path }) => path !== "/info").slice(isOfHandle ? 1 : 0);
    const controller = new AbortController();
    const failing = failureOf(call(controller.signal));
    await expect.poll(() => unanswered().length).toBeGreaterThan(0);
    const trips = await roundTripsDuring(async () => {
      controller.abort(reason);
      expect(await failing).toBe(reason);
    });
    expect(trips).toBeLessThan(50);
    await Promise.all(unanswered().map(({ closed }) => closed));
    const sent = server.requests.length;
    await delay(300); // what would be tried again would be by now
    expect(server.requests.length).toBe(sent);
  },
);

test.for(Object.entries(CALLS))(
  "%s that is aborted before it starts sends nothing, and rejects with the reason",
  async ([, prepare]) => {
    const server = await serveRun({});
    const call = await prepare(server);
    const asked = server.requests.length;
    expect(await failureOf(call(AbortSignal.abort(reason)))).toBe(reason);
    expect(server.requests.length).toBe(asked);
  },
);

test.for(Object.entries(GRAPH_CALLS))(
  "%s sends nothing where the signal in the graph's own config was aborted before",
  async ([, call]) => {
    const server = await serveRun({});
    const graph = graphOn(server, { config: { signal: AbortSignal.abort(reason) } });
    expect(await failureOf(call(graph, {}))).toBe(reason);
    expect(server.requests).toEqual([]);
  },
);

test.for(Object.entries(GRAPH_CALLS))(
  "%s ends with the signal in the graph's own config too where the call has another",
  async ([, call]) => {
    const server = await serve((request) => (request.path === "/info" ? { body: {} } : keepSilent(request)));
    const controller = new AbortController();
    const graph = graphOn(server, { config: { signal: controller.signal } });
    const failing = failureOf(call(graph, { signal: new AbortController().signal }));
    await expect.poll(() => server.requests.some(({ path }) => path !== "/info")).toBe(true);
    collectGarbage();
    controller.abort(reason);
    expect(await failing).toBe(reason);
  },
);

test("a client that is called with an aborted signal does not ask for headers either", async () => {
  const client = clientOn(await serveRun({}), { headers: () => expect.fail("asked for headers") });
  for (const call of Object.values(CLIENT_CALLS))
    expect(await failureOf(call(client, AbortSignal.abort(reason)))).toBe(reason);
});

describe("an answer that stops in its middle", () => {
  /** Node 20 can collect what ties a signal to a body that is still read; so garbage is collected while it waits. */
  async function whileCollecting<T>(call: Promise<T>): Promise<T> {
    const timer = setInterval(collectGarbage, 20);
    return call.finally(() => clearInterval(timer));
  }

  async function serveHalf(): Promise<ScriptedServer> {
    return serve(({ closed }) => {
      async function* half() {
        yield '{"values":{"a":';
        await closed;
      }
      return { headers: { "content-type": "application/json" }, body: half() };
    });
  }

  test("ends with the time of the call, which is what is said", { timeout: 5000 }, async () => {
    const server = await serveHalf();
    const failing = failureOf(graphOn(server).getState({ ...thread, timeout: 300 }));
    expect(await whileCollecting(failing)).toMatchObject({
      name: "ConnectionError",
      timedOut: true,
      message: expect.stringContaining("the call took longer than 300 ms"),
    });
    await server.requests[0]?.closed;
  });

  test("ends with an abort, and its reason", { timeout: 5000 }, async () => {
    const server = await serveHalf();
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 300);
    const failing = failureOf(graphOn(server).getState({ ...thread, signal: controller.signal }));
    expect(await whileCollecting(failing)).toBe(reason);
    await server.requests[0]?.closed;
  });
});

test("a `fetch` that ignores its signal is not waited for", async () => {
  const client = createClient({ url: "http://server", apiKey: null, fetch: () => new Promise(() => {}) });
  const signal = abortedIn(20);
  expect(await failureOf(client.GET("/info", { signal }))).toBe(reason);
  const graph = new RemoteGraph({ client, graphId: "a" });
  expect(await failureOf(graph.invoke({}, { ...thread, signal: abortedIn(20) }))).toBe(reason);
  expect(await failureOf(graph.getState({ ...thread, timeout: 20 }))).toMatchObject({ timedOut: true });
});
