import { describe, expect, test } from "vitest";
import { createClient, type RunEvent, streamRun } from "../../src/index.js";
import {
  type Answer,
  Cut,
  type RawAnswer,
  type RecordedRequest,
  type ScriptedServer,
} from "../support/scripted-server.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { END, RUN_ID, serve, serveRun, stream, THREAD_ID, until, values } from "./support/servers.js";

type Failure = (request: RecordedRequest) => Answer | RawAnswer | Promise<Answer>;

async function never({ closed }: RecordedRequest): Promise<Answer> {
  await closed;
  return {};
}

/** Failures after which nobody can tell whether the server took the request. */
const AMBIGUOUS: [string, Failure][] = [
  [
    "a reset",
    () => {
      throw new Cut();
    },
  ],
  ["an end before the headers", () => ({ raw: "" })],
  ["half a head", () => ({ raw: "HTTP/1.1 200 O" })],
  ["silence", never],
  ["a 500", () => ({ status: 500, body: "Internal Server Error" })],
  ["a 500 with a Retry-After", () => ({ status: 500, headers: { "retry-after": "0" } })],
  ["a 502", () => ({ status: 502 })],
  ["a 503 without a Retry-After", () => ({ status: 503 })],
  ["a 503 with a Retry-After", () => ({ status: 503, headers: { "retry-after": "0" } })],
  ["a 504", () => ({ status: 504 })],
];

function start(url: string, options: { threadId?: string; signal?: AbortSignal } = { threadId: THREAD_ID }) {
  const client = createClient({ url, apiKey: null, timeoutMs: 2000 });
  return streamRun(client, { assistantId: "any", input: {}, metadata: { mine: 1 }, ...options });
}

async function namesOf(events: AsyncIterable<RunEvent>): Promise<string[]> {
  const names: string[] = [];
  for await (const { event } of events) names.push(event);
  return names;
}

const startsOf = ({ requests }: ScriptedServer) =>
  requests.filter(({ method, path }) => method === "POST" && path.endsWith("/runs/stream"));

function tagOf(request: RecordedRequest | undefined): unknown {
  const body: { metadata: Record<string, unknown> } = JSON.parse(request?.body ?? "{}");
  return body.metadata.langgraph_remote_start;
}

describe("a start that the server cannot have taken", () => {
  test("because nobody listened is sent again", async () => {
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const proxy = until(await startTcpProxy({ target: server.url }));
    proxy.pause();
    const names = namesOf(start(proxy.url));
    setTimeout(() => void proxy.resume(), 300);
    expect(await names).toEqual(["values", "end"]);
    expect(startsOf(server).length).toBe(1);
  });

  test("because its host has no address is sent again, and then told as it is", async () => {
    let sent = 0;
    const client = createClient({
      url: "http://no-such-host.invalid",
      apiKey: null,
      retry: { maxRetries: 2 },
      fetch: (...args) => {
        sent += 1;
        return fetch(...args);
      },
    });
    const failed = namesOf(streamRun(client, { assistantId: "any", threadId: THREAD_ID }));
    await expect(failed).rejects.toMatchObject({
      name: "ConnectionError",
      timedOut: false,
      message: expect.stringMatching(
        /^POST \/threads\/.*\/runs\/stream: no answer from http:\/\/no-such-host\.invalid: getaddrinfo E/,
      ),
    });
    expect(sent).toBe(3);
  });

  test.each([429])("because it was turned away with %s and a Retry-After is sent again", async (status) => {
    const times: number[] = [];
    const server = await serveRun({
      start: (_, count) => {
        times.push(performance.now());
        return count === 0 ? { status, headers: { "retry-after": "1" } } : stream([END]);
      },
    });
    expect(await namesOf(start(server.url))).toEqual(["end"]);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(new Set(startsOf(server).map(tagOf)).size).toBe(1);
    expect(server.requests.filter(({ method }) => method === "GET")).toEqual([]);
  });

  test("waits until the date of a Retry-After", async () => {
    const date = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 1000).toUTCString();
    const server = await serveRun({
      start: (_, count) =>
        count === 0 ? { status: 429, headers: { "retry-after": date() } } : stream([END]),
    });
    const began = performance.now();
    expect(await namesOf(start(server.url))).toEqual(["end"]);
    expect(performance.now() - began).toBeGreaterThan(950);
  });

  test("is given up when it is to wait for an hour", async () => {
    const server = await serveRun({ start: () => ({ status: 429, headers: { "retry-after": "3600" } }) });
    await expect(namesOf(start(server.url))).rejects.toMatchObject({ name: "ApiError", status: 429 });
    expect(server.requests.length).toBe(1);
  });
});

test.each([400, 401, 403, 404, 409, 422, 429])(
  "a start that is refused with %s is sent once",
  async (status) => {
    const server = await serveRun({ start: () => ({ status, body: "no" }) });
    await expect(namesOf(start(server.url))).rejects.toMatchObject({
      name: "ApiError",
      status,
      message: expect.not.stringContaining("may have started"),
    });
    expect(server.requests.length).toBe(1);
  },
);

/** Does the same after each ambiguous failure. */
async function afterEachFailure(check: (fail: Failure, name: string) => Promise<void>): Promise<void> {
  await Promise.all(AMBIGUOUS.map(([name, fail]) => check(fail, name)));
}

