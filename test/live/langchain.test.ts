import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { type Runnable, RunnableLambda } from "@langchain/core/runnables";
import { Graph } from "@langchain/core/runnables/graph";
import type { StreamEvent } from "@langchain/core/tracers/log_stream";
import { START, StateGraph } from "@langchain/langgraph";
import { describe, expect, inject, type TestOptions, test } from "vitest";
import { z } from "zod";
import { RemoteGraph } from "../../src/langchain.js";
import { has, needs } from "./support/features.js";
import { newThread } from "./support/graphs.js";

const graphOf = (graphId: string) => new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null });
const ask = (content: string) => ({ messages: [new HumanMessage(content)] });

/** Writes down the runs that a tracer would see. */
class Tracer extends BaseCallbackHandler {
  readonly name = "tracer";
  override awaitHandlers = true;
  readonly seen: string[] = [];
  readonly tags: unknown[] = [];
  readonly metadata: unknown[] = [];

  override handleChainStart(...args: unknown[]): void {
    this.seen.push(`start ${args[7]}`);
    this.tags.push(args[4]);
    this.metadata.push(args[5]);
  }
  override handleChainEnd(): void {
    this.seen.push("end");
  }
  override handleChainError(error: Error): void {
    this.seen.push(`error ${error.name}`);
  }
}

