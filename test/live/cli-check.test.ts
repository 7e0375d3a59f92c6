import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { expect, inject, test, vi } from "vitest";
import { featureNames, type Feature as Verdict } from "../../src/cli/check/features.js";
import { knownFaults } from "../../src/cli/check/known-faults.js";
import { runCommand } from "../support/cli.js";
import { isServed } from "./support/features.js";

vi.setConfig({ testTimeout: 300_000 });

const serverUrl = inject("serverUrl");

async function ask<T>(path: string, body: object): Promise<T> {
  const headers = { "content-type": "application/json" };
  return (await fetch(`${serverUrl}${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

const marked = { metadata: { made_by: "conformance" }, limit: 100 };
const threadsLeft = () => ask<{ thread_id: string }[]>("/threads/search", marked);

/** Everything that could have been left behind. */
async function survey() {
  const { namespaces } = await ask<{ namespaces: string[][] }>("/store/namespaces", { limit: 100 });
  const own = namespaces.filter(([first]) => first?.startsWith("conformance-"));
  const found = await Promise.all(
    own.map((prefix) => ask<{ items: unknown[] }>("/store/items/search", { namespace_prefix: prefix })),
  );
  return {
    threads: await threadsLeft(),
    assistants: await ask<unknown[]>("/assistants/search", marked),
    items: found.flatMap(({ items }) => items),
  };
}

const nothing = { threads: [], assistants: [], items: [] };

type Answer = { status: number; body: unknown };

/** What a liar answers instead of the server: before it is asked (`told` is undefined then), or after. */
type Lie = (request: IncomingMessage, told: unknown) => Answer | undefined;

/** The server, with some answers replaced. */
async function withLiar<T>(lie: Lie, use: (url: string) => Promise<T>): Promise<T> {
  const liar = createServer((request, response) => {
    relay(request, response, lie).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  liar.listen(0, "127.0.0.1");
  await once(liar, "listening");
  try {
    return await use(`http://127.0.0.1:${(liar.address() as AddressInfo).port}`);
  } finally {
    liar.closeAllConnections();
    liar.close();
  }
}

const HOP = new Set(["host", "connection", "content-length", "transfer-encoding", "keep-alive"]);

async function relay(request: IncomingMessage, response: ServerResponse, lie: Lie): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const sent = await buffer(request);
  const tell = ({ status, body }: Answer) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const early = lie(request, undefined);
  if (early !== undefined) return void tell(early);
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" && !HOP.has(name) ? [[name, value]] : [],
  );
  const controller = new AbortController();
  response.on("close", () => controller.abort());
  const init = { method, headers, signal: controller.signal };
  const answer = await fetch(
    `${serverUrl}${url}`,
    sent.length === 0 ? init : { ...init, body: new Uint8Array(sent) },
  );
  const kept = [...answer.headers].filter(([name]) => !HOP.has(name));
  if (answer.headers.get("content-type")?.startsWith("text/event-stream")) {
    response.writeHead(answer.status, Object.fromEntries(kept)).flushHeaders();
    for await (const chunk of answer.body ?? []) response.write(chunk);
    response.end();
    return;
  }
  const text = await answer.text();
  const late = lie(request, text.startsWith("{") ? JSON.parse(text) : text);
  if (late !== undefined) tell(late);
  else response.writeHead(answer.status, Object.fromEntries(kept)).end(text);
}

const verdictOf = (out: string, feature: string) =>
  new RegExp(`^${feature.replace(/[()]/g, "\\$&")} +(\\w+)`, "m").exec(out)?.[1];

