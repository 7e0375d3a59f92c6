import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createClient, RemoteGraph, type ThreadEvent } from "../../src/index.js";
import { freePort } from "../support/free-port.js";
import { type RunningServer, startServer } from "../support/servers/index.js";
import { needs } from "./support/features.js";

const v3 = { version: "v3" } as const;
const kind = inject("serverKind");
const graphs = ["tokens", "approval", "counter"];
/** Well below the ten minutes for which a run may be silent. */
const LIMIT_MS = 45_000;

const outcome = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("a server that forgets its threads and counts their events anew", needs("thread protocol"), () => {
  let port: number;
  let server: RunningServer;
  beforeAll(async () => {
    port = await freePort();
    server = await startServer({ port, kind, graphs });
  });
  afterAll(() => server.stop());

  /** Ends the server as a crash would, and starts a fresh one that knows nothing. */
  async function crash(): Promise<void> {
    await server.kill();
    await server.stop();
    server = await startServer({ port, kind, graphs });
  }

  const graphOf = (graphId: string) => new RemoteGraph({ graphId, url: server.url, apiKey: null });
  const newThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });

  test("is an error for those who read a run that it has lost, and no hang", async () => {
    const run = await graphOf("tokens").streamEvents({ count: 2000, delayMs: 20 }, { ...v3, ...newThread() });
    let told = 0;
    const reading = (async () => {
      for await (const message of run.messages) for await (const _ of message) told += 1;
    })();
    const ends = [outcome(reading), outcome(run.output), outcome(collect(run))];
    await expect.poll(() => told).toBeGreaterThan(10);
    await crash();
    const back = performance.now();
    for (const end of await Promise.all(ends)) expect(end).toBeInstanceOf(Error);
    expect(performance.now() - back).toBeLessThan(LIMIT_MS);
  });

  test("tells all of the next run on the same thread, and nothing is taken for a repetition", async () => {
    const graph = graphOf("counter");
    const thread = newThread();
    const before = await graph.streamEvents({ limit: 6 }, { ...v3, ...thread });
    const numbersBefore = (await collect(before)).map(({ seq }) => seq);
    await crash();
    const after = await graph.streamEvents({ limit: 2 }, { ...v3, ...thread });
    const events: ThreadEvent[] = await collect(after);
    expect(events[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
    expect(events.at(-1)).toMatchObject({ method: "lifecycle", params: { data: { event: "completed" } } });
    expect(Math.max(...events.map(({ seq }) => seq))).toBeLessThan(Math.max(...numbersBefore));
    expect(await after.output).toEqual({ count: 2, limit: 2, trail: ["step 1", "step 2"] });
  });

  test("does not start the graph over when it is given an answer to what it has lost", async () => {
    const run = await graphOf("approval").streamEvents({ topic: "tea" }, { ...v3, ...newThread() });
    await run.output;
    expect(run.interrupted).toBe(true);
    await crash();
    expect(await outcome(run.respond("yes"))).toMatchObject({
      name: "StreamError",
      message: expect.stringMatching(/has lost what the run asked/),
    });
    expect(await run.output).toMatchObject({ draft: "On tea" });
    const client = createClient({ url: server.url, apiKey: null });
    const params = { path: { thread_id: run.threadId } };
    expect((await client.GET("/threads/{thread_id}/runs", { params })).data ?? []).toEqual([]);
  });
});
