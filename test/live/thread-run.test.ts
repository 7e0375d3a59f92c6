import { getEventListeners } from "node:events";
import { describe, test } from "vitest";
import { Command, type MessageStream, RemoteException, StreamError } from "../../src/index.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { has, needs } from "./support/features.js";
import { eventually, newThread, remoteGraph, runOf, serverClient, serverUrl } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

const v3 = { version: "v3" } as const;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const question = { messages: [{ role: "user", content: "How is the weather?" }] };
const tokensOf = (messages: AsyncIterable<MessageStream>) =>
  collect(messages).then((all) => Promise.all(all.map((message) => collect(message))));

function withoutProtocol() {
  test.for([{}, newThread()])("says what is missing", async (config, { expect }) => {
    const started = remoteGraph("counter").streamEvents({ limit: 1 }, { ...v3, ...config });
    await expect(started).rejects.toThrow(/404 .*does not speak the thread-centric protocol/);
  });
}

function withProtocol() {
  test("gives the events of a run, from its first to its last, and its output", async ({ expect }) => {
    const run = await remoteGraph("counter").streamEvents({ limit: 2 }, v3);
    expect(run.runId).toEqual(expect.any(String));
    const events = await collect(run);
    expect(events[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
    expect(events.at(-1)).toMatchObject({ method: "lifecycle", params: { data: { event: "completed" } } });
    const numbers = events.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(await run.output).toEqual({ count: 2, limit: 2, trail: ["step 1", "step 2"] });
    expect([run.interrupted, run.interrupts]).toEqual([false, []]);
  });

  test("gives each message token by token, and whole", async ({ expect }) => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const told: unknown[] = [];
    for await (const message of run.messages) {
      const tokens = await collect(message);
      const { output, usage, toolCalls, text, node } = message;
      told.push({
        node,
        tokens,
        text: await text,
        calls: (await toolCalls).map(({ name }) => name),
        usage: (await usage)?.output_tokens,
      });
      expect(await output).toMatchObject({ type: "ai", id: message.id });
    }
    const answer = "It is 12 degrees and rain in Tallinn.";
    // Python's tells no usage in the protocol: it is known where the values have come by then
    const untold = expect.toBeOneOf([8, undefined]);
    const node = onServer({ js: "agent", python: undefined, aegra: undefined });
    const tokens = ["It", " is", " 12", " degrees", " and", " rain", " in", " Tallinn."];
    expect(told).toEqual([
      {
        node,
        tokens: ["Let me", " look."],
        text: "Let me look.",
        calls: ["look_up_weather"],
        usage: undefined,
      },
      {
        node,
        tokens,
        text: answer,
        calls: [],
        usage: onServer<unknown>({ js: 8, python: untold, aegra: untold }),
      },
    ]);
  });

  test("assembles messages as the state holds them", async ({ expect }) => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const messages = await collect(run.messages);
    const whole = await Promise.all(messages.map(({ output }) => output));
    const { values } = await remoteGraph("chat").getState({ configurable: { thread_id: run.threadId } });
    const kept = (values.messages as Record<string, unknown>[]).filter(({ type }) => type === "ai");
    expect(whole).toHaveLength(2);
    const essence = ({ id, content, usage_metadata }: Record<string, unknown>) => ({
      id,
      content,
      usage_metadata,
    });
    expect(whole.map(essence)).toEqual(kept.map(essence));
  });

  test("gives the calls of tools", needs("tool events in the protocol"), async ({ expect }) => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const [call, ...more] = await collect(run.toolCalls);
    expect(more).toEqual([]);
    expect(call).toMatchObject({
      name: "look_up_weather",
      callId: "call_weather_1",
      input: { city: "Tallinn" },
    });
    expect(await call?.status).toBe("finished");
    expect(await call?.output).toMatchObject({ content: "12 degrees and rain in Tallinn" });
    expect(await call?.error).toBeUndefined();
  });

  test(
    "gives subgraphs, each with what it tells itself",
    needs("custom events in the protocol"),
    async ({ expect }) => {
      const run = await remoteGraph("nested").streamEvents({ messages: [] }, v3);
      expect(await collect(run.custom)).toEqual([{ place: "root" }]);
      expect(await tokensOf(run.messages)).toEqual([["this", " is", " root"]]);
      const subgraphs = await collect(run.subgraphs);
      expect(subgraphs.map(({ name }) => name)).toEqual(["outer", "child"]);
      const child = subgraphs[1];
      if (child === undefined) throw new Error("there is no child");
      expect(await collect(child.custom)).toEqual([{ place: "child" }]);
      expect(await tokensOf(child.messages)).toEqual([["this", " is", " child"]]);
      expect(await child.values).toMatchObject({ trail: ["root", "child", "grand"] });
      const [, grand] = await collect(child.subgraphs);
      expect(grand?.path.map((place) => place.split(":")[0])).toEqual(["child", "grand"]);
      expect(grand && (await collect(grand.custom))).toEqual([{ place: "grand" }]);
    },
  );

  test("serves readers at the same time, each in full", async ({ expect }) => {
    const run = await remoteGraph("tokens").streamEvents({ count: 30, delayMs: 5 }, v3);
    const [first, second, values, events, output] = await Promise.all([
      tokensOf(run.messages),
      tokensOf(run.messages),
      collect(run.values),
      collect(run),
      run.output,
    ]);
    expect(first).toEqual([Array.from({ length: 30 }, (_, index) => `${index} `)]);
    expect(second).toEqual(first);
    expect(values.at(-1)).toEqual(output);
    expect(events.length).toBeGreaterThan(30);
  });

  test(
    "serves who comes late without loss, although little is kept",
    needs("custom events in the protocol"),
    async ({ expect }) => {
      const graph = remoteGraph("writer");
      const run = await graph.streamEvents({ count: 300, size: 500 }, { ...v3, maxBufferBytes: 20_000 });
      await run.output;
      const expected = [...Array.from({ length: 300 }, (_, index) => index), "wrote 300", 300, null];
      const read = async () =>
        (await collect(run.custom)).map((told) =>
          typeof told === "object" && told !== null && "index" in told ? told.index : told,
        );
      const [late, beside] = await Promise.all([read(), read()]);
      expect(late).toEqual(expected);
      expect(beside).toEqual(expected);
    },
  );

  test("stops at what it asks, and goes on after the answer", async ({ expect }) => {
    const run = await remoteGraph("approval").streamEvents({ topic: "tea" }, { ...v3, ...newThread() });
    const first = await collect(run);
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
    const second = await collect(run);
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

  test("can be answered from within the reading", async ({ expect }) => {
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

  test("answers what parallel branches ask by id, and what a subgraph asks", async ({ expect }) => {
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

  test("resumes a thread with a Command, also one that was interrupted otherwise", async ({ expect }) => {
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

  test("tells only its own run on a thread with others", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("counter");
    await (await graph.streamEvents({ limit: 2 }, { ...v3, ...thread })).output;
    const run = await graph.streamEvents({ limit: 3 }, { ...v3, ...thread });
    const states = await collect(run.values);
    expect(states.map(({ limit }) => limit)).toEqual([3, 3, 3, 3]);
    expect(states.at(-1)?.trail).toHaveLength(5);
  });

  test("begins at a checkpoint, and later runs do not", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("counter");
    await graph.invoke({ limit: 2 }, thread);
    const states = await collect(graph.getStateHistory(thread));
    const first = states.find(({ values }) => values.count === 1);
    const fork = await graph.streamEvents(null, { ...v3, configurable: { ...first?.config.configurable } });
    expect((await collect(fork.values)).map(({ count }) => count)).toEqual([1, 2]);
    const later = await graph.streamEvents({ limit: 3 }, { ...v3, ...thread });
    const { trail } = await later.output; // two steps until the fork's end, and three of its own
    expect(trail).toEqual(["step 1", "step 2", "step 1", "step 2", "step 3"]);
  });

  test("carries config and metadata, and refuses what the protocol cannot carry", async ({ expect }) => {
    const graph = remoteGraph("echo");
    const config = { tags: ["evening"], metadata: { from: "test" }, recursionLimit: 7 };
    const thread = newThread();
    const configurable = { ...thread.configurable, colour: "blue" };
    const run = await graph.streamEvents({ said: 1 }, { ...v3, ...config, configurable });
    expect(await run.output).toMatchObject({
      seen: { configurable: { colour: "blue" }, tags: ["evening"], metadata: { from: "test" } },
    });
    const path = { thread_id: run.threadId, run_id: run.runId ?? "" };
    const { data } = await serverClient().GET("/threads/{thread_id}/runs/{run_id}", { params: { path } });
    expect(data?.kwargs).toMatchObject({ config: { recursion_limit: 7 } });
    for (const options of [
      { context: { user: "ada" } },
      { interruptBefore: ["step"] },
      { webhook: "http://localhost/" },
      { multitaskStrategy: "interrupt" as const },
      { durability: "sync" as const },
      { feedbackKeys: ["useful"] },
    ]) {
      const name = Object.keys(options)[0] ?? "";
      await expect(graph.streamEvents({}, { ...v3, ...options })).rejects.toThrow(
        new RegExp(`cannot carry ${name}`),
      );
      await expect(graph.streamEvents({}, { ...v3, ...options })).rejects.toBeInstanceOf(TypeError);
    }
  });

  test("fails with its run, in all of its parts", async ({ expect }) => {
    const run = await remoteGraph("failing").streamEvents({ account: "ada" }, v3);
    const failure = { error: "QuotaExceededError", message: "no quota left for ada", runId: run.runId };
    await expect(collect(run)).rejects.toMatchObject(failure);
    await expect(collect(run.values)).rejects.toMatchObject(failure);
    await expect(run.output).rejects.toMatchObject(failure);
    await expect(run.output).rejects.toBeInstanceOf(RemoteException);
  });

  test("is aborted: its readers hear of it, and the server stops it", async ({ expect }) => {
    const graph = remoteGraph("slow");
    const run = await graph.streamEvents({ ms: 20_000 }, v3);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const state of run.values) seen.push(state);
    })().catch((caught: unknown) => caught);
    await expect.poll(() => seen.length).toBe(2);
    await run.abort(new Error("enough"));
    expect(await reading).toMatchObject({ message: "enough" });
    await expect(run.output).rejects.toThrow("enough");
    const path = { thread_id: run.threadId, run_id: run.runId ?? "" };
    await expect
      .poll(async () => {
        const { data } = await serverClient().GET("/threads/{thread_id}/runs/{run_id}", { params: { path } });
        return data?.status;
      })
      .toBe("interrupted");
  });

  test("is told from its own start behind one that was stopped or failed on the same thread", async ({
    expect,
  }) => {
    const [stopped, failed] = [newThread(), newThread()];
    const first = await remoteGraph("slow").streamEvents({ ms: 20_000 }, { ...v3, ...stopped });
    const reading = collect(first).catch(() => undefined);
    await eventually(async () =>
      expect((await runOf(first.threadId, first.runId ?? "")).status).toBe("running"),
    );
    await first.abort();
    await reading;
    const second = await remoteGraph("slow").streamEvents({ ms: 10 }, { ...v3, ...stopped });
    expect(await collect(second.values)).not.toEqual([]);
    expect(await second.output).toMatchObject({ ms: 10 });

    for (const account of ["ada", "grace"]) {
      const run = await remoteGraph("failing").streamEvents({ account }, { ...v3, ...failed });
      await expect(run.output).rejects.toMatchObject({ message: `no quota left for ${account}` });
    }
  });

  test("fails quietly where its output was asked for and left", async ({ expect }) => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", note);
    try {
      const run = await remoteGraph("failing").streamEvents({ account: "ada" }, v3);
      const { output } = run;
      await expect(collect(run.messages)).rejects.toThrow("no quota left");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(rejections).toEqual([]);
      await expect(output).rejects.toThrow("no quota left");
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  test("takes one answer at a time", async ({ expect }) => {
    const run = await remoteGraph("approval").streamEvents({ topic: "tea" }, v3);
    const answers = await Promise.allSettled([run.respond("yes"), run.respond("no")]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await run.output).toMatchObject({ decision: "yes" });
  });

  test("says what it knows no such thing of", async ({ expect }) => {
    const graph = remoteGraph("counter");
    await expect(graph.streamEvents({}, { ...v3, timeout: 5 })).rejects.toThrow(/knows no timeout/);
    // @ts-expect-error no such transport
    await expect(graph.streamEvents({}, { ...v3, transport: "pigeon" })).rejects.toThrow(
      /"sse" or "websocket"/,
    );
  });

  test("is read as any other run by who joins it", async ({ expect }) => {
    const graph = remoteGraph("nested");
    const thread = newThread();
    const run = await graph.streamEvents({}, { ...v3, ...thread });
    await run.output;
    const nodesOf = async (stream: AsyncIterable<object>) => (await collect(stream)).map(Object.keys);
    const other = await graph.stream({}, newThread());
    expect(await nodesOf(await graph.joinStream(run.runId ?? "", thread))).toEqual(await nodesOf(other));
    const own = await collect(await graph.joinStream(run.runId ?? "", thread, { streamMode: "custom" }));
    expect(own).toContainEqual({ place: "root" });
  });

  test("tells a stop from outside", async ({ expect }) => {
    const run = await remoteGraph("slow").streamEvents({ ms: 20_000 }, v3);
    const reading = collect(run).catch((caught: unknown) => caught);
    const path = { thread_id: run.threadId, run_id: run.runId ?? "" };
    const statusOf = async () =>
      (await serverClient().GET("/threads/{thread_id}/runs/{run_id}", { params: { path } })).data?.status;
    await expect.poll(statusOf).toBe("running");
    await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", { params: { path } });
    expect(await reading).toMatchObject({ name: "RemoteException", error: "RunCancelled" });
  });

  test("says so when another run takes its place", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("slow");
    const run = await graph.streamEvents({ ms: 1500 }, { ...v3, ...thread });
    const reading = collect(run).catch((caught: unknown) => caught);
    const other = await graph.streamEvents({ ms: 10 }, { ...v3, ...thread });
    expect(await reading).toMatchObject({
      name: "StreamError",
      message: expect.stringMatching(/another run/),
    });
    expect(await run.output).toMatchObject({ ms: 1500 });
    expect(await other.output).toMatchObject({ ms: 10 });
  });

  test.for(["reset", "end"] as const)("loses and repeats nothing over cuts (%s)", async (how, { expect }) => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/stream\/events$/.test(path) || cuts >= 5) return undefined;
        cuts += 1;
        return { response: { cut: { afterBytes: 3000, how } } };
      },
    });
    try {
      const graph = remoteGraph("tokens", { url: proxy.url });
      const run = await graph.streamEvents({ count: 60, delayMs: 5 }, v3);
      const [tokens, events] = await Promise.all([tokensOf(run.messages), collect(run)]);
      expect(tokens).toEqual([Array.from({ length: 60 }, (_, index) => `${index} `)]);
      const numbers = events.map(({ seq }) => seq);
      expect(numbers).toEqual(Array.from(numbers, (_, index) => index + 1));
      expect(cuts).toBe(5);
      expect(proxy.count("POST", /\/commands$/)).toBe(1);
    } finally {
      await proxy.close();
    }
  });

  test("is started once, and answered once, also when the answers get lost", async ({ expect }) => {
    let lost = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/commands$/.test(path)) return undefined;
        lost += 1;
        return { response: { cut: { afterBytes: 0, how: "reset" } } };
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

  test("closes its connection when nobody reads, and opens it again", async ({ expect }) => {
    const proxy = await startTcpProxy({ target: serverUrl() });
    try {
      const run = await remoteGraph("tokens", { url: proxy.url }).streamEvents(
        { count: 40, delayMs: 20 },
        v3,
      );
      for await (const event of run) if (event.method === "messages") break;
      expect(proxy.count("POST", /\/stream\/events$/)).toBe(1);
      expect(await tokensOf(run.messages)).toEqual([Array.from({ length: 40 }, (_, index) => `${index} `)]);
      expect(proxy.count("POST", /\/stream\/events$/)).toBe(2);
    } finally {
      await proxy.close();
    }
  });

  test("gives its events as bytes", async ({ expect }) => {
    const encoding = "text/event-stream";
    const { signal } = new AbortController();
    const bytes = await remoteGraph("counter").streamEvents({ limit: 1 }, { ...v3, encoding, signal });
    const text = await new Response(bytes).text();
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(text).toMatch(/^event: lifecycle\ndata: \{"type":"event".*\nid: 1\n\n/);
    expect(text.match(/^event: values$/gm)).toHaveLength(2);
  });

  test("gives bytes that end with a failure, and are left at once, with the run where that is wanted", async ({
    expect,
  }) => {
    const encoding = "text/event-stream";
    const failing = await remoteGraph("failing").streamEvents({ account: "ada" }, { ...v3, encoding });
    expect(await new Response(failing).text()).toMatch(/"event":"failed"/);

    const thread = newThread();
    const options = { ...v3, ...thread, encoding, onDisconnect: "cancel" } as const;
    const bytes = await remoteGraph("slow").streamEvents({ ms: 20_000 }, options);
    const reader = bytes.getReader();
    const readAll = async () => {
      while (!(await reader.read()).done);
    };
    const reading = readAll();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await reader.cancel();
    await reading;
    const params = { path: thread.configurable };
    await eventually(async () => {
      const { data } = await serverClient().GET("/threads/{thread_id}/runs", { params });
      expect(data?.[0]?.status).toBe("interrupted");
    });
  });
}

describe.concurrent("streamEvents v3", has("thread protocol") ? withProtocol : withoutProtocol);
