import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createClient, RemoteGraph, streamRun } from "../../src/index.js";
import { type Answer, Cut, type RecordedRequest } from "../support/scripted-server.js";
import { END, serve, serveRun, stream, THREAD_ID, until, values } from "./support/servers.js";

afterEach(() => vi.unstubAllEnvs());

const run = { assistantId: "any", threadId: THREAD_ID, input: {} };

async function readAll(events: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of events) count += 1;
  return count;
}

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
        count === 0 ? { status: 503, headers: { "retry-after": "0" } } : stream(cutAfter(values(1))),
      join: (_, count) => (count === 0 ? stream([values(2)]) : stream([END])),
    });
    const client = createClient({ url: server.url, apiKey: null, headers: counting() });
    await readAll(streamRun(client, run));
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
    expect(await readAll(streamRun(client, run))).toBe(1);
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
    await expect(readAll(streamRun(client, run))).rejects.toMatchObject({
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

describe("a key", () => {
  const KEY = "lsv2_pt_0123456789abcdef";
  const TOKEN = "eyJhbGciOiJIUzI1NiJ9.e30.c2VjcmV0";
  const headers = { authorization: `Bearer ${TOKEN}`, "x-tenant-password": "pw1" };
  const SECRETS = [KEY, TOKEN, "pw1"];
  const echo = `denied: ${KEY}, Bearer ${TOKEN}, ${TOKEN}, pw1`;
  const thread = { configurable: { thread_id: THREAD_ID } };

  /** All that a log could show of something. */
  function shownOf(thing: unknown): string {
    const parts = [
      inspect(thing, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
      String(thing),
    ];
    for (let at = thing; at instanceof Error; at = at.cause) {
      parts.push(at.message, at.stack ?? "", JSON.stringify(at) ?? "", inspect({ ...at }, { depth: 9 }));
      if ("headers" in at && at.headers instanceof Headers) parts.push(JSON.stringify([...at.headers]));
    }
    return parts.join("\n");
  }

  function expectNoSecret(thing: unknown): void {
    const shown = shownOf(thing);
    for (const secret of SECRETS) expect(shown).not.toContain(secret);
  }

  async function failureOf(promise: Promise<unknown>): Promise<Error> {
    const failure: unknown = await promise.then(
      (value) => new Error(`this did not fail, but gave ${inspect(value)}`),
      (error: unknown) => error,
    );
    if (!(failure instanceof Error)) throw new Error("what was thrown is no Error");
    expect(failure.message).not.toContain("this did not fail");
    return failure;
  }

  const ECHOES: [string, () => Answer][] = [
    ["as text", () => ({ status: 403, body: echo })],
    ["as JSON", () => ({ status: 422, body: { detail: echo } })],
    [
      "in headers",
      () => ({ status: 401, headers: { "www-authenticate": `Key ${KEY} ${TOKEN} pw1` }, body: "no" }),
    ],
    ["in a page in place of JSON", () => ({ headers: { "x-saw": KEY }, body: `<html>${echo}` })],
    ["in the type of an answer", () => ({ headers: { "content-type": "text/html" }, body: echo })],
    ["in an event that is no JSON", () => stream([`event: values\ndata: {${echo}\n\n`])],
    [
      "in an event that is no JSON, where the quotation ends",
      () => stream([`data: ${"x".repeat(190)}${KEY}\n\n`]),
    ],
    ["in an error event", () => stream([{ event: "error", data: { error: "ValueError", message: echo } }])],
    ["in an error event of text", () => stream([{ event: "error", data: echo }])],
  ];

  test.each(ECHOES)("is in no error, although the server repeats it %s", async (_, answer) => {
    const server = await serve(() => answer());
    const options = { graphId: "g", url: server.url, apiKey: KEY, headers, retry: false } as const;
    const graph = new RemoteGraph(options);
    expectNoSecret(await failureOf(graph.invoke({}, thread)));
    expectNoSecret(await failureOf(graph.getState(thread)));
    expectNoSecret(await failureOf(graph.invoke({})));
  });

  test("is in no error of a connection", async () => {
    const url = "http://127.0.0.1:9";
    const client = createClient({ url, apiKey: KEY, headers, retry: false });
    expectNoSecret(await failureOf(client.GET("/ok")));
    const silent = until(await serve(({ closed }) => closed.then(() => ({}))));
    const slow = createClient({ url: silent.url, apiKey: KEY, headers, retry: false, timeoutMs: 50 });
    expectNoSecret(await failureOf(slow.GET("/ok")));
    expectNoSecret(await failureOf(readAll(streamRun(slow, { assistantId: "a" }))));
  });

  test("that HTTP cannot carry is not quoted", async () => {
    const bad = `${KEY}\u0000\n`;
    expectNoSecret(await failureOf((async () => createClient({ url: "http://127.0.0.1:9", apiKey: bad }))()));
    const client = createClient({ url: "http://127.0.0.1:9", apiKey: null, headers: { authorization: bad } });
    expectNoSecret(await failureOf(client.GET("/ok")));
    const graph = new RemoteGraph({ graphId: "g", url: "http://127.0.0.1:9", apiKey: null });
    expectNoSecret(await failureOf(graph.invoke({}, { headers: { authorization: bad } })));
    expectNoSecret(await failureOf(graph.getState(thread, { headers: { authorization: bad } })));
  });

  test("in an address is not quoted", async () => {
    for (const url of [`http://user:${KEY}@host`, `http://user:${KEY}@host:not a port`]) {
      expectNoSecret(await failureOf((async () => createClient({ url, apiKey: null }))()));
    }
  });

  test("is not shown by clients, graphs and streams", async () => {
    vi.stubEnv("LANGGRAPH_API_KEY", KEY);
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const client = createClient({ url: server.url, headers });
    const graph = new RemoteGraph({
      graphId: "g",
      url: server.url,
      apiKey: KEY,
      headers: async () => headers,
    });
    const running = await graph.stream({}, { streamMode: "values" });
    for (const thing of [client, graph, graph.withConfig({ tags: ["a"] }), running, streamRun(client, run)]) {
      expectNoSecret(thing);
      expectNoSecret(JSON.stringify(thing));
    }
    expect(await readAll(running)).toBe(1);
    expect(server.requests[0]?.headers).toMatchObject({ "x-api-key": KEY, ...headers });
  });
});
