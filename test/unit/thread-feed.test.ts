import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createClient } from "../../src/client.js";
import { ConnectionError, StreamError } from "../../src/errors.js";
import type { SizedEvent, ThreadConnection } from "../../src/thread/thread-connection.js";
import { ThreadFeed, type ThreadFeedOptions } from "../../src/thread/thread-feed.js";
import type { ThreadEvent } from "../../src/thread/thread-types.js";
import { NEVER_ABORTED } from "../../src/util/abort.js";

const client = createClient({ url: "http://server", apiKey: null });

/** An event of a numbering, told at a time; a word that is no state of the graph itself is one of its custom events. */
function told(seq: number, word: string, timestamp = 1000 + seq): SizedEvent {
  const states = ["running", "completed", "interrupted"];
  const event = states.includes(word)
    ? { method: "lifecycle", params: { namespace: [], timestamp, data: { event: word } } }
    : { method: "custom", params: { namespace: [], timestamp, data: { payload: word } } };
  return { event: { type: "event", seq, ...event } as ThreadEvent, size: 10 };
}

/** What a connection tells, and how it then goes on. */
interface Script {
  events: SizedEvent[];
  after: "end" | "break" | "silence";
}

/** A server that has these connections to give, one after another. */
function feedOf(scripts: Script[], options: ThreadFeedOptions = {}) {
  const asked: number[] = [];
  const open = async (since: number): Promise<ThreadConnection> => {
    asked.push(since);
    const script = scripts.shift();
    if (script === undefined) throw new Error("nobody was to connect again");
    let events: SizedEvent[] | undefined = script.events;
    let isClosed = false;
    return {
      get hasBytes() {
        return events === undefined && script.events.length > 0;
      },
      async read(silenceMs) {
        if (events !== undefined && events.length > 0) {
          const batch = events;
          events = undefined;
          return batch;
        }
        if (isClosed || script.after === "end") return undefined;
        const request = { method: "POST", path: "/stream/events" };
        if (script.after === "break") throw new ConnectionError({ ...request, reason: "reset" });
        if (silenceMs === undefined) return new Promise(() => undefined);
        await new Promise((resolve) => setTimeout(resolve, silenceMs));
        throw new ConnectionError({ ...request, reason: "silence", timedOut: true });
      },
      isOver: false,
      close() {
        isClosed = true;
      },
    };
  };
  const feed = new ThreadFeed(client, "t", open, { headers: {}, signal: NEVER_ABORTED }, options);
  return { feed, asked };
}

const wordOf = ({ event }: { event: ThreadEvent }): unknown => {
  if (event.method === "custom") return event.params.data.payload;
  return event.method === "lifecycle" ? event.params.data.event : event.method;
};

async function read(feed: ThreadFeed, count: number): Promise<unknown[]> {
  const words: unknown[] = [];
  while (words.length < count) words.push(...(await feed.next()).map(wordOf));
  return words;
}

