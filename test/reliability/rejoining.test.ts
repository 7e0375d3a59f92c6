import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { type LogFields, streamRun } from "../../src/index.js";
import { agentServer, Client } from "../../src/sdk.js";
import { Cut, type SseFrame, sse } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import { numbersOf, start } from "./support/numbers.js";
import {
  clientOn,
  END,
  failureOf,
  graphOn,
  RUN_ID,
  serve,
  serveRun,
  stream,
  THREAD_ID,
  thenCut,
  thenSilence,
  thread,
  values,
} from "./support/servers.js";
import { roundTripsDuring } from "./support/time.js";

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
    expect(await numbersOf(start(server))).toEqual([1, 2]);
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
    expect(await numbersOf(start(server))).toEqual([1, 2]);
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
    expect(await numbersOf(start(server))).toEqual([1, 2]);
    const pauses = times.slice(1).map((time, at) => time - (times[at] ?? 0));
    for (const [at, leastMs] of [125, 250, 500, 1000].entries()) {
      expect(pauses[at], `pause ${at}`).toBeGreaterThanOrEqual(leastMs - 10);
    }
  });

  test("waits no longer in the end than at first where something new comes every other time", async () => {
    const pauses: (number | undefined)[] = [];
    const logger = { ...console, warn: (_: string, { waitMs }: LogFields) => pauses.push(waitMs) };
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: (_, count) => {
        if (count === 15) return stream([values(16), END]);
        return stream(count % 2 === 0 ? thenCut(": nothing\n\n") : thenCut(values(count + 1)));
      },
    });
    const client = clientOn(server, { logger });
    const read = streamRun(client, { assistantId: "any", threadId: THREAD_ID, input: {} });
    expect(await numbersOf(read)).toEqual([1, 2, 4, 6, 8, 10, 12, 14, 16]);
    expect(pauses).toHaveLength(16);
    expect(Math.max(...pauses.map(Number))).toBeLessThan(500);
  });

  test("goes on for as long as each time something new comes, piles up no listeners, and asks for nothing that it knows", async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on("warning", note);
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: (_, count) => (count < 30 ? stream(thenCut(values(count + 2))) : stream([END])),
    });
    const got = await numbersOf(start(server, { retry: { maxRetries: 1 } }));
    process.off("warning", note);
    expect(got).toEqual(Array.from({ length: 31 }, (_, at) => at + 1));
    expect(warnings).toEqual([]);
    const asked = new Set(server.requests.map(({ method, path }) => `${method} ${path.replace(/\?.*/, "")}`));
    const run = `/threads/${THREAD_ID}/runs/${RUN_ID}`;
    expect(asked).toEqual(new Set([`POST /threads/${THREAD_ID}/runs/stream`, `GET ${run}/stream`]));
  });

  test("tells each event of a thread's stream once in the SDK, also those that share an id", async () => {
    const told = [
      ["5-0", 0],
      ["6-0", 1],
      ["6-0", 2],
      ["6-0", 3],
      ["7-0", 4],
    ] as const;
    const asked: unknown[] = [];
    const server = await serve(({ headers }) => {
      const after = headers["last-event-id"];
      asked.push(after);
      const kept = told.filter(([id]) => after === undefined || id > String(after));
      const frames = kept.map(([id, n]): SseFrame => ({ event: "values", id, data: { n } }));
      return asked.length === 1 ? sse(thenCut(...frames.slice(0, 3))) : sse(thenSilence(...frames));
    });
    const client = new Client({ apiUrl: server.url, apiKey: null });
    const numbers: unknown[] = [];
    for await (const { data } of client.threads.joinStream(THREAD_ID)) {
      numbers.push((data as { n: number }).n);
      if (numbers.length === told.length) break;
    }
    expect(numbers).toEqual([0, 1, 2, 3, 4]);
    expect(asked).toEqual([undefined, "5-0"]);
  });

  test("backs off where an agent server's connections bring only what was sent before", async () => {
    const event = {
      type: "event",
      seq: 1,
      method: "values",
      params: { namespace: [], timestamp: 1, data: {} },
    };
    const server = await serve(() => sse([{ event: "values", data: event, id: 1 }]));
    const agent = agentServer({ apiUrl: server.url, apiKey: null, callerOptions: { maxRetries: 3 } });
    agent.setThreadId(THREAD_ID);
    const { events } = agent.openEventStream({ channels: ["values"] });
    await expect(toArray(events)).rejects.toMatchObject({ name: "StreamError" });
    expect(server.requests.length).toBe(5);
  });

  test("is one request for each attempt, of which there are as many as a call may make", async () => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1))),
      join: () => ({ status: 503, headers: { "retry-after": "0" } }),
    });
    await expect(numbersOf(start(server, { retry: { maxRetries: 2 } }))).rejects.toMatchObject({
      message: "the stream was cut and could not be resumed in 3 attempts",
    });
    expect(server.requests.filter(({ method }) => method === "GET").length).toBe(3);
  });

  test("ends at once when it is aborted while it waits", async () => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut("retry: 60000\n\n", values(1))),
    });
    const controller = new AbortController();
    const reason = new Error("the tab was closed");
    const failed = failureOf(numbersOf(start(server, { signal: controller.signal })));
    await delay(300);
    const trips = await roundTripsDuring(async () => {
      controller.abort(reason);
      expect(await failed).toBe(reason);
    });
    expect(trips).toBeLessThan(50);
    expect(server.requests.length).toBe(1);
  });

  test.each([
    { status: 403, headers: {} },
    { status: 404, headers: {} },
    { status: 503, headers: { "retry-after": "86400" } },
  ])("is refused for good with the place where another reader can go on: %j", async ({ status, headers }) => {
    const server = await serveRun({
      ...running,
      start: () => stream(thenCut(values(1), values(2))),
      join: () => ({ status, headers, body: "not yours" }),
    });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
      name: "StreamError",
      threadId: THREAD_ID,
      runId: RUN_ID,
      lastEventId: "2",
      cause: { name: "ApiError", status },
    });
  });

  test("says to the server, too, that the run ends with its reader", async () => {
    const server = await serveRun({ join: () => stream([values(1), END]) });
    const graph = graphOn(server);
    for (const onDisconnect of ["cancel", undefined] as const)
      await toArray(await graph.joinStream(RUN_ID, thread, { streamMode: "values", onDisconnect }));
    const joins = server.requests.filter(({ path }) => path.includes("/stream"));
    const asked = joins.map(({ path }) => new URL(path, server.url).searchParams);
    expect(asked.map((query) => query.get("cancel_on_disconnect"))).toEqual(["true", null]);
  });

  test("is not done for a run that was not started as resumable", async () => {
    const server = await serveRun({ ...running, start: () => stream(thenCut(values(1))) });
    await expect(numbersOf(start(server, { stream_resumable: false }))).rejects.toMatchObject({
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
        const elsewhere = { location: `${other.url}/elsewhere`, "content-location": `${other.url}/runs/x` };
        return sse(thenCut(values(1)), elsewhere);
      },
      join: () => stream([values(2), END]),
      runs: () => [{ run_id: RUN_ID, metadata: {} }],
    });
    expect(await numbersOf(start(server))).toEqual([1, 2]);
    expect(other.requests).toEqual([]);
  });
});
