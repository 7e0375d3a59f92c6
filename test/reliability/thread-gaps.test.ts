/** The thread protocol of a Python server, which lets events fall between those that it has stored and those to come. */
import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { Cut, keepSilent, type ScriptedServer, sse, toSseText } from "../support/scripted-server.js";
import { toArray } from "../support/to-array.js";
import { graphOn, RUN_ID, serve, THREAD_ID } from "./support/servers.js";

/** When the server has read its store, in ms. */
const READ_AT = 1_795_890_000_000;

/** An event of the server's own making: its time is that of the connection. */
const made = (event: string, timestamp = READ_AT, runId = RUN_ID) => ({
  event_id: `synth:${runId}:lc||${event}`,
  method: "lifecycle",
  params: { namespace: [], timestamp, data: { event, graph_name: "any" } },
});

/** A state that was stored at a time before or after the server had read its store. */
const state = (n: number, ms: number, suffix = "") => ({
  event_id: `${READ_AT + ms}-0${suffix}`,
  method: "values",
  params: { namespace: [], timestamp: READ_AT + ms, data: { n } },
});

interface SentEvent {
  event_id: string;
  method: string;
  params: { namespace: string[]; timestamp: number; data: unknown };
}

/** The answer to the command that starts a run. */
const STARTED = { type: "success", id: 1, result: { run_id: RUN_ID }, meta: { applied_through_seq: 0 } };

type Connection = readonly (SentEvent | "wait" | "cut")[];

/** A server that sends these on each connection to its thread, which then stays open. */
function serveThread(connections: readonly Connection[], row: () => unknown = () => ({})) {
  let count = 0;
  return serve(({ path, closed }) => {
    if (path.endsWith("/commands")) return { body: STARTED };
    if (!path.endsWith("/stream/events")) return { body: row() };
    const events = connections[count] ?? [];
    count += 1;
    return sendEvents(events, closed);
  });
}

/** Sends events on a connection, which then stays open. */
function sendEvents(events: Connection, closed: Promise<void>) {
  async function* frames() {
    let seq = 0;
    for (const event of events) {
      if (event === "cut") throw new Cut();
      if (event === "wait") await delay(100);
      else {
        seq += 1;
        yield toFrame(event, seq);
      }
    }
    await closed;
  }
  return sse(frames());
}

const toFrame = (event: SentEvent, seq: number) => ({
  event: event.method,
  id: seq,
  data: { type: "event", seq, ...event },
});

const start = ({ url }: ScriptedServer) => graphOn({ url }).streamEvents({}, { version: "v3" });

const readNumbers = async (server: ScriptedServer) => {
  const run = await start(server);
  return (await toArray(run.values)).map(({ n }) => n);
};

const connectionsOf = ({ requests }: ScriptedServer) =>
  requests.filter(({ path }) => path.endsWith("/stream/events")).length;

const states = [state(1, -5000), state(2, -4000)];
const stored = [made("running"), ...states];
const later = made("running", READ_AT + 1000);

