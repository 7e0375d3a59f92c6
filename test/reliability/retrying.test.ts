import { describe, expect, test } from "vitest";
import { createClient } from "../../src/index.js";
import { type Answer, cut, startScriptedServer } from "../support/scripted-server.js";
import { clientOn, failureOf, serve } from "./support/servers.js";
import { roundTripsDuring } from "./support/time.js";

type TestClient = ReturnType<typeof createClient>;

const thread_id = "t";
const path = { thread_id };
const item = { namespace: ["a"], key: "k", value: {} };

/** Requests that may be repeated: they read, or they say all of what is to be. */
const SAFE: Record<string, (client: TestClient) => Promise<unknown>> = {
  "GET a thread": (client) => client.GET("/threads/{thread_id}", { params: { path } }),
  "GET a state": (client) => client.GET("/threads/{thread_id}/state", { params: { path } }),
  "POST a search for threads": (client) => client.POST("/threads/search", { body: {} }),
  "POST a search for assistants": (client) => client.POST("/assistants/search", { body: {} }),
  "POST a search in the store": (client) =>
    client.POST("/store/items/search", { body: { namespace_prefix: [] } }),
  "POST a count": (client) => client.POST("/threads/count", { body: {} }),
  "POST for a history": (client) =>
    client.POST("/threads/{thread_id}/history", { params: { path }, body: {} }),
  "POST for a checkpoint's state": (client) =>
    client.POST("/threads/{thread_id}/state/checkpoint", { params: { path }, body: { checkpoint: {} } }),
  "POST for namespaces": (client) => client.POST("/store/namespaces", { body: {} }),
  "POST for versions": (client) =>
    client.POST("/assistants/{assistant_id}/versions", { params: { path: { assistant_id: "a" } }, body: {} }),
  "PUT an item": (client) => client.PUT("/store/items", { body: item }),
  "DELETE a thread": (client) => client.DELETE("/threads/{thread_id}", { params: { path } }),
};

/** Requests that would do again what they have done. */
const UNSAFE: Record<string, (client: TestClient) => Promise<unknown>> = {
  "POST a thread": (client) => client.POST("/threads", { body: {} }),
  "POST a copy": (client) => client.POST("/threads/{thread_id}/copy", { params: { path } }),
  "POST a state": (client) =>
    client.POST("/threads/{thread_id}/state", { params: { path }, body: { values: {} } }),
  "POST a run": (client) =>
    client.POST("/threads/{thread_id}/runs", { params: { path }, body: { assistant_id: "a" } }),
  "POST a run and wait": (client) => client.POST("/runs/wait", { body: { assistant_id: "a" } }),
  "POST a cancel of runs": (client) => client.POST("/runs/cancel", { body: { status: "all" } }),
  "POST an assistant": (client) => client.POST("/assistants", { body: { graph_id: "g" } }),
  "PATCH a thread": (client) =>
    client.PATCH("/threads/{thread_id}", { params: { path }, body: { metadata: {} } }),
};

const PASSING: [string, () => Answer][] = [
  ["a reset", cut],
  ...[408, 425, 429, 500, 502, 503, 504, 520, 524].map(
    (status) => [`a ${status}`, () => ({ status })] as [string, () => { status: number }],
  ),
  ["a 503 with a Retry-After", () => ({ status: 503, headers: { "retry-after": "0" } })],
];

/** A client of a server that fails so many times, and then answers; and the times of the requests. */
async function failing(times: number, fail: () => Answer) {
  const at: number[] = [];
  const server = await serve(({ index }) => {
    at.push(performance.now());
    return index < times ? fail() : { body: {} };
  });
  const client = clientOn(server);
  return { client, server, at };
}

test("what may be repeated is tried again, after a reset and after a 503", async () => {
  const check = async ([name, send]: (typeof safe)[number]) => {
    const { client, server } = await failing(2, cut);
    expect(await send(client), name).toMatchObject({ response: { status: 200 } });
    expect(server.requests.length, name).toBe(3);
    expect(new Set(server.requests.map(({ method, body }) => `${method} ${body}`)).size, name).toBe(1);
    const again = await failing(1, () => ({ status: 503 }));
    expect(await send(again.client), name).toMatchObject({ response: { status: 200 } });
  };
  const safe = Object.entries(SAFE);
  await Promise.all(safe.map(check));
});

describe("what may not be repeated", () => {
  const unsafe = Object.entries(UNSAFE);

  test.each(unsafe)("is never tried again where it may have been done: %s", async (_, send) => {
    for (const [what, fail] of PASSING) {
      const { client, server } = await failing(1, fail);
      await send(client).catch((error: unknown) => expect(error).toHaveProperty("name", "ConnectionError"));
      expect(server.requests.length, what).toBe(1);
    }
  });

  test.each(unsafe)("is tried again where it was turned away: %s", async (_, send) => {
    const { client, server } = await failing(1, () => ({ status: 429, headers: { "retry-after": "0" } }));
    expect(await send(client)).toMatchObject({ response: { status: 200 } });
    expect(server.requests.length).toBe(2);
  });
});

