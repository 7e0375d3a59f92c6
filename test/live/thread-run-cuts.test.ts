import { describe, expect, test } from "vitest";
import { startGate } from "../support/gate.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { remoteGraph, serverClient, serverUrl } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";
import { tokensOf } from "./support/tokens-of.js";

const v3 = { version: "v3" } as const;

describe.concurrent("streamEvents v3 over connections that break", needs("thread protocol"), () => {
  test.for(["reset", "end"] as const)("loses and repeats nothing over cuts (%s)", async (how) => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/stream\/events$/.test(path) || cuts >= 5) return undefined;
        cuts += 1;
        return { afterBytes: 3000, how };
      },
    });
    try {
      const graph = remoteGraph("tokens", { url: proxy.url });
      const run = await graph.streamEvents({ count: 60, delayMs: 5 }, v3);
      const [tokens, events] = await Promise.all([tokensOf(run.messages), toArray(run)]);
      expect(tokens).toEqual([Array.from({ length: 60 }, (_, index) => `${index} `)]);
      const numbers = events.map(({ seq }) => seq);
      expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
      expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
      expect(cuts).toBe(5);
      expect(proxy.count("POST", /\/commands$/)).toBe(1);
    } finally {
      await proxy.close();
    }
  });

  test("is started once, and answered once, also when the answers get lost", async () => {
    let lost = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/commands$/.test(path)) return undefined;
        lost += 1;
        return { afterBytes: 0, how: "reset" };
      },
    });
    try {
      const run = await remoteGraph("approval", { url: proxy.url }).streamEvents({ topic: "tea" }, v3);
      await run.output;
      await run.respond("yes");
      expect(await run.output).toMatchObject({ decision: "yes", visits: ["write", "review", "publish"] });
      expect(lost).toBe(2);
      const params = { path: { thread_id: run.threadId } };
      const runs = await serverClient().GET("/threads/{thread_id}/runs", { params });
      expect(runs.data).toHaveLength(2);
    } finally {
      await proxy.close();
    }
  });

  test("closes its connection when nobody reads, and opens it again", async ({ onTestFinished }) => {
    const [proxy, gate] = [await startTcpProxy({ target: serverUrl() }), await startGate(onTestFinished)];
    try {
      const run = await remoteGraph("tokens", { url: proxy.url }).streamEvents(
        { count: 40, gate: gate.url },
        v3,
      );
      gate.let(10);
      for await (const event of run) if (event.method === "messages") break;
      // a Python server lets events fall when a run is joined: they are taken from a second connection
      const most = onServer({ js: 1, python: 2, aegra: 1 });
      const connections = () => proxy.count("POST", /\/stream\/events$/);
      const before = connections();
      expect(before).toBeGreaterThan(0);
      expect(before).toBeLessThanOrEqual(most);
      gate.open();
      expect(await tokensOf(run.messages)).toEqual([Array.from({ length: 40 }, (_, index) => `${index} `)]);
      expect(connections()).toBeGreaterThan(before);
      expect(connections()).toBeLessThanOrEqual(before + most);
    } finally {
      await proxy.close();
    }
  });
});
