import { getEventListeners } from "node:events";
import { describe, expect, inject, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { has, needs } from "./support/features.js";
import { eventually, newThread, remoteGraph, runOf, runsOf, serverClient } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";
import { tokensOf } from "./support/tokens-of.js";

const v3 = { version: "v3" } as const;

/** Whether a run's place in the events of its thread is taken by the next one, and no context can be sent. */
const isJavaScript = () => onServer({ js: true, python: false, aegra: false });

const question = { messages: [{ role: "user", content: "How is the weather?" }] };

function withoutProtocol() {
  test.for([{}, newThread()])("says what is missing", async (config) => {
    const started = remoteGraph("counter").streamEvents({ limit: 1 }, { ...v3, ...config });
    await expect(started).rejects.toThrow(
      /404 unsupported server: .*does not speak the thread-centric protocol/,
    );
  });
}

function withProtocol() {
  test("gives the events of a run, from its first to its last, and its output", async () => {
    const run = await remoteGraph("counter").streamEvents({ limit: 2 }, v3);
    expect(run.runId).toEqual(expect.any(String));
    const events = await toArray(run);
    expect(events[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
    expect(events.at(-1)).toMatchObject({ method: "lifecycle", params: { data: { event: "completed" } } });
    const numbers = events.map(({ seq }) => seq);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(await run.output).toEqual({ count: 2, limit: 2, trail: ["step 1", "step 2"] });
    expect([run.interrupted, run.interrupts]).toEqual([false, []]);
  });

  test("gives each message token by token, and whole", async () => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const told: unknown[] = [];
    for await (const message of run.messages) {
      const tokens = await toArray(message);
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
      { node, tokens, text: answer, calls: [], usage: 8 },
    ]);
  });

  test("assembles messages as the state holds them", async () => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const messages = await toArray(run.messages);
    const whole = await Promise.all(messages.map(({ output }) => output));
    const { values } = await remoteGraph("chat").getState({ configurable: { thread_id: run.threadId } });
    const kept = (values.messages as Record<string, unknown>[]).filter(({ type }) => type === "ai");
    expect(whole).toHaveLength(2);
    // Python's state numbers the blocks of a text, and has a null for what was not counted
    const essence = ({ id, content, usage_metadata }: Record<string, unknown>) => ({
      id,
      content: (content as Record<string, unknown>[]).map(({ index: _, ...block }) => block),
      usage_metadata: usage_metadata ?? undefined,
    });
    expect(whole.map(essence)).toEqual(kept.map(essence));
  });

  test("gives the calls of tools", needs("tool events in the protocol"), async () => {
    const run = await remoteGraph("chat").streamEvents(question, v3);
    const [call, ...more] = await toArray(run.toolCalls);
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
    async () => {
      const run = await remoteGraph("nested").streamEvents({ messages: [] }, v3);
      expect(await toArray(run.custom)).toEqual([{ place: "root" }]);
      expect(await tokensOf(run.messages)).toEqual([["this", " is", " root"]]);
      const subgraphs = await toArray(run.subgraphs);
      // JavaScript counts a node that calls a model among them
      expect(subgraphs.map(({ name }) => name).filter((name) => name !== "outer")).toEqual(["child"]);
      const child = subgraphs.at(-1);
      if (child === undefined) throw new Error("there is no child");
      expect(await toArray(child.custom)).toEqual([{ place: "child" }]);
      expect(await tokensOf(child.messages)).toEqual([["this", " is", " child"]]);
      expect(await child.values).toMatchObject({ trail: ["root", "child", "grand"] });
      const grand = (await toArray(child.subgraphs)).at(-1);
      expect(grand?.path.map((place) => place.split(":")[0])).toEqual(["child", "grand"]);
      expect(grand && (await toArray(grand.custom))).toEqual([{ place: "grand" }]);
    },
  );

  test("serves readers at the same time, each in full", async () => {
    const run = await remoteGraph("tokens").streamEvents({ count: 30, delayMs: 5 }, v3);
    const [first, second, values, events, output] = await Promise.all([
      tokensOf(run.messages),
      tokensOf(run.messages),
      toArray(run.values),
      toArray(run),
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
    async () => {
      const graph = remoteGraph("writer");
      const run = await graph.streamEvents({ count: 300, size: 500 }, { ...v3, maxBufferBytes: 20_000 });
      await run.output;
      const expected = [...Array.from({ length: 300 }, (_, index) => index), "wrote 300", 300, null];
      const read = async () =>
        (await toArray(run.custom)).map((told) =>
          typeof told === "object" && told !== null && "index" in told ? told.index : told,
        );
      const [late, beside] = await Promise.all([read(), read()]);
      expect(late).toEqual(expected);
      expect(beside).toEqual(expected);
    },
  );

  test("tells only its own run on a thread with others", async () => {
    const thread = newThread();
    const graph = remoteGraph("counter");
    await (await graph.streamEvents({ limit: 2 }, { ...v3, ...thread })).output;
    const run = await graph.streamEvents({ limit: 3 }, { ...v3, ...thread });
    const [states, events] = [await toArray(run.values), await toArray(run)];
    const { trail } = await run.output;
    const steps = (trail as string[]).length - 2; // servers differ in whether the input begins the count anew
    expect(states.map(({ limit }) => limit)).toEqual(Array.from({ length: steps + 1 }, () => 3));
    expect(events[0]).toMatchObject({ method: "lifecycle", params: { data: { event: "running" } } });
    expect(new Set(events.map(({ event_id }) => event_id)).size).toBe(events.length);
  });

  test("begins at a checkpoint, and later runs do not", async () => {
    const thread = newThread();
    const graph = remoteGraph("counter");
    await graph.invoke({ limit: 2 }, thread);
    const states = await toArray(graph.getStateHistory(thread));
    const first = states.find(({ values }) => values.count === 1);
    const fork = await graph.streamEvents(null, { ...v3, configurable: { ...first?.config.configurable } });
    expect((await toArray(fork.values)).map(({ count }) => count)).toEqual([1, 2]);
    const later = await graph.streamEvents({ limit: 2 }, { ...v3, ...thread });
    const { trail } = await later.output; // two steps until the fork's end, and then its own
    expect((trail as string[]).slice(0, 2)).toEqual(["step 1", "step 2"]);
    expect((trail as string[]).length).toBeGreaterThan(2);
  });

  test("carries config and metadata, and refuses what the protocol cannot carry", async () => {
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
    if (has("settings of a run")) expect(data?.kwargs).toMatchObject({ config: { recursion_limit: 7 } });
    for (const options of [
      { interruptBefore: ["step"] },
      { webhook: "http://localhost/" },
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

  test("carries a strategy for a thread that is at work, or says that the server keeps none", async () => {
    const thread = newThread();
    const first = await remoteGraph("slow").streamEvents({ ms: 600_000 }, { ...v3, ...thread });
    const told = first.output.catch((error: unknown) => error);
    await eventually(async () =>
      expect((await runOf(first.threadId, first.runId ?? "")).status).toBe("running"),
    );
    const options = { ...v3, ...thread, multitaskStrategy: "interrupt" } as const;
    const second = remoteGraph("slow").streamEvents({ ms: 10 }, options);
    if (inject("serverKind") !== "python") {
      await expect(second).rejects.toThrow(/cannot carry multitaskStrategy/);
      return first.abort();
    }
    expect(await (await second).output).toMatchObject({ ms: 10 });
    expect(await told).toMatchObject({ error: "RunCancelled" });
  });

  test("carries a context, or says that the server takes none", async () => {
    const started = remoteGraph("context").streamEvents({}, { ...v3, context: { user: "ada" } });
    if (isJavaScript()) return expect(started).rejects.toThrow(/cannot carry context/);
    expect((await (await started).output).answer).toMatch(/ada/);
  });

  test("is told from its own start behind one that was stopped or failed on the same thread", async () => {
    const [stopped, failed] = [newThread(), newThread()];
    const first = await remoteGraph("slow").streamEvents({ ms: 600_000 }, { ...v3, ...stopped });
    const reading = toArray(first).catch(() => undefined);
    await eventually(async () =>
      expect((await runOf(first.threadId, first.runId ?? "")).status).toBe("running"),
    );
    await first.abort();
    await reading;
    const second = await remoteGraph("slow").streamEvents({ ms: 10 }, { ...v3, ...stopped });
    expect(await toArray(second.values)).not.toEqual([]);
    expect(await second.output).toMatchObject({ ms: 10 });

    for (const account of ["ada", "grace"]) {
      const run = await remoteGraph("failing").streamEvents({ account }, { ...v3, ...failed });
      await expect(run.output).rejects.toMatchObject({ message: `no quota left for ${account}` });
    }
  });

  test("says what it knows no such thing of", async () => {
    const graph = remoteGraph("counter");
    await expect(graph.streamEvents({}, { ...v3, timeout: 5 })).rejects.toThrow(/knows no timeout/);
  });

  test("is read as any other run by who joins it", async () => {
    const graph = remoteGraph("nested");
    const thread = newThread();
    const run = await graph.streamEvents({}, { ...v3, ...thread });
    await run.output;
    const trailsOf = async (stream: AsyncIterable<object>) =>
      (await toArray(stream)).map((state) => ("trail" in state ? state.trail : undefined));
    const values = await graph.joinStream(run.runId ?? "", thread, { streamMode: "values" });
    const ofOther = await graph.stream({}, { ...newThread(), streamMode: "values" });
    expect(await trailsOf(values)).toEqual(await trailsOf(ofOther));
    if (!has("custom events in the protocol")) return; // nor updates
    const nodesOf = async (stream: AsyncIterable<object>) => (await toArray(stream)).map(Object.keys);
    const other = await graph.stream({}, newThread());
    expect(await nodesOf(await graph.joinStream(run.runId ?? "", thread))).toEqual(await nodesOf(other));
    const own = await toArray(await graph.joinStream(run.runId ?? "", thread, { streamMode: "custom" }));
    expect(own).toContainEqual({ place: "root" });
  });

  test("gives its tokens to who joins it, as any other run does", async () => {
    const chat = remoteGraph("chat");
    const run = await chat.streamEvents(question, v3);
    const { messages } = await run.output;
    const joined = { configurable: { thread_id: run.threadId } };
    const texts = new Map<unknown, string>();
    for await (const [{ id, content }] of await chat.joinStream(run.runId ?? "", joined, {
      streamMode: "messages",
    }))
      texts.set(id, `${texts.get(id) ?? ""}${content}`);
    const ids = (messages as { type: string; id: string }[]).flatMap(({ type, id }) =>
      type === "ai" ? id : [],
    );
    expect([...texts]).toEqual([
      [ids[0], "Let me look."],
      [ids[1], "It is 12 degrees and rain in Tallinn."],
    ]);
  });

  test("gives the tokens of subgraphs to who joins it, as any other run does", async () => {
    const nested = remoteGraph("nested");
    const form = { streamMode: "messages", subgraphs: true } as const;
    type Chunks = AsyncIterable<[namespace: string[], readonly [{ content?: unknown }, unknown]]>;
    // Python's own stream ends a message with an empty piece
    const tokens = async (chunks: Chunks) =>
      (await toArray(chunks))
        .filter(([, [{ content }]]) => content !== "")
        .map(([namespace, [{ content }]]) => [...namespace.map((name) => name.split(":")[0]), content]);
    const run = await nested.streamEvents({ messages: [] }, v3);
    await run.output;
    const joined = { configurable: { thread_id: run.threadId } };
    expect(await tokens(await nested.joinStream(run.runId ?? "", joined, form))).toEqual(
      await tokens(await nested.stream({ messages: [] }, form)),
    );
  });

  test("gives its events as bytes", async () => {
    const encoding = "text/event-stream";
    const { signal } = new AbortController();
    const bytes = await remoteGraph("counter").streamEvents({ limit: 1 }, { ...v3, encoding, signal });
    const text = await new Response(bytes).text();
    expect(getEventListeners(signal, "abort")).toEqual([]);
    expect(text).toMatch(/^event: lifecycle\ndata: \{"type":"event".*\nid: \S+\n\n/);
    expect(text.match(/^event: values$/gm)).toHaveLength(2);
  });

  test("gives bytes that end with a failure, and are left at once, with the run where that is wanted", async () => {
    const encoding = "text/event-stream";
    const failing = await remoteGraph("failing").streamEvents({ account: "ada" }, { ...v3, encoding });
    expect(await new Response(failing).text()).toMatch(/"event":"failed"/);

    const thread = newThread();
    const options = { ...v3, ...thread, encoding, onDisconnect: "cancel" } as const;
    const bytes = await remoteGraph("slow").streamEvents({ ms: 600_000 }, options);
    const reader = bytes.getReader();
    let told = "";
    const readAll = async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read())
        told += new TextDecoder().decode(part.value);
    };
    const reading = readAll();
    await eventually(() => expect(told).toContain('"visits":["prepare"]'));
    await reader.cancel();
    await reading;
    await eventually(async () =>
      expect((await runsOf(thread.configurable.thread_id))[0]?.status).toBe("interrupted"),
    );
  });
}

describe.concurrent("streamEvents v3", has("thread protocol") ? withProtocol : withoutProtocol);