test.each(PASSING)("a read is tried again after %s", async (_, fail) => {
  const { client, server } = await failing(1, fail);
  expect(await client.GET("/ok")).toMatchObject({ response: { status: 200 } });
  expect(server.requests.length).toBe(2);
});

test.each([400, 401, 403, 404, 409, 422, 501])("a read that is refused with %s is not", async (status) => {
  const { client, server } = await failing(1, () => ({ status }));
  expect(await client.GET("/ok")).toMatchObject({ response: { status } });
  expect(server.requests.length).toBe(1);
});

test("a read is not tried again where the server lacks the operation", async () => {
  const { client, server } = await failing(1, () => ({ status: 500, body: "Not implemented" }));
  expect((await client.GET("/ok")).response.status).toBe(500);
  expect(server.requests.length).toBe(1);
});

test("a start is tried again when no connection was made at all", async () => {
  const { url } = await serve(() => ({ body: {} }));
  let attempts = 0;
  const client = clientOn(
    { url },
    {
      async fetch(input, init) {
        attempts += 1;
        const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        if (attempts === 1) throw new TypeError("fetch failed", { cause: refused });
        return fetch(input, init);
      },
    },
  );
  expect((await client.POST("/runs", { body: { assistant_id: "a" } })).response.status).toBe(200);
  expect(attempts).toBe(2);
});

test("a ConnectionError names the server, where the platform's own error does not say a word of it", async () => {
  const inBrowsers = () => Promise.reject(new TypeError("Failed to fetch"));
  const client = createClient({
    url: "http://localhost:1/base",
    apiKey: null,
    retry: false,
    fetch: inBrowsers,
  });
  await expect(client.GET("/ok")).rejects.toThrow(
    "GET /base/ok: no answer from http://localhost:1: Failed to fetch",
  );
});

test("a server that does not listen is a ConnectionError that says why", async () => {
  const { url, close } = await startScriptedServer(() => ({}));
  await close();
  const client = clientOn({ url }, { retry: false });
  await expect(client.GET("/ok")).rejects.toMatchObject({
    name: "ConnectionError",
    timedOut: false,
    message: expect.stringMatching(/^GET \/ok: no answer from http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/),
  });
});

test.each([
  ["in seconds", () => "1"],
  ["as a date", () => new Date(Date.now() + 2000).toUTCString()],
])("a Retry-After %s is waited for", async (_, after) => {
  const { client, at } = await failing(1, () => ({ status: 503, headers: { "retry-after": after() } }));
  expect((await client.GET("/ok")).response.status).toBe(200);
  expect(Number(at[1]) - Number(at[0])).toBeGreaterThanOrEqual(900);
});

test("a Retry-After of longer than anyone waits is given back with the answer", async () => {
  const { client, server } = await failing(1, () => ({ status: 503, headers: { "retry-after": "86400" } }));
  expect((await client.GET("/ok")).response.status).toBe(503);
  expect(server.requests.length).toBe(1);
});

test("the pauses double, half of each left to chance", async () => {
  const { client, at } = await failing(4, () => ({ status: 503 }));
  await client.GET("/ok");
  const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0));
  for (const [index, step] of [250, 500, 1000, 2000].entries()) {
    expect(pauses[index], `pause ${index}`).toBeGreaterThanOrEqual(step / 2 - 5);
    expect(pauses[index], `pause ${index}`).toBeLessThan(step + 1000);
  }
});

test("after as many attempts as client or call allow, four more by default, the last answer is given", async () => {
  const { client, server } = await failing(99, () => ({ status: 503, headers: { "retry-after": "0" } }));
  const patient = clientOn(server, { retry: { maxRetries: 1 } });
  for (const [attempts, call] of [
    [5, () => client.GET("/ok")],
    [3, () => client.GET("/ok", { retry: { maxRetries: 2 } })],
    [2, () => patient.GET("/ok")],
    [4, () => patient.GET("/ok", { retry: { maxRetries: 3 } })],
  ] as const) {
    const before = server.requests.length;
    expect((await call()).response.status).toBe(503);
    expect(server.requests.length - before).toBe(attempts);
  }
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("maxRetries cannot be %d", async (maxRetries) => {
  const call = async () => createClient({ url: "http://127.0.0.1:9", retry: { maxRetries } }).GET("/ok");
  await expect(call()).rejects.toThrow(TypeError);
});

test("retry: false sends once, as a client's option and as a call's", async () => {
  const { client, server } = await failing(99, () => ({ status: 503 }));
  await client.GET("/ok", { retry: false });
  await clientOn(server, { retry: false }).GET("/ok");
  expect(server.requests.length).toBe(2);
});

test("the pause of a retry ends at once with an abort", async () => {
  const { client, server } = await failing(99, () => ({ status: 503, headers: { "retry-after": "60" } }));
  const controller = new AbortController();
  const call = failureOf(client.GET("/ok", { signal: controller.signal }));
  const reason = new Error("no longer wanted");
  await expect.poll(() => server.requests.length).toBe(1);
  const trips = await roundTripsDuring(async () => {
    controller.abort(reason);
    expect(await call).toBe(reason);
  });
  expect(trips).toBeLessThan(50);
  expect(server.requests.length).toBe(1);
});
