import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { createClient, type EventOptions, joinRun, type RunEvent, streamRun } from "../../src/index.js";
import { Cut, toSseText } from "../support/scripted-server.js";
import { END, RUN_ID, serve, serveRun, stream, THREAD_ID, values } from "./support/servers.js";

function start(url: string, options: EventOptions = {}) {
  const client = createClient({ url, apiKey: null });
  return streamRun(client, { assistantId: "any", threadId: THREAD_ID, input: {}, ...options });
}

async function numbersOf(events: AsyncIterable<RunEvent>): Promise<unknown[]> {
  const numbers: unknown[] = [];
  for await (const { event, data } of events) {
    if (event === "values" && typeof data === "object" && data !== null && "n" in data) numbers.push(data.n);
  }
  return numbers;
}

/** Frames, and then nothing more, while the connection stays open. */
async function* thenSilence(...frames: ReturnType<typeof values>[]) {
  yield* frames;
  await delay(60_000, undefined, { ref: false });
}

async function* thenCut(
  ...frames: Parameters<typeof stream>[0] extends Iterable<infer F> | AsyncIterable<infer F> ? F[] : never
) {
  yield* frames;
  throw new Cut();
}

describe("a stream in pieces", () => {
  const text = [
    { event: "values", data: { n: "ä€🌧️" }, id: 0 },
    { event: "values", data: { n: 2 }, id: 1 },
    END,
  ]
    .map(toSseText)
    .join("");
  const bytes = Buffer.from(`\uFEFF: beat\r\n\r\n${text}`);

  test("of one byte each gives the same events", async () => {
    const server = await serveRun({
      start: () => stream(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))),
    });
    expect(await numbersOf(start(server.url))).toEqual(["ä€🌧️", 2]);
  });

  test("of two, cut at every byte, gives the same events", async () => {
    const server = await serveRun({
      start: (_, count) => stream([bytes.subarray(0, count), bytes.subarray(count)]),
    });
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await numbersOf(start(server.url)), `cut at byte ${at}`).toEqual(["ä€🌧️", 2]);
    }
  });

  test("that drip gives each event when it is there, not later", async () => {
    async function* drip() {
      for (const n of [1, 2, 3]) {
        yield values(n);
        await delay(150);
      }
      yield END;
    }
    const server = await serveRun({ start: () => stream(drip()) });
    const times: number[] = [];
    for await (const { event } of start(server.url)) if (event === "values") times.push(performance.now());
    const [first = 0, second = 0, third = 0] = times;
    expect(second - first).toBeGreaterThan(75);
    expect(third - second).toBeGreaterThan(75);
  });
});

describe("a half-open connection", () => {
  test("that is silent for longer than the idle limit is joined again", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1), values(2))),
      join: () => stream([values(3), END]),
      status: "running",
    });
    const began = performance.now();
    expect(await numbersOf(start(server.url, { idleTimeoutMs: 200 }))).toEqual([1, 2, 3]);
    expect(performance.now() - began).toBeGreaterThan(190);
    const joins = server.requests.filter(({ method }) => method === "GET");
    expect(joins.map(({ headers }) => headers["last-event-id"])).toEqual(["2"]);
  });

  test("is closed by the client when it is given up", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: () => stream([END]),
    });
    await numbersOf(start(server.url, { idleTimeoutMs: 100 }));
    await server.requests[0]?.closed;
  });

  test("that answers the join with nothing, not even a head, does not hang either", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: async ({ closed }, count) => {
        if (count > 0) return stream([values(2), END]);
        await closed;
        return {};
      },
    });
    expect(await numbersOf(start(server.url, { idleTimeoutMs: 150 }))).toEqual([1, 2]);
  });

  test("is given up for good when no join brings anything new", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: () => stream(thenSilence(values(1))),
      status: "running",
    });
    const failed = numbersOf(start(server.url, { idleTimeoutMs: 60, retry: { maxRetries: 1 } }));
    await expect(failed).rejects.toMatchObject({
      name: "StreamError",
      message: "the stream was cut and could not be resumed in 2 attempts",
      threadId: THREAD_ID,
      runId: RUN_ID,
      lastEventId: "1",
      cause: {
        name: "ConnectionError",
        timedOut: true,
        message: expect.stringContaining("no byte for 60 ms"),
      },
    });
  });

  test("is no cut as long as heartbeats come", async () => {
    async function* beating() {
      yield values(1);
      for (let beat = 0; beat < 12; beat += 1) {
        await delay(60);
        yield ": beat\n\n";
      }
      yield values(2);
      yield END;
    }
    const server = await serveRun({ start: () => stream(beating()) });
    expect(await numbersOf(start(server.url, { idleTimeoutMs: 400 }))).toEqual([1, 2]);
    expect(server.requests.length).toBe(1);
  });
});

