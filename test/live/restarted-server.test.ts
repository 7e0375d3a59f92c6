/** What becomes of runs when their server dies under them: each server here is of this file's own. */
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import {
  createClient,
  RemoteGraph,
  type RunHandle,
  type ThreadEvent,
  type ThreadRun,
} from "../../src/index.js";
import { freePort } from "../support/free-port.js";
import { type RunningServer, startServer } from "../support/servers/index.js";
import { toArray } from "../support/to-array.js";
import { has, needs } from "./support/features.js";
import { eventually, newThread } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

const kind = inject("serverKind");
const graphs = ["approval", "counter", "slow", "tokens"];
const v3 = { version: "v3" } as const;
/** Well below the ten minutes for which a run may be silent. */
const LIMIT_MS = 45_000;
const endless = { count: 2000, delayMs: 20 };
/**
 * The JavaScript server writes its state down when nothing has changed for three seconds, Python's every ten, and a
 * database at once.
 */
const persistedAfterMs = onServer({ js: 4000, python: 11_000, aegra: 0 });

const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "an end as if all were well",
    (error: unknown) => error,
  );

describe("a server that is killed in the middle of runs", () => {
  let port: number;
  let first: RunningServer;
  let server: RunningServer;
  let waiting: RunHandle[] = [];
  const graphOf = (graphId: string) =>
    new RemoteGraph({ graphId, url: `http://127.0.0.1:${port}`, apiKey: null });

  beforeAll(async () => {
    port = await freePort();
    first = await startServer({ port, kind, graphs });
    server = first;
  });
  afterAll(async () => {
    await server.stop();
    await first.stop();
  });

  /** Runs that wait in a quiet server, until it has written them down. */
  async function waitOnServer(): Promise<RunHandle[]> {
    const runs = await Promise.all(
      [true, false].map((streamResumable) =>
        graphOf("slow").createRun({ ms: 600_000 }, { ...newThread(), streamResumable }),
      ),
    );
    for (const run of runs) await eventually(async () => expect(await run.status()).toBe("running"));
    await pause(persistedAfterMs);
    return runs;
  }

  /** The ends of runs that are read, once they are told of. */
  async function read(): Promise<Promise<unknown>[]> {
    const graph = graphOf("tokens");
    let told = 0;
    const stream = async (config: object) => {
      for await (const _ of await graph.stream(endless, { ...config, streamMode: "messages" })) told += 1;
    };
    const reading = [
      stream(newThread()),
      stream({}),
      graph.invoke(endless, newThread()),
      graph.invoke(endless),
    ];
    const ends = reading.map(outcome);
    await eventually(() => expect(told).toBeGreaterThan(10));
    return ends;
  }

  /** The same in the thread-centric protocol. */
  async function readProtocol(): Promise<Promise<unknown>[]> {
    const run = await graphOf("tokens").streamEvents(endless, { ...v3, ...newThread() });
    let told = 0;
    const messages = async () => {
      for await (const message of run.messages) for await (const _ of message) told += 1;
    };
    const ends = [messages(), Promise.resolve(run.output), toArray(run)].map(outcome);
    await eventually(() => expect(told).toBeGreaterThan(10));
    return ends;
  }

  describe("and is started anew without its state", () => {
    const counterThread = newThread();
    let ends: Promise<unknown>[];
    let protocolEnds: Promise<unknown>[];
    let numbersBefore: number[];
    let asking: ThreadRun;
    let back: number;
    beforeAll(async () => {
      if (has("runs that a restart loses")) waiting = await waitOnServer();
      if (has("thread protocol")) {
        const counting = await graphOf("counter").streamEvents({ limit: 6 }, { ...v3, ...counterThread });
        numbersBefore = (await toArray(counting)).map(({ seq }) => seq);
        asking = await graphOf("approval").streamEvents({ topic: "tea" }, { ...v3, ...newThread() });
        await asking.output;
        protocolEnds = await readProtocol();
      }
      ends = await read();
      await first.kill();
      server = await startServer({ port, kind, graphs });
      back = performance.now();
    });

    test("is an error for each of its runs that is read, and no hang", async () => {
      for (const end of await Promise.all(ends)) expect(end).toMatchObject({ name: "StreamError" });
      expect(performance.now() - back).toBeLessThan(LIMIT_MS);
      expect(await graphOf("tokens").invoke({ count: 2 }, newThread())).toHaveProperty("messages");
    });

    test("is an error for who reads a run in the thread-centric protocol, and no hang", {
      ...needs("thread protocol"),
    }, async () => {
      for (const end of await Promise.all(protocolEnds)) expect(end).toBeInstanceOf(Error);
      expect(performance.now() - back).toBeLessThan(LIMIT_MS);
    });

    test("tells all of the next run on the same thread, and nothing is taken for a repetition", {
      ...needs("thread protocol"),
    }, async () => {
      const after = await graphOf("counter").streamEvents({ limit: 2 }, { ...v3, ...counterThread });
      const events: ThreadEvent[] = await toArray(after);
      expect(events[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
      expect(events.at(-1)).toMatchObject({ method: "lifecycle", params: { data: { event: "completed" } } });
      expect(Math.max(...events.map(({ seq }) => seq))).toBeLessThan(Math.max(...numbersBefore));
      expect(await after.output).toEqual({ count: 2, limit: 2, trail: ["step 1", "step 2"] });
    });

    test("does not start a graph over that is given an answer to what was lost", {
      ...needs("thread protocol"),
    }, async () => {
      expect(asking.interrupted).toBe(true);
      expect(await outcome(asking.respond("yes"))).toMatchObject({
        name: "StreamError",
        message: expect.stringMatching(/has lost what the run asked/),
      });
      expect(await asking.output).toMatchObject({ draft: "On tea" });
      const client = createClient({ url: server.url, apiKey: null });
      const params = { path: { thread_id: asking.threadId } };
      expect((await client.GET("/threads/{thread_id}/runs", { params })).data ?? []).toEqual([]);
    });
  });

  test("and calls a run running after its restart that it has forgotten: who joins it later is told", {
    ...needs("runs that a restart loses"),
  }, async () => {
    await server.stop();
    server = await startServer({ port, kind, graphs, folder: first.folder });
    expect(waiting).toHaveLength(2);
    for (const run of waiting) {
      expect(await run.status()).toBe("running");
      expect(await outcome(run.join({ lostAfterMs: 3000 }))).toMatchObject({
        name: "StreamError",
        runId: run.runId,
      });
    }
  });
});

test("runs that are streamed while a deployment restarts the server are taken up again", {
  ...needs("runs that a restart goes on with"),
  timeout: 120_000,
}, async () => {
  const port = await freePort();
  const first = await startServer({ port, kind, graphs });
  const graph = new RemoteGraph({ graphId: "tokens", url: first.url, apiKey: null });
  const count = 400;
  let told = 0;
  const read = async () => {
    const config = newThread();
    for await (const _ of await graph.stream({ count, delayMs: 20 }, { ...config, streamMode: "messages" }))
      told += 1;
    const { values, next } = await graph.getState(config);
    return { values, next };
  };
  const reading = Promise.all(Array.from({ length: 4 }, read));
  reading.catch(() => undefined); // looked at below
  await expect.poll(() => told).toBeGreaterThan(40);
  await first.terminate();
  const second = await startServer({ port, kind, graphs, folder: first.folder });
  try {
    const answer = Array.from({ length: count }, (_, at) => `${at} `).join("");
    for (const { values, next } of await reading) {
      expect(next).toEqual([]);
      expect(values).toMatchObject({ messages: [{ content: answer }] });
    }
  } finally {
    await second.stop();
  }
});
