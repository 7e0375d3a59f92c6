import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type ChatExample, startChatExample } from "../../examples/chat/server.js";
import { launchBrowser } from "./support/browser.js";

const KEY = "a-key-for-the-server-only";
const received: { path: string; headers: IncomingHttpHeaders }[] = [];

/** In LangGraph's place: takes any call, and tells the caller more than it should. */
const langgraph = createServer((request, response) => {
  received.push({ path: request.url ?? "", headers: request.headers });
  response.writeHead(200, {
    "content-type": "application/json",
    "x-api-key": String(request.headers["x-api-key"]),
    "set-cookie": `key=${request.headers["x-api-key"]}`,
  });
  response.end("[]");
});
let example: ChatExample;

beforeAll(async () => {
  await new Promise<void>((resolve) => langgraph.listen(0, "127.0.0.1", resolve));
  const langgraphUrl = `http://127.0.0.1:${(langgraph.address() as AddressInfo).port}`;
  example = await startChatExample({ langgraphUrl, apiKey: KEY });
}, 60_000);
afterAll(async () => {
  await example?.close();
  langgraph.close();
});
beforeEach(() => {
  received.length = 0;
});

it("adds the key on the server, and passes on none that a browser sends", async () => {
  const headers = { "x-api-key": "from-the-browser", authorization: "Bearer stolen", cookie: "session=1" };
  const path = `/threads/${crypto.randomUUID()}/history`;
  const response = await fetch(`${example.url}/api${path}`, { method: "POST", headers, body: "{}" });
  expect(received.map((request) => request.path)).toEqual([path]);
  expect(received[0]?.headers["x-api-key"]).toBe(KEY);
  expect(received[0]?.headers).not.toHaveProperty("authorization");
  expect(received[0]?.headers).not.toHaveProperty("cookie");
  expect(JSON.stringify([...response.headers])).not.toContain(KEY);
});

it.for([
  ["POST", "/threads/search"],
  ["DELETE", `/threads/${crypto.randomUUID()}`],
  ["POST", `/threads/${crypto.randomUUID()}/state`],
  ["POST", "/runs/stream"],
  ["GET", "/assistants/concierge/graph/../../../threads"],
  ["GET", `/threads/${crypto.randomUUID()}/runs/%2e%2e/%2e%2e/state`],
  ["GET", "//elsewhere/threads"],
] as const)("lets through nothing that the page does not ask for: %s %s", async ([method, path]) => {
  const response = await fetch(`${example.url}/api${path}`, { method });
  expect(response.ok).toBe(false);
  expect(received).toEqual([]);
});

it("never lets the key reach the browser", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const seen: Promise<string>[] = [];
    page.on("request", async (request) => seen.push(Promise.resolve(JSON.stringify(request.headers()))));
    page.on("response", (response) => {
      const body = response.text().catch(() => "");
      seen.push(body.then((text) => JSON.stringify(response.headers()) + text));
    });
    await page.goto(example.url, { waitUntil: "networkidle" });
    const kept = await page.evaluate<string>(
      "JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])",
    );
    const everything = [...(await Promise.all(seen)), await page.content(), kept].join("\n");
    expect(received.length).toBeGreaterThan(0);
    expect(received.every(({ headers }) => headers["x-api-key"] === KEY)).toBe(true);
    expect(everything.length).toBeGreaterThan(10_000);
    expect(everything.includes(KEY)).toBe(false);
  } finally {
    await browser.close();
  }
});
