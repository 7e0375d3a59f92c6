import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createClient, RemoteGraph, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { keepSilent, sse } from "../support/scripted-server.js";
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
  thenCut,
  thenSilence,
  thread,
  values,
} from "./support/servers.js";
import { settlesWithin } from "./support/time.js";

/** A server that takes every request and answers none. */
const serveSilence = () => serve(keepSilent);

async function timeOf(call: Promise<unknown>): Promise<{ ms: number; isSoon: boolean; error: unknown }> {
  const began = performance.now();
  const soon = settlesWithin(1000, call);
  const error = await failureOf(call);
  return { ms: performance.now() - began, isSoon: await soon, error };
}

describe("timeoutMs, the time to the headers", () => {
  test("is a client's, and says what timed out", async () => {
    const { url } = await serveSilence();
    const client = clientOn({ url }, { timeoutMs: 100, retry: false });
    const { ms, isSoon, error } = await timeOf(client.GET("/ok"));
    expect(error).toMatchObject({
      name: "ConnectionError",
      timedOut: true,
      method: "GET",
      path: "/ok",
      message: "GET /ok: no answer within 100 ms",
    });
    expect(ms).toBeGreaterThanOrEqual(95);
    expect(isSoon).toBe(true);
  });

  test("is a call's, over the client's", async () => {
    const { url } = await serveSilence();
    const client = clientOn({ url }, { timeoutMs: 60_000, retry: false });
    const graph = new RemoteGraph({ graphId: "g", client });
    const expected = { timedOut: true, message: expect.stringContaining("no answer within 80 ms") };
    expect((await timeOf(client.GET("/ok", { timeoutMs: 80 }))).error).toMatchObject(expected);
    expect((await timeOf(graph.getState(thread, { timeoutMs: 80 }))).error).toMatchObject(expected);
    expect((await timeOf(graph.getSchemas({ timeoutMs: 80 }))).error).toMatchObject(expected);
    const stateless = graph.invoke({}, { timeoutMs: 80 });
    expect((await timeOf(stateless)).error).toMatchObject({
      ...expected,
      message: expect.stringContaining("the run may have started all the same"),
    });
  });

  test("is of each attempt", async () => {
    const server = await serve((request) =>
      request.index < 2 ? keepSilent(request) : { body: { ok: true } },
    );
    const client = clientOn(server, { timeoutMs: 1000 });
    expect((await client.GET("/ok")).data).toEqual({ ok: true });
    expect(server.requests.length).toBe(3);
  });

  test("does not end the SDK's waiting for the end of a run", async () => {
    const server = await serve(async ({ path }) => {
      if (/wait|join/.test(path)) await delay(1600);
      return { body: { done: true } };
    });
    const { runs } = new Client({ apiUrl: server.url, apiKey: null, timeoutMs: 800 });
    const waiting = [runs.wait(THREAD_ID, "a", {}), runs.wait(null, "a", {}), runs.join(THREAD_ID, RUN_ID)];
    for (const output of await Promise.all(waiting)) expect(output).toEqual({ done: true });
    expect(server.requests.filter(({ path }) => /wait|join/.test(path)).length).toBe(3);
  });

  test("does not end a stream whose headers have come", async () => {
    async function* slowly() {
      yield values(1);
      await delay(1600);
      yield END;
    }
    const server = await serveRun({ start: () => stream(slowly()) });
    const client = clientOn(server, { timeoutMs: 800 });
    const names: string[] = [];
    for await (const { event } of streamRun(client, { assistantId: "a", threadId: THREAD_ID }))
      names.push(event);
    expect(names).toEqual(["values", "end"]);
  });

  test.each([Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER, 2 ** 31])(
    "may be as long as %s",
    async (ms) => {
      const server = await serve(() => delay(50).then(() => ({ body: {} })));
      const client = clientOn(server, { timeoutMs: ms, retry: false });
      expect((await client.GET("/ok")).response.status).toBe(200);
    },
  );

  test.each([0, -1, Number.NaN])("cannot be %s", async (ms) => {
    expect(() => createClient({ url: "http://127.0.0.1:9", timeoutMs: ms })).toThrow(
      "timeoutMs must be a time in ms above 0",
    );
    const graph = graphOn({ url: "http://127.0.0.1:9" });
    const call = async (option: string) => graph.stream({}, { ...thread, [option]: ms });
    for (const option of ["timeoutMs", "timeout", "idleTimeoutMs"]) {
      await expect(call(option), option).rejects.toThrow(`${option} must be a time in ms above 0`);
    }
  });
});