test("a server that is what the document says: said so, and nothing is left behind", async () => {
  const { code, out, err } = await runCommand(["check", "--url", serverUrl, "--graph", "nested", "--json"]);
  expect(err).toContain(`Checking ${serverUrl} with the graph "nested" and the input {}`);
  expect(err).toContain("removes what it created");
  const { violations, leftovers, uncalled, faults, server, features } = JSON.parse(out);
  expect({ violations, leftovers, uncalled }).toEqual({ violations: [], leftovers: [], uncalled: [] });
  expect(knownFaults(server)).toEqual(expect.arrayContaining(faults));
  expect(code).toBe(0);
  expect(features.map(({ name }: Verdict) => name)).toEqual(featureNames);
  const isWrong = ({ name, verdict }: Verdict) => verdict !== (isServed(name) ? "yes" : "no");
  expect(features.filter(isWrong)).toEqual([]);
  expect(await survey()).toEqual(nothing);
});

test("a server that is not: each contradiction is told, what it cannot serve, and what cannot be removed", async () => {
  const { code, out } = await withLiar(
    ({ method, url = "" }, told) => {
      if (url === "/ok") return { status: 200, body: { ok: "certainly" } };
      if (url === "/info") return { status: 299, body: {} };
      if (method === "PATCH" && url.startsWith("/threads/")) return { status: 200, body: { thread_id: "t" } };
      if (url.startsWith("/store") || url.endsWith("/commands"))
        return { status: 404, body: { detail: "Not Found" } };
      if (told !== undefined && method === "DELETE" && /^\/threads\/[^/]+$/.test(url))
        return { status: 500, body: { detail: "not today" } };
      return typeof told === "object" && told !== null && "next" in told
        ? { status: 200, body: { ...told, next: "none" } }
        : undefined;
    },
    (url) => runCommand(["check", "--url", url, "--graph", "approval"]),
  );
  expect(code).toBe(1);
  expect(out).toMatch(/^checkHealth \(200\): response\.body\/ok must be boolean/m);
  expect(out).toMatch(/^getServerInfo \(299\): status 299 is not documented/m);
  expect(out).toMatch(/^updateThread \(200\): response\.body must have required property/m);
  expect(out).toMatch(/^getThreadState \(200\): response\.body\/next must be array \(\d+ times\)/m);
  expect(verdictOf(out, "store")).toBe("no");
  expect(verdictOf(out, "run handles (streamEvents v3)")).toBe("no");
  expect(verdictOf(out, "runs on a thread (invoke, stream)")).toBe("yes");
  // the graph interrupts, and the event of that is no state
  expect(verdictOf(out, "resumable streams (rejoin, joinStream)")).toBe("yes");
  // the lie was told after the deed, so the first answer is false and the second is 404 all the same
  const named = [...out.matchAll(/^could not remove thread (\S+): answered 500$/gm)];
  expect(named.length).toBeGreaterThan(5);
  expect(await survey()).toEqual(nothing);
});

test("stopped by Ctrl-C, it still removes what it created", async () => {
  const args = ["--import", "tsx", "src/cli/main.ts", "check", "--url", serverUrl, "--graph", "slow"];
  const child = spawn(process.execPath, [...args, "--input", '{"ms":60000}'], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  const exit = once(child, "exit");
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  await vi.waitFor(async () => expect((await threadsLeft()).length).toBeGreaterThan(3), {
    timeout: 60_000,
    interval: 250,
  });
  child.kill("SIGINT");
  expect(await exit).toEqual([2, null]);
  expect(said).toMatch(/stopped; all that was created is removed\n$/);
  expect(await survey()).toEqual(nothing);
});

test.each([
  [
    "a server that is not there",
    ["--url", "http://127.0.0.1:9"],
    /no server answers: POST \/assistants\/search: /,
  ],
  [
    "a graph that is not there",
    ["--url", serverUrl, "--graph", "none"],
    /has no graph "none"; it has approval, /,
  ],
  ["an input that is not JSON", ["--url", serverUrl, "--input", "{"], /--input takes JSON/],
])("refuses %s", async (_, args, said) => {
  const { code, err } = await runCommand(["check", ...args]);
  expect(err).toMatch(said);
  expect(err).not.toContain("    at ");
  expect(code).toBe(2);
});
