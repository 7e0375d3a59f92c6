/** What the Python server and aegra do on the wire, scripted: shared ids, clean closes, few requests. */
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { streamRun } from "../../src/index.js";
import { Cut, type Frames, type RecordedRequest, type SseFrame, sse } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import { join, numbersOf, start } from "./support/numbers.js";
import {
  clientOn,
  END,
  RUN_ID,
  serve,
  serveRun,
  stream,
  THREAD_ID,
  thenCut,
  values,
} from "./support/servers.js";

const requestsOf = (requests: readonly RecordedRequest[]) =>
  requests.map(({ method, path }) => `${method} ${path.replace(/[0-9a-f-]{36}/g, "…")}`);

describe("a run that ends as usual costs at most one more request", () => {
  test("none where the server sends `end`", async () => {
    const end: SseFrame = { event: "end", data: { status: "success" }, id: "run_event_9" };
    const server = await serveRun({ start: () => stream([values(1), end]) });
    expect(await numbersOf(start(server))).toEqual([1]);
    expect(server.requests.length).toBe(1);
  });

  test("without a thread, after the first has shown that such runs can't be joined at their own path", async () => {
    const server = await serve(({ path }) => {
      if (path === "/runs/stream") return stateless([head, values(1)]);
      return path === "/threads/search" ? { body: [] } : { status: 404, body: { detail: "Not Found" } };
    });
    const client = clientOn(server);
    expect(await numbersOf(streamRun(client, { assistantId: "any" }))).toEqual([1]);
    const first = ["POST /runs/stream", "GET /runs/…/stream", "POST /threads/search"];
    expect(requestsOf(server.requests)).toEqual(first);
    expect(await numbersOf(streamRun(client, { assistantId: "any" }))).toEqual([1]);
    expect(requestsOf(server.requests)).toEqual([...first, "POST /runs/stream", "POST /threads/search"]);
  });

  test("without a thread where they can, by joining what is over", async () => {
    async function* lingering() {
      yield* [head, values(1)];
      await delay(2000); // a JavaScript server waits for 500 ms; a busy machine may read the event that much later
    }
    const server = await serve(({ path }) =>
      path === "/runs/stream" ? stateless([head, values(1)]) : stateless(lingering()),
    );
    expect(await numbersOf(start(server, { threadId: undefined }))).toEqual([1]);
    expect(requestsOf(server.requests)).toEqual(["POST /runs/stream", "GET /runs/…/stream"]);
  });
});

const head: SseFrame = { event: "metadata", data: { run_id: RUN_ID } };
const stateless = (frames: Frames) => sse(frames, { "content-location": `/runs/${RUN_ID}` });

test("a stateless run whose stream breaks is joined through its thread, also when that is gone", async () => {
  let searches = 0;
  const server = await serve(({ path, headers }) => {
    if (path === "/runs/stream") return stateless(thenCut(head, values(1)));
    if (path === "/threads/search") {
      searches += 1;
      return { body: searches === 1 ? [{ thread_id: THREAD_ID, status: "busy" }] : [] };
    }
    if (path === `/threads/${THREAD_ID}/runs/${RUN_ID}/stream`)
      return headers["last-event-id"] === "-1"
        ? stream(thenCut(values(1), values(2)))
        : stream([values(2), values(3), END]);
    return { status: 404, body: { detail: "Not Found" } };
  });
  expect(await numbersOf(start(server, { threadId: undefined }))).toEqual([1, 2, 3]);
  expect(searches).toBe(1);
});

describe("an aegra server", () => {
  const endOf = (status: string): SseFrame => ({ event: "end", data: { status } });

  test("says `interrupted` of a run that waits, and of one that was cancelled", async () => {
    const serveAegra = (thread: object) =>
      serve(({ path }) =>
        path.endsWith("/stream") ? stream([values(1), endOf("interrupted")]) : { body: thread },
      );
    const waiting = await serveAegra({ thread_id: THREAD_ID, status: "interrupted" });
    expect(await numbersOf(start(waiting))).toEqual([1]);
    const cancelled = await serveAegra({ thread_id: THREAD_ID, status: "idle" });
    await expect(numbersOf(start(cancelled))).rejects.toMatchObject({ error: "RunCancelled" });
  });

  test("is not asked whether a run waits whose stream has told the interrupt: a stateless one has no thread left", async () => {
    const asking = { event: "values", data: { n: 1, __interrupt__: [{ value: "go on?" }] }, id: "1" };
    const server = await serve(() => stream([asking, endOf("interrupted")]));
    expect(await numbersOf(start(server, { threadId: undefined }))).toEqual([1]);
    expect(server.requests).toHaveLength(1);
  });

  test("echoes the key of a start in the metadata of the config alone: it is found there, and sent once", async () => {
    let config: unknown;
    const server = await serve(({ method, path, body }) => {
      if (method === "POST") {
        config = JSON.parse(body).config;
        throw new Cut();
      }
      if (/\/runs\?/.test(path)) return { body: [{ run_id: RUN_ID, status: "running", config }] };
      return stream([values(1), END]);
    });
    expect(await numbersOf(start(server))).toEqual([1]);
    expect(server.requests.filter(({ method }) => method === "POST").length).toBe(1);
  });

  test("whose rows tell no metadata is sent no second start", async () => {
    const server = await serve(({ method }) => {
      if (method === "POST") throw new Cut();
      return { body: [{ run_id: RUN_ID, status: "running" }] };
    });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
      name: "ConnectionError",
      message: expect.stringContaining("the run may have started all the same"),
    });
    expect(server.requests.filter(({ method }) => method === "POST").length).toBe(1);
  });
});