test("takes what fell in between from a second connection", async () => {
  const server = await serveThread([
    [...stored, "wait", state(5, 30), state(6, 40), made("completed")],
    [...stored, state(3, 10), state(4, 20), state(5, 30)],
  ]);
  expect(await readNumbers(server)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(connectionsOf(server)).toBe(2);
});

test("takes it after a cut too, and repeats nothing", async () => {
  const server = await serveThread([
    [...stored, "cut"],
    [...stored, state(3, -10), state(6, 30), made("completed")],
    [...stored, state(3, -10), state(4, 10), state(5, 20), state(6, 30), state(7, 40)],
  ]);
  expect(await readNumbers(server)).toEqual([1, 2, 3, 4, 5, 6]);
});

test("takes its own events after a cut, on a thread that had a run before", async () => {
  const before = [
    made("running", READ_AT, THREAD_ID),
    state(0, -9000),
    made("completed", READ_AT, THREAD_ID),
    ...stored,
  ];
  const server = await serveThread([
    [...before, "cut"],
    [...before, state(3, -10), made("completed")],
  ]);
  expect(await readNumbers(server)).toEqual([1, 2, 3]);
});

test("makes a connection anew that gives an event the id of one that fell out in the same millisecond", async () => {
  const all = [...states, state(3, 10), state(4, 10, ".1"), state(5, 20)];
  const server = await serveThread([
    [...stored, "wait", state(4, 10), state(5, 20), made("completed")],
    [later, ...all],
    [later, ...all, made("completed")],
  ]);
  expect(await readNumbers(server)).toEqual([1, 2, 3, 4, 5]);
});

test("gives events that are alike, each as often as the server does", async () => {
  const server = await serveThread([
    [...stored, "wait", state(2, 30), state(2, 30, ".1"), made("completed")],
    [...stored, state(2, 10), state(2, 30), state(2, 30, ".1")],
  ]);
  expect(await readNumbers(server)).toEqual([1, 2, 2, 2, 2]);
});

test("makes the connection anew where the second one is refused for a moment", async () => {
  const live = [...stored, "wait", state(5, 30), made("completed")] as const;
  let count = 0;
  const connections = [live, [...stored, state(5, 30)]];
  const server = await serve(({ path, closed }) => {
    if (path.endsWith("/commands")) return { body: STARTED };
    if (!path.endsWith("/stream/events")) return { body: {} };
    count += 1;
    return count === 2 ? { status: 503 } : sendEvents(connections[(count + 1) % 2] ?? [], closed);
  });
  expect(await readNumbers(server)).toEqual([1, 2, 5]);
});

// takes as long as a server is given that does not answer, as does a browser that queues the second connection
test("makes the connection anew where the second one is not answered", { timeout: 60_000 }, async () => {
  let count = 0;
  const server = await serve((request) => {
    if (request.path.endsWith("/commands")) return { body: STARTED };
    count += 1;
    if (count === 2) return keepSilent(request);
    const events: Connection =
      count === 1 ? [...stored, "wait", state(5, 30)] : [later, ...states, state(5, 30), made("completed")];
    return sendEvents(events, request.closed);
  });
  expect(await readNumbers(server)).toEqual([1, 2, 5]);
});

// takes as long as a silent server is given
test("tells an end that comes while the run's status is looked up", { timeout: 60_000 }, async () => {
  let count = 0;
  let isAsked = false;
  async function* whenAsked(closed: Promise<void>) {
    yield* stored.map((event, at) => toFrame(event, at + 1));
    while (!isAsked) await delay(20);
    yield toFrame(made("completed"), stored.length + 1);
    await closed;
  }
  const server = await serve(({ path, closed }) => {
    if (path.endsWith("/commands")) return { body: STARTED };
    if (path.endsWith("/stream/events")) {
      count += 1;
      return count === 1 ? sendEvents([...stored, "cut"], closed) : sse(whenAsked(closed));
    }
    isAsked ||= path.endsWith(`/runs/${RUN_ID}`);
    return { body: { run_id: RUN_ID, status: "success" } };
  });
  expect(await readNumbers(server)).toEqual([1, 2]);
  expect(isAsked).toBe(true);
});

test("is left at once, though it waits for an event", async () => {
  const server = await serveThread([stored]);
  const run = await start(server);
  const states = run.values[Symbol.asyncIterator]();
  await states.next();
  await states.next();
  const waiting = states.next();
  await states.return?.();
  expect(await waiting).toEqual({ done: true, value: undefined });
  const connection = server.requests.find(({ path }) => path.endsWith("/stream/events"));
  await connection?.closed;
});

test("is read anew after it was left in the middle of an event", async () => {
  const beginning = [made("running"), state(1, -10)];
  let connections = 0;
  const server = await serve(({ path, closed }) => {
    if (path.endsWith("/commands")) return { body: STARTED };
    connections += 1;
    async function* half() {
      for (const [at, event] of beginning.entries()) yield toFrame(event, at + 1);
      yield 'event: values\ndata: {"type';
      await closed;
    }
    return connections === 1
      ? sse(half())
      : sendEvents([...beginning, state(2, -5), made("completed")], closed);
  });
  const run = await start(server);
  const events = run[Symbol.asyncIterator]();
  await events.next();
  await events.next();
  const next = events.next();
  await delay(100);
  await events.return?.();
  expect(await next).toEqual({ done: true, value: undefined });
  await delay(100);
  expect(await toArray(run.values)).toEqual([{ n: 1 }, { n: 2 }]);
});

test("needs no second connection for a run that began after the first one was made", async () => {
  const live = (n: number) => state(n, n * 10 - 10);
  const server = await serveThread([["wait", made("running"), live(1), live(2), live(3), made("completed")]]);
  expect(await readNumbers(server)).toEqual([1, 2, 3]);
  expect(connectionsOf(server)).toBe(1);
});

test("needs none for a run that was over", async () => {
  const server = await serveThread([[...stored, made("completed")]]);
  expect(await readNumbers(server)).toEqual([1, 2]);
  expect(connectionsOf(server)).toBe(1);
});

test("says of events which the run must have had that the server keeps them to itself", async () => {
  const answer = { event: "message-start", id: "m1", role: "tool" };
  const ofTool = { ...state(3, -2000), method: "messages" };
  const events = [...stored, { ...ofTool, params: { ...ofTool.params, data: answer } }, made("completed")];
  const run = await start(await serveThread([events]));
  const reason = /a Python server sends (tools|updates) events by this protocol only where the graph/;
  for (const withheld of [run.toolCalls, run.updates]) {
    const reading = toArray<unknown>(withheld);
    await expect(reading).rejects.toThrow(reason);
    await expect(reading).rejects.toMatchObject({ name: "StreamError" });
  }
});

test("gives none of what the graph may have none of", async () => {
  const run = await start(await serveThread([[...stored, made("completed")]]));
  expect(await toArray(run.toolCalls)).toEqual([]);
  expect(await toArray(run.custom)).toEqual([]);
  expect(await toArray(run.messages)).toEqual([]);
});

test("gives custom events where the server sends them", async () => {
  const custom = (at: number) => ({ ...state(at, -3000 + at), method: "custom" });
  const run = await start(await serveThread([[...stored, custom(1), custom(2), made("completed")]]));
  expect(await toArray(run.custom)).toEqual([{ n: 1 }, { n: 2 }]);
});

test("refuses an unknown graph as any other call does, with the status in the answer to the command", async () => {
  const message = "422: Invalid assistant: 'any'. Must be either:\n- A valid assistant UUID";
  const server = await serve(() => ({ body: { type: "error", id: 1, error: "unknown_error", message } }));
  await expect(start(server)).rejects.toMatchObject({
    name: "ApiError",
    status: 422,
    detail: message.replace("422: ", ""),
  });
});

test("ends in one kind of error when the server is slower than the time limit, whatever it is slow with", async () => {
  const limited = async (slow: string) => {
    const { url } = await serve((request) =>
      request.path.endsWith(slow) ? keepSilent(request) : { body: STARTED },
    );
    const graph = graphOn({ url }, { timeoutMs: 50, retry: { maxRetries: 1 } });
    return (await graph.streamEvents({}, { version: "v3" })).output;
  };
  const error = { name: "ConnectionError", timedOut: true };
  await Promise.all([
    expect(limited("/commands")).rejects.toMatchObject(error),
    expect(limited("/stream/events")).rejects.toMatchObject(error),
  ]);
});

test("asks once more for the end of a run that fell in between", { timeout: 30_000 }, async () => {
  const row = () => ({ run_id: RUN_ID, status: "success" });
  const server = await serveThread([stored, [later, ...states, state(3, 10), made("completed")]], row);
  expect(await readNumbers(server)).toEqual([1, 2, 3]);
});

test("what follows a run's end in the same bytes is of another run", async () => {
  const events = [made("running"), state(1, 1), made("completed"), state(2, 30)];
  const text = events.map((event, at) => toSseText(toFrame(event, at + 1))).join("");
  const server = await serve(({ path }) => {
    if (path.endsWith("/commands")) return { body: STARTED };
    return path.endsWith("/stream/events") ? sse([text]) : { body: {} };
  });
  expect(await readNumbers(server)).toEqual([1]);
});
