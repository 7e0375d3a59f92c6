import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import {
  type Answer,
  Cut,
  type RecordedRequest,
  type SseFrame,
  toSseText,
} from "../support/scripted-server.js";
import { join, numbersOf, start } from "./support/numbers.js";
import { END, RUN_ID, serve, serveRun, stream, THREAD_ID, thenCut, values } from "./support/servers.js";

const iso = (ms: number) => new Date(ms).toISOString();

describe("the end of a stream", () => {
  test("without an `end` is the run's when its status says so and nothing follows", async () => {
    const server = await serveRun({ start: () => stream([values(1)]), join: () => stream([]) });
    expect(await numbersOf(start(server))).toEqual([1]);
  });

  test("is in doubt where the server refuses to tell what follows, unless it no longer has the run", async () => {
    const refused = (status: number) =>
      serveRun({ start: () => stream([values(1)]), join: () => ({ status, body: { detail: "no" } }) });
    expect(await numbersOf(start(await refused(404)))).toEqual([1]);
    await expect(numbersOf(start(await refused(403)))).rejects.toMatchObject({
      name: "StreamError",
      message: "the stream could not be resumed",
      cause: { status: 403 },
    });
  });

  test("is the run's where the look for more breaks off, and the server then no longer has the run", async () => {
    const server = await serveRun({
      start: () => stream([values(1)]),
      join: (_, count) => {
        if (count === 0) throw new Cut();
        return { status: 404, body: { detail: "Run not found" } };
      },
    });
    expect(await numbersOf(start(server))).toEqual([1]);
  });

  test("is that of a reader who has seen the run's last event and joins after it, as a page does that is loaded again", async () => {
    const joinAfter = async (lastEventId: string, kept: SseFrame[]) => {
      const told = ({ headers }: RecordedRequest) => stream(headers["last-event-id"] === "-1" ? kept : []);
      return numbersOf(join(await serveRun({ join: told }), { lastEventId }));
    };
    expect(await joinAfter("2", [values(1), values(2)])).toEqual([]);
    const lost = { message: "the server has no events of the run, or no longer" };
    await expect(joinAfter("1", [values(1), values(2)])).rejects.toMatchObject(lost);
    await expect(joinAfter("2", [])).rejects.toMatchObject(lost);
  });

  test("is that of a reader who wants new events only, and joins after the run's end", async () => {
    const server = await serveRun({ join: () => stream([]) });
    expect(await numbersOf(join(server, { onlyNew: true }))).toEqual([]);
    const lost = await serveRun({
      status: "error",
      join: () => stream([]),
      row: () => ({ error_message: "boom" }),
    });
    await expect(numbersOf(join(lost, { onlyNew: true }))).rejects.toMatchObject({ message: "boom" });
  });

  test("costs one request where the run was over before the stream was, by the times in its row", async () => {
    async function* slowly() {
      yield values(1);
      await delay(1000);
    }
    const created = Date.now() - 3_600_000; // of a clock that is an hour behind
    const server = await serveRun({
      start: () => stream(slowly()),
      row: () => ({ created_at: iso(created), updated_at: iso(created + 400) }),
    });
    expect(await numbersOf(start(server))).toEqual([1]);
    expect(server.requests.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  test("in mid-run, cleanly and after a silence, is none", async () => {
    async function* slowly() {
      yield values(1);
      await delay(400);
    }
    let status = "running";
    const server = await serveRun({
      start: () => stream(slowly()),
      status: () => status,
      join: () => {
        status = "success";
        return stream([values(1), values(2)]);
      },
    });
    expect(await numbersOf(start(server))).toEqual([1, 2]);
  });

  test.each([
    ["within a moment", 800],
    ["at a time that the server does not write down", 0],
  ])("is none yet where the run has ended %s: what is left is asked for", async (_, tookMs) => {
    const created = Date.now();
    const server = await serveRun({
      start: () => stream([values(1)]),
      row: () => ({ created_at: iso(created), updated_at: iso(created + tookMs) }),
      join: () => stream([values(1), values(2)]),
    });
    expect(await numbersOf(start(server))).toEqual([1, 2]);
  });

  test.each([
    ["failed without a word", "error", "RunFailed"],
    ["was cancelled", "interrupted", "RunCancelled"],
    ["the server's time limit ended", "timeout", "RunTimeout"],
  ])("of a run that %s is a RemoteException", async (_, status, error) => {
    const server = await serveRun({ start: () => stream([values(1)]), join: () => stream([]), status });
    const failure = { name: "RemoteException", error, runId: RUN_ID };
    await expect(numbersOf(start(server))).rejects.toMatchObject(failure);
  });

  test.each([
    ["nothing", []],
    ["comments only", [": heartbeat\n\n"]],
  ])("of a run whose events the server has lost is an error, where a join tells %s", async (_, told) => {
    const server = await serveRun({ start: () => stream(thenCut(values(1))), join: () => stream(told) });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
      name: "StreamError",
      message: "the server has no events of the run, or no longer",
      lastEventId: "1",
    });
  });

  test("of a run that the server does not know is an error", async () => {
    const server = await serveRun({ join: () => stream([{ event: "error", data: "Run not found" }]) });
    const message = "the server does not know the run, or no longer";
    await expect(numbersOf(join(server))).rejects.toMatchObject({ name: "StreamError", message });
  });

  test("of a stateless run that nobody knows is an error", async () => {
    const server = await serveRun({ join: () => stream([]) });
    const reading = numbersOf(join(server, { threadId: undefined }));
    await expect(reading).rejects.toMatchObject({ name: "StreamError" });
  });
});

describe("a failed run", () => {
  const failed = (answers: Record<string, Answer>) =>
    serve(({ method, path }) => {
      if (method === "POST" || path.endsWith("/stream")) return stream([values(1)]);
      const [end = ""] = /\/(join|state|threads\/[^/]+)$/.exec(path)?.slice(1) ?? [];
      return (
        answers[end.startsWith("threads") ? "thread" : end] ?? { body: { run_id: RUN_ID, status: "error" } }
      );
    });
  const refused = { status: 403, body: { detail: "no" } };

  test("is told by whichever look-up tells it, though another is refused", async () => {
    const server = await failed({
      join: refused,
      thread: { body: { error: { error: "E", message: "boom" } } },
    });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
      name: "RemoteException",
      message: "boom",
    });
  });

  test("is the error also where every look-up for the reason is refused", async () => {
    const server = await failed({ join: refused, thread: refused, state: refused });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
      name: "RemoteException",
      message: "the run failed; the server does not say why",
      runId: RUN_ID,
      cause: { status: 403, path: `/threads/${THREAD_ID}/runs/${RUN_ID}/join` },
    });
  });
});