describe("callbacks see a call as one run of the graph's name", () => {
  test("invoked", async () => {
    const tracer = new Tracer();
    await graphOf("chat").invoke(ask("Hi"), { callbacks: [tracer] });
    expect(tracer.seen).toEqual(["start chat", "end"]);
  });

  test("streamed", async () => {
    const tracer = new Tracer();
    const stream = await graphOf("chat").stream(ask("Hi"), { callbacks: [tracer] });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toHaveLength(1);
    expect(tracer.seen).toEqual(["start chat", "end"]);
    expect(stream.runId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("of a graph whose own config has callbacks, tags, metadata and a name, beside those of the call", async () => {
    const [bound, added, given] = [new Tracer(), new Tracer(), new Tracer()];
    const graph = graphOf("chat")
      .withConfig({ callbacks: [bound], tags: ["a"], metadata: { of: "graph" }, runName: "named" })
      .withConfig({ callbacks: [added] });
    const config = { callbacks: [given], tags: ["b"] };
    await graph.invoke(ask("Hi"), config);
    for await (const _ of await graph.stream(ask("Hi"), config));
    for (const tracer of [bound, added, given]) {
      expect(tracer.seen).toEqual(["start named", "end", "start named", "end"]);
      expect(tracer.tags).toEqual([
        ["a", "b"],
        ["a", "b"],
      ]);
      expect(tracer.metadata).toEqual([{ of: "graph" }, { of: "graph" }]);
    }
  });

  test("failing", async () => {
    const tracer = new Tracer();
    await expect(
      graphOf("failing").invoke({ account: "ada" }, { callbacks: [tracer] }),
    ).rejects.toMatchObject({
      error: "QuotaExceededError",
    });
    expect(tracer.seen).toEqual(["start failing", "error RemoteException"]);
  });
});

describe("as a Runnable", () => {
  test("it is piped, batched, configured, retried and replaced", async () => {
    const chat = graphOf("chat");
    const chain = RunnableLambda.from(ask)
      .pipe(chat)
      .pipe(({ messages }) => AIMessage.isInstance(Array.isArray(messages) ? messages.at(-1) : undefined));
    expect(await chain.batch(["a", "b"])).toEqual([true, true]);
    const failing = graphOf("failing");
    const safe = failing.withFallbacks([RunnableLambda.from(() => ({ saved: true }))]);
    expect(await safe.invoke({ account: "ada" })).toEqual({ saved: true });
    expect(chat.withConfig({ tags: ["seen"] })).toBeInstanceOf(RemoteGraph);
    expect(await chat.withRetry({ stopAfterAttempt: 2 }).invoke(ask("Hi"))).toHaveProperty("messages");
  });

  test("its events are those of one run", async () => {
    const events: string[] = [];
    for await (const { event, name } of graphOf("counter").streamEvents({ limit: 2 }, { version: "v2" }))
      events.push(`${event} ${name}`);
    expect(events).toEqual([
      "on_chain_start counter",
      "on_chain_stream counter",
      "on_chain_stream counter",
      "on_chain_end counter",
    ]);
  });

  const places: [string, TestOptions][] = [
    ["alone", {}],
    ["as a node", needs("values of subgraphs")],
  ];

  for (const [place, needed] of places) {
    test(`its events tell the tokens of its model: ${place}`, needed, async () => {
      const graph = graphOf("tokens");
      const State = z.object({ messages: z.array(z.unknown()).default([]), count: z.number() });
      const parent = new StateGraph(State).addNode("remote", graph).addEdge(START, "remote").compile();
      const options = { version: "v2" } as const;
      const told =
        place === "alone"
          ? graph.streamEvents({ count: 3 }, options)
          : parent.streamEvents({ count: 3 }, options);
      const events: StreamEvent[] = [];
      for await (const event of told) events.push(event);
      const ofModel = events.filter(({ event }) => event.startsWith("on_chat_model_"));
      const kinds = ofModel.map(({ event }) => event.slice("on_chat_model_".length));
      expect([kinds[0], kinds.at(-1)]).toEqual(["start", "end"]);
      const pieces = ofModel.filter(({ event }) => event === "on_chat_model_stream");
      const tokens = pieces.map(({ data }) => data.chunk.text).filter((text) => text !== "");
      expect(tokens).toEqual(["0 ", "1 ", "2 "]);
      expect(ofModel.at(-1)?.data.output.text).toBe("0 1 2 ");
      const last = events.at(-1);
      expect(last).toMatchObject({ event: "on_chain_end", data: { output: {} } });
      expect(JSON.stringify(last?.data.output)).toContain("0 1 2 ");
    });

    test(`its events tell the tokens of models in subgraphs: ${place}`, needed, async () => {
      const graph = graphOf("nested");
      const State = z.object({ messages: z.array(z.unknown()).default([]) });
      const parent = new StateGraph(State).addNode("remote", graph).addEdge(START, "remote").compile();
      const options = { version: "v2" } as const;
      const input = { messages: [] };
      const told =
        place === "alone" ? graph.streamEvents(input, options) : parent.streamEvents(input, options);
      const texts = new Map<string, string[]>();
      for await (const { event, run_id, data } of told) {
        if (event !== "on_chat_model_stream" || data.chunk.text === "") continue;
        texts.set(run_id, [...(texts.get(run_id) ?? []), data.chunk.text]);
      }
      const wanted = ["root", "child", "grand"].map((name) => ["this", " is", ` ${name}`]);
      expect([...texts.values()]).toEqual(wanted);
    });
  }

  test("its events reach callbacks too, as one run under the same id, and can be filtered", async () => {
    const tracer = new Tracer();
    const events: { event: string; run_id: string }[] = [];
    const chain = RunnableLambda.from(ask).pipe(graphOf("chat"));
    const options = { version: "v2" as const, callbacks: [tracer] };
    for await (const event of chain.streamEvents("Hi", options, { includeNames: ["chat"] }))
      events.push(event);
    expect(events.map(({ event }) => event)).toEqual(["on_chain_start", "on_chain_stream", "on_chain_end"]);
    expect(new Set(events.map(({ run_id }) => run_id)).size).toBe(1);
    expect(tracer.seen.filter((seen) => seen === "start chat")).toHaveLength(1);
  });

  test("a failure is an error to callbacks, in the events as well", async () => {
    const tracer = new Tracer();
    const events = graphOf("failing").streamEvents(
      { account: "ada" },
      { version: "v2", callbacks: [tracer] },
    );
    await expect(
      (async () => {
        for await (const _ of events);
      })(),
    ).rejects.toMatchObject({ error: "QuotaExceededError" });
    expect(tracer.seen).toEqual(["start failing", "error RemoteException"]);
  });

  test(
    "several inputs run at most so many at a time, and failures stand among the outputs",
    needs("why a run without a thread failed"),
    async () => {
      const graph = graphOf("failing").withConfig({ tags: ["batched"] });
      const outputs = await graph.batch([{ account: "ada" }, { account: "bob" }], undefined, {
        maxConcurrency: 1,
        returnExceptions: true,
      });
      expect(outputs).toMatchObject([
        { message: "no quota left for ada" },
        { message: "no quota left for bob" },
      ]);
    },
  );

  test("a retry of LangChain's starts one run for each attempt, as of any step", async () => {
    const seenOf = async (step: Runnable) => {
      const tracer = new Tracer();
      const retried = step.withRetry({ stopAfterAttempt: 2 });
      // where the server keeps why the run failed to itself, its class has the word
      await expect(retried.invoke({ account: "ada" }, { callbacks: [tracer] })).rejects.toThrow(/quota/i);
      return tracer.seen.map((seen) => seen.split(" ")[0]);
    };
    const local = RunnableLambda.from(() => {
      throw new Error("no quota left");
    });
    expect(await seenOf(graphOf("failing"))).toEqual(await seenOf(local));
  });

  test("is a tool that a model can call", async () => {
    const tool = graphOf("counter").asTool({
      name: "count",
      description: "Counts",
      schema: z.object({ limit: z.number() }),
    });
    expect(await tool.invoke({ limit: 2 })).toMatchObject({ count: 2 });
    const call = { type: "tool_call" as const, id: "call_1", name: "count", args: { limit: 1 } };
    expect(await tool.invoke(call)).toMatchObject({ count: 1 });
  });

  test("its drawing is LangChain's own", async () => {
    const graph = await graphOf("chat").getGraphAsync();
    expect(graph).toBeInstanceOf(Graph);
    expect(graph.drawMermaid()).toContain("agent -.-> tools;");
  });
});

test("its run by the thread-centric protocol is a handle, with messages of LangChain's", async () => {
  const started = graphOf("chat").streamEvents(ask("Hi"), { version: "v3" });
  if (!has("thread protocol"))
    return expect(started).rejects.toThrow(/does not speak the thread-centric protocol/);
  const run = await started;
  const tokens: string[] = [];
  for await (const message of run.messages) {
    for await (const token of message) tokens.push(token);
    expect(await message.output).toBeInstanceOf(AIMessage);
  }
  expect(tokens).toEqual(["You", " said:", " Hi."]);
  expect(await run.output).toEqual({ messages: [expect.any(HumanMessage), expect.any(AIMessage)] });
});

test("a run that was started in the background is joined", async () => {
  const thread = newThread();
  const graph = graphOf("chat");
  const { runId } = await graph.createRun(ask("Hi"), thread);
  const chunks = [];
  for await (const chunk of await graph.joinStream(runId, thread, { streamMode: "values" }))
    chunks.push(chunk);
  expect(chunks.at(-1)?.messages).toEqual([expect.any(HumanMessage), expect.any(AIMessage)]);
});

describe("messages are LangChain's own", () => {
  test("in the output and in the state", async () => {
    const thread = newThread();
    const { messages } = await graphOf("chat").invoke(ask("What is the weather?"), thread);
    const classes = [HumanMessage, AIMessage, ToolMessage, AIMessage].map((message) => expect.any(message));
    expect(messages).toEqual(classes);
    expect((await graphOf("chat").getState(thread)).values.messages).toEqual(classes);
  });

  test("and their pieces can be joined", async () => {
    let whole: AIMessageChunk | undefined;
    for await (const [piece] of await graphOf("chat").stream(ask("What is the weather?"), {
      streamMode: "messages",
    })) {
      if (!(piece instanceof AIMessageChunk)) break;
      whole = whole === undefined ? piece : whole.concat(piece);
    }
    expect(whole).toMatchObject({
      content: "Let me look.",
      tool_calls: [{ name: "look_up_weather", args: { city: "Tallinn" } }],
    });
  });
});
