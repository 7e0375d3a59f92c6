import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { createClient, joinRun, RemoteGraph } from "../../src/index.js";
import type { ScriptedServer } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import { RUN_ID, serve, THREAD_ID } from "./support/servers.js";
import { roundTripsDuring } from "./support/time.js";

const thread = { configurable: { thread_id: THREAD_ID } };
const reason = new Error("the user went away");

type Call = (graph: RemoteGraph, signal: AbortSignal, url: string) => Promise<unknown>;

/** The ways to call that the tests of streams leave out. */
const CALLS: Record<string, Call> = {
  getState: (graph, signal) => graph.getState({ ...thread, signal }),
  getStateHistory: (graph, signal) => toArray(graph.getStateHistory({ ...thread, signal })),
  updateState: (graph, signal) => graph.updateState({ ...thread, signal }, {}),
  getSchemas: (graph, signal) => graph.getSchemas({ signal }),
  "batch of several": (graph, signal) => graph.batch([{}, {}, {}], { signal }),
  joinStream: async (graph, signal) => toArray(await graph.joinStream(RUN_ID, { ...thread, signal })),
  joinRun: (_, signal, url) =>
    toArray(joinRun(createClient({ url, apiKey: null }), { threadId: THREAD_ID, runId: RUN_ID, signal })),
  createRun: (graph, signal) => graph.createRun({}, { ...thread, signal }),
  "createRun without a thread": (graph, signal) => graph.createRun({}, { signal }),
};

const HANDLE_CALLS = {
  status: (run: Handle, signal: AbortSignal) => run.status({ signal }),
  join: (run: Handle, signal: AbortSignal) => run.join({ signal }),
  cancel: (run: Handle, signal: AbortSignal) => run.cancel({ signal }),
  stream: (run: Handle, signal: AbortSignal) => toArray(run.stream({ signal })),
};

type Handle = Awaited<ReturnType<RemoteGraph["createRun"]>>;

/** A server that starts a run, and has nothing to say to whatever is asked after that. */
const serveSilence = ({ starts }: { starts: boolean }) =>
  serve(({ method, path, closed }) =>
    starts && method === "POST" && path === `/threads/${THREAD_ID}/runs`
      ? { body: { run_id: RUN_ID, thread_id: THREAD_ID, status: "pending" } }
      : closed.then(() => ({})),
  );

const graphOn = ({ url }: ScriptedServer) => new RemoteGraph({ graphId: "g", url, apiKey: null });

async function failureOf(call: () => Promise<unknown>): Promise<unknown> {
  return call().then(
    () => "nothing",
    (error: unknown) => error,
  );
}

/** Aborts once the server has been asked, and gives what came of the call, how soon, and how often it was asked. */
async function abortWhileAsked(server: ScriptedServer, call: (signal: AbortSignal) => Promise<unknown>) {
  const asked = server.requests.length;
  const controller = new AbortController();
  const failing = failureOf(() => call(controller.signal));
  await expect.poll(() => server.requests.length).toBeGreaterThan(asked);
  let failure: unknown;
  const trips = await roundTripsDuring(async () => {
    controller.abort(reason);
    failure = await failing;
  });
  await Promise.all(server.requests.slice(asked).map(({ closed }) => closed));
  const sent = server.requests.length;
  await delay(300); // what would be tried again would be by now
  return { failure, trips, sentLater: server.requests.length - sent };
}

describe("an abort while the server is silent rejects at once, with the reason, and nothing is sent again", () => {
  test.for(Object.entries(CALLS))("%s", async ([, call]) => {
    const server = await serveSilence({ starts: false });
    const graph = graphOn(server);
    const { failure, trips, sentLater } = await abortWhileAsked(server, (signal) =>
      call(graph, signal, server.url),
    );
    expect(failure).toBe(reason);
    expect(trips).toBeLessThan(50);
    expect(sentLater).toBe(0);
  });

  test.for(Object.entries(HANDLE_CALLS))("%s of a handle", async ([, call]) => {
    const server = await serveSilence({ starts: true });
    const run = await graphOn(server).createRun({}, thread);
    const { failure, trips, sentLater } = await abortWhileAsked(server, (signal) => call(run, signal));
    expect(failure).toBe(reason);
    expect(trips).toBeLessThan(50);
    expect(sentLater).toBe(0);
  });
});

describe("a call that is aborted before it starts sends nothing", () => {
  const signal = AbortSignal.abort(reason);

  test.for(Object.entries(CALLS))("%s", async ([, call]) => {
    const server = await serveSilence({ starts: false });
    expect(await failureOf(() => call(graphOn(server), signal, server.url))).toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test.for(Object.entries(HANDLE_CALLS))("%s of a handle", async ([, call]) => {
    const server = await serveSilence({ starts: true });
    const run = await graphOn(server).createRun({}, thread);
    expect(await failureOf(() => call(run, signal))).toBe(reason);
    expect(server.requests.length).toBe(1);
  });
});

describe("an answer that stops in its middle", () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");

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
    const graph = graphOn(server);
    const failing = failureOf(() => graph.getState({ ...thread, timeout: 300 }));
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
    const failing = failureOf(() => graphOn(server).getState({ ...thread, signal: controller.signal }));
    expect(await whileCollecting(failing)).toBe(reason);
    await server.requests[0]?.closed;
  });
});
