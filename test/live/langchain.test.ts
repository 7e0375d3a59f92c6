import { BaseCallbackHandler } from "@langchain/core/callbacks/base";
import { AIMessage, AIMessageChunk, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { Graph } from "@langchain/core/runnables/graph";
import { describe, expect, inject, test } from "vitest";
import { RemoteGraph } from "../../src/langchain.js";
import { newThread } from "./support/graphs.js";

const graphOf = (graphId: string) => new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null });
const ask = (content: string) => ({ messages: [new HumanMessage(content)] });

/** Writes down the runs that a tracer would see. */
class Tracer extends BaseCallbackHandler {
  readonly name = "tracer";
  override awaitHandlers = true;
  readonly seen: string[] = [];

  override handleChainStart(...args: unknown[]): void {
    this.seen.push(`start ${args[7]}`);
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

  test("its drawing is LangChain's own", async () => {
    const graph = await graphOf("chat").getGraphAsync();
    expect(graph).toBeInstanceOf(Graph);
    expect(graph.drawMermaid()).toContain("agent -.-> tools;");
  });
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
