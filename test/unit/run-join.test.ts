import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type HandledRun, RunHandle } from "../../src/graph/run-handle.js";
import { createClient, RemoteException, StreamError } from "../../src/index.js";

const [threadId, runId] = ["9a3b6f30-0000-4000-8000-000000000001", "9a3b6f30-0000-4000-8000-000000000002"];

type Answer = (request: { method: string; path: string; headers: Headers; signal: AbortSignal }) => Response;

/** The handle of a run on a server that answers as it is told; what is asked is noted. */
function handleOn(answer: Answer, run: Partial<HandledRun> = {}): { run: RunHandle; asked: string[] } {
  const asked: string[] = [];
  const client = createClient({
    url: "http://server",
    apiKey: null,
    async fetch(url, init) {
      const { pathname } = new URL(String(url));
      const path = pathname.replace(threadId, "T").replace(runId, "R");
      const method = init?.method ?? "GET";
      asked.push(`${method} ${path}`);
      const signal = init?.signal ?? new AbortController().signal;
      return answer({ method, path, headers: new Headers(init?.headers), signal });
    },
  });
  const known = { threadId, runId, resumable: true, modes: undefined, ...run };
  return { run: new RunHandle(client, known), asked };
}

const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });

/** An event stream that says nothing until it is cancelled. */
const silence = () =>
  new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } });

/** An answer that says nothing until its request is given up. */
const unending = (signal: AbortSignal) =>
  new Response(
    new ReadableStream({
      start(controller) {
        signal.addEventListener("abort", () => controller.error(signal.reason));
      },
    }),
  );

const statusOf = (status: string) =>
  json({ run_id: runId, thread_id: threadId, status, kwargs: {}, metadata: {} });

const stateOf = (state: object) =>
  json({
    values: {},
    next: [],
    tasks: [],
    checkpoint: null,
    created_at: null,
    metadata: { run_id: runId },
    ...state,
  });

const unknown = (path: string): never => {
  throw new Error(`nobody was to ask for ${path}`);
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settled = (promise: Promise<unknown>) =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

test("a run that is said to be running, but whose events the server has lost, is reported at once", async () => {
  const { run } = handleOn(({ path }) => {
    if (path === "/threads/T/runs/R/stream") return silence();
    return path === "/threads/T/runs/R" ? statusOf("running") : unknown(path);
  });
  const joined = settled(run.join());
  await vi.dynamicImportSettled(); // the clock stands still while the code for it is loaded
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await joined).toMatchObject({ error: { name: "StreamError", threadId, runId } });
});

test("a run that never starts is waited for as long as is allowed", async () => {
  const { run, asked } = handleOn(({ path }) => {
    if (path === "/threads/T/runs/R/stream") return silence();
    return path === "/threads/T/runs/R" ? statusOf("pending") : unknown(path);
  });
  const outcome = vi.fn();
  void settled(run.join({ lostAfterMs: 60_000 })).then(outcome);
  await vi.advanceTimersByTimeAsync(55_000);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(45_000);
  expect(outcome).toHaveBeenCalledWith({ error: expect.any(StreamError) });
  expect(asked.length).toBeLessThan(30);
});

test("of a run whose events are gone its last state tells the end", async () => {
  const ended = () => new Response("", { headers: { "content-type": "text/event-stream" } });
  const { run } = handleOn(({ path }) => {
    if (path === "/threads/T/runs/R/stream") return ended();
    if (path === "/threads/T/runs/R") return statusOf("success");
    return path === "/threads/T/state" ? stateOf({ values: { count: 2 } }) : unknown(path);
  });
  const joined = settled(run.join());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await joined).toEqual({ value: { count: 2 } });
});

test("a failure that nobody told stands in the last state", async () => {
  const error = JSON.stringify({ name: "QuotaExceededError", message: "no quota" });
  const { run } = handleOn(
    ({ path }) => {
      if (path === "/threads/T/runs/R/join") return json({ visits: ["prepare"] });
      if (path === "/threads/T/runs/R") return statusOf("error");
      return stateOf({ tasks: [{ id: "1", name: "charge", interrupts: [], error }] });
    },
    { resumable: false },
  );
  const joined = settled(run.join());
  await vi.advanceTimersByTimeAsync(1000);
  expect(await joined).toMatchObject({ error: { error: "QuotaExceededError", message: "no quota", runId } });
});

test("a failure whose JSON is in its message is read from there", async () => {
  const inner = JSON.stringify({ error: "QuotaExceededError", message: "no quota" });
  const { run, asked } = handleOn(
    ({ path }) =>
      path === "/threads/T/runs/R/join"
        ? new Response(`\n\n${JSON.stringify({ __error__: { error: "Error", message: inner } })}`)
        : statusOf("error"),
    { resumable: false },
  );
  const error = await run.join().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RemoteException);
  expect(error).toMatchObject({ error: "QuotaExceededError", message: "no quota" });
  expect(asked).toEqual(["GET /threads/T/runs/R/join", "GET /threads/T/runs/R"]);
});

