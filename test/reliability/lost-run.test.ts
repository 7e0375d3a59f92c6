import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { ScriptedServer } from "../support/scripted-server.js";
import { start } from "./support/numbers.js";
import { END, RUN_ID, serveRun, stream, THREAD_ID, thenCut, thenSilence, values } from "./support/servers.js";
import { settlesWithin } from "./support/time.js";

// Each of these takes as long as a client gives a silent server to show that it still has a run's events: they run at
// the same time, and the servers are closed after the last.
describe("a stream that was cut, and is silent when it is joined again", () => {
  test("shows whether the run is alive, is lost, or has not begun", { timeout: 120_000 }, async () => {
    await Promise.all([forgetful(), patient(), queued(), late(), dead()]);
  });
});

async function read(server: ScriptedServer): Promise<unknown[]> {
  const got: unknown[] = [];
  for await (const { event, data } of start(server)) got.push(event === "values" ? data : event);
  return got;
}

/** A server that was started anew: it believes that the run goes on, and has none of its events. */
async function forgetful(): Promise<void> {
  const server = await serveRun({
    status: "running",
    start: () => stream(thenCut(values(1), values(2))),
    join: () => stream(thenSilence()),
  });
  const reading = read(server);
  expect(await settlesWithin(40_000, reading)).toBe(true);
  await expect(reading).rejects.toMatchObject({
    name: "StreamError",
    message: "the server no longer has the run's events",
    threadId: THREAD_ID,
    runId: RUN_ID,
    lastEventId: "2",
  });
}

/** A server whose run says nothing for a long time, but that has all its events. */
async function patient(): Promise<void> {
  const asked: unknown[] = [];
  async function* later(from: number) {
    yield* [1, 2].slice(from).map(values);
    await delay(25_000);
    yield values(3);
    yield END;
  }
  const server = await serveRun({
    status: "running",
    start: () => stream(thenCut(values(1), values(2))),
    join: ({ headers }) => {
      asked.push(headers["last-event-id"]);
      return stream(later(Math.max(0, Number(headers["last-event-id"]))));
    },
  });
  expect(await read(server)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, "end"]);
  expect(asked).toEqual(["1"]); // so that a server that has its events repeats one at once
}

/** A server whose run tells its end while its status is looked up. */
async function late(): Promise<void> {
  let isAsked = false;
  async function* whenAsked() {
    yield values(1);
    while (!isAsked) await delay(20);
    yield* [values(2), END];
  }
  const server = await serveRun({
    status: () => {
      isAsked = true;
      return "success";
    },
    start: () => stream(thenCut(values(1))),
    join: () => stream(whenAsked()),
  });
  expect(await read(server)).toEqual([{ n: 1 }, { n: 2 }, "end"]);
}

/** A connection that is dead, and the run comes to its end meanwhile. */
async function dead(): Promise<void> {
  const server = await serveRun({
    start: () => stream(thenCut(values(1))),
    join: (_, count) =>
      count === 0 ? stream(thenSilence(values(1), values(2))) : stream([values(2), values(3), END]),
  });
  expect(await read(server)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, "end"]);
}

/** A server that is busy with other runs: there is nothing that it could tell. */
async function queued(): Promise<void> {
  let status = "pending";
  async function* whenItBegins() {
    while (status === "pending") await delay(100);
    yield values(1);
    yield END;
  }
  setTimeout(() => {
    status = "running";
  }, 32_000);
  const server = await serveRun({
    status: () => status,
    start: () => stream(thenCut()),
    join: () => stream(whenItBegins()),
  });
  expect(await read(server)).toEqual([{ n: 1 }, "end"]);
}
