/** Libraries that take our client for theirs: AG-UI (CopilotKit), and LangGraph's own `RemoteGraph`. */
import type { Interrupt } from "@ag-ui/core";
import { LangGraphAgent } from "@ag-ui/langgraph";
import { Command } from "@langchain/langgraph";
import { RemoteGraph } from "@langchain/langgraph/remote";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Client } from "../../src/sdk.js";
import { mistakes, noAssistant, type Setup } from "./support/mistakes.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";
import { beginRun, readCount } from "./support/turn.js";

const newThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });

const at = (url: string, assistantId: string): Setup => ({ url, assistantId, apiKey: null });

const graphOf = ({ url, assistantId: graphId, apiKey }: Setup) =>
  new RemoteGraph({ graphId, client: new Client({ apiUrl: url, apiKey }), streamResumable: true });

describe.each(servers)("LangGraph's own RemoteGraph on the $kind server", ({ url }) => {
  const begin = async (to: string) => {
    const thread = newThread();
    const graph = graphOf(at(to, "tokens"));
    const turn = await beginRun(({ input }, tell) => readCount(graph, input, thread, tell));
    return { ...turn, threadId: thread.configurable.thread_id };
  };

  test("takes a turn, token by token, though the connection is cut", async () => {
    const proxy = await startCuttable(url);
    const { hook, finish, threadId } = await begin(proxy.url);
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
    expect(await runsOf(url, threadId)).toHaveLength(1);
  });

  test("calls a tool", async () => {
    const { messages } = await graphOf(at(url, "chat")).invoke(message("the weather?"), newThread());
    expect(messages.map(({ type }: { type: string }) => type)).toEqual(["human", "ai", "tool", "ai"]);
    expect(messages.at(-1)?.content).toBe("It is 12 degrees and rain in Tallinn.");
  });

  test("answers an interrupt", async () => {
    const graph = graphOf(at(url, "essay"));
    const thread = newThread();
    await expect(graph.invoke(message("write"), thread)).rejects.toThrow("Publish this?");
    const { tasks } = await graph.getState(thread);
    expect(tasks[0]?.interrupts[0]?.value).toMatchObject({ question: "Publish this?" });
    expect(await graph.invoke(new Command({ resume: true }), thread)).toMatchObject({ status: "published" });
  });

  test("ends when its run is stopped", async () => {
    const { hook, threadId } = await begin(url);
    const { runs } = new Client({ apiUrl: url, apiKey: null });
    const [run] = await runs.list(threadId, { status: "running" });
    await runs.cancel(threadId, String(run?.run_id));
    await hook.until(({ isRunning }) => !isRunning);
    await untilStopped(url, threadId);
  });
});

test.each([...mistakes, noAssistant])(
  "LangGraph's own RemoteGraph fails with $mistake",
  async ({ setUp, words }) => {
    await expect(graphOf(await setUp()).invoke(message("hello"), newThread())).rejects.toThrow(words);
  },
);

function agentOf({ url, assistantId: graphId, apiKey }: Setup) {
  const client = new Client({ apiUrl: url, apiKey });
  const agent = new LangGraphAgent({ client, deploymentUrl: url, graphId, emitInterruptOutcome: true });
  agent.threadId = crypto.randomUUID();
  const say = (content: string) => agent.addMessage({ id: crypto.randomUUID(), role: "user", content });
  return Object.assign(agent, { say });
}

describe.each(servers)("LangGraphAgent of AG-UI on the $kind server", ({ url }) => {
  const begin = async (to: string) => {
    const agent = agentOf(at(to, "tokens"));
    agent.say("go");
    const turn = await beginRun(({ settings }, tell) => {
      agent.setState(settings);
      const onTextMessageContentEvent = ({ event }: { event: { delta: string } }) => tell(event.delta);
      return agent.runAgent({ forwardedProps: { streamResumable: true } }, { onTextMessageContentEvent });
    });
    return { ...turn, agent };
  };

  test("takes a turn, token by token, though the connection is cut", async () => {
    const proxy = await startCuttable(url);
    const { hook, finish, agent } = await begin(proxy.url);
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
    expect(await runsOf(url, agent.threadId)).toHaveLength(1);
  });

  test("calls a tool", async () => {
    const agent = agentOf(at(url, "chat"));
    agent.say("the weather?");
    const types: string[] = [];
    await agent.runAgent({}, { onEvent: ({ event }) => void types.push(event.type) });
    expect(agent.messages.at(-1)?.content).toBe("It is 12 degrees and rain in Tallinn.");
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

  test("answers an interrupt", async () => {
    const agent = agentOf(at(url, "essay"));
    agent.say("write");
    await agent.runAgent();
    const [asked] = agent.pendingInterrupts as Interrupt[];
    expect(asked?.metadata).toMatchObject({ langgraph: { raw: { question: "Publish this?" } } });
    await agent.runAgent({
      resume: [{ interruptId: String(asked?.id), status: "resolved", payload: true }],
    });
    expect(agent.state).toMatchObject({ status: "published" });
  });

  test("stops the run", async () => {
    const { hook, agent } = await begin(url);
    agent.abortRun();
    await hook.until(({ isRunning }) => !isRunning);
    await untilStopped(url, agent.threadId);
  });
});

test.each(mistakes)("LangGraphAgent of AG-UI tells of $mistake", async ({ setUp, words }) => {
  const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
  onTestFinished(() => logged.mockRestore());
  const agent = agentOf(await setUp());
  agent.say("hello");
  const told: (string | undefined)[] = [];
  const failed = agent.runAgent({}, { onRunErrorEvent: ({ event }) => void told.push(event.message) });
  await failed.catch((error: unknown) => told.push(String(error)));
  // it looks for the assistant by itself: not each server says that there is none
  expect(told.join(" ")).toMatch(new RegExp(`${words.source}|No agent found with graph ID no-such-agent`));
});