describe("streamRun and joinRun", () => {
  const told: SseFrame[] = [
    { event: "metadata", data: { run_id: RUN_ID, attempt: 1 } },
    { event: "messages/partial", data: [{ content: "a" }] },
    { event: "updates|child:1", data: { a: 1 }, id: "1" },
    { event: "something-new", data: 1, id: "2" },
    { ...values(3), id: "3" },
    END,
  ];

  test("give every event, whatever the modes", async () => {
    const server = await serveRun({ start: () => stream(told) });
    const events = await toArray(start(server));
    expect(events.map(({ event }) => event)).toEqual(told.map(({ event }) => event));
  });

  test("give the modes that a join asks for, filtered here", async () => {
    const server = await serveRun({ join: () => stream(told) });
    const events = await toArray(join(server, { streamMode: ["values", "updates"] }));
    expect(events.map(({ event }) => event)).toEqual(["metadata", "updates|child:1", "values", "end"]);
    expect(server.requests[0]?.path).not.toContain("stream_mode");
  });

  test.each([
    ["messages", ["messages/metadata", "messages/partial", "messages/complete"]],
    ["messages-tuple", ["messages"]],
  ])("give what a join asks for as %s by the names that its events have", async (streamMode, names) => {
    const family = ["messages/metadata", "messages/partial", "messages/complete", "messages"];
    const frames = family.map((event) => ({ event, data: [] }));
    const server = await serveRun({ join: () => stream([...frames, values(1), END]) });
    const events = await toArray(join(server, { streamMode }));
    expect(events.map(({ event }) => event)).toEqual([...names, "end"]);
  });

  test("give new events only to a reader that asks for no others", async () => {
    const server = await serveRun({ join: () => stream([values(7), END]) });
    expect(await numbersOf(join(server, { onlyNew: true }))).toEqual([7]);
    expect(server.requests[0]?.headers).not.toHaveProperty("last-event-id");
    expect(() => join(server, { onlyNew: true, lastEventId: "3" })).toThrow(TypeError);
  });

  test("take `metadata` for no progress: a run that tells nothing else is given up", async () => {
    let attempt = 0;
    const again = (): SseFrame => {
      attempt += 1;
      return { event: "metadata", data: { run_id: RUN_ID, attempt } };
    };
    const server = await serveRun({
      status: "running",
      start: () => stream(thenCut(head)),
      join: () => stream(thenCut(again())),
    });
    const reading = numbersOf(start(server, { retry: { maxRetries: 2 } }));
    await expect(reading).rejects.toMatchObject({ name: "StreamError" });
    expect(server.requests.length).toBe(4);
  });

  test("succeed when the run's status is not to be had any more", async () => {
    const server = await serve(({ path }) =>
      path.endsWith("/runs/stream") ? stream([values(1)]) : { status: 404, body: "Run not found" },
    );
    expect(await numbersOf(start(server))).toEqual([1]);
  });

  test("say why a run failed that tells no `error` event, as its thread knows", async () => {
    const server = await serve(({ path }) => {
      if (path.endsWith("/stream")) return stream([values(1)]);
      if (path.endsWith(RUN_ID)) return { body: { run_id: RUN_ID, status: "error" } };
      return { body: { thread_id: THREAD_ID, error: { error: "QuotaExceeded", message: "no quota left" } } };
    });
    await expect(numbersOf(join(server))).rejects.toMatchObject({
      name: "RemoteException",
      error: "QuotaExceeded",
      message: "no quota left",
    });
  });

  test.each([
    { attempt: 1, isCut: true, is: "an error, where a killed server begins the run anew" },
    { attempt: 1, isCut: false, is: "told, where a server that was shut down begins the run again" },
    { attempt: 2, isCut: true, is: "told, where the server tries the run again" },
  ])("what comes of a run's further beginning is $is", async ({ attempt, isCut }) => {
    const at = (ms: number, frame: SseFrame): SseFrame => ({ ...frame, id: `1795841778${ms}-0` });
    const begin = (attempt: number) => ({ event: "metadata", data: { run_id: RUN_ID, attempt } });
    const first = [at(100, begin(1)), at(101, values(1)), at(102, values(2))];
    const isLost = attempt === 1 && isCut;
    const server = await serveRun({
      status: "running",
      start: () => stream(isCut ? thenCut(...first) : first),
      join: () => stream([at(200, begin(attempt)), at(201, values(1)), at(202, values(3)), END]),
    });
    const got: unknown[] = [];
    const reading = numbersOf(start(server), got);
    if (!isLost) await reading;
    else
      await expect(reading).rejects.toMatchObject({
        name: "StreamError",
        message: expect.stringMatching(/started the run again/),
      });
    expect(got).toEqual(isLost ? [1, 2] : [1, 2, 1, 3]);
  });

  test("hold on to a run whose server shuts down: it ends its streams cleanly, and comes back", {
    timeout: 30_000,
  }, async () => {
    let isDown = false;
    const server = await serve(async ({ method, path }) => {
      if (method === "POST") {
        isDown = true;
        setTimeout(() => {
          isDown = false;
        }, 5000);
        return stream([values(1)]);
      }
      if (isDown) throw new Cut();
      if (path.endsWith("/stream")) return stream([values(1), values(2), END]);
      return { body: { run_id: RUN_ID, status: "running" } };
    });
    expect(await numbersOf(start(server))).toEqual([1, 2]);
  });
});
