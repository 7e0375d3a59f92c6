import { setTimeout as delay } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import {
  Cut,
  type Script,
  type ScriptedServer,
  sse,
  startScriptedServer,
} from "../../support/scripted-server.js";

let server: ScriptedServer;

async function start(script: Script): Promise<string> {
  server = await startScriptedServer(script);
  return server.url;
}

afterEach(() => server.close());

test("what was asked is remembered", async () => {
  const url = await start(({ index }) => ({ status: 201 + index, body: { index } }));
  const first = await fetch(`${url}/a?b=1`, {
    method: "POST",
    headers: { "x-api-key": "k" },
    body: '{"c":2}',
  });
  const second = await fetch(`${url}/d`);
  expect([first.status, await first.json()]).toEqual([201, { index: 0 }]);
  expect([second.status, await second.json()]).toEqual([202, { index: 1 }]);
  expect(server.requests).toMatchObject([
    { method: "POST", path: "/a?b=1", headers: { "x-api-key": "k" }, body: '{"c":2}' },
    { method: "GET", path: "/d", body: "" },
  ]);
  expect(server.requests[0]?.json()).toEqual({ c: 2 });
});

test("an event stream is written as the server writes it", async () => {
  const url = await start(() =>
    sse([{ event: "metadata", data: { run_id: "r" }, id: 0 }, ": beat\n\n", { event: "end" }]),
  );
  const response = await fetch(url);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(await response.text()).toBe(
    'event: metadata\ndata: {"run_id":"r"}\nid: 0\n\n: beat\n\nevent: end\n\n',
  );
});

test("a generator that cuts resets the connection after what it gave", async () => {
  async function* broken() {
    yield "first";
    await delay(20);
    throw new Cut();
  }
  const url = await start(() => ({ body: broken() }));
  const response = await fetch(url);
  const reader = response.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe("first");
  await expect(reader?.read()).rejects.toThrow();
});

test("raw bytes are the answer, head and all", async () => {
  const url = await start(() => ({ raw: "HTTP/1.1 299 Odd\r\ncontent-length: 2\r\n\r\nok" }));
  const response = await fetch(url);
  expect([response.status, response.statusText, await response.text()]).toEqual([299, "Odd", "ok"]);
});

test("it is known when the client has gone away", async () => {
  async function* endless() {
    for (;;) {
      yield ".";
      await delay(5);
    }
  }
  const url = await start(() => ({ body: endless() }));
  const controller = new AbortController();
  await fetch(url, { signal: controller.signal });
  controller.abort();
  await server.requests[0]?.closed;
});

test("a bug in the script comes out when the server is closed", async () => {
  const faulty = await startScriptedServer(() => {
    throw new TypeError("a bug");
  });
  await expect(fetch(faulty.url)).rejects.toThrow();
  await expect(faulty.close()).rejects.toMatchObject({ errors: [{ message: "a bug" }] });
  await start(() => ({}));
});
