import { afterEach, describe, expect, test } from "vitest";
import { type Client, type ClientOptions, createClient } from "../../src/index.js";
import {
  type Answer,
  Cut,
  type RawAnswer,
  type Script,
  type ScriptedServer,
  startScriptedServer,
} from "../support/scripted-server.js";

const servers: ScriptedServer[] = [];

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScriptedServer(script);
  servers.push(server);
  return server;
}

async function connect(script: Script, options: Partial<ClientOptions> = {}) {
  const server = await serve(script);
  return { client: createClient({ url: server.url, apiKey: null, ...options }), server };
}

/** Gives these answers one after another, then the last one for ever; a `Cut` resets the connection. */
const inTurn =
  (...answers: (Answer | RawAnswer | Cut)[]): Script =>
  ({ index }) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? {};
    if (answer instanceof Cut) throw answer;
    return answer;
  };

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const ok: Answer = { body: { version: "1", flags: {} } };
const busy = (status: number, after = "0"): Answer => ({
  status,
  headers: { "retry-after": after },
  body: "busy",
});
const never = () => new Promise<Answer>(() => {});
const get = (client: Client) => client.GET("/info");
const startRun = (client: Client) => client.POST("/runs", { body: { assistant_id: "agent" } });
const searchRun = (client: Client) => client.POST("/threads/search", { body: {} });

describe("a request that changes nothing", () => {
  test.each([408, 425, 429, 500, 502, 503, 504])("is tried again after %i", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), ok));
    expect((await get(client)).response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test.each([400, 403, 404, 409, 422, 501])("is not tried again after %i", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), ok));
    expect((await get(client)).response.status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test("is tried again after a connection that broke, body and all", async () => {
    const { client, server } = await connect(inTurn(new Cut(), { body: [] }));
    expect((await searchRun(client)).data).toEqual([]);
    expect(server.requests.map(({ body }) => body)).toEqual(["{}", "{}"]);
  });

  test("is tried four times more, then what the server said stands", async () => {
    const { client, server } = await connect(inTurn(busy(503)));
    expect((await get(client)).response.status).toBe(503);
    expect(server.requests).toHaveLength(5);
  });

  test("is tried as often as client or call say", async () => {
    const { client, server } = await connect(inTurn(busy(503)), { retry: { maxRetries: 1 } });
    await get(client);
    expect(server.requests).toHaveLength(2);
    await client.GET("/info", { retry: false });
    expect(server.requests).toHaveLength(3);
    await client.GET("/info", { retry: { maxRetries: 2 } });
    expect(server.requests).toHaveLength(6);
  });

  test("is not tried again where the server lacks the operation", async () => {
    const { client, server } = await connect(inTurn({ status: 500, body: "Not implemented" }, ok));
    expect((await get(client)).response.status).toBe(500);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a request that starts something", () => {
  test.each([500, 502, 504])("is not tried again after %i", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), ok));
    expect((await startRun(client)).response.status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test.each([429, 503])("is tried again after %i that says when", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), ok));
    expect((await startRun(client)).response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test("is not tried again after a 503 that does not say when", async () => {
    const { client, server } = await connect(inTurn({ status: 503 }, ok));
    expect((await startRun(client)).response.status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("is not tried again after a connection that broke", async () => {
    const { client, server } = await connect(inTurn(new Cut(), ok));
    await expect(startRun(client)).rejects.toMatchObject({ name: "ConnectionError", timedOut: false });
    expect(server.requests).toHaveLength(1);
  });

  test("is tried again when no connection was made at all", async () => {
    const { url } = await serve(() => ok);
    let attempts = 0;
    const client = createClient({
      url,
      apiKey: null,
      async fetch(input, init) {
        attempts += 1;
        const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
        if (attempts === 1) throw new TypeError("fetch failed", { cause: refused });
        return fetch(input, init);
      },
    });
    expect((await startRun(client)).response.status).toBe(200);
    expect(attempts).toBe(2);
  });
});

describe("Retry-After", () => {
  test.each([
    ["in seconds", () => "1"],
    ["as a date", () => new Date(Date.now() + 2000).toUTCString()],
  ])("%s is waited for", async (_, after) => {
    const { client } = await connect(inTurn(busy(503, after()), ok));
    const start = performance.now();
    expect((await get(client)).response.status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(900);
  });

  test("of longer than anyone waits is given back as the answer", async () => {
    const { client, server } = await connect(inTurn(busy(503, "86400"), ok));
    expect((await get(client)).response.status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("is not waited for once the caller has gone", async () => {
    const { client } = await connect(inTurn(busy(503, "60"), ok));
    const reason = new Error("the user left");
    const controller = new AbortController();
    const call = client.GET("/info", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });
});

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
    const { client, server } = await connect(({ index }) => (index === 0 ? never() : ok), {
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
        return ok;
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
    const { client, server } = await connect(({ index }) => (index === 0 ? to("/moved?a=b", status) : ok));
    expect((await get(client)).data?.version).toBe("1");
    expect(server.requests[1]).toMatchObject({ method: "GET", path: "/moved?a=b" });
  });

  test.each([301, 302, 303, 307, 308])("to another server is not followed, %i", async (status) => {
    const other = await serve(() => ok);
    const { client } = await connect(() => to(`${other.url}/info`, status), { apiKey: "key" });
    expect((await get(client)).response.status).toBe(status);
    expect(other.requests).toEqual([]);
  });

  test.each([301, 302, 303])("that would turn a POST into a GET is not followed, %i", async (status) => {
    const { client, server } = await connect(({ index }) => (index === 0 ? to("/moved", status) : ok));
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
  const { url, close } = await startScriptedServer(() => ok);
  await close();
  const client = createClient({ url, apiKey: null, retry: false });
  await expect(get(client)).rejects.toMatchObject({
    name: "ConnectionError",
    timedOut: false,
    message: expect.stringMatching(/^GET \/info: no answer: .*ECONNREFUSED/),
  });
});