describe("timeout, the time for a whole call", () => {
  const expected = {
    name: "ConnectionError",
    timedOut: true,
    message: `POST /threads/${THREAD_ID}/runs/stream: the call took longer than 500 ms`,
  };

  async function serveTalk() {
    return serveRun({
      status: "running",
      start: () =>
        stream(
          (async function* talk() {
            for (let n = 1; n < 100; n += 1) {
              yield values(n);
              await delay(20);
            }
          })(),
        ),
    });
  }

  test("ends a stream that goes on for longer", async () => {
    const { url } = await serveTalk();
    const graph = graphOn({ url });
    const chunks: unknown[] = [];
    const reading = async () => {
      for await (const chunk of await graph.stream({}, { ...thread, streamMode: "values", timeout: 500 }))
        chunks.push(chunk);
    };
    const { ms, isSoon, error } = await timeOf(reading());
    expect(error).toMatchObject(expected);
    expect(ms).toBeGreaterThanOrEqual(495);
    expect(isSoon).toBe(true);
    expect(chunks.length).toBeGreaterThan(0);
  });

  test("ends one that nobody reads", async () => {
    const server = await serveTalk();
    const graph = graphOn(server);
    const running = await graph.stream({}, { ...thread, streamMode: "values", timeout: 500 });
    await server.requests[0]?.closed;
    const { error } = await timeOf(
      (async () => {
        for await (const _ of running);
      })(),
    );
    expect(error).toMatchObject(expected);
  });

  test("ends invoke, batch and streamRun", async () => {
    const { url } = await serveTalk();
    const client = clientOn({ url });
    const graph = new RemoteGraph({ graphId: "g", client });
    const options = { ...thread, timeout: 500 };
    expect((await timeOf(graph.invoke({}, options))).error).toMatchObject(expected);
    expect((await timeOf(graph.batch([{}], options))).error).toMatchObject(expected);
    const run = streamRun(client, { assistantId: "a", threadId: THREAD_ID, timeout: 500 });
    expect((await timeOf(toArray(run))).error).toMatchObject(expected);
  });

  test("ends one that the server does not even answer", async () => {
    const { url } = await serveSilence();
    const graph = graphOn({ url });
    expect((await timeOf(graph.invoke({}, { ...thread, timeout: 500 }))).error).toMatchObject(expected);
  });

  test("ends a start in the background, look-ups and all", async () => {
    const server = await serve((request) => (request.method === "GET" ? { body: [] } : keepSilent(request)));
    const { error, isSoon } = await timeOf(graphOn(server).createRun({}, { ...thread, timeout: 300 }));
    expect(error).toMatchObject({
      ...expected,
      message: `POST /threads/${THREAD_ID}/runs: the call took longer than 300 ms; the run may have started all the same`,
    });
    expect(isSoon).toBe(true);
  });

  test("ends a pause before a rejoin", async () => {
    const server = await serveRun({ status: "running", start: () => stream(["retry: 60000\n\n"]) });
    const graph = graphOn(server);
    expect((await timeOf(graph.invoke({}, { ...thread, timeout: 500 }))).error).toMatchObject(expected);
  });

  test("ends a call that is no run, retries and all", async () => {
    const { url } = await serveSilence();
    const graph = graphOn({ url });
    const calls = [
      () => graph.getState({ ...thread, timeout: 200 }),
      () => graph.updateState({ ...thread, timeout: 200 }, {}),
      () => toArray(graph.getStateHistory({ ...thread, timeout: 200 })),
      () => graph.withConfig({ timeout: 200 }).getState(thread),
    ];
    for (const call of calls) {
      const { isSoon, error } = await timeOf(call());
      expect(error, String(call)).toMatchObject({ name: "ConnectionError", timedOut: true });
      expect(isSoon, String(call)).toBe(true);
    }
  });

  test("does not touch a call that is quicker", async () => {
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const graph = graphOn(server);
    expect(await graph.invoke({}, { ...thread, timeout: 10_000 })).toEqual({ n: 1 });
  });
});

