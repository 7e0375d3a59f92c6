import { describe, expect, test } from "vitest";
import { Command, StreamError } from "../../src/index.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { newThread, remoteGraph, serverUrl } from "./support/graphs.js";

const v3 = { version: "v3" } as const;

describe.concurrent("streamEvents v3, answered", needs("thread protocol"), () => {
  test("stops at what it asks, and goes on after the answer", async () => {
    const run = await remoteGraph("approval").streamEvents({ topic: "tea" }, { ...v3, ...newThread() });
    const first = await toArray(run);
    const started = run.runId;
    expect(run.interrupted).toBe(true);
    expect(run.interrupts).toMatchObject([
      {
        id: expect.any(String),
        value: { question: "Publish?", draft: "On tea" },
        payload: { draft: "On tea" },
      },
    ]);
    expect(await run.output).toMatchObject({
      draft: "On tea",
      __interrupt__: [{ value: { question: "Publish?" } }],
    });
    await run.respond({ ok: true });
    const second = await toArray(run);
    const numbers = [...first, ...second].map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(run.runId).not.toBe(started);
    expect(run.interrupts).toMatchObject([{ value: "Confirm?" }]);
    await run.respond({ [run.interrupts[0]?.id ?? ""]: "yes" });
    expect(await run.output).toEqual({
      topic: "tea",
      draft: "On tea",
      decision: { ok: true },
      confirmation: "yes",
      visits: ["write", "review", "publish", "confirm", "archive"],
    });
    await expect(run.respond("more")).rejects.toBeInstanceOf(StreamError);
  });

  test("can be answered from within the reading", async () => {
    const run = await remoteGraph("approval").streamEvents({ topic: "tea" }, v3);
    const asked: unknown[] = [];
    for await (const event of run) {
      if (event.method !== "input.requested") continue;
      asked.push(event.params.data.payload);
      await run.respond(`answer ${asked.length}`);
    }
    expect(asked).toEqual([{ question: "Publish?", draft: "On tea" }, "Confirm?"]);
    expect(await run.output).toMatchObject({ decision: "answer 1", confirmation: "answer 2" });
  });

  test("answers what parallel branches ask by id, and what a subgraph asks", async () => {
    const run = await remoteGraph("parallel").streamEvents({ topic: "tea" }, v3);
    await run.output;
    const [left, right] = run.interrupts;
    await expect(run.respond({ [left?.id ?? ""]: 1, nobody: 2 })).rejects.toBeInstanceOf(TypeError);
    await run.respond({ [right?.id ?? ""]: "two" });
    await run.output;
    expect(run.interrupts.map(({ id }) => id)).toEqual([left?.id]);
    await run.respond("one");
    expect((await run.output).answers).toEqual(['left: "one"', "quiet", 'right: "two"', "gathered"]);
    const below = await remoteGraph("delegated").streamEvents({ topic: "tea" }, v3);
    await below.output;
    expect(below.interrupts[0]?.namespace).toHaveLength(1);
    await below.respond("fine");
    expect(await below.output).toMatchObject({
      opinion: "fine",
      visits: ["brief", "study", "ask", "report"],
    });
  });

  test("resumes a thread with a Command, also one that was interrupted otherwise", async () => {
    const graph = remoteGraph("approval");
    const thread = newThread();
    await graph.invoke({ topic: "tea" }, thread);
    await expect(graph.streamEvents({ topic: "again" }, { ...v3, ...thread })).rejects.toThrow(
      /waits for an answer/,
    );
    const run = await graph.streamEvents(new Command({ resume: "first" }), { ...v3, ...thread });
    expect(await run.output).toMatchObject({ decision: "first", visits: ["write", "review", "publish"] });
    const next = await graph.streamEvents(new Command({ resume: "second" }), { ...v3, ...thread });
    expect(await next.output).toMatchObject({ confirmation: "second" });
    const late = graph.streamEvents(new Command({ resume: "third" }), { ...v3, ...thread });
    await expect(late).rejects.toThrow(/does not wait for an answer/);
  });

  test("takes one answer at a time", async () => {
    const run = await remoteGraph("approval").streamEvents({ topic: "tea" }, v3);
    const answers = await Promise.allSettled([run.respond("yes"), run.respond("no")]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await run.output).toMatchObject({ decision: "yes" });
  });

  test("tells all of what parallel branches ask, and what the others did, over a cut too", async () => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/stream\/events$/.test(path) || cuts >= 1) return undefined;
        cuts += 1;
        return { afterBytes: 700, how: "reset" };
      },
    });
    try {
      const run = await remoteGraph("parallel", { url: proxy.url }).streamEvents({ topic: "tea" }, v3);
      const events = await toArray(run);
      expect(run.interrupts.map(({ value }) => value)).toEqual([
        { side: "left", topic: "tea" },
        { side: "right", topic: "tea" },
      ]);
      expect(await run.output).toMatchObject({ topic: "tea", __interrupt__: [{}, {}] });
      expect(events.filter(({ method }) => method === "input.requested")).toHaveLength(2);
      expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
      expect(cuts).toBe(1);
    } finally {
      await proxy.close();
    }
  });
});
