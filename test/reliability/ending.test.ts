import { getEventListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type RemoteGraph, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { heldNow } from "../support/leftovers.js";
import { keepSilent, type RecordedRequest, type ScriptedServer } from "../support/scripted-server.js";
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
  thenSilence,
  thread,
  values,
} from "./support/servers.js";
import { roundTripsDuring, settlesWithin } from "./support/time.js";

const reason = new Error("the user went away");

/** How many round trips it took, from `act`, until the server saw that the client had gone. */
function tripsUntilClosed(request: RecordedRequest | undefined, act: () => unknown): Promise<number> {
  return roundTripsDuring(async () => {
    await act();
    await request?.closed;
  });
}

/** A run that tells something at first, and then goes on without a word. */
async function serveLongRun(): Promise<{ server: ScriptedServer; graph: RemoteGraph }> {
  const start = () => stream(thenSilence(values(1), values(2)));
  const server = await serveRun({ status: "running", start });
  return { server, graph: graphOn(server) };
}

/** Reads a long run to its end; `waits` settles when all that it tells has been read, so that a read waits. */
function readOn(chunks: AsyncIterable<unknown>) {
  const got: unknown[] = [];
  const reading = (async () => {
    for await (const chunk of chunks) got.push(chunk);
  })();
  return { reading: failureOf(reading), waits: () => expect.poll(() => got.length).toBe(2) };
}

test("a response is left to the server to end after the run's last event: aegra removes a thread meanwhile", async () => {
  let leftEarly: boolean | undefined;
  async function* ending({ closed }: RecordedRequest) {
    yield values(1);
    yield END;
    leftEarly = await Promise.race([closed.then(() => true), delay(500, false)]);
  }
  const server = await serveRun({ start: (request) => stream(ending(request)) });
  await graphOn(server).invoke({});
  expect(leftEarly).toBeUndefined();
  await expect.poll(() => leftEarly).toBe(false);
});

describe("the connection is closed at once, within 50 round trips", () => {
  const options = { ...thread, streamMode: "values" } as const;

  test("when a loop is left", async () => {
    const { server, graph } = await serveLongRun();
    const running = await graph.stream({}, options);
    const took = await tripsUntilClosed(server.requests[0], async () => {
      for await (const _ of running) break;
    });
    expect(took).toBeLessThan(50);
  });

  test("when a loop is left by an error of its own, which is what comes out", async () => {
    const { server, graph } = await serveLongRun();
    const running = await graph.stream({}, options);
    const thrown = failureOf(
      (async () => {
        for await (const _ of running) throw reason;
      })(),
    );
    expect(await tripsUntilClosed(server.requests[0], () => thrown)).toBeLessThan(50);
    expect(await thrown).toBe(reason);
  });

  test.each(["cancel", "reader"] as const)("by %s, while a read waits", async (how) => {
    const { server, graph } = await serveLongRun();
    const running = await graph.stream({}, options);
    const reader = how === "reader" ? running.getReader() : undefined;
    const { reading, waits } = readOn(reader === undefined ? running : drain(reader));
    await waits();
    const took = await tripsUntilClosed(server.requests[0], () => (reader ?? running).cancel());
    expect(took).toBeLessThan(50);
    expect(await reading).toBe("nothing");
  });

  test("by an abort while a read waits, which rejects with the signal's reason", async () => {
    const { server, graph } = await serveLongRun();
    const controller = new AbortController();
    const { reading, waits } = readOn(await graph.stream({}, { ...options, signal: controller.signal }));
    await waits();
    expect(await tripsUntilClosed(server.requests[0], () => controller.abort(reason))).toBeLessThan(50);
    expect(await reading).toBe(reason);
  });

  test("by an abort between two reads", async () => {
    const { server, graph } = await serveLongRun();
    const controller = new AbortController();
    const running = await graph.stream({}, { ...options, signal: controller.signal });
    const chunks = running[Symbol.asyncIterator]();
    await chunks.next();
    expect(await tripsUntilClosed(server.requests[0], () => controller.abort(reason))).toBeLessThan(50);
    expect(await failureOf(toArray({ [Symbol.asyncIterator]: () => chunks }))).toBe(reason);
  });

  test("by an abort in the same microtask in which an event was given", async () => {
    const { server, graph } = await serveLongRun();
    const controller = new AbortController();
    const running = await graph.stream({}, { ...options, signal: controller.signal });
    const got: unknown[] = [];
    const reading = (async () => {
      for await (const chunk of running) {
        got.push(chunk);
        controller.abort(reason);
      }
    })();
    expect(await tripsUntilClosed(server.requests[0], () => failureOf(reading))).toBeLessThan(50);
    expect(await failureOf(reading)).toBe(reason);
    expect(got).toEqual([{ n: 1 }]);
  });

  test("by a decoder that throws, whose error is what comes out", async () => {
    const message = { type: "ai", content: "hello", additional_kwargs: {} };
    const server = await serveRun({
      start: () => stream(thenSilence({ event: "values", data: { messages: [message] }, id: "1" })),
    });
    const refuse = () => {
      throw reason;
    };
    const coerceMessages = { message: refuse, chunk: refuse };
    const graph = graphOn(server, { coerceMessages });
    const reading = failureOf(toArray(await graph.stream({}, options)));
    expect(await tripsUntilClosed(server.requests[0], () => reading)).toBeLessThan(50);
    expect(await reading).toBe(reason);
  });

  test("by an event that cannot be read", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1), "event: values\ndata: <html>\n\n")),
    });
    const reading = failureOf(toArray(await graphOn(server).stream({}, options)));
    expect(await tripsUntilClosed(server.requests[0], () => reading)).toBeLessThan(50);
    expect(await reading).toMatchObject({ name: "StreamError", lastEventId: "1" });
  });

  test("by a callback of the SDK's that throws, whose error is what comes out", async () => {
    const { server } = await serveLongRun();
    const onRunCreated = () => {
      throw reason;
    };
    const { runs } = new Client({ apiUrl: server.url, apiKey: null });
    expect(await failureOf(toArray(runs.stream(THREAD_ID, "a", { onRunCreated })))).toBe(reason);
    expect(await tripsUntilClosed(server.requests[0], () => undefined)).toBeLessThan(50);
  });

  test("by an abort of invoke, batch and a stream of events", async () => {
    for (const call of ["invoke", "batch", "streamRun"] as const) {
      const { server, graph } = await serveLongRun();
      const { signal, abort } = abortable();
      const calls = {
        invoke: () => graph.invoke({}, { ...thread, signal }),
        batch: () => graph.batch([{}], { ...thread, signal }),
        streamRun: () =>
          toArray(streamRun(clientOn(server), { assistantId: "a", threadId: THREAD_ID, signal })),
      };
      const failed = failureOf(calls[call]());
      await expect.poll(() => server.requests.length).toBe(1);
      expect(await tripsUntilClosed(server.requests[0], abort), call).toBeLessThan(50);
      expect(await failed, call).toBe(reason);
    }
  });

  test("by a timeout", async () => {
    const { server, graph } = await serveLongRun();
    const failed = failureOf(graph.invoke({}, { ...thread, timeout: 150 }));
    expect(await settlesWithin(1500, failed)).toBe(true);
    await server.requests[0]?.closed;
    expect(await failed).toMatchObject({ name: "ConnectionError", timedOut: true });
  });
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(reason) };
}