describe("joining again", () => {
  const running = { status: "running" };

  test("waits as long as the stream's retry field says", async () => {
    const times: number[] = [];
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut("retry: 700\n\n", values(1))),
      join: (_, count) => {
        times.push(performance.now());
        return count === 0 ? stream(thenCut(": nothing\n\n")) : stream([values(2), END]);
      },
    });
    const began = performance.now();
    expect(await numbersOf(start(server.url))).toEqual([1, 2]);
    const [first = 0, second = 0] = times;
    expect(first - began).toBeGreaterThanOrEqual(690);
    expect(second - first).toBeGreaterThanOrEqual(690);
  });

  test.each([429, 503])("waits as long as the Retry-After of a %s says", async (status) => {
    const times: number[] = [];
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: (_, count) => {
        times.push(performance.now());
        return count === 0 ? { status, headers: { "retry-after": "1" } } : stream([values(2), END]);
      },
    });
    expect(await numbersOf(start(server.url))).toEqual([1, 2]);
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(990);
    expect(second - first).toBeLessThan(4000);
  });

  test("backs off, further each time", async () => {
    const times: number[] = [];
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: (_, count) => {
        times.push(performance.now());
        if (count < 4) throw new Cut();
        return stream([values(2), END]);
      },
    });
    expect(await numbersOf(start(server.url))).toEqual([1, 2]);
    const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const [at, leastMs] of [125, 250, 500, 1000].entries()) {
      expect(pauses[at], `pause ${at}`).toBeGreaterThanOrEqual(leastMs - 10);
    }
  });

  test("goes on for as long as each time something new comes", async () => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: (_, count) => (count < 30 ? stream(thenCut(values(count + 2))) : stream([END])),
    });
    const got = await numbersOf(start(server.url, { retry: { maxRetries: 1 } }));
    expect(got).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
  });

  test("ends at once when it is aborted while it waits", async () => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut("retry: 60000\n\n", values(1))),
    });
    const controller = new AbortController();
    const reason = new Error("the tab was closed");
    const failed = numbersOf(start(server.url, { signal: controller.signal })).catch(
      (error: unknown) => error,
    );
    await delay(300);
    const aborted = performance.now();
    controller.abort(reason);
    expect(await failed).toBe(reason);
    expect(performance.now() - aborted).toBeLessThan(100);
    expect(server.requests.length).toBe(1);
  });

  test("is refused for good with the place where another reader can go on", async () => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1), values(2))),
      join: () => ({ status: 403, body: "not yours" }),
    });
    const run = start(server.url);
    await expect(numbersOf(run)).rejects.toMatchObject({
      name: "StreamError",
      threadId: THREAD_ID,
      runId: RUN_ID,
      lastEventId: "2",
      cause: { name: "ApiError", status: 403 },
    });
  });

  test("is not done for a run that was not started as resumable", async () => {
    const server = await serveRun({ ...running, start: () => stream(thenCut(values(1))) });
    const client = createClient({ url: server.url, apiKey: null });
    const run = streamRun(client, { assistantId: "any", threadId: THREAD_ID, stream_resumable: false });
    await expect(numbersOf(run)).rejects.toMatchObject({
      name: "StreamError",
      message: "the stream was cut, and the run was not started as resumable",
      lastEventId: "1",
    });
    expect(server.requests.length).toBe(1);
  });

  test("follows no address that the server gives", async () => {
    const other = await serve(() => stream([END]));
    const server = await serveRun({
      ...running,
      start: () => {
        const { headers, body } = stream(thenCut(values(1)));
        return {
          headers: {
            ...headers,
            location: `${other.url}/elsewhere`,
            "content-location": `${other.url}/runs/x`,
          },
          body,
        };
      },
      join: () => ({ ...stream([values(2), END]), status: 200 }),
      runs: () => [{ run_id: RUN_ID, metadata: {} }],
    });
    expect(await numbersOf(start(server.url))).toEqual([1, 2]);
    expect(other.requests).toEqual([]);
  });
});