test("a run that the server's time limit ended is a failure", async () => {
  const { run } = handleOn(({ path }) => (path.endsWith("/join") ? json({}) : statusOf("timeout")), {
    resumable: false,
  });
  await expect(run.join()).rejects.toMatchObject({ error: "RunTimeout", runId });
});

test.each([{}, { draft: "later" }])(
  "interrupts with %j, of no run or a later one, get the run's own state around them",
  async (told) => {
    const asks = { id: "a1", value: "Publish?" };
    const { run } = handleOn(
      ({ path }) => {
        if (path === "/threads/T/runs/R/join") return json({ ...told, __interrupt__: [asks] });
        if (path === "/threads/T/runs/R") return statusOf("success");
        if (path === "/threads/T/state")
          return stateOf({ values: { draft: "later" }, metadata: { run_id: "other" } });
        const tasks = [{ id: "1", name: "review", interrupts: [asks] }];
        return json([{ values: { draft: "mine" }, next: [], tasks, metadata: { run_id: runId } }]);
      },
      { resumable: undefined },
    );
    expect(await run.join()).toEqual({ draft: "mine", __interrupt__: [asks] });
  },
);

test("a run that broke off with its server and does not go on counts as lost", async () => {
  const { run } = handleOn(
    ({ path }) => {
      if (path === "/threads/T/runs/R/join") throw new TypeError("socket hang up");
      return path === "/threads/T/runs/R" ? statusOf("running") : unknown(path);
    },
    { resumable: false },
  );
  const joined = settled(run.join({ lostAfterMs: 60_000 }));
  await vi.advanceTimersByTimeAsync(90_000);
  expect(await joined).toMatchObject({
    error: { name: "StreamError", message: expect.stringMatching(/lost/) },
  });
});

test("a long run is asked about now and then, and waited for", async () => {
  let isOver = false;
  const { run, asked } = handleOn(
    ({ path, signal }) => {
      if (path === "/threads/T/runs/R") return statusOf(isOver ? "success" : "running");
      if (path === "/threads/T/state") return stateOf({ values: { count: 7 } });
      return isOver ? json({ count: 7 }) : unending(signal);
    },
    { resumable: false },
  );
  const joined = settled(run.join());
  await vi.advanceTimersByTimeAsync(3_600_000);
  isOver = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await joined).toEqual({ value: { count: 7 } });
  expect(asked.length).toBeLessThan(400);
});

/** A run that is not resumable, goes on for ever, and has made as many checkpoints as is said. */
function goingOn(checkpoints: () => number) {
  return handleOn(
    ({ path, signal }) => {
      if (path === "/threads/T/runs/R") return statusOf("running");
      if (path === "/threads/T/state")
        return stateOf({ checkpoint: { checkpoint_id: String(checkpoints()) } });
      return path === "/threads/T/runs/R/join" ? unending(signal) : unknown(path);
    },
    { resumable: false },
  );
}

test("a run that goes on for ever without leaving anything counts as lost after a day, or as soon as is said", async () => {
  for (const [options, ms] of [
    [{}, 86_400_000],
    [{ lostAfterMs: 60_000 }, 60_000],
  ] as const) {
    const { run } = goingOn(() => 1);
    const outcome = vi.fn();
    void settled(run.join(options)).then(outcome);
    await vi.advanceTimersByTimeAsync(35_000);
    vi.setSystemTime(Date.now() + ms - 60_000); // without the same two requests every half a minute
    await vi.advanceTimersByTimeAsync(24_000);
    expect(outcome).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(62_000);
    expect(outcome).toHaveBeenCalledWith({ error: expect.any(StreamError) });
  }
});

test("a run that makes checkpoints is waited for, whatever it takes", async () => {
  const { run } = goingOn(() => Math.floor(Date.now() / 50_000));
  const outcome = vi.fn();
  void settled(run.join({ lostAfterMs: 60_000, timeoutMs: 3_600_000 })).then(outcome);
  await vi.advanceTimersByTimeAsync(3_599_000);
  expect(outcome).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(2000);
  expect(outcome).toHaveBeenCalledWith({ error: expect.objectContaining({ timedOut: true }) });
});

test("the whole wait is bounded, and nothing is left behind", async () => {
  const { run } = handleOn(({ path }) => (path.endsWith("/stream") ? silence() : statusOf("pending")));
  const joined = settled(run.join({ timeoutMs: 25_000 }));
  await vi.advanceTimersByTimeAsync(25_000);
  expect(await joined).toMatchObject({ error: { name: "ConnectionError", timedOut: true } });
  expect(vi.getTimerCount()).toBe(0);
});

test("a time that is none is refused", async () => {
  const { run, asked } = handleOn(() => unknown("anything"));
  await expect(run.join({ timeoutMs: 0 })).rejects.toBeInstanceOf(TypeError);
  await expect(run.join({ lostAfterMs: -1 })).rejects.toBeInstanceOf(TypeError);
  expect(asked).toEqual([]);
});
