import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serverUrl } from "./support/graphs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
// below test/, so that packages are found; ignored by git
const folder = join(root, "test/.examples");
const key = "secret-key-of-the-route";

/** Imports an example that stands on the sources instead of the package. */
async function load(name: string): Promise<{ POST: (request: Request) => Promise<Response> }> {
  const file = join(folder, name);
  const code = readFileSync(join(root, "examples", name), "utf8");
  writeFileSync(file, code.replaceAll('"langgraph-remote"', '"../../src/index.js"'));
  return import(file);
}

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  vi.stubEnv("LANGGRAPH_URL", serverUrl());
  vi.stubEnv("LANGGRAPH_API_KEY", key);
});

afterAll(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

test("the proxy route streams to the browser, and keeps the key to itself", async () => {
  const { POST } = await load("proxy-route.ts");
  const keys: unknown[] = [];
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    if (url.startsWith(serverUrl())) keys.push(new Headers(init.headers).get("x-api-key"));
    return fetch(url, init);
  });
  const routes = createServer(async (incoming, outgoing) => {
    const body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
    const answer = await POST(
      new Request("http://app/chat", { method: "POST", body, duplex: "half" } as RequestInit),
    );
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers));
    for await (const bytes of answer.body ?? []) outgoing.write(bytes);
    outgoing.end();
  });
  await new Promise<void>((resolve) => routes.listen(0, "127.0.0.1", resolve));
  const { port } = routes.address() as { port: number };
  try {
    const ask = (body: object) =>
      fetch(`http://127.0.0.1:${port}`, { method: "POST", body: JSON.stringify(body) });
    const answer = await ask({ question: "Hello there" });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    const text = await answer.text();
    const tokens = [...text.matchAll(/event: messages\ndata: (.*)\n/g)].map(
      ([, data = ""]) => JSON.parse(data)[0],
    );
    expect(tokens.map(({ content }) => content).join("")).toContain("You said: Hello there.");
    expect(text).toMatch(/event: values\n/);
    expect(keys).toContain(key);
    expect(text + JSON.stringify([...answer.headers])).not.toContain(key);
    expect((await ask({})).status).toBe(400);
  } finally {
    routes.closeAllConnections();
    routes.close();
  }
});