describe("the end of a stream", () => {
  test("without an `end` is the run's when its status says so and nothing follows", async () => {
    const server = await serveRun({ start: () => stream([values(1)]), join: () => stream([]) });
    expect(await numbersOf(start(server.url))).toEqual([1]);
  });

  test("costs no join where the server lets time pass before it", async () => {
    async function* slowly() {
      yield values(1);
      await delay(500);
    }
    const server = await serveRun({ start: () => stream(slowly()) });
    expect(await numbersOf(start(server.url))).toEqual([1]);
    expect(server.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("of a run that failed without a word is a RemoteException", async () => {
    const server = await serveRun({
      start: () => stream([values(1)]),
      join: () => stream([]),
      status: "error",
    });
    await expect(numbersOf(start(server.url))).rejects.toMatchObject({
      name: "RemoteException",
      error: "RunFailed",
      runId: RUN_ID,
    });
  });

  test("of a run that was cancelled is no success", async () => {
    const server = await serveRun({ start: () => stream([values(1)]), status: "interrupted" });
    await expect(numbersOf(start(server.url))).rejects.toMatchObject({ error: "RunCancelled" });
  });

  test("of a run whose events the server has lost is an error", async () => {
    const server = await serveRun({ start: () => stream(thenCut(values(1))), join: () => stream([]) });
    await expect(numbersOf(start(server.url))).rejects.toMatchObject({
      name: "StreamError",
      message: "the server has no events of the run, or no longer",
      lastEventId: "1",
    });
  });

  test("of a run that the server does not know is an error", async () => {
    const server = await serveRun({ join: () => stream([{ event: "error", data: "Run not found" }]) });
    const client = createClient({ url: server.url, apiKey: null });
    const run = joinRun(client, { threadId: THREAD_ID, runId: RUN_ID });
    await expect(numbersOf(run)).rejects.toMatchObject({
      name: "StreamError",
      message: "the server does not know the run, or no longer",
    });
  });

  test("of a stateless run that nobody knows is an error", async () => {
    const server = await serveRun({ join: () => stream([]) });
    const run = joinRun(createClient({ url: server.url, apiKey: null }), { runId: RUN_ID });
    await expect(numbersOf(run)).rejects.toMatchObject({ name: "StreamError" });
  });
});

describe("what cannot be read", () => {
  test("is an error that quotes its beginning, after the events before it", async () => {
    const bad = `event: values\ndata: <html>${"x".repeat(500)}\nid: 3\n\n`;
    const server = await serveRun({
      start: () => stream([`${toSseText(values(1))}${toSseText(values(2))}${bad}`]),
    });
    const got: unknown[] = [];
    const run = start(server.url);
    const reading = (async () => {
      for await (const { data } of run) got.push(data);
    })();
    await expect(reading).rejects.toMatchObject({
      name: "StreamError",
      message: `the event "values" carries what is no JSON: <html>${"x".repeat(194)}`,
      runId: RUN_ID,
    });
    expect(got).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test("for its size is an error, after the events before it", async () => {
    const server = await serveRun({
      start: () => stream([values(1), { event: "values", data: "x".repeat(5000) }, END]),
    });
    const got: unknown[] = [];
    const reading = (async () => {
      for await (const { data } of start(server.url, { maxEventBytes: 4000 })) got.push(data);
    })();
    await expect(reading).rejects.toMatchObject({
      name: "StreamError",
      message: "an event of the stream is larger than 4000 bytes",
      lastEventId: "1",
    });
    expect(got).toEqual([{ n: 1 }]);
    await server.requests[0]?.closed;
  });

  test("is an answer that is no event stream", async () => {
    const server = await serveRun({
      start: () => ({ headers: { "content-type": "text/html" }, body: "<h1>Sign in</h1>" }),
    });
    await expect(numbersOf(start(server.url))).rejects.toMatchObject({
      name: "StreamError",
      message: `POST /threads/${THREAD_ID}/runs/stream: answered with text/html, not with an event stream`,
    });
  });
});

describe("where another reader goes on", () => {
  test("is after the last event that was given out, not the last that was received", async () => {
    const all = [1, 2, 3, 4, 5].map(values);
    const server = await serveRun({
      start: () => stream([all.map(toSseText).join("")]),
      join: ({ headers }) => stream([...all.slice(Number(headers["last-event-id"])), END]),
    });
    const run = start(server.url);
    const got: unknown[] = [];
    for await (const { data } of run) {
      got.push(data);
      if (got.length === 2) break;
    }
    const client = createClient({ url: server.url, apiKey: null });
    const { lastEventId } = run;
    for await (const { event, data } of joinRun(client, { threadId: THREAD_ID, runId: RUN_ID, lastEventId }))
      if (event === "values") got.push(data);
    expect(got).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
  });
});
