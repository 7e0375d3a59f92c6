import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { keepSilent, toSseText } from "../support/scripted-server.js";
import { numbersOf, start } from "./support/numbers.js";
import { END, RUN_ID, serveRun, stream, THREAD_ID, thenSilence, values } from "./support/servers.js";

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
    expect(await numbersOf(start(server))).toEqual(["ä€🌧️", 2]);
  });

  test("of two, cut at every byte, gives the same events", async () => {
    const server = await serveRun({
      start: (_, count) => stream([bytes.subarray(0, count), bytes.subarray(count)]),
    });
    for (let at = 0; at <= bytes.length; at += 1) {
      expect(await numbersOf(start(server)), `cut at byte ${at}`).toEqual(["ä€🌧️", 2]);
    }
  });

  test("that drip gives each event when it is there, not later", async () => {
    let got = 0;
    /** Says the next only when the last one has been read: a client that keeps one back waits for ever. */
    async function* drip() {
      for (const n of [1, 2, 3]) {
        yield values(n);
        while (got < n) await delay(5);
      }
      yield END;
    }
    const server = await serveRun({ start: () => stream(drip()) });
    for await (const { event } of start(server)) if (event === "values") got += 1;
    expect(got).toBe(3);
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
    expect(await numbersOf(start(server, { idleTimeoutMs: 800 }))).toEqual([1, 2, 3]);
    expect(performance.now() - began).toBeGreaterThan(790);
    const joins = server.requests.filter(({ method }) => method === "GET");
    expect(joins.map(({ headers }) => headers["last-event-id"])).toEqual(["1"]);
  });

  test("is closed by the client when it is given up", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: () => stream([END]),
    });
    await numbersOf(start(server, { idleTimeoutMs: 500 }));
    await server.requests[0]?.closed;
  });

  test("that answers the join with nothing, not even a head, does not hang either", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: (request, count) => (count > 0 ? stream([values(2), END]) : keepSilent(request)),
    });
    expect(await numbersOf(start(server, { idleTimeoutMs: 500 }))).toEqual([1, 2]);
  });

  test("is given up for good when no join brings anything new", async () => {
    const server = await serveRun({
      start: () => stream(thenSilence(values(1))),
      join: () => stream(thenSilence(values(1))),
      status: "running",
    });
    const failed = numbersOf(start(server, { idleTimeoutMs: 500, retry: { maxRetries: 1 } }));
    await expect(failed).rejects.toMatchObject({
      name: "StreamError",
      message: "the stream was cut and could not be resumed in 2 attempts",
      threadId: THREAD_ID,
      runId: RUN_ID,
      lastEventId: "1",
      cause: {
        name: "ConnectionError",
        timedOut: true,
        message: expect.stringContaining("no byte for 500 ms"),
      },
    });
  });

  test("is no cut as long as heartbeats come", async () => {
    async function* beating() {
      yield values(1);
      for (let beat = 0; beat < 12; beat += 1) {
        await delay(200);
        yield ": beat\n\n";
      }
      yield values(2);
      yield END;
    }
    const server = await serveRun({ start: () => stream(beating()) });
    expect(await numbersOf(start(server, { idleTimeoutMs: 2000 }))).toEqual([1, 2]);
    expect(server.requests.length).toBe(1);
  });
});