describe("what cannot be read", () => {
  test("is an error that quotes its beginning, after the events before it", async () => {
    const bad = `event: values\ndata: <html>${"x".repeat(500)}\nid: 3\n\n`;
    const server = await serveRun({
      start: () => stream([`${toSseText(values(1))}${toSseText(values(2))}${bad}`]),
    });
    const got: unknown[] = [];
    const run = start(server);
    const reading = (async () => {
      for await (const { data } of run) got.push(data);
    })();
    await expect(reading).rejects.toMatchObject({
      name: "StreamError",
      message: `the event "values" carries data that is not JSON: <html>${"x".repeat(194)}`,
      runId: RUN_ID,
    });
    expect(got).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test("is not an answer whose content type is written in another case", async () => {
    const headers = { "content-type": "Text/Event-Stream" };
    const server = await serveRun({ start: () => ({ ...stream([values(1), END]), headers }) });
    expect(await numbersOf(start(server))).toEqual([1]);
  });

  test("is an answer that is no event stream", async () => {
    const server = await serveRun({
      start: () => ({ headers: { "content-type": "text/html" }, body: "<h1>Sign in</h1>" }),
    });
    await expect(numbersOf(start(server))).rejects.toMatchObject({
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
    const run = start(server);
    const got: unknown[] = [];
    for await (const { data } of run) {
      got.push(data);
      if (got.length === 2) break;
    }
    for await (const { event, data } of join(server, { lastEventId: run.lastEventId }))
      if (event === "values") got.push(data);
    expect(got).toEqual([1, 2, 3, 4, 5].map((n) => ({ n })));
  });

  test("is known also when what was given out last had no id", async () => {
    const server = await serveRun({
      start: () => stream([values(1), { event: "values", data: { n: 2 } }, values(3), END]),
    });
    const run = start(server);
    for await (const { data } of run) if (JSON.stringify(data) === '{"n":2}') break;
    expect(run.lastEventId).toBe("1");
  });
});
