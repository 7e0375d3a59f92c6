/** Remote graphs as parts of LangGraph's own agents: as a tool, as a hook, and as what a supervisor hands over to. */
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { tool } from "@langchain/core/tools";
import {
  Command,
  END,
  MemorySaver,
  MessagesValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { createReactAgent } from "@langchain/langgraph/prebuilt";
import { describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { RemoteGraph, type RemoteGraphOptions } from "../../src/index.js";
import { RemoteGraph as LangChainGraph } from "../../src/langchain.js";
import { ScriptedModel, toTextChunks } from "../fixtures/graphs/scripted-model.js";
import { newThread } from "./support/graphs.js";

/** A model that agents take: it calls what its script says, whatever tools it is given. */
class AgentModel extends ScriptedModel {
  override bindTools() {
    return this;
  }
}

const kinds = { remote: RemoteGraph, langchain: LangChainGraph };

const graphOf = (kind: "remote" | "langchain", graphId: string, options: Partial<RemoteGraphOptions> = {}) =>
  new kinds[kind]({ graphId, url: inject("serverUrl"), apiKey: null, ...options });

const toToolCall = (name: string, args: object = {}) => [
  new AIMessageChunk({
    content: "",
    tool_call_chunks: [
      { name, id: `call_${name}`, args: JSON.stringify(args), index: 0, type: "tool_call_chunk" },
    ],
  }),
];

const said = (messages: BaseMessage[]) => messages.map(({ type, text }) => `${type}: ${text}`);

describe("an agent of createReactAgent", () => {
  test("calls a remote graph as its tool", async () => {
    const chat = new LangChainGraph({
      graphId: "chat",
      url: inject("serverUrl"),
      apiKey: null,
      threadId: "derive",
    });
    const ask = chat.asTool({
      name: "ask",
      description: "Asks the chat graph",
      schema: z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) }),
    });
    const llm = new AgentModel({
      script: (messages) =>
        messages.at(-1)?.type === "tool"
          ? toTextChunks("It answered.")
          : toToolCall("ask", { messages: [{ role: "user", content: "Hello" }] }),
    });
    const agent = createReactAgent({ llm, tools: [ask], checkpointer: new MemorySaver() });
    const { messages } = await agent.invoke({ messages: [["user", "Ask it"]] }, newThread());
    expect(messages.map(({ type }) => type)).toEqual(["human", "ai", "tool", "ai"]);
    expect(messages[2]?.text).toContain("You said: Hello.");
  });

  test.for([
    ["preModelHook", "remote", ["human: Hello", "ai: You said: Hello.", "ai: Heard 2."]],
    ["preModelHook", "langchain", ["human: Hello", "ai: You said: Hello.", "ai: Heard 2."]],
    ["postModelHook", "remote", ["human: Hello", "ai: Heard 1.", "ai: You said: Heard 1.."]],
    ["postModelHook", "langchain", ["human: Hello", "ai: Heard 1.", "ai: You said: Heard 1.."]],
  ] as const)("takes one as its %s: %s", async ([hook, kind, expected]) => {
    const llm = new AgentModel({ script: (messages) => toTextChunks(`Heard ${messages.length}.`) });
    const agent = createReactAgent({ llm, tools: [], [hook]: graphOf(kind, "chat") });
    const { messages } = await agent.invoke({ messages: [["user", "Hello"]] }, newThread());
    expect(said(messages)).toEqual(expected);
  });
});

describe.for(["remote", "langchain"] as const)("a supervisor that is such an agent: %s", (kind) => {
  const Team = new StateSchema({ messages: MessagesValue });

  const handOver = (to: string) =>
    tool(async () => new Command({ graph: Command.PARENT, goto: to }), {
      name: `to_${to}`,
      description: `Hands over to ${to}`,
      schema: z.object({}),
    });

  /** Hands a first message over to the graph that it is for, and sums up what that one gave. */
  const team = () => {
    const llm = new AgentModel({
      script: (messages) => {
        const last = messages.at(-1);
        if (last?.type !== "human") return toTextChunks("That is all.");
        return toToolCall(/table/.test(last.text) ? "to_concierge" : "to_chat");
      },
    });
    const supervisor = createReactAgent({ llm, tools: [handOver("chat"), handOver("concierge")] });
    return new StateGraph(Team)
      .addNode("supervisor", supervisor, { ends: ["chat", "concierge", END] })
      .addNode("chat", graphOf(kind, "chat", { threadId: "derive" }))
      .addNode("concierge", graphOf(kind, "concierge", { threadId: "derive" }))
      .addEdge(START, "supervisor")
      .addEdge("chat", "supervisor")
      .addEdge("concierge", "supervisor")
      .compile({ checkpointer: new MemorySaver() });
  };

  test("hands over to a remote graph, which gives the word back", async () => {
    const { messages } = await team().invoke({ messages: [["user", "How is the weather?"]] }, newThread());
    expect(said(messages)).toEqual([
      "human: How is the weather?",
      "ai: Let me look.",
      "tool: 12 degrees and rain in Tallinn",
      "ai: It is 12 degrees and rain in Tallinn.",
      "ai: That is all.",
    ]);
  });

  test("waits while that one asks for approval", async () => {
    const supervised = team();
    const thread = newThread();
    const asked = await supervised.invoke({ messages: [["user", "Book a table"]] }, thread);
    expect(asked).toMatchObject({ __interrupt__: [{ value: { question: "May I?", tool: "book_table" } }] });
    const { messages } = await supervised.invoke(new Command({ resume: true }), thread);
    expect(said(messages)).toEqual([
      "human: Book a table",
      "ai: I would book this:",
      "tool: Table for 2 booked at Noa.",
      "ai: Table for 2 booked at Noa. Is there anything else I can do for you?",
      "ai: That is all.",
    ]);
  });
});