test.each(["timeout", "timeoutMs"])("%s ends a call whose headers never come", async (name) => {
  const client = clientOn(await serveSilence(), { headers: () => new Promise(() => {}), retry: false });
  const { isSoon, error } = await timeOf(client.GET("/ok", { [name]: 100 }));
  expect(error).toMatchObject({ name: "ConnectionError", timedOut: true, path: "/ok" });
  expect(isSoon).toBe(true);
});

test("maxPendingMs ends a run that was started and does not begin", async () => {
  const server = await serveRun({ status: "pending", start: () => stream(thenSilence()) });
  const run = { assistantId: "any", threadId: THREAD_ID, input: {}, maxPendingMs: 200 };
  await expect(toArray(streamRun(clientOn(server), run))).rejects.toMatchObject({
    name: "StreamError",
    message: "the run did not start within 200 ms: the server may have lost it",
  });
});

describe("idleTimeoutMs, the time without a byte", () => {
  const run = { assistantId: "any", threadId: THREAD_ID, input: {}, idleTimeoutMs: 200 };

  test("ends a look at the run's status that is not answered", async () => {
    let looks = 0;
    const server = await serve((request) => {
      if (request.method === "POST") return stream([values(1)]);
      if (request.path.endsWith("/stream")) return stream([values(1), values(2), END]);
      looks += 1;
      return keepSilent(request);
    });
    expect(await toArray(streamRun(clientOn(server), run))).toHaveLength(3);
    expect(looks).toBe(1);
  });

  test("ends a look for the interrupt that the end of a run speaks of", async () => {
    const end = { event: "end", data: { status: "interrupted" } };
    const server = await serve((request) =>
      request.method === "POST" ? stream([values(1), end]) : keepSilent(request),
    );
    const failed = failureOf(toArray(streamRun(clientOn(server), run)));
    expect(await settlesWithin(5000, failed)).toBe(true);
    expect(await failed).toMatchObject({ name: "ConnectionError", timedOut: true });
  });

  test("ends a look for the run that a broken stream has not named", async () => {
    let looks = 0;
    const server = await serve((request) => {
      if (request.method === "POST") return sse(thenCut(": hello\n\n"));
      if (request.path.endsWith("/stream")) return stream([values(1), END]);
      looks += 1;
      const { metadata } = JSON.parse(server.requests[0]?.body ?? "");
      return looks === 1 ? keepSilent(request) : { body: [{ run_id: RUN_ID, metadata }] };
    });
    const events = toArray(streamRun(clientOn(server), run));
    expect(await settlesWithin(5000, events)).toBe(true);
    expect(await events).toHaveLength(2);
  });

  test("ends the answer to a join whose body does not come", async () => {
    const server = await serveRun({
      status: "running",
      start: () => stream(thenCut(values(1))),
      join: (_, count) =>
        count === 0
          ? { status: 503, headers: { "content-type": "text/plain" }, body: thenSilence("busy") }
          : stream([values(1), values(2), END]),
    });
    expect(await toArray(streamRun(clientOn(server), run))).toHaveLength(3);
  });

  test("ends a cancel that is not answered", async () => {
    const server = await serve((request) =>
      request.path.endsWith("/runs/stream") ? stream(thenSilence(values(1))) : keepSilent(request),
    );
    const left = async () => {
      for await (const _ of streamRun(clientOn(server), { ...run, on_disconnect: "cancel" })) break;
    };
    await expect(left()).rejects.toMatchObject({ name: "ConnectionError", timedOut: true });
  });
});
