import { describe, expect, test } from "vitest";
import { type RunEvent, streamRun } from "../../src/index.js";
import {
  type Answer,
  cut,
  keepSilent,
  type RecordedRequest,
  type Script,
  type ScriptedServer,
} from "../support/scripted-server.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { start } from "./support/numbers.js";
import {
  clientOn,
  END,
  failureOf,
  graphOn,
  ROW,
  RUN_ID,
  serveRun,
  stream,
  THREAD_ID,
  thread,
  until,
  values,
} from "./support/servers.js";

/** Failures after which nobody can tell whether the server took the request. */
const AMBIGUOUS: [string, Script][] = [
  ["a reset", cut],
  ["an end before the headers", () => ({ raw: "" })],
  ["half a head", () => ({ raw: "HTTP/1.1 200 O" })],
  ["silence", keepSilent],
  ["a 408", () => ({ status: 408 })],
  ["a 500", () => ({ status: 500, body: "Internal Server Error" })],
  ["a 500 with a Retry-After", () => ({ status: 500, headers: { "retry-after": "0" } })],
  ["a 502", () => ({ status: 502 })],
  ["a 503 without a Retry-After", () => ({ status: 503 })],
  ["a 503 with a Retry-After", () => ({ status: 503, headers: { "retry-after": "0" } })],
  ["a 504", () => ({ status: 504 })],
];

interface StartOptions {
  threadId?: string | undefined;
  maxRetries?: number;
}

/** The two ways to start a run: what each calls, how the server answers, and the id of the run that comes of it. */
const WAYS = [
  {
    way: "streamRun",
    script: "start",
    answer: (): Answer => stream([END]),
    async begin(server: ScriptedServer, { maxRetries = 4, ...options }: StartOptions = {}) {
      const run = start(server, { timeoutMs: 2000, retry: { maxRetries }, ...options });
      await namesOf(run);
      return run.runId;
    },
  },
  {
    way: "createRun",
    script: "create",
    answer: (): Answer => ({ body: ROW }),
    async begin(server: ScriptedServer, options: StartOptions = {}) {
      const graph = graphOn(server, { timeoutMs: 2000, retry: { maxRetries: options.maxRetries ?? 4 } });
      return (await graph.createRun({}, "threadId" in options ? {} : thread)).runId;
    },
  },
] as const;

async function namesOf(events: AsyncIterable<RunEvent>): Promise<string[]> {
  const names: string[] = [];
  for await (const { event } of events) names.push(event);
  return names;
}

const startsOf = ({ requests }: ScriptedServer) =>
  requests.filter(({ method, path }) => method === "POST" && /\/runs(\/stream)?$/.test(path));

function tagOf(request: RecordedRequest | undefined): unknown {
  const body: { metadata?: Record<string, unknown> } = JSON.parse(request?.body ?? "{}");
  return body.metadata?.langgraph_remote_start;
}