async function* drain(reader: ReadableStreamDefaultReader<unknown>) {
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

describe("onDisconnect: cancel", () => {
  const config = { ...thread, streamMode: "values", onDisconnect: "cancel" } as const;
  const cancelsOf = ({ requests }: ScriptedServer) =>
    requests.filter(
      ({ method, path }) => method === "POST" && path === `/threads/${THREAD_ID}/runs/${RUN_ID}/cancel`,
    );

  test("asks the server to stop the run when a loop is left", async () => {
    const { server, graph } = await serveLongRun();
    for await (const _ of await graph.stream({}, config)) break;
    expect(cancelsOf(server).length).toBe(1);
    expect(server.requests[0]?.json()).toMatchObject({ on_disconnect: "cancel" });
  });

  test("asks it when the signal aborts", async () => {
    const { server, graph } = await serveLongRun();
    const { signal, abort } = abortable();
    const { reading, waits } = readOn(await graph.stream({}, { ...config, signal }));
    await waits();
    abort();
    expect(await reading).toBe(reason);
    await expect.poll(() => cancelsOf(server).length).toBe(1);
  });

  test("asks it when the signal aborts before the server has created the run", async () => {
    const { signal, abort } = abortable();
    let tag: unknown;
    let looks = 0;
    const server = await serveRun({
      start: (request) => {
        const { metadata } = request.json() as { metadata: Record<string, unknown> };
        tag = metadata.langgraph_remote_start;
        abort();
        return keepSilent(request);
      },
      runs: () => (++looks < 2 ? [] : [{ run_id: RUN_ID, metadata: { langgraph_remote_start: tag } }]),
    });
    expect(await failureOf(graphOn(server).invoke({}, { ...config, signal }))).toBe(reason);
    await expect.poll(() => cancelsOf(server).length).toBe(1);
  });

  test("asks it when the start of a v3 run is aborted before the server has named the run", async () => {
    const { signal, abort } = abortable();
    let tag: unknown;
    const server = await serve((request) => {
      const { path } = request;
      if (path.endsWith("/commands")) {
        const { params } = request.json() as { params: { metadata: Record<string, unknown> } };
        tag = params.metadata.langgraph_remote_start;
        abort();
        return keepSilent(request);
      }
      if (path.includes("/cancel")) return { status: 202, body: "" };
      return { body: [{ run_id: RUN_ID, metadata: { langgraph_remote_start: tag } }] };
    });
    const started = graphOn(server).streamEvents({}, { ...thread, version: "v3", signal });
    expect(await failureOf(started)).toBe(reason);
    await expect.poll(() => cancelsOf(server).length).toBe(1);
  });

  test("asks it when the stream of the parent that a node writes to throws", async () => {
    const server = await serveRun({
      status: "running",
      start: () => stream(thenSilence({ event: "custom", data: 1, id: "1" })),
    });
    const writer = () => {
      throw reason;
    };
    const call = { configurable: { ...thread.configurable, __pregel_read: () => {} }, writer };
    expect(await failureOf(graphOn(server).invoke({}, call))).toBe(reason);
    await expect.poll(() => cancelsOf(server).length).toBe(1);
    await server.requests[0]?.closed;
  });

  test("asks it when the time is over", async () => {
    const { server, graph } = await serveLongRun();
    await failureOf(graph.invoke({}, { ...config, timeout: 500 }));
    await expect.poll(() => cancelsOf(server).length).toBe(1);
  });

  test("asks nothing when the run has come to its end", async () => {
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const graph = graphOn(server);
    await toArray(await graph.stream({}, config));
    await graph.invoke({}, config);
    await delay(50);
    expect(cancelsOf(server)).toEqual([]);
  });
});

describe("nothing is left behind", () => {
  const ways: Record<string, (graph: RemoteGraph, signal: AbortSignal) => Promise<unknown>> = {
    "a run to its end": (graph, signal) => graph.invoke({}, { ...thread, signal }),
    "a loop to its end": async (graph, signal) => toArray(await graph.stream({}, { ...thread, signal })),
    "a loop that is left": async (graph, signal) => {
      for await (const _ of await graph.stream({}, { ...thread, signal, streamMode: "values" })) break;
    },
    "a stream that is cancelled": async (graph, signal) =>
      (await graph.stream({}, { ...thread, signal })).cancel(),
    "a batch": (graph, signal) => graph.batch(Array(30).fill({}), { ...thread, signal, timeout: 60_000 }),
    "a call that is no run": (graph, signal) => graph.getState({ ...thread, signal }),
    "a call with a timeout": (graph, signal) => graph.getSchemas({ signal, timeoutMs: 60_000 }),
  };

  test.each(Object.entries(ways))("on the caller's signal by %s", async (_, use) => {
    const server = await serveRun({ start: () => stream([values(1), values(2), END]) });
    const graph = graphOn(server);
    const { signal } = new AbortController();
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on("warning", onWarning);
    await use(graph, signal);
    await delay(20);
    process.off("warning", onWarning);
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(warnings).toEqual([]);
  });

  test("on the caller's signal by a call that failed, or was retried", async () => {
    const server = await serve(({ index }) => (index === 0 ? { status: 503 } : { status: 404 }));
    const graph = graphOn(server);
    const { signal } = new AbortController();
    await failureOf(graph.getState({ ...thread, signal }));
    await failureOf(graph.invoke({}, { ...thread, signal }));
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("on the caller's signal by a call with a header that HTTP does not allow", async () => {
    const graph = graphOn(await serveRun({}));
    const { signal } = new AbortController();
    const headers = { wrong: "a\nb" };
    const started = await graph.createRun({}, thread);
    for (const failed of [
      graph.invoke({}, { ...thread, signal, headers }),
      started.join({ signal, headers }),
    ])
      expect(await failureOf(failed)).toBeInstanceOf(TypeError);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  test("on the caller's signal by a run that failed, at top level or as a node", async () => {
    const error = { event: "error", data: { error: "Error", message: "boom" } };
    const server = await serveRun({ start: () => stream([values(1), error]) });
    const { signal } = new AbortController();
    for (const extra of [{}, { __pregel_read: () => {} }]) {
      const configurable = { ...thread.configurable, ...extra };
      const failed = await failureOf(graphOn(server).invoke({}, { configurable, signal }));
      expect(failed).toMatchObject({ name: "RemoteException", message: "boom" });
      expect(getEventListeners(signal, "abort")).toEqual([]);
    }
  });

  test("among timers and sockets of the process", async () => {
    const server = await serveRun({ start: () => stream([values(1), values(2), END]) });
    const held = () => heldNow().length;
    const graph = graphOn(server, { timeoutMs: 60_000 });
    const uses = 10;
    // earlier tests in this process leave some, which go; what each use left would be more
    await expect.poll(held).toBeLessThan(uses);
    for (let use = 0; use < uses; use += 1) {
      for (const way of Object.values(ways)) await way(graph, new AbortController().signal);
      await failureOf(graph.invoke({}, { ...thread, signal: AbortSignal.abort() }));
    }
    // what the server holds of kept connections is no matter of the client
    await server.close().catch(() => undefined);
    await expect.poll(held, { timeout: 3000 }).toBeLessThan(uses);
  });
});

test("the listeners that are counted are really there while a run goes on", async () => {
  const { graph } = await serveLongRun();
  const { signal } = abortable();
  const running = await graph.stream({}, { ...thread, signal });
  expect(getEventListeners(signal, "abort").length).toBe(1);
  await running.cancel();
  expect(getEventListeners(signal, "abort").length).toBe(0);
});
