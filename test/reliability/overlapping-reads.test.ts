import { describe, expect, test } from "vitest";
import { RemoteGraph, streamRun } from "../../src/index.js";
import { toSseText } from "../support/scripted-server.js";
import { clientOn, END, serveRun, stream, THREAD_ID, values } from "./support/servers.js";

const numbers = Array.from({ length: 200 }, (_, n) => n + 1);

/** A server that sends the events of its run in pieces that are cut anywhere. */
function serve() {
  const text = [...numbers.map(values), END].map(toSseText).join("");
  const pieces = text.match(/[\s\S]{1,97}/g) ?? [];
  return serveRun({ start: () => stream(pieces) });
}

describe("reads that overlap", () => {
  test("of a run's events by batches give each event once, in order, also before the run was started", async () => {
    const server = await serve();
    const events = streamRun(clientOn(server), {
      assistantId: "any",
      threadId: THREAD_ID,
    });
    const got: unknown[] = [];
    for (let isOver = false; !isOver; ) {
      const batches = await Promise.all([events.next(), events.next(), events.next()]);
      isOver = batches.includes(undefined);
      got.push(...batches.flatMap((batch) => batch ?? []));
    }
    const told = got.flatMap((event) => (isValues(event) ? [event.data.n] : []));
    expect(told).toEqual(numbers);
  });

  test("of its iterator, and of the chunks of a graph, give each once, in order", async () => {
    const server = await serve();
    const client = clientOn(server);
    const events = streamRun(client, { assistantId: "any", threadId: THREAD_ID })[Symbol.asyncIterator]();
    const chunks = (
      await new RemoteGraph({ graphId: "g", client }).stream(
        {},
        { configurable: { thread_id: THREAD_ID }, streamMode: "values" },
      )
    )[Symbol.asyncIterator]();
    const reads = numbers.map(() => Promise.all([events.next(), chunks.next()]));
    const all = await Promise.all(reads);
    expect(all.map(([event]) => event.value)).toMatchObject(numbers.map((n) => ({ data: { n } })));
    expect(all.map(([, chunk]) => chunk.value)).toEqual(numbers.map((n) => ({ n })));
  });
});

function isValues(event: unknown): event is { event: "values"; data: { n: number } } {
  return typeof event === "object" && event !== null && "event" in event && event.event === "values";
}
