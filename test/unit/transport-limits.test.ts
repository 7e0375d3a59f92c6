import { describe, expect, test } from "vitest";
import { type Client, createClient } from "../../src/index.js";
import { type Answer, startScriptedServer } from "../support/scripted-server.js";
import { connect, info, never, serve } from "./support/http.js";

const get = (client: Client) => client.GET("/info");
const startRun = (client: Client) => client.POST("/runs", { body: { assistant_id: "agent" } });
const searchRun = (client: Client) => client.POST("/threads/search", { body: {} });

describe("a timeout", () => {
  test("ends the wait for the headers, and says so", async () => {
    const { client } = await connect(never, { timeoutMs: 30, retry: false });
    await expect(get(client)).rejects.toMatchObject({
      name: "ConnectionError",
      timedOut: true,
      message: "GET /info: no answer within 30 ms",
      method: "GET",
      path: "/info",
    });
  });

  test("of a call goes over the client's, and each attempt has its own", async () => {
    const { client, server } = await connect(({ index }) => (index === 0 ? never() : info), {
      timeoutMs: 60_000,
    });
    const { response } = await client.GET("/info", { timeoutMs: 50 });
    expect(response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test("does not end a body that comes slowly", async () => {
    async function* slowly() {
      yield '{"version":';
      await new Promise((resolve) => setTimeout(resolve, 150));
      yield '"1","flags":{}}';
    }
    const { client } = await connect(
      () => ({ headers: { "content-type": "application/json" }, body: slowly() }),
      {
        timeoutMs: 100,
      },
    );
    expect((await get(client)).data?.version).toBe("1");
  });

  test.each([Number.POSITIVE_INFINITY, 2 ** 40])("of %d ms is no timeout at once", async (timeoutMs) => {
    const { client } = await connect(
      async () => {
        await new Promise((resolve) => setTimeout(resolve, 50));
        return info;
      },
      { timeoutMs, retry: false },
    );
    expect((await get(client)).response.status).toBe(200);
  });

  test.each([0, -1, Number.NaN])("of %d ms is a TypeError", (timeoutMs) => {
    expect(() => createClient({ url: "http://graphs.test", timeoutMs })).toThrow(TypeError);
  });
});

describe("an abort", () => {
  test("ends the request with the caller's own reason, and the server sees it go", async () => {
    const { client, server } = await connect(never);
    const reason = new Error("the user left");
    const controller = new AbortController();
    const call = client.GET("/info", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
    await server.requests[0]?.closed;
  });

  test("reaches a stream that is being read", async () => {
    async function* endless() {
      yield ": heartbeat\n\n";
      await never();
    }
    const { client, server } = await connect(() => ({
      headers: { "content-type": "text/event-stream" },
      body: endless(),
    }));
    const controller = new AbortController();
    const { response } = await client.GET("/threads/{thread_id}/stream", {
      params: { path: { thread_id: "t1" } },
      signal: controller.signal,
      parseAs: "stream",
    });
    const reader = response.body?.getReader();
    await reader?.read();
    controller.abort(new Error("the user left"));
    await expect(reader?.read()).rejects.toThrow("the user left");
    await server.requests[0]?.closed;
  });
});

describe("a redirect", () => {
  const to = (location: string, status = 307): Answer => ({ status, headers: { location } });

  test("on the same server is followed, with method and body", async () => {
    const { client, server } = await connect(
      ({ path }) => (path === "/threads/search" ? to("/moved") : { body: [] }),
      {
        apiKey: "key",
      },
    );
    expect((await searchRun(client)).data).toEqual([]);
    expect(server.requests[1]).toMatchObject({ method: "POST", path: "/moved", body: "{}" });
    expect(server.requests[1]?.headers["x-api-key"]).toBe("key");
  });

  test.each([301, 302, 303, 307, 308])("of a GET on the same server is followed, %i", async (status) => {
    const { client, server } = await connect(({ index }) => (index === 0 ? to("/moved?a=b", status) : info));
    expect((await get(client)).data?.version).toBe("1");
    expect(server.requests[1]).toMatchObject({ method: "GET", path: "/moved?a=b" });
  });

  test.each([301, 302, 303, 307, 308])("to another server is not followed, %i", async (status) => {
    const other = await serve(() => info);
    const { client } = await connect(() => to(`${other.url}/info`, status), { apiKey: "key" });
    expect((await get(client)).response.status).toBe(status);
    expect(other.requests).toEqual([]);
  });

  test.each([301, 302, 303])("that would turn a POST into a GET is not followed, %i", async (status) => {
    const { client, server } = await connect(({ index }) => (index === 0 ? to("/moved", status) : info));
    expect((await startRun(client)).response.status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test("in a circle ends", async () => {
    const { client, server } = await connect(() => to("/info"));
    expect((await get(client)).response.status).toBe(307);
    expect(server.requests.length).toBeLessThan(10);
  });
});

test("a server that does not listen is a ConnectionError that says why", async () => {
  const { url, close } = await startScriptedServer(() => info);
  await close();
  const client = createClient({ url, apiKey: null, retry: false });
  await expect(get(client)).rejects.toMatchObject({
    name: "ConnectionError",
    timedOut: false,
    message: expect.stringMatching(/^GET \/info: no answer: .*ECONNREFUSED/),
  });
});
