import { randomInt } from "node:crypto";
import { expect, inject, onTestFinished, test } from "vitest";
import { createClient, RemoteGraph } from "../../src/index.js";
import { addTo, forEach, noFigures } from "../reliability/support/figures.js";
import { startGate } from "../support/gate.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { onServer } from "./support/on-server.js";

const STREAMS = process.env.SOAK ? 200 : 48;
const CUTS = 5;
const TOKENS = 60;
const AT_ONCE = 8;

const target = inject("serverUrl");
const direct = createClient({ url: target, apiKey: null });

/** A proxy that breaks the first connections of a run off, each after some bytes. */
async function startCuttingProxy({ most = CUTS, fromBytes = 500, toBytes = 6000 } = {}) {
  let cuts = 0;
  const proxy = await startTcpProxy({
    target,
    onRequest: ({ path }) => {
      if (!/\/stream(\?|$)/.test(path) || cuts >= most) return undefined;
      cuts += 1;
      const how = cuts % 2 === 0 ? "reset" : "end";
      return { afterBytes: randomInt(fromBytes, toBytes), how };
    },
  });
  return { proxy, cuts: () => cuts };
}

/**
 * The tokens that a reader gets over connections that are cut. A run without a thread goes with its hidden thread, and a
 * server in Python then finds it no more: there it has a gate before its last token.
 */
async function readTokens(
  url: string,
  { count, delayMs }: { count: number; delayMs: number },
  config: object,
): Promise<unknown[]> {
  const isHeld = !("configurable" in config) && onServer({ js: false, python: true, aegra: true });
  const gate = isHeld ? await startGate(onTestFinished) : undefined;
  gate?.let(count - 1);
  const graph = new RemoteGraph({ graphId: "tokens", url, apiKey: null });
  const input = { count, delayMs, ...(gate === undefined ? {} : { gate: gate.url }) };
  const got: unknown[] = [];
  for await (const [message] of await graph.stream(input, { ...config, streamMode: "messages" })) {
    if (message.content !== "") got.push(message.content);
    if (got.length === count - 1) gate?.open();
  }
  return got;
}

test(`${STREAMS} streams of tokens, each cut ${CUTS} times, lose and double nothing`, async () => {
  const figures = noFigures();
  const tokens = { count: TOKENS, delayMs: onServer({ js: 1, python: 20, aegra: 20 }) };
  const told = Array.from({ length: TOKENS }, (_, index) => `${index} `);
  let cuts = 0;
  let posts = 0;
  /** Only those on a thread: the others are gone when they have ended. */
  let runs = 0;
  await forEach(Array.from({ length: STREAMS }), AT_ONCE, async (_, index) => {
    // behind the head of aegra's answer, which names the run: without a thread nobody could find it
    const harm = await startCuttingProxy({ fromBytes: onServer({ js: 500, python: 500, aegra: 1500 }) });
    const thread_id = crypto.randomUUID();
    // every third run has no thread
    const config = index % 3 === 2 ? {} : { configurable: { thread_id } };
    addTo(figures, told, await readTokens(harm.proxy.url, tokens, config));
    cuts += harm.cuts();
    posts += harm.proxy.count("POST", /\/runs\/stream/);
    await harm.proxy.close();
    if (!("configurable" in config)) return;
    const { data } = await direct.GET("/threads/{thread_id}/runs", { params: { path: { thread_id } } });
    runs += data?.length ?? 0;
  });
  console.log(`cut streams of tokens: ${JSON.stringify({ ...figures, cuts, posts, runs })}`);
  expect({ ...figures, posts, runs }).toEqual({
    streams: STREAMS,
    lost: 0,
    doubled: 0,
    disordered: 0,
    posts: STREAMS,
    runs: STREAMS - Math.floor(STREAMS / 3),
  });
  expect(cuts).toBe(STREAMS * CUTS);
}, 300_000);

test("12 runs of 80 tokens whose every connection is cut are read whole, on a thread and without", async () => {
  const tokens = { count: 80, delayMs: 20 };
  const told = Array.from({ length: tokens.count }, (_, index) => `${index} `);
  await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const most = Number.POSITIVE_INFINITY;
      const harm = await startCuttingProxy({ most, fromBytes: 2500, toBytes: 11_500 });
      const config = index % 2 === 0 ? {} : { configurable: { thread_id: crypto.randomUUID() } };
      const got = await readTokens(harm.proxy.url, tokens, config);
      await harm.proxy.close();
      expect(harm.cuts()).toBeGreaterThan(1);
      expect(got).toEqual(told);
    }),
  );
}, 120_000);
