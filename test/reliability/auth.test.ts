import { describe, expect, test } from "vitest";
import { createClient, streamRun } from "../../src/index.js";
import type { RecordedRequest } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import {
  clientOn,
  END,
  failureOf,
  graphOn,
  serve,
  serveRun,
  stream,
  THREAD_ID,
  thenCut,
  thread,
  values,
} from "./support/servers.js";

const run = { assistantId: "any", threadId: THREAD_ID, input: {} };

const sentKeys = (requests: readonly RecordedRequest[]) => requests.map(({ headers }) => headers["x-token"]);

describe("headers that are a function", () => {
  function counting() {
    let count = 0;
    return async () => ({ "x-token": `token-${++count}` });
  }

  test("are asked for each attempt, for the look at the run's end, and for each join", async () => {
    const server = await serveRun({
      status: "running",
      start: (_, count) =>
        count === 0 ? { status: 429, headers: { "retry-after": "0" } } : stream(thenCut(values(1))),
      join: (_, count) => (count === 0 ? stream([values(2)]) : stream([END])),
    });
    const client = clientOn(server, { headers: counting() });
    await toArray(streamRun(client, run));
    const kinds = server.requests.map(
      ({ method, path }) => `${method} ${path.endsWith("/stream") ? "stream" : "run"}`,
    );
    expect(kinds).toEqual(["POST stream", "POST stream", "GET stream", "GET run", "GET stream"]);
    expect(sentKeys(server.requests)).toEqual([1, 2, 3, 4, 5].map((n) => `token-${n}`));
  });

  test("are asked once more after a 401, and no more than once", async () => {
    const server = await serve(({ headers }) =>
      headers["x-token"] === "token-2" ? { body: { ok: true } } : { status: 401, body: "who?" },
    );
    const client = clientOn(server, { headers: counting() });
    expect((await client.GET("/ok")).response.status).toBe(200);
    expect((await client.GET("/ok")).response.status).toBe(401);
    expect(sentKeys(server.requests)).toEqual(["token-1", "token-2", "token-3", "token-4"]);
  });

  test("start a run after a 401", async () => {
    const server = await serveRun({
      start: (_, count) => (count === 0 ? { status: 401 } : stream([END])),
    });
    const client = clientOn(server, { headers: counting() });
    expect(await toArray(streamRun(client, run))).toHaveLength(1);
    expect(sentKeys(server.requests)).toEqual(["token-1", "token-2"]);
  });

  test("that fail fail the call, and nothing is sent", async () => {
    const server = await serve(() => ({}));
    const reason = new Error("no token today");
    const headers = () => Promise.reject(reason);
    const client = clientOn(server, { headers });
    await expect(client.GET("/ok")).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test("that fail for a while do not end a stream that is joined again", async () => {
    const server = await serveRun({
      status: "running",
      start: () => stream(thenCut(values(1))),
      join: () => stream([values(1), values(2), END]),
    });
    let asked = 0;
    const headers = async () => {
      asked += 1;
      if (asked === 2) throw new TypeError("fetch failed");
      return {};
    };
    expect(await toArray(streamRun(clientOn(server, { headers }), run))).toHaveLength(3);
    expect(asked).toBe(3);
  });

  test("that never come do not keep an abort waiting", async () => {
    const server = await serve(() => ({}));
    const headers = () => new Promise<never>(() => {});
    const client = clientOn(server, { headers });
    const controller = new AbortController();
    const call = failureOf(client.GET("/ok", { signal: controller.signal }));
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 20);
    expect(await call).toBe(reason);
    expect(server.requests).toEqual([]);
  });
});

test("headers that never change are not sent again after a 401", async () => {
  const server = await serve(() => ({ status: 401 }));
  const client = createClient({ url: server.url, apiKey: "k", headers: { "x-token": "t" } });
  expect((await client.GET("/ok")).response.status).toBe(401);
  expect(server.requests.length).toBe(1);
});

describe("a redirect", () => {
  const KEY = "key-that-stays-here";

  const all = [301, 302, 303, 307, 308];

  describe.each([
    { method: "GET", statuses: all, where: "within", followed: true },
    { method: "POST", statuses: [307, 308], where: "within", followed: true },
    { method: "POST", statuses: [301, 302, 303], where: "within", followed: false },
    { method: "GET", statuses: all, where: "out of", followed: false },
    { method: "POST", statuses: all, where: "out of", followed: false },
  ])("of a $method $where the origin is followed: $followed", ({ method, statuses, where, followed }) => {
    test.each(statuses)("%s", async (status) => {
      const other = await serve(() => ({ body: [] }));
      const location = `${where === "within" ? "" : other.url}/moved?a=b`;
      const server = await serve(({ index }) =>
        index === 0 ? { status, headers: { location } } : { body: [] },
      );
      const client = createClient({ url: server.url, apiKey: KEY });
      const { response } =
        method === "GET" ? await client.GET("/ok") : await client.POST("/threads/search", { body: {} });
      expect(response.status).toBe(followed ? 200 : status);
      const body = method === "GET" ? "" : "{}";
      const moved = { method, path: "/moved?a=b", body, headers: { "x-api-key": KEY } };
      expect(server.requests.slice(1)).toMatchObject(followed ? [moved] : []);
      expect(other.requests).toEqual([]);
    });
  });

  test("that leads elsewhere is what a graph's call fails with", async () => {
    const other = await serve(() => ({ body: {} }));
    const server = await serve(() => ({ status: 307, headers: { location: `${other.url}/ok` } }));
    const graph = graphOn(server, { apiKey: KEY });
    const failure = {
      status: 307,
      message: expect.stringContaining("307 a redirect that leads elsewhere is not followed"),
    };
    await expect(graph.invoke({})).rejects.toMatchObject(failure);
    await expect(graph.getState(thread)).rejects.toHaveProperty("status", 307);
    expect(other.requests).toEqual([]);
  });

  test("to what is no address is told as it is", async () => {
    const server = await serve(() => ({ status: 307, headers: { location: "http://[" } }));
    await expect(graphOn(server).invoke({})).rejects.toMatchObject({ name: "ApiError", status: 307 });
  });

  test("within the origin that goes in a circle comes to an end", async () => {
    const server = await serve(() => ({ status: 307, headers: { location: "/ok" } }));
    expect((await createClient({ url: server.url, apiKey: KEY }).GET("/ok")).response.status).toBe(307);
    expect(server.requests.length).toBe(6);
  });

  test("of a join elsewhere takes no key there, and the stream ends in an error", async () => {
    const other = await serve(() => stream([values(2), END]));
    const server = await serveRun({
      status: "running",
      start: () => stream(thenCut(values(1))),
      join: () => ({ status: 307, headers: { location: `${other.url}/runs/x/stream` } }),
    });
    const client = createClient({ url: server.url, apiKey: KEY });
    await expect(toArray(streamRun(client, run))).rejects.toMatchObject({
      name: "StreamError",
      lastEventId: "1",
    });
    expect(other.requests).toEqual([]);
  });

  test("by a middleware to another origin sends nothing", async () => {
    const other = await serve(() => ({}));
    const client = createClient({ url: "http://127.0.0.1:9", apiKey: KEY });
    client.use({ onRequest: ({ request }) => new Request(`${other.url}/ok`, request) });
    await expect(client.GET("/ok")).rejects.toThrow(TypeError);
    expect(other.requests).toEqual([]);
  });
});
