import { setTimeout as pause } from "node:timers/promises";
import { expect, inject, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { freePort } from "../support/free-port.js";
import { startServer } from "../support/servers/index.js";
import { needs } from "./support/features.js";
import { onServer } from "./support/on-server.js";

const LIMIT_MS = 45_000;
/**
 * The JavaScript server writes its state down when nothing has changed for three seconds, Python's every ten, and a
 * database at once.
 */
const persistedAfterMs = onServer({ js: 4000, python: 11_000, aegra: 0 });

test("a server that is killed and started anew in the middle of runs is an error for each, and no hang", async () => {
  const port = await freePort();
  const kind = inject("serverKind");
  const graphs = ["tokens"];
  const first = await startServer({ port, kind, graphs });
  const graph = new RemoteGraph({ graphId: "tokens", url: first.url, apiKey: null });
  const input = { count: 2000, delayMs: 20 };
  const onThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });
  let told = 0;
  const read = async (config: object) => {
    for await (const _ of await graph.stream(input, { ...config, streamMode: "messages" })) told += 1;
  };
  const ends = [read(onThread()), read({}), graph.invoke(input, onThread()), graph.invoke(input)].map((end) =>
    end.then(
      () => "an end as if all were well",
      (error: unknown) => error,
    ),
  );
  await expect.poll(() => told).toBeGreaterThan(10);
  await first.kill();
  const second = await startServer({ port, kind, graphs });
  const back = performance.now();
  try {
    for (const end of await Promise.all(ends)) expect(end).toMatchObject({ name: "StreamError" });
    expect(performance.now() - back).toBeLessThan(LIMIT_MS);
    const after = await graph.invoke({ count: 2 }, onThread());
    expect(after).toHaveProperty("messages");
  } finally {
    await Promise.all([first.stop(), second.stop()]);
  }
});

test("a run that a server calls running after a restart, and has forgotten, is reported to who joins it later", {
  ...needs("runs that a restart loses"),
}, async () => {
  const port = await freePort();
  const kind = inject("serverKind");
  const graphs = ["slow"];
  const first = await startServer({ port, kind, graphs });
  const graph = new RemoteGraph({ graphId: "slow", url: first.url, apiKey: null });
  const runs = await Promise.all(
    [true, false].map((streamResumable) => {
      const thread = { configurable: { thread_id: crypto.randomUUID() } };
      return graph.createRun({ ms: 60_000 }, { ...thread, streamResumable });
    }),
  );
  for (const run of runs) await expect.poll(() => run.status()).toBe("running");
  await pause(persistedAfterMs);
  await first.kill();
  const second = await startServer({ port, kind, graphs, folder: first.folder });
  try {
    for (const run of runs) {
      expect(await run.status()).toBe("running");
      const joined = run.join({ lostAfterMs: 3000 }).catch((error: unknown) => error);
      expect(await joined).toMatchObject({ name: "StreamError", runId: run.runId });
    }
  } finally {
    await second.stop();
  }
});

test("runs that are streamed while a deployment restarts the server are taken up again", {
  ...needs("runs that a restart goes on with"),
  timeout: 120_000,
}, async () => {
  const port = await freePort();
  const kind = inject("serverKind");
  const graphs = ["tokens"];
  const first = await startServer({ port, kind, graphs });
  const graph = new RemoteGraph({ graphId: "tokens", url: first.url, apiKey: null });
  const count = 400;
  let told = 0;
  const read = async () => {
    const config = { configurable: { thread_id: crypto.randomUUID() } };
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
