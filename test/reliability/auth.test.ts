import { describe, expect, test } from "vitest";
import { createClient, RemoteGraph, streamRun } from "../../src/index.js";
import { Cut, type RecordedRequest } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import { END, serve, serveRun, stream, THREAD_ID, values } from "./support/servers.js";

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
        count === 0 ? { status: 429, headers: { "retry-after": "0" } } : stream(cutAfter(values(1))),
      join: (_, count) => (count === 0 ? stream([values(2)]) : stream([END])),
    });
    const client = createClient({ url: server.url, apiKey: null, headers: counting() });
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
    const client = createClient({ url: server.url, apiKey: null, headers: counting() });
    expect((await client.GET("/ok")).response.status).toBe(200);
    expect((await client.GET("/ok")).response.status).toBe(401);
    expect(sentKeys(server.requests)).toEqual(["token-1", "token-2", "token-3", "token-4"]);
  });

  test("start a run after a 401", async () => {
    const server = await serveRun({
      start: (_, count) => (count === 0 ? { status: 401 } : stream([END])),
    });
    const client = createClient({ url: server.url, apiKey: null, headers: counting() });
    expect(await toArray(streamRun(client, run))).toHaveLength(1);
    expect(sentKeys(server.requests)).toEqual(["token-1", "token-2"]);
  });

  test("that fail fail the call, and nothing is sent", async () => {
    const server = await serve(() => ({}));
    const reason = new Error("no token today");
    const headers = () => Promise.reject(reason);
    const client = createClient({ url: server.url, apiKey: null, headers });
    await expect(client.GET("/ok")).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  });

  test("that never come do not keep an abort waiting", async () => {
    const server = await serve(() => ({}));
    const headers = () => new Promise<never>(() => {});
    const client = createClient({ url: server.url, apiKey: null, headers });
    const controller = new AbortController();
    const call = client.GET("/ok", { signal: controller.signal }).catch((error: unknown) => error);
    const reason = new Error("enough");
    setTimeout(() => controller.abort(reason), 20);
    expect(await call).toBe(reason);
    expect(server.requests).toEqual([]);
  });
});

async function* cutAfter(...frames: ReturnType<typeof values>[]) {
  yield* frames;
  throw new Cut();
}

test("headers that never change are not sent again after a 401", async () => {
  const server = await serve(() => ({ status: 401 }));
  const client = createClient({ url: server.url, apiKey: "k", headers: { "x-token": "t" } });
  expect((await client.GET("/ok")).response.status).toBe(401);
  expect(server.requests.length).toBe(1);
});

describe("a redirect", () => {
  const KEY = "key-that-stays-here";

  test.each([301, 302, 303, 307, 308])("to another origin is not followed: %s", async (status) => {
    const other = await serve(() => ({ body: {} }));
    const server = await serve(() => ({ status, headers: { location: `${other.url}/ok` } }));
    const client = createClient({ url: server.url, apiKey: KEY });
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: KEY });
    expect((await client.GET("/ok")).response.status).toBe(status);
    expect((await client.POST("/threads", { body: {} })).response.status).toBe(status);
    await expect(graph.invoke({})).rejects.toThrow(
      `${status} a redirect that leads elsewhere is not followed`,
    );
    await expect(graph.getState({ configurable: { thread_id: THREAD_ID } })).rejects.toHaveProperty(
      "status",
      status,
    );
    expect(other.requests).toEqual([]);
  });

  test("within the origin is followed, with the key", async () => {
    const server = await serve(({ path }) =>
      path === "/ok" ? { status: 308, headers: { location: "/base/ok" } } : { body: { ok: true } },
    );
    const client = createClient({ url: server.url, apiKey: KEY });
    expect((await client.GET("/ok")).data).toEqual({ ok: true });
    expect(server.requests.map(({ headers }) => headers["x-api-key"])).toEqual([KEY, KEY]);
  });

  test.each([301, 302, 303, 307, 308])("of a GET within the origin is followed: %s", async (status) => {
    const server = await serve(({ index }) =>
      index === 0 ? { status, headers: { location: "/moved?a=b" } } : { body: { ok: true } },
    );
    expect((await createClient({ url: server.url, apiKey: KEY }).GET("/ok")).data).toEqual({ ok: true });
    expect(server.requests[1]).toMatchObject({ method: "GET", path: "/moved?a=b" });
  });

  test("of a POST within the origin is followed with its method and body", async () => {
    const server = await serve(({ index }) =>
      index === 0 ? { status: 307, headers: { location: "/moved" } } : { body: [] },
    );
    const client = createClient({ url: server.url, apiKey: KEY });
    expect((await client.POST("/threads/search", { body: {} })).data).toEqual([]);
    expect(server.requests[1]).toMatchObject({ method: "POST", path: "/moved", body: "{}" });
  });

  test.each([301, 302, 303])("that would turn a POST into a GET is not followed: %s", async (status) => {
    const server = await serve(() => ({ status, headers: { location: "/moved" } }));
    const client = createClient({ url: server.url, apiKey: KEY });
    expect((await client.POST("/threads", { body: {} })).response.status).toBe(status);
    expect(server.requests.length).toBe(1);
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
      start: () => stream(cutAfter(values(1))),
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
