import { expect, inject, test } from "vitest";
import { createClient, joinRun, type RunEvent, streamRun } from "../../src/index.js";
import { isRecord } from "../../src/util/record.js";
import { forEach } from "../reliability/support/figures.js";
import { toArray } from "../support/to-array.js";
import { onServer } from "./support/on-server.js";

const RUNS = process.env.SOAK ? 100 : 12;
const AT_ONCE = 12;
const COUNT = 40;

const url = inject("serverUrl");

/** A client that counts the requests of one run. */
function countingClient() {
  const sent: string[] = [];
  const counted: typeof globalThis.fetch = (input, init) => {
    sent.push(`${init?.method ?? "GET"} ${String(input).slice(url.length)}`);
    return fetch(input, init);
  };
  return { client: createClient({ url, apiKey: null, fetch: counted }), sent };
}

async function newThread(): Promise<string> {
  const { data } = await createClient({ url, apiKey: null }).POST("/threads", { body: {} });
  if (data?.thread_id === undefined) throw new Error("the server made no thread");
  return String(data.thread_id);
}

/** The pieces of the model's answer. */
const piecesIn = (events: readonly RunEvent[]): unknown[] =>
  events.flatMap(({ event, data }) => {
    const message: unknown = event === "messages" && Array.isArray(data) ? data[0] : undefined;
    return isRecord(message) && message.content !== "" ? [message.content] : [];
  });

/**
 * A run's row shows by its times that the run was over before its stream. A server on a busy machine may write the row late, for
 * most runs even, and each of those is asked about once more.
 */
function expectFewRequests(all: readonly { sent: string[] }[], most: number): void {
  const counts = all.map(({ sent }) => sent.length).sort((a, b) => a - b);
  expect(counts[Math.floor(counts.length / 4)], counts.join()).toBeLessThanOrEqual(most);
  expect(counts.at(-1), counts.join()).toBeLessThanOrEqual(most + 1);
}

const body = { assistantId: "tokens", input: { count: COUNT, delayMs: 20 } };
const told = Array.from({ length: COUNT }, (_, at) => `${at} `);

const MODES = [
  "values",
  "updates",
  "messages-tuple",
  "messages",
  "custom",
  "debug",
  "tasks",
  "events",
] as const;

for (const mode of MODES) {
  test(`${RUNS} good runs are read in the mode ${mode}, whole and once, with one more request at most`, async () => {
    const all: { names: string[]; sent: string[] }[] = [];
    await forEach(Array.from({ length: RUNS }), AT_ONCE, async () => {
      const { client, sent } = countingClient();
      const threadId = await newThread();
      const run = mode === "custom" ? { ...body, assistantId: "writer" } : body;
      const events = await toArray(streamRun(client, { ...run, threadId, stream_mode: [mode] }));
      const names = events.map(({ event }) => event);
      all.push({ names, sent });
    });
    const [{ names: first } = { names: [] }] = all;
    expect(first.length).toBeGreaterThan(0);
    for (const { names } of all) expect(names).toEqual(first);
    expectFewRequests(all, 2);
  }, 300_000);
}

test(`${RUNS} runs that are joined in the middle are read whole and once, with few more requests`, async () => {
  const all: { sent: string[] }[] = [];
  await forEach(Array.from({ length: RUNS }), AT_ONCE, async () => {
    const threadId = await newThread();
    const started = streamRun(createClient({ url, apiKey: null }), {
      ...body,
      threadId,
      stream_mode: ["messages-tuple"],
    });
    const { client, sent } = countingClient();
    const own: RunEvent[] = [];
    let joined: Promise<RunEvent[]> | undefined;
    for await (const event of started) {
      own.push(event);
      const { runId } = started;
      if (own.length < COUNT / 4 || runId === undefined) continue;
      joined ??= toArray(joinRun(client, { threadId, runId }));
    }
    expect(piecesIn(own)).toEqual(told);
    expect(piecesIn((await joined) ?? [])).toEqual(told);
    all.push({ sent });
  });
  // the ids of a JavaScript server are no times by which to tell that the run was over before the stream
  expectFewRequests(all, onServer({ js: 3, python: 2, aegra: 2 }));
}, 300_000);

test(`${RUNS} runs without a thread are read whole, with one more request each, and one for the client`, async () => {
  const { client, sent } = countingClient();
  await forEach(Array.from({ length: RUNS }), AT_ONCE, async () => {
    const events = await toArray(streamRun(client, { ...body, stream_mode: ["messages-tuple"] }));
    expect(piecesIn(events)).toEqual(told);
  });
  // those that end first, at the same time, all learn what the server does not have
  expect(sent.length, sent.join("\n")).toBeLessThanOrEqual(3 * RUNS + AT_ONCE);
}, 300_000);