describe("a start that may have been taken", () => {
  test("is joined when the thread's runs show it", () =>
    afterEachFailure(async (fail, name) => {
      let tag: unknown;
      const server = await serveRun({
        start: (request) => {
          tag = tagOf(request);
          return fail(request);
        },
        runs: () => [
          { run_id: "another", metadata: { langgraph_remote_start: "another" } },
          { run_id: RUN_ID, metadata: { langgraph_remote_start: tag } },
        ],
        join: () => stream([values(1), END]),
      });
      const run = start(server.url);
      expect(await namesOf(run), name).toEqual(["values", "end"]);
      expect(run.runId).toBe(RUN_ID);
      expect(startsOf(server).length, name).toBe(1);
      const join = server.requests.find(({ path }) => path.includes(`/runs/${RUN_ID}/stream`));
      expect(join?.headers["last-event-id"]).toBe("-1");
    }));

  test("is sent again when the thread's runs do not show it", () =>
    afterEachFailure(async (fail, name) => {
      const server = await serveRun({
        start: (request, count) => (count === 0 ? fail(request) : stream([END])),
        runs: () => [],
      });
      expect(await namesOf(start(server.url)), name).toEqual(["end"]);
      const starts = startsOf(server);
      expect(starts.length, name).toBe(2);
      expect(new Set(starts.map(tagOf)).size).toBe(1);
      const kinds = server.requests.map(({ method, path }) => `${method} ${/runs\/?\w*/.exec(path)?.[0]}`);
      expect(kinds, name).toEqual([
        "POST runs/stream",
        "GET runs",
        "GET runs",
        "GET runs",
        "POST runs/stream",
      ]);
    }));

  test.each([0, 1])("is sent again no more than maxRetries times: %s", async (maxRetries) => {
    const server = await serveRun({ start: () => ({ status: 502 }), runs: () => [] });
    const client = createClient({ url: server.url, apiKey: null, retry: { maxRetries } });
    const run = namesOf(streamRun(client, { assistantId: "any", threadId: THREAD_ID }));
    await expect(run).rejects.toMatchObject({ name: "ApiError", status: 502 });
    expect(startsOf(server).length).toBe(maxRetries + 1);
  });

  test("is in doubt when the look-up fails", () =>
    afterEachFailure(async (fail, name) => {
      const server = await serveRun({
        start: fail,
        runs: () => {
          throw new Cut();
        },
      });
      const client = createClient({
        url: server.url,
        apiKey: null,
        timeoutMs: 2000,
        retry: { maxRetries: 1 },
      });
      const run = namesOf(streamRun(client, { assistantId: "any", threadId: THREAD_ID }));
      await expect(run, name).rejects.toThrow("the run may have started all the same");
      expect(startsOf(server).length, name).toBe(1);
    }));

  test("is in doubt without a thread to look it up in", () =>
    afterEachFailure(async (fail, name) => {
      const server = await serveRun({ start: fail });
      await expect(namesOf(start(server.url, {})), name).rejects.toThrow(
        "the run may have started all the same",
      );
      expect(server.requests.length, name).toBe(1);
    }));
});

test("each start has a mark of its own beside the caller's metadata", async () => {
  const server = await serveRun({ start: () => stream([END]) });
  await namesOf(start(server.url));
  await namesOf(start(server.url));
  const [first, second] = startsOf(server);
  expect(JSON.parse(first?.body ?? "").metadata).toEqual({ mine: 1, langgraph_remote_start: tagOf(first) });
  expect(tagOf(first)).toEqual(expect.any(String));
  expect(tagOf(first)).not.toBe(tagOf(second));
});

test("the look-up goes through all pages of the thread's runs", async () => {
  let tag: unknown;
  const others = Array.from({ length: 230 }, (_, at) => ({ run_id: `run-${at}`, metadata: {} }));
  const server = await serveRun({
    start: (request) => {
      tag = tagOf(request);
      throw new Cut();
    },
    runs: () => [...others, { run_id: RUN_ID, metadata: { langgraph_remote_start: tag } }],
  });
  const paged = await serveRunsInPages(server);
  const run = start(paged.url);
  await namesOf(run);
  expect(run.runId).toBe(RUN_ID);
});

/** A server before another one that gives its list of runs as the query asks for it. */
async function serveRunsInPages(server: ScriptedServer): Promise<ScriptedServer> {
  return serve(async ({ method, path, body, headers }) => {
    const answer = await fetch(`${server.url}${path}`, {
      method,
      headers: { "last-event-id": String(headers["last-event-id"]) },
      ...(body === "" ? {} : { body }),
    }).catch(() => {
      throw new Cut();
    });
    const { searchParams } = new URL(path, server.url);
    const text = await answer.text();
    if (!searchParams.has("limit")) {
      return { headers: { "content-type": answer.headers.get("content-type") ?? "" }, body: text };
    }
    const rows: unknown[] = JSON.parse(text);
    return { body: rows.slice(Number(searchParams.get("offset")), Number(searchParams.get("limit"))) };
  });
}

test("an abort while the run is looked up ends that at once, with its reason", async () => {
  const server = await serveRun({
    start: () => {
      throw new Cut();
    },
  });
  const controller = new AbortController();
  const reason = new Error("enough");
  const failed = namesOf(start(server.url, { threadId: THREAD_ID, signal: controller.signal })).catch(
    (error: unknown) => error,
  );
  await expect.poll(() => server.requests.length).toBeGreaterThan(1);
  controller.abort(reason);
  expect(await failed).toBe(reason);
  expect(startsOf(server).length).toBe(1);
});
