/** Libraries that take a remote graph for an agent, or our client for theirs. */
import { LangGraphAgent } from "@ag-ui/langgraph";
import { AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { MemorySaver } from "@langchain/langgraph";
import { RemoteGraph as OfficialGraph } from "@langchain/langgraph/remote";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { describe, expect, test } from "vitest";
import { createClient } from "../../src/index.js";
import { RemoteGraph } from "../../src/langchain.js";
import { Client } from "../../src/sdk.js";
import { ScriptedModel, toTextChunks } from "../fixtures/graphs/scripted-model.js";
import { message, servers } from "./support/servers.js";

type Agents = Parameters<typeof createSupervisor>[0]["agents"];

/** Hands the first question to one agent, and the second to the other. */
class Dispatcher extends ScriptedModel {
  override bindTools(): this {
    return this;
  }
}

function dispatch(messages: BaseMessage[]): AIMessageChunk[] {
  const last = messages.at(-1);
  if (last?.type !== "human") return toTextChunks("That is all.");
  const name = /weather/.test(last.text) ? "transfer_to_weather_desk" : "transfer_to_small_talk";
  return [
    new AIMessageChunk({
      content: "",
      tool_call_chunks: [{ name, args: "{}", id: crypto.randomUUID(), index: 0, type: "tool_call_chunk" }],
    }),
  ];
}

describe.each(servers)("agents on the $kind server", ({ url }) => {
  test("a supervisor knows its remote agents, and each keeps a thread of its own", async () => {
    /** The thread of each run that was started. */
    const threads: string[] = [];
    const watched: typeof fetch = (input, init) => {
      const [, threadId] = String(input).match(/threads\/([^/]+)\/runs\/stream$/) ?? [];
      if (threadId !== undefined) threads.push(threadId);
      return fetch(input, init);
    };
    const client = createClient({ url, apiKey: null, fetch: watched });
    const agentOf = (name: string) => new RemoteGraph({ graphId: "chat", name, client });
    const agents = [agentOf("Weather Desk"), agentOf("Small Talk")];
    expect(agents[0]?.lc_id.join(".")).toBe("langgraph.pregel.RemoteGraph");
    const supervisor = createSupervisor({
      agents: agents as object[] as Agents, // its type asks for a class by name
      llm: new Dispatcher({ script: dispatch }),
      outputMode: "last_message",
    }).compile({ checkpointer: new MemorySaver() });
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    const turn = async (content: string) =>
      (await supervisor.invoke(message(content), config)).messages.map(({ text }: BaseMessage) => text);
    // the fixture tells what its last message says: that it was handed the question
    expect(await turn("the weather?")).toContain("It is Successfully transferred to Weather Desk.");
    expect(await turn("hello")).toContain("It is Successfully transferred to Small Talk.");
    await turn("the weather again?");
    const [weather, talk, again] = threads;
    expect(threads).toHaveLength(3);
    expect(again).toBe(weather);
    expect(talk).not.toBe(weather);
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
