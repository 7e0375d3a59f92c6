import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type HandledRun, RunHandle } from "../../src/graph/run-handle.js";
import { createClient, RemoteException, StreamError } from "../../src/index.js";

const [threadId, runId] = ["9a3b6f30-0000-4000-8000-000000000001", "9a3b6f30-0000-4000-8000-000000000002"];

type Answer = Response | ((signal: AbortSignal) => Response);

/** The handle of a run on a server that answers these paths, those of the run by what follows its id; what is asked is noted. */
function handleOn(answers: Record<string, () => Answer>, run: Partial<HandledRun> = {}) {
  const asked: string[] = [];
  const nothing = () => Response.json({}); // of the thread's row, and of the server
  const all: typeof answers = { "": nothing, "/info": nothing, ...answers };
  const client = createClient({
    url: "http://server",
    apiKey: null,
    async fetch(url, init) {
      const path = new URL(String(url)).pathname
        .replace(`/threads/${threadId}`, "")
        .replace(`/runs/${runId}`, "run");
      asked.push(path);
      const answer = all[path]?.();
      if (answer === undefined) throw new Error(`nobody was to ask for ${path}`);
      return typeof answer === "function" ? answer(init?.signal ?? new AbortController().signal) : answer;
    },
  });
  const known = { threadId, runId, resumable: true, modes: undefined, ...run };
  return { run: new RunHandle(client, known), asked };
}

const json = (body: unknown) => Response.json(body);

/** An event stream that says nothing until it is cancelled. */
const silence = () =>
  new Response(new ReadableStream(), { headers: { "content-type": "text/event-stream" } });

/** An answer that says nothing until its request is given up. */
const unending = () => (signal: AbortSignal) =>
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

const notResumable = { resumable: false };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settled = (promise: Promise<unknown>) =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );

test("a run that is said to be running, but whose events the server has lost, is reported at once", async () => {
  const { run } = handleOn({ "run/stream": silence, run: () => statusOf("running") });
  const joined = settled(run.join());
  await vi.dynamicImportSettled(); // the clock stands still while the code for it is loaded
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await joined).toMatchObject({ error: { name: "StreamError", threadId, runId } });
});

test("a run that never starts is waited for as long as is allowed", async () => {
  const { run, asked } = handleOn({ "run/stream": silence, run: () => statusOf("pending") });
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
  const { run } = handleOn({
    "run/stream": ended,
    run: () => statusOf("success"),
    "/state": () => stateOf({ values: { count: 2 } }),
  });
  const joined = settled(run.join());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await joined).toEqual({ value: { count: 2 } });
});

test("a failure that nobody told stands in the last state", async () => {
  const error = JSON.stringify({ name: "QuotaExceededError", message: "no quota" });
  const { run } = handleOn(
    {
      "run/join": () => json({ visits: ["prepare"] }),
      run: () => statusOf("error"),
      "/state": () => stateOf({ tasks: [{ id: "1", name: "charge", interrupts: [], error }] }),
    },
    notResumable,
  );
  const joined = settled(run.join());
  await vi.advanceTimersByTimeAsync(1000);
  expect(await joined).toMatchObject({ error: { error: "QuotaExceededError", message: "no quota", runId } });
});

test("a failure whose JSON is in its message is read from there", async () => {
  const inner = JSON.stringify({ error: "QuotaExceededError", message: "no quota" });
  const { run, asked } = handleOn(
    {
      "run/join": () =>
        new Response(`\n\n${JSON.stringify({ __error__: { error: "Error", message: inner } })}`),
      run: () => statusOf("error"),
    },
    notResumable,
  );
  const error = await run.join().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(RemoteException);
  expect(error).toMatchObject({ error: "QuotaExceededError", message: "no quota" });
  expect(asked).toEqual(["run/join", "run"]);
});

test("a run that the server's time limit ended is a failure", async () => {
  const { run } = handleOn({ "run/join": () => json({}), run: () => statusOf("timeout") }, notResumable);
  await expect(run.join()).rejects.toMatchObject({ error: "RunTimeout", runId });
});

test.each([{}, { draft: "later" }])(
  "interrupts with %j, of no run or a later one, get the run's own state around them",
  async (told) => {
    const asks = { id: "a1", value: "Publish?" };
    const tasks = [{ id: "1", name: "review", interrupts: [asks] }];
    const { run } = handleOn(
      {
        "run/join": () => json({ ...told, __interrupt__: [asks] }),
        run: () => statusOf("success"),
        "/state": () => stateOf({ values: { draft: "later" }, metadata: { run_id: "other" } }),
        "/history": () => json([{ values: { draft: "mine" }, next: [], tasks, metadata: { run_id: runId } }]),
      },
      { resumable: undefined },
    );
    expect(await run.join()).toEqual({ draft: "mine", __interrupt__: [asks] });
  },
);

test("a run that broke off with its server and does not go on counts as lost", async () => {
  const broken = () => {
    throw new TypeError("socket hang up");
  };
  const { run } = handleOn({ "run/join": broken, run: () => statusOf("running") }, notResumable);
  const joined = settled(run.join({ lostAfterMs: 60_000 }));
  await vi.advanceTimersByTimeAsync(90_000);
  expect(await joined).toMatchObject({
    error: { name: "StreamError", message: expect.stringMatching(/lost/) },
  });
});

test("a long run is asked about now and then, and waited for", async () => {
  let isOver = false;
  const { run, asked } = handleOn(
    {
      "run/join": () => (isOver ? json({ count: 7 }) : unending()),
      run: () => statusOf(isOver ? "success" : "running"),
      "/state": () => stateOf({ values: { count: 7 } }),
    },
    notResumable,
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
    {
      "run/join": unending,
      run: () => statusOf("running"),
      "/state": () => stateOf({ checkpoint: { checkpoint_id: String(checkpoints()) } }),
    },
    notResumable,
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
  const { run } = handleOn({ "run/stream": silence, run: () => statusOf("pending") });
  const joined = settled(run.join({ timeoutMs: 25_000 }));
  await vi.advanceTimersByTimeAsync(25_000);
  expect(await joined).toMatchObject({ error: { name: "ConnectionError", timedOut: true } });
  expect(vi.getTimerCount()).toBe(0);
});

test("a time that is none is refused", async () => {
  const { run, asked } = handleOn({});
  await expect(run.join({ timeoutMs: 0 })).rejects.toBeInstanceOf(TypeError);
  await expect(run.join({ lostAfterMs: -1 })).rejects.toBeInstanceOf(TypeError);
  expect(asked).toEqual([]);
});

test("the output of a run whose events are sent once is that of its join: its state may hold more than the graph puts out", async () => {
  const { run } = handleOn(
    {
      "run/join": () => json({ answer: 1 }),
      run: () => statusOf("success"),
      "/state": () => stateOf({ values: { answer: 1, notes: "for the graph alone" } }),
    },
    notResumable,
  );
  expect(await run.join()).toEqual({ answer: 1 });
});
