/** Libraries that take a remote graph for an agent. */
import type { BaseMessage } from "@langchain/core/messages";
import { Command, MemorySaver } from "@langchain/langgraph";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createHandoffTool, createSwarm } from "@langchain/langgraph-swarm";
import { createDeepAgent } from "deepagents";
import { createAgent } from "langchain";
import { evaluate } from "langsmith/evaluation";
import { describe, expect, onTestFinished, test } from "vitest";
import { RemoteGraph } from "../../src/langchain.js";
import { Client } from "../../src/sdk.js";
import { startGate } from "../support/gate.js";
import type { RequestLine } from "../support/request-lines.js";
import {
  agents,
  Dispatcher,
  type SupervisorAgents,
  type SwarmAgents,
  watchedClient,
} from "./support/agents.js";
import { mistakes } from "./support/mistakes.js";
import { message, runsOf, servers, startCuttable, toExample, untilStopped } from "./support/servers.js";
import { beginRun, readCount } from "./support/turn.js";

const textsOf = ({ messages }: { messages: BaseMessage[] }) => messages.map(({ text }) => text);

describe.each(servers)("agents on the $kind server", ({ url }) => {
  test("a supervisor knows its remote agents, and each keeps a thread of its own", async () => {
    const { client, threads } = watchedClient(url);
    const agentOf = (name: string) => new RemoteGraph({ graphId: "chat", name, client });
    const agents = [agentOf("Weather Desk"), agentOf("Small Talk")];
    expect(agents[0]?.lc_id.join(".")).toBe("langgraph.pregel.RemoteGraph");
    const supervisor = createSupervisor({
      agents: agents as object[] as SupervisorAgents,
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
      agents: agents as SwarmAgents,
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
      agents: agents as SwarmAgents,
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

  test("LangSmith is given the whole answer of a run whose connection is cut", async () => {
    const isStart = ({ method, path }: RequestLine) => method === "POST" && path.endsWith("/runs/stream");
    const proxy = await startCuttable(url, (request) =>
      isStart(request) ? { afterBytes: 600, how: "reset" } : undefined,
    );
    const graph = new RemoteGraph({ graphId: "tokens", url: proxy.url, apiKey: null });
    // on the Python server a run without a thread must not be over when it is cut
    const gate = await startGate(onTestFinished);
    gate.let(3);
    const example = { ...toExample("go"), inputs: { ...message("go"), count: 4, gate: gate.url } };
    const evaluating = evaluate(graph, { data: [example], uploadRuns: false });
    await expect.poll(() => proxy.count("GET", /\/stream/)).toBeGreaterThan(0);
    gate.open();
    const { results } = await evaluating;
    expect(JSON.stringify(results[0]?.run.outputs)).toContain('"0 1 2 3 "');
  });
});

describe.each(servers.flatMap((server) => agents.map((agent) => ({ ...server, ...agent }))))(
  "$agent on the $kind server",
  ({ url, create }) => {
    const newThread = () => ({ configurable: { thread_id: crypto.randomUUID() } });
    const begin = async (to: string, signal?: AbortSignal) => {
      const onDisconnect = signal && "cancel";
      const { graph, threads } = create({ url: to, assistantId: "tokens", apiKey: null, onDisconnect });
      const options = { ...newThread(), signal };
      const turn = await beginRun(({ input }, tell) => readCount(graph, input, options, tell));
      return { ...turn, threads };
    };

    test("gives the tokens of its remote helper, though the connection is cut", async () => {
      const proxy = await startCuttable(url);
      const { hook, finish, threads } = await begin(proxy.url);
      proxy.cut("reset");
      await finish();
      expect(hook.current.error).toBeUndefined();
      expect(await runsOf(url, String(threads[0]))).toHaveLength(1);
    });

    test("asks what its remote helper asks, and hands it the answer", async () => {
      const { graph, threads } = create({ url, assistantId: "essay", apiKey: null });
      const thread = newThread();
      const asked = await graph.invoke(message("write"), thread);
      expect(asked).toMatchObject({ __interrupt__: [{ value: { question: "Publish this?" } }] });
      await graph.invoke(new Command({ resume: true }), thread);
      const [threadId] = new Set(threads);
      const { threads: states } = new Client({ apiUrl: url, apiKey: null });
      expect((await states.getState(String(threadId))).values).toMatchObject({ status: "published" });
    });

    test("stops the run of its remote helper", async () => {
      const controller = new AbortController();
      const { hook, threads } = await begin(url, controller.signal);
      controller.abort();
      await hook.until(({ isRunning }) => !isRunning);
      await untilStopped(url, String(threads[0]));
    });
  },
);

test.each(agents.flatMap((agent) => mistakes.map((mistake) => ({ ...agent, ...mistake }))))(
  "$agent fails with $mistake",
  async ({ create, setUp, words }) => {
    const { graph } = create(await setUp());
    const config = { configurable: { thread_id: crypto.randomUUID() } };
    await expect(graph.invoke(message("hello"), config)).rejects.toThrow(words);
  },
);

test.each(mistakes)("LangSmith's evaluation tells of $mistake", async ({ setUp, words }) => {
  const { assistantId: graphId, ...server } = await setUp();
  const { results } = await evaluate(new RemoteGraph({ graphId, ...server }), {
    data: [toExample("hello")],
    uploadRuns: false,
  });
  expect(results[0]?.run.error).toMatch(words);
});
