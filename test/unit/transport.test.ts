import { describe, expect, test } from "vitest";
import { type Client, createClient } from "../../src/index.js";
import { type Answer, Cut } from "../support/scripted-server.js";
import { connect, info, inTurn, serve } from "./support/http.js";

const busy = (status: number, after = "0"): Answer => ({
  status,
  headers: { "retry-after": after },
  body: "busy",
});
const get = (client: Client) => client.GET("/info");
const startRun = (client: Client) => client.POST("/runs", { body: { assistant_id: "agent" } });
const searchRun = (client: Client) => client.POST("/threads/search", { body: {} });

describe("a request that changes nothing", () => {
  test.each([408, 425, 429, 500, 502, 503, 504])("is tried again after %i", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), info));
    expect((await get(client)).response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test.each([400, 403, 404, 409, 422, 501])("is not tried again after %i", async (status) => {
    const { client, server } = await connect(inTurn(busy(status), info));
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
    const { client, server } = await connect(inTurn({ status: 500, body: "Not implemented" }, info));
    expect((await get(client)).response.status).toBe(500);
    expect(server.requests).toHaveLength(1);
  });
});

describe("a request that starts something", () => {
  test.each([500, 502, 503, 504])(
    "is not tried again after %i, whatever it says of a later time",
    async (status) => {
      const { client, server } = await connect(inTurn(busy(status), info));
      expect((await startRun(client)).response.status).toBe(status);
      expect(server.requests).toHaveLength(1);
    },
  );

  test("is tried again after a 429 that says when", async () => {
    const { client, server } = await connect(inTurn(busy(429), info));
    expect((await startRun(client)).response.status).toBe(200);
    expect(server.requests).toHaveLength(2);
  });

  test("is not tried again after a 503 that does not say when", async () => {
    const { client, server } = await connect(inTurn({ status: 503 }, info));
    expect((await startRun(client)).response.status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("is not tried again after a connection that broke", async () => {
    const { client, server } = await connect(inTurn(new Cut(), info));
    await expect(startRun(client)).rejects.toMatchObject({ name: "ConnectionError", timedOut: false });
    expect(server.requests).toHaveLength(1);
  });

  test("is tried again when no connection was made at all", async () => {
    const { url } = await serve(() => info);
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
    const { client } = await connect(inTurn(busy(503, after()), info));
    const start = performance.now();
    expect((await get(client)).response.status).toBe(200);
    expect(performance.now() - start).toBeGreaterThanOrEqual(900);
  });

  test("of longer than anyone waits is given back as the answer", async () => {
    const { client, server } = await connect(inTurn(busy(503, "86400"), info));
    expect((await get(client)).response.status).toBe(503);
    expect(server.requests).toHaveLength(1);
  });

  test("is not waited for once the caller has gone", async () => {
    const { client } = await connect(inTurn(busy(503, "60"), info));
    const reason = new Error("the user left");
    const controller = new AbortController();
    const call = client.GET("/info", { signal: controller.signal });
    setTimeout(() => controller.abort(reason), 50);
    await expect(call).rejects.toBe(reason);
  });
});
