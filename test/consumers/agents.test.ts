/** Libraries that take a remote graph for an agent, or our client for theirs. */
import { LangGraphAgent } from "@ag-ui/langgraph";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import { RemoteGraph as OfficialGraph } from "@langchain/langgraph/remote";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { createDeepAgent } from "deepagents";
import { createAgent } from "langchain";
import { evaluate } from "langsmith/evaluation";
import { describe, expect, test } from "vitest";
import { createClient } from "../../src/index.js";
import { RemoteGraph } from "../../src/langchain.js";
import { Client } from "../../src/sdk.js";
import { ScriptedModel, toTextChunks } from "../fixtures/graphs/scripted-model.js";
import { message, servers, toExample } from "./support/servers.js";

type Agents = Parameters<typeof createSupervisor>[0]["agents"];
type SwarmAgents = Parameters<typeof createSwarm>[0]["agents"];

/** Calls the tool that a first message is for, and sums up what that one gave. */
class Dispatcher extends ScriptedModel {
  constructor(toCall: (text: string) => { name: string; args?: object }) {
    super({
      script: (messages) => {
        const last = messages.at(-1);
        return last?.type === "human" ? toToolCall(toCall(last.text)) : toTextChunks("That is all.");
      },
    });
  }

  override bindTools(): this {
    return this;
  }
}

function toToolCall({ name, args = {} }: { name: string; args?: object }): AIMessageChunk[] {
  const call = { name, args: JSON.stringify(args), id: crypto.randomUUID(), index: 0 };
  return [new AIMessageChunk({ content: "", tool_call_chunks: [{ ...call, type: "tool_call_chunk" }] })];
}

/** A client, and the thread of each run that it starts. */
function watchedClient(url: string) {
  const threads: string[] = [];
  const watched: typeof fetch = (input, init) => {
    const [, threadId] = String(input).match(/threads\/([^/]+)\/runs\/stream$/) ?? [];
    if (threadId !== undefined) threads.push(threadId);
    return fetch(input, init);
  };
  return { client: createClient({ url, apiKey: null, fetch: watched }), threads };
}

const textsOf = ({ messages }: { messages: BaseMessage[] }) => messages.map(({ text }) => text);

