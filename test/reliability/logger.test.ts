import { expect, test } from "vitest";
import { type Logger, listAll, streamRun } from "../../src/index.js";
import type { LogFields } from "../../src/types.js";
import { type Script, sse } from "../support/scripted-server.js";
import { clientOn, serve, thenCut } from "./support/servers.js";

const KEY = "lsv2_secret_key";

interface Told {
  level: string;
  message: string;
  fields: LogFields;
}

async function setUp(script: Script) {
  const server = await serve(script);
  const told: Told[] = [];
  const at = (level: string) => (message: string, fields: LogFields) =>
    void told.push({ level, message, fields });
  const logger: Logger = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { client: clientOn(server, { apiKey: KEY, logger }), told, server };
}

const metadata = { event: "metadata", data: { run_id: "r1" }, id: "0" };
const location = { "content-location": "/threads/t1/runs/r1" };

test("each retry is told once, with its cause and no key", async () => {
  const { client, told } = await setUp(({ index }) =>
    index < 2 ? { status: 503, body: { detail: `busy, ${KEY}` } } : { body: { thread_id: "t1" } },
  );
  await client.GET("/threads/{thread_id}", { params: { path: { thread_id: "t1" } } });
  expect(told).toMatchObject([
    {
      level: "warn",
      message: "the request is sent again",
      fields: {
        method: "GET",
        path: "/threads/t1",
        attempt: 1,
        waitMs: expect.any(Number),
        cause: { status: 503 },
      },
    },
    { fields: { attempt: 2 } },
  ]);
  expect(told).toHaveLength(2);
  expect(JSON.stringify(told.map(({ fields }) => [fields, String(fields.cause)]))).not.toContain(KEY);
});

test("each reconnect is told once, with its run", async () => {
  const { client, told } = await setUp(({ method, path }) => {
    if (method === "POST") return sse(thenCut(metadata), location);
    if (!path.includes("stream")) return { body: { run_id: "r1", status: "running" } };
    return sse([metadata, { event: "values", data: { a: 1 }, id: "1" }, { event: "end", data: null }]);
  });
  for await (const _ of streamRun(client, { threadId: "t1", assistantId: "agent", input: {} }));
  expect(told).toMatchObject([
    {
      level: "warn",
      message: "the run's stream is joined again",
      fields: {
        attempt: 1,
        threadId: "t1",
        runId: "r1",
        waitMs: expect.any(Number),
        cause: expect.any(Error),
      },
    },
  ]);
});

test("a run that is found after an ambiguous start is told once", async () => {
  let key: unknown;
  const { client, told } = await setUp(({ method, path, json }) => {
    if (method === "POST" && path.endsWith("/runs/stream")) {
      key = (json() as { metadata: Record<string, unknown> }).metadata.langgraph_remote_start;
      return { status: 502, body: "bad gateway" };
    }
    if (path.includes("/stream")) return sse([metadata, { event: "end", data: null }]);
    if (path.includes("/runs?")) {
      return { body: [{ run_id: "r1", metadata: { langgraph_remote_start: key }, status: "success" }] };
    }
    return { body: { run_id: "r1", status: "success" } };
  });
  for await (const _ of streamRun(client, { threadId: "t1", assistantId: "agent", input: {} }));
  expect(told).toMatchObject([
    {
      level: "warn",
      message: "the start got no answer; its run was found",
      fields: {
        method: "POST",
        path: "/threads/t1/runs/stream",
        attempt: 1,
        threadId: "t1",
        runId: "r1",
        cause: { status: 502 },
      },
    },
  ]);
});

test("listAll gives all items, page by page, as they are read", async () => {
  const rows = Array.from({ length: 7 }, (_, at) => ({
    thread_id: String(at),
    key: String(at),
    run_id: String(at),
  }));
  const { client, server } = await setUp(({ method, path, json }) => {
    if (method === "GET") {
      const { searchParams } = new URL(path, "http://localhost");
      return { body: rows.slice(Number(searchParams.get("offset"))) };
    }
    const { offset, limit } = json() as { offset: number; limit: number };
    const page = rows.slice(offset, offset + limit);
    return { body: path.startsWith("/store") ? { items: page } : page };
  });
  const ids: unknown[] = [];
  for await (const { thread_id } of listAll(client, "/threads/search", {
    body: { limit: 3, status: "idle" },
  })) {
    if (ids.length === 3) expect(server.requests).toHaveLength(2);
    ids.push(thread_id);
  }
  expect(ids).toEqual(rows.map(({ thread_id }) => thread_id));
  expect(server.requests.map((request) => request.json())).toEqual(
    [0, 3, 6].map((offset) => ({ status: "idle", limit: 3, offset })),
  );
  const keys: unknown[] = [];
  for await (const { key } of listAll(client, "/store/items/search", {
    body: { namespace_prefix: [], limit: 7 },
  }))
    keys.push(key);
  expect(keys).toHaveLength(7);
  const runs: unknown[] = [];
  const path = { thread_id: "t1" };
  for await (const { run_id } of listAll(client, "/threads/{thread_id}/runs", {
    params: { path, query: { limit: 2 } },
  }))
    runs.push(run_id);
  expect(runs).toEqual(rows.map(({ run_id }) => run_id));
});

test.each([
  [{ message: "hi" }, '{"message":"hi"}'],
  [{ items: 3 }, '{"items":3}'],
  ["hello", '"hello"'],
])("listAll names the operation and the answer when that is no list: %j", async (body, came) => {
  const { client } = await setUp(() => ({ body: JSON.stringify(body) }));
  await expect(listAll(client, "/threads/search", { body: {} }).next()).rejects.toMatchObject({
    name: "ApiError",
    message: `POST /threads/search: 200 the answer is no list of items: ${came}`,
    body,
  });
});

test("listAll does not show a key that the answer repeats", async () => {
  const { client } = await setUp(() => ({ body: { echo: KEY } }));
  await expect(listAll(client, "/threads/search", { body: {} }).next()).rejects.toMatchObject({
    message: 'POST /threads/search: 200 the answer is no list of items: {"echo":"[removed]"}',
    body: { echo: "[removed]" },
  });
});

test("listAll ends when a server ignores the offset, and goes on where items have no id to compare", async () => {
  const rows = [{ thread_id: "a" }, { thread_id: "b" }];
  const { client, server } = await setUp(({ json }) => {
    const { select, offset } = json() as { select?: string[]; offset: number };
    if (select === undefined) return { body: rows };
    return { body: offset < 4 ? [{ status: "idle" }, { status: "idle" }] : [] };
  });
  const ids: unknown[] = [];
  for await (const { thread_id } of listAll(client, "/threads/search", { body: { limit: 2 } })) {
    ids.push(thread_id);
  }
  expect(ids).toEqual(["a", "b"]);
  expect(server.requests).toHaveLength(2);
  let count = 0;
  const options = { body: { limit: 2, select: ["status" as const] } };
  for await (const _ of listAll(client, "/threads/search", options)) count++;
  expect(count).toBe(4);
});