describe("a start that the server cannot have taken", () => {
  test("because nobody listened is sent again", async () => {
    const server = await serveRun({ start: () => stream([values(1), END]) });
    const proxy = until(await startTcpProxy({ target: server.url }));
    proxy.pause();
    const names = namesOf(start(proxy));
    setTimeout(() => void proxy.resume(), 300);
    expect(await names).toEqual(["values", "end"]);
    expect(startsOf(server).length).toBe(1);
  });

  test("because its host has no address is sent again, and then told as it is", async () => {
    let sent = 0;
    const client = clientOn(
      { url: "http://no-such-host.invalid" },
      {
        retry: { maxRetries: 2 },
        fetch: (...args) => {
          sent += 1;
          return fetch(...args);
        },
      },
    );
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

  test("because it was turned away with a 429 and a Retry-After is sent again", async () => {
    const times: number[] = [];
    const server = await serveRun({
      start: (_, count) => {
        times.push(performance.now());
        return count === 0 ? { status: 429, headers: { "retry-after": "1" } } : stream([END]);
      },
    });
    expect(await namesOf(start(server))).toEqual(["end"]);
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
    expect(await namesOf(start(server))).toEqual(["end"]);
    expect(performance.now() - began).toBeGreaterThan(950);
  });

  test("is given up when it is to wait for an hour", async () => {
    const server = await serveRun({ start: () => ({ status: 429, headers: { "retry-after": "3600" } }) });
    await expect(namesOf(start(server))).rejects.toMatchObject({ name: "ApiError", status: 429 });
    expect(server.requests.length).toBe(1);
  });
});

test.each([400, 401, 403, 404, 409, 422, 429])(
  "a start that is refused with %s is sent once",
  async (status) => {
    const server = await serveRun({ start: () => ({ status, body: "no" }) });
    await expect(namesOf(start(server))).rejects.toMatchObject({
      name: "ApiError",
      status,
      message: expect.not.stringContaining("may have started"),
    });
    expect(server.requests.length).toBe(1);
  },
);

describe.each(WAYS)("$way: a start that may have been taken", ({ script, answer, begin }) => {
  /** Does the same after each ambiguous failure. */
  const afterEachFailure = (check: (fail: Script, name: string) => Promise<void>) =>
    Promise.all(AMBIGUOUS.map(([name, fail]) => check(fail, name)));

  test("is found when the thread's runs show it", async () => {
    await afterEachFailure(async (fail, name) => {
      let tag: unknown;
      const server = await serveRun({
        [script]: (request: RecordedRequest) => {
          tag = tagOf(request);
          return fail(request);
        },
        runs: () => [
          { run_id: "another", metadata: { langgraph_remote_start: "another" } },
          { run_id: RUN_ID, metadata: { langgraph_remote_start: tag } },
        ],
      });
      expect(await begin(server), name).toBe(RUN_ID);
      expect(startsOf(server).length, name).toBe(1);
      const joins = server.requests.filter(({ path }) => path.endsWith(`/runs/${RUN_ID}/stream`));
      const ids = joins.map(({ headers }) => headers["last-event-id"]);
      expect(ids, name).toEqual(script === "start" ? ["-1"] : []);
    });
  });

  test("is sent again when the thread's runs do not show it", async () => {
    await afterEachFailure(async (fail, name) => {
      const server = await serveRun({
        [script]: (request: RecordedRequest, count: number) => (count === 0 ? fail(request) : answer()),
      });
      expect(await begin(server), name).toBe(RUN_ID);
      expect(
        server.requests.map(({ method }) => method),
        name,
      ).toEqual(["POST", "GET", "GET", "GET", "POST"]);
      expect(new Set(startsOf(server).map(({ path, body }) => path + body)).size, name).toBe(1);
    });
  });

  test.each([0, 1])("is sent again no more than maxRetries times: %s", async (maxRetries) => {
    const server = await serveRun({ [script]: () => ({ status: 502 }) });
    const failure = { name: "ApiError", status: 502 };
    await expect(begin(server, { maxRetries })).rejects.toMatchObject(failure);
    expect(startsOf(server).length).toBe(maxRetries + 1);
  });

  test.each([
    ["when the look-up fails", { maxRetries: 1 }],
    ["without a thread to look it up in", { threadId: undefined }],
  ])("is in doubt %s", async (_, options) => {
    await afterEachFailure(async (fail, name) => {
      const server = await serveRun({ [script]: fail, runs: cut });
      const doubt = "the run may have started all the same";
      await expect(begin(server, options), name).rejects.toThrow(doubt);
      expect(startsOf(server).length, name).toBe(1);
      if ("threadId" in options) expect(server.requests.length, name).toBe(1);
    });
  });

  test("is sent again, and not looked up, where it was turned away", async () => {
    const away = { status: 429, headers: { "retry-after": "0" } };
    const server = await serveRun({
      [script]: (_: unknown, count: number) => (count === 0 ? away : answer()),
    });
    expect(await begin(server)).toBe(RUN_ID);
    expect(server.requests.map(({ method }) => method)).toEqual(["POST", "POST"]);
  });
});

test("createRun says that the run may have started when the answer names none", async () => {
  const server = await serveRun({ create: () => ({ body: {} }) });
  expect(await failureOf(graphOn(server).createRun({}, thread))).toMatchObject({
    name: "StreamError",
    message: expect.stringContaining("may have started all the same"),
    threadId: THREAD_ID,
  });
  expect(server.requests.length).toBe(1);
});

test("each start has a mark of its own beside the caller's metadata", async () => {
  const server = await serveRun({ start: () => stream([END]) });
  for (let time = 0; time < 2; time += 1) await namesOf(start(server, { metadata: { mine: 1 } }));
  const [first, second] = startsOf(server);
  expect(JSON.parse(first?.body ?? "").metadata).toEqual({ mine: 1, langgraph_remote_start: tagOf(first) });
  expect(tagOf(first)).toEqual(expect.any(String));
  expect(tagOf(first)).not.toBe(tagOf(second));
});

test.each([
  ["Python, whose limit is a count", (offset: number, limit: number) => offset + limit],
  ["JavaScript, whose limit is a place", (_: number, limit: number) => limit],
])("a run is found among thousands, each read once: on %s", async (_, endOf) => {
  let tag: unknown;
  let read = 0;
  const others = Array.from({ length: 2500 }, (_, at) => ({ run_id: String(at), metadata: {} }));
  const server = await serveRun({
    start: (request) => {
      tag = tagOf(request);
      return cut();
    },
    runs: ({ path }) => {
      const { searchParams } = new URL(path, "http://server");
      const [offset, limit] = [Number(searchParams.get("offset")), Number(searchParams.get("limit"))];
      const all = [...others, { run_id: RUN_ID, metadata: { langgraph_remote_start: tag } }];
      const page = all.slice(offset, endOf(offset, limit));
      read += page.length;
      return page;
    },
  });
  const run = start(server);
  await namesOf(run);
  expect(run.runId).toBe(RUN_ID);
  expect(read).toBe(2501);
});

test("an abort while the run is looked up ends that at once, with its reason", async () => {
  const server = await serveRun({
    start: cut,
  });
  const controller = new AbortController();
  const reason = new Error("enough");
  const failed = failureOf(namesOf(start(server, { signal: controller.signal })));
  await expect.poll(() => server.requests.length).toBeGreaterThan(1);
  controller.abort(reason);
  expect(await failed).toBe(reason);
  expect(startsOf(server).length).toBe(1);
});