const settled = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("after a cut it goes on behind the last event, and passes over what is repeated", async () => {
  const { feed, asked } = feedOf([
    { events: [told(1, "running"), told(2, "a")], after: "break" },
    { events: [told(2, "a"), told(3, "b")], after: "end" },
    { events: [told(1, "running"), told(2, "a"), told(3, "b"), told(4, "completed")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  const words = read(feed, 4);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await words).toEqual(["running", "a", "b", "completed"]);
  expect(asked).toEqual([0, 2, 3]);
});

test("what an earlier run still tells between the start and its answer is left out", async () => {
  const { feed } = feedOf([
    {
      events: [told(8, "old"), told(9, "completed"), told(10, "running"), told(11, "new")],
      after: "silence",
    },
  ]);
  feed.begin({ runId: "r", seq: 10 }, 7);
  expect(await read(feed, 2)).toEqual(["running", "new"]);
});

test("the end of an earlier run, told once more as this one starts, is left out", async () => {
  const { feed } = feedOf([
    {
      events: [told(10, "interrupted"), told(11, "completed"), told(12, "new"), told(13, "completed")],
      after: "silence",
    },
  ]);
  feed.begin({ runId: "r", seq: 11 }, 9);
  expect(await read(feed, 2)).toEqual(["new", "completed"]);
});

test("a run that was over before its start was answered is told in full", async () => {
  const { feed } = feedOf([
    { events: [told(8, "running"), told(9, "a"), told(10, "completed")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 10 }, 7);
  expect(await read(feed, 3)).toEqual(["running", "a", "completed"]);
});

test("a server that was restarted counts anew: what it tells is new by its time", async () => {
  const { feed, asked } = feedOf([
    { events: [told(1, "running"), told(2, "a"), told(3, "b")], after: "break" },
    { events: [], after: "silence" },
    { events: [told(1, "running", 5000), told(2, "c", 5001), told(3, "completed", 5002)], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  const words = read(feed, 6);
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await words).toEqual(["running", "a", "b", "running", "c", "completed"]);
  expect(asked).toEqual([0, 3, 0]);
  expect(feed.epoch).toBe(1);
});

test("an answer to a restarted server begins a run that is counted anew", async () => {
  const { feed, asked } = feedOf([
    { events: [told(1, "running"), told(2, "a"), told(3, "interrupted")], after: "silence" },
    { events: [told(1, "running", 5000), told(2, "completed", 5001)], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  expect(await read(feed, 3)).toEqual(["running", "a", "interrupted"]);
  feed.pause();
  feed.begin({ runId: "s", seq: 1 });
  expect(await read(feed, 2)).toEqual(["running", "completed"]);
  expect(asked).toEqual([0, 0]);
});

test("a silence after a cut is a long step, once the server has shown that it has the events", async () => {
  const { feed, asked } = feedOf([
    { events: [told(1, "running"), told(2, "a")], after: "break" },
    { events: [], after: "silence" },
    { events: [told(1, "running"), told(2, "a")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  await read(feed, 2);
  const settledWith = vi.fn();
  void settled(feed.next()).then(settledWith);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(settledWith).not.toHaveBeenCalled();
  expect(asked).toEqual([0, 2, 0]);
});

test("a server that has lost the events is found out", async () => {
  const { feed } = feedOf([
    { events: [told(1, "running"), told(2, "a")], after: "break" },
    { events: [], after: "silence" },
    { events: [], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  await read(feed, 2);
  const lost = settled(feed.next());
  await vi.advanceTimersByTimeAsync(30_000);
  expect(await lost).toMatchObject({ name: "StreamError", threadId: "t", runId: "r", lastEventId: "2" });
});

test("a run whose place another one takes is no longer told", async () => {
  const { feed } = feedOf([
    { events: [told(1, "running"), told(2, "a")], after: "end" },
    { events: [told(3, "running")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  await read(feed, 2);
  const taken = settled(feed.next());
  await vi.advanceTimersByTimeAsync(5000);
  expect(await taken).toMatchObject({ message: expect.stringMatching(/another run/) });
});

test("what comes behind the end is another run's, also in one piece with it", async () => {
  const { feed } = feedOf([
    { events: [told(1, "running"), told(2, "completed"), told(3, "running")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  expect(await read(feed, 2)).toEqual(["running", "completed"]);
});

test("it gives up after some rejoins that brought nothing, and not at all where it cannot rejoin", async () => {
  const repeats: Script = { events: [told(1, "running")], after: "break" };
  const { feed, asked } = feedOf(
    Array.from({ length: 20 }, () => repeats),
    { retry: { maxRetries: 2 } },
  );
  feed.begin({ runId: "r", seq: 1 }, 0);
  await read(feed, 1);
  const given = settled(feed.next());
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await given).toBeInstanceOf(StreamError);
  expect(asked).toHaveLength(4);
  const once = feedOf([repeats], { canRejoin: false });
  once.feed.begin({ runId: "r", seq: 1 }, 0);
  await read(once.feed, 1);
  await expect(once.feed.next()).rejects.toThrow(/cannot go on/);
  expect(once.asked).toHaveLength(1);
  const ended = feedOf([{ ...repeats, after: "end" }], { canRejoin: false });
  ended.feed.begin({ runId: "r", seq: 1 }, 0);
  await read(ended.feed, 1);
  await expect(ended.feed.next()).rejects.toThrow(/cannot go on/);
  expect(ended.asked).toHaveLength(1);
});

test("paused, it lets go of its connection, and goes on where it was", async () => {
  const { feed, asked } = feedOf([
    { events: [told(1, "running"), told(2, "a")], after: "silence" },
    { events: [told(3, "b")], after: "silence" },
  ]);
  feed.begin({ runId: "r", seq: 1 }, 0);
  await read(feed, 2);
  feed.pause();
  expect(await read(feed, 1)).toEqual(["b"]);
  expect(asked).toEqual([0, 2]);
});
