import { expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { start, thenSilence } from "./support/numbers.js";
import { RUN_ID, serveRun, stream, THREAD_ID, until, values } from "./support/servers.js";

/** A run behind a proxy, which is what goes: to the client that is the server's own death. */
async function serveDoomed() {
  const server = await serveRun({
    status: "running",
    start: () => stream(thenSilence(values(1), values(2))),
  });
  return until(await startTcpProxy({ target: server.url }));
}

test("a server that dies in the middle of a stream, for good, is an error that says where to go on", {
  timeout: 30_000,
}, async () => {
  const proxy = await serveDoomed();
  const run = start(proxy.url);
  const got: unknown[] = [];
  const began = performance.now();
  const reading = (async () => {
    for await (const { data } of run) {
      got.push(data);
      if (got.length === 2) await proxy.close();
    }
  })();
  await expect(reading).rejects.toMatchObject({
    name: "StreamError",
    message: "the stream was cut and could not be resumed in 5 attempts",
    threadId: THREAD_ID,
    runId: RUN_ID,
    lastEventId: "2",
    cause: { name: "ConnectionError", message: expect.stringContaining("ECONNREFUSED") },
  });
  expect(got).toEqual([{ n: 1 }, { n: 2 }]);
  expect(performance.now() - began).toBeLessThan(15_000);
});

test("a server that dies ends invoke within its time, and the error says so", {
  timeout: 10_000,
}, async () => {
  const proxy = await serveDoomed();
  const graph = new RemoteGraph({ graphId: "g", url: proxy.url, apiKey: null });
  const failing = graph.invoke({}, { configurable: { thread_id: THREAD_ID }, timeout: 1000 });
  setTimeout(() => void proxy.close(), 200);
  const began = performance.now();
  await expect(failing).rejects.toMatchObject({
    name: "ConnectionError",
    timedOut: true,
    message: expect.stringContaining("the call took longer than 1000 ms"),
  });
  expect(performance.now() - began).toBeLessThan(2000);
});
