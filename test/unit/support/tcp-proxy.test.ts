import { once } from "node:events";
import { Agent, request } from "node:http";
import { buffer } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";
import { type ScriptedServer, startScriptedServer } from "../../support/scripted-server.js";
import { startTcpProxy, type TcpProxy, type TcpProxyOptions } from "../../support/tcp-proxy.js";

const text = "0123456789".repeat(100);
const running: (ScriptedServer | TcpProxy)[] = [];

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});

async function startBoth(options: Omit<TcpProxyOptions, "target"> = {}) {
  const server = await startScriptedServer(() => ({ body: text }));
  const proxy = await startTcpProxy({ target: server.url, ...options });
  running.push(server, proxy);
  return { server, proxy };
}

/** What of the body came, and how it ended. */
async function read(response: Response): Promise<{ body: string; failed: boolean }> {
  let body = "";
  try {
    for await (const chunk of response.body ?? []) body += Buffer.from(chunk).toString();
  } catch {
    return { body, failed: true };
  }
  return { body, failed: false };
}

test("an untouched connection carries everything, and is counted", async () => {
  const { proxy } = await startBoth();
  const response = await fetch(`${proxy.url}/a?b=c`, { method: "POST", body: "hello" });
  expect(await response.text()).toBe(text);
  await (await fetch(`${proxy.url}/d`)).text();
  expect(proxy.requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /a?b=c", "GET /d"]);
  expect(proxy.count("POST")).toBe(1);
  expect(proxy.count("GET", /^\/a/)).toBe(0);
  expect(proxy.bytes.response).toBeGreaterThan(2 * text.length);
});

test("each request of a connection that is kept alive is seen", async () => {
  const { proxy } = await startBoth();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (const [path, body] of [
    ["/one", text],
    ["/two", ""],
    ["/three", "GET /fake HTTP/1.1\r\n\r\n"],
  ] as const) {
    const outgoing = request(`${proxy.url}${path}`, { agent, method: "POST" }).end(body);
    const [response] = await once(outgoing, "response");
    await buffer(response);
  }
  agent.destroy();
  expect(proxy.connections).toBe(1);
  expect(proxy.requests).toEqual([
    { method: "POST", path: "/one", index: 0, connection: 0 },
    { method: "POST", path: "/two", index: 1, connection: 0 },
    { method: "POST", path: "/three", index: 2, connection: 0 },
  ]);
});

describe("a response cut after some bytes", () => {
  test.for(["reset", "end"] as const)("by %s fails with what came before", async (how) => {
    const { proxy } = await startBoth({
      onRequest: () => ({ response: { cut: { afterBytes: 500, how } } }),
    });
    const { body, failed } = await read(await fetch(proxy.url));
    expect(failed).toBe(true);
    expect(body.length).toBeGreaterThan(0);
    expect(text.startsWith(body)).toBe(true);
    expect(body.length).toBeLessThan(500);
  });

  test("by a stall neither ends nor fails until somebody closes", async () => {
    const { proxy } = await startBoth({
      onRequest: () => ({ response: { cut: { afterBytes: 500, how: "stall" } } }),
    });
    const reading = read(await fetch(proxy.url));
    const first = await Promise.race([
      reading,
      new Promise((resolve) => setTimeout(resolve, 200, "silence")),
    ]);
    expect(first).toBe("silence");
    expect(proxy.open).toBe(1);
    proxy.cut("reset");
    expect((await reading).failed).toBe(true);
  });

  test("does not touch the next one", async () => {
    const { proxy } = await startBoth({
      onRequest: ({ index }) =>
        index === 0 ? { response: { cut: { afterBytes: 10, how: "reset" } } } : undefined,
    });
    await expect(fetch(proxy.url)).rejects.toThrow();
    expect(await (await fetch(proxy.url)).text()).toBe(text);
    expect(proxy.connections).toBe(2);
  });
});

test("a request can be cut before the server has it", async () => {
  const { server, proxy } = await startBoth({
    onConnection: () => ({ request: { cut: { afterBytes: 20, how: "reset" } } }),
  });
  await expect(fetch(proxy.url, { method: "POST", body: text })).rejects.toThrow();
  expect(server.requests).toEqual([]);
});

test("a refused connection never reaches the server", async () => {
  const { server, proxy } = await startBoth({ onConnection: (index) => ({ refuse: index === 0 }) });
  await expect(fetch(proxy.url)).rejects.toThrow();
  expect(server.requests).toHaveLength(0);
  expect((await fetch(proxy.url)).status).toBe(200);
});

test("pieces of one byte and a slow drip change nothing but the pace", async () => {
  const { proxy } = await startBoth({
    onRequest: ({ path }) => ({
      response: path === "/bytes" ? { chunkBytes: 1 } : { chunkBytes: 300, delayMs: 20 },
    }),
  });
  expect(await (await fetch(`${proxy.url}/bytes`)).text()).toBe(text);
  const start = performance.now();
  expect(await (await fetch(`${proxy.url}/drip`)).text()).toBe(text);
  expect(performance.now() - start).toBeGreaterThan(60);
});

test("a paused proxy refuses, a resumed one listens on the same port", async () => {
  const { proxy } = await startBoth();
  proxy.pause();
  await expect(fetch(proxy.url)).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
  await proxy.resume();
  expect((await fetch(proxy.url)).status).toBe(200);
});

test("a server that is gone looks like a closed connection", async () => {
  const { server, proxy } = await startBoth();
  await server.close();
  running.shift();
  await expect(fetch(proxy.url)).rejects.toThrow();
});