describe.each(servers)("agents on the $kind server", ({ url }) => {
  test("a supervisor knows its remote agents, and each keeps a thread of its own", async () => {
    const { client, threads } = watchedClient(url);
    const agentOf = (name: string) => new RemoteGraph({ graphId: "chat", name, client });
    const agents = [agentOf("Weather Desk"), agentOf("Small Talk")];
    expect(agents[0]?.lc_id.join(".")).toBe("langgraph.pregel.RemoteGraph");
    const supervisor = createSupervisor({
      agents: agents as object[] as Agents, // its type asks for a class by name
      llm: new Dispatcher((text) => ({
        name: /weather/.test(text) ? "transfer_to_weather_desk" : "transfer_to_small_talk",
      })),
      outputMode: "last_message",
    }).compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    const turn = async (content: string) => textsOf(await supervisor.invoke(message(content), config));
    // the fixture tells what its last message says: that it was handed the question
    expect(await turn("the weather?")).toContain("It is Successfully transferred to Weather Desk.");
    expect(await turn("hello")).toContain("It is Successfully transferred to Small Talk.");
    await turn("the weather again?");
    const [weather, talk, again] = threads;
    expect(threads).toHaveLength(3);
    expect(again).toBe(weather);
    expect(talk).not.toBe(weather);
  });

  test("a swarm hands over to a remote agent, which has the next turn on the same thread", async () => {
    const { client, threads } = watchedClient(url);
    const reception = createAgent({
      model: new Dispatcher(() => ({ name: "transfer_to_weather_desk" })),
      tools: [createHandoffTool({ agentName: "Weather Desk" })],
      name: "Reception",
    });
    const agents: object[] = [
      reception.graph,
      new RemoteGraph({ graphId: "chat", name: "Weather Desk", client }),
    ];
    const swarm = createSwarm({
      agents: agents as SwarmAgents, // its type asks for a class by name
      defaultActiveAgent: "Reception",
    }).compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    const first = await swarm.invoke(message("the weather?"), config);
    expect(first.activeAgent).toBe("Weather Desk");
    expect(textsOf(first).at(-1)).toBe("It is Successfully transferred to Weather Desk.");
    const second = await swarm.invoke(message("thanks"), config);
    expect(textsOf(second).at(-1)).toBe("You said: thanks.");
    expect(textsOf(second)).toHaveLength(textsOf(first).length + 2);
    expect(threads).toHaveLength(2);
    expect(new Set(threads).size).toBe(1);
  });

  test.each([
    ["share the parent's thread", "inherit", 1],
    ["keep a thread each", "node", 2],
  ] as const)("two remote agents of a swarm %s, with threadId %s", async (_, threadId, count) => {
    const { client, threads } = watchedClient(url);
    const agents: object[] = ["Weather Desk", "Small Talk"].map(
      (name) => new RemoteGraph({ graphId: "chat", name, client, threadId }),
    );
    const swarm = createSwarm({
      agents: agents as SwarmAgents, // its type asks for a class by name
      defaultActiveAgent: "Weather Desk",
    }).compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    const turn = async (content: string, activeAgent: string) =>
      textsOf(await swarm.invoke({ ...message(content), activeAgent }, config));
    await turn("one", "Weather Desk");
    await turn("two", "Small Talk");
    const texts = await turn("three", "Weather Desk");
    // each is handed the whole conversation, of which it has nothing twice
    const answers = ["one", "two", "three"].flatMap((text) => [text, `You said: ${text}.`]);
    expect(texts).toEqual(answers);
    expect(new Set(threads).size).toBe(count);
    expect(threads[2]).toBe(threads[0]);
    const { data } = await client.GET("/threads/{thread_id}/state", {
      params: { path: { thread_id: String(threads[0]) } },
    });
    expect(textsOf(data?.values as { messages: BaseMessage[] })).toHaveLength(answers.length);
  });

  test("a deep agent hands a task to a remote subagent, and is told the answer", async () => {
    const task = { description: "Look up the weather", subagent_type: "Weather Desk" };
    const runnable = new RemoteGraph({ graphId: "chat", url, apiKey: null });
    const agent = createDeepAgent({
      model: new Dispatcher(() => ({ name: "task", args: task })),
      subagents: [{ name: "Weather Desk", description: "Knows the weather", runnable }],
    });
    const result = await agent.invoke(message("the weather?"));
    expect(textsOf(result)).toEqual([
      "the weather?",
      "",
      "It is 12 degrees and rain in Tallinn.",
      "That is all.",
    ]);
  });

  test("LangSmith evaluates it", async () => {
    const graph = new RemoteGraph({ graphId: "chat", url, apiKey: null });
    const { results } = await evaluate(graph, {
      data: ["the weather?", "hello"].map(toExample),
      evaluators: [
        ({ outputs }: { outputs: Record<string, unknown> }) => ({
          key: "knows",
          score: /12 degrees/.test(JSON.stringify(outputs)) ? 1 : 0,
        }),
      ],
      uploadRuns: false,
    });
    expect(results.map(({ evaluationResults }) => evaluationResults.results[0]?.score)).toEqual([1, 0]);
    expect(results.map(({ run }) => run.error)).toEqual([undefined, undefined]);
  });

  test("LangGraph's own RemoteGraph runs on our client", async () => {
    const graph = new OfficialGraph({ graphId: "chat", client: new Client({ apiUrl: url, apiKey: null }) });
    const { messages } = await graph.invoke(message("hello"), {
      configurable: { thread_id: crypto.randomUUID() },
    });
    expect(messages.at(-1)?.content).toBe("You said: hello.");
  });

  test("LangGraphAgent of AG-UI runs on our client", async () => {
    const agent = new LangGraphAgent({
      client: new Client({ apiUrl: url, apiKey: null }),
      deploymentUrl: url,
      graphId: "chat",
    });
    agent.threadId = crypto.randomUUID();
    agent.messages = [{ id: crypto.randomUUID(), role: "user", content: "the weather?" }];
    const types: string[] = [];
    let text = "";
    await agent.runAgent(
      {},
      {
        onEvent: ({ event }) => void types.push(event.type),
        onTextMessageContentEvent: ({ event }) => {
          text += event.delta;
        },
      },
    );
    expect(text).toContain("It is 12 degrees and rain in Tallinn.");
    expect(types).toEqual(
      expect.arrayContaining([
        "RUN_STARTED",
        "TOOL_CALL_START",
        "TOOL_CALL_END",
        "STATE_SNAPSHOT",
        "RUN_FINISHED",
      ]),
    );
  });
});
