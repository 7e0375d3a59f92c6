import { expect, test } from "vitest";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { start } from "./support/numbers.js";
import {
  graphOn,
  RUN_ID,
  serveRun,
  stream,
  THREAD_ID,
  thenSilence,
  thread,
  until,
  values,
} from "./support/servers.js";
import { settlesWithin } from "./support/time.js";

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
  const run = start(proxy);
  const got: unknown[] = [];
  const reading = (async () => {
    for await (const { data } of run) {
      got.push(data);
      if (got.length === 2) await proxy.close();
    }
  })();
  expect(await settlesWithin(15_000, reading)).toBe(true);
  await expect(reading).rejects.toMatchObject({
    name: "StreamError",
    message: "the stream was cut and could not be resumed in 5 attempts",
    threadId: THREAD_ID,
    runId: RUN_ID,
    lastEventId: "2",
    cause: { name: "ConnectionError", message: expect.stringContaining("ECONNREFUSED") },
  });
  expect(got).toEqual([{ n: 1 }, { n: 2 }]);
});

test("a server that dies ends invoke within its time, and the error says so", {
  timeout: 10_000,
}, async () => {
  const proxy = await serveDoomed();
  const graph = graphOn(proxy);
  const failing = graph.invoke({}, { ...thread, timeout: 1000 });
  setTimeout(() => void proxy.close(), 200);
  expect(await settlesWithin(2000, failing)).toBe(true);
  await expect(failing).rejects.toMatchObject({
    name: "ConnectionError",
    timedOut: true,
    message: expect.stringContaining("the call took longer than 1000 ms"),
  });
});
