import type { BaseMessage } from "@langchain/core/messages";
import {
  Command,
  END,
  MemorySaver,
  MessagesValue,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { z } from "zod";
import { isRemoteException, RemoteGraph, type RemoteGraphOptions } from "../../src/index.js";
import { RemoteGraph as LangChainGraph } from "../../src/langchain.js";
import { startGate } from "../support/gate.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { eventually, newThread, runsOf } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";
import { type Kind, parentOf } from "./support/parents.js";
import { isSnapshot } from "./support/states.js";

const remote = (graphId: string, options: Partial<RemoteGraphOptions> = {}) =>
  new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null, ...options });

/** The same thread and namespace, at its latest state. */
function withoutCheckpoint(config: { configurable?: Record<string, unknown> }) {
  const { thread_id, checkpoint_ns } = config.configurable ?? {};
  return { configurable: { thread_id, checkpoint_ns } };
}

describe("the state of a remote node", () => {
  test.for(["inherit", "derive"] as const)("is read and written through the parent: %s", async (threadId) => {
    const parent = new StateGraph(
      z.object({ topic: z.string(), draft: z.string().default(""), visits: z.array(z.string()) }),
    )
      .addNode("remote", remote("approval", { threadId }))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const thread = newThread();
    await parent.invoke({ topic: "rain", visits: [] }, thread);
    const [task] = (await parent.getState(thread, { subgraphs: true })).tasks;
    if (task?.state === undefined || !("values" in task.state)) throw new Error("the task has no state");
    const { config } = task.state;
    expect(config.configurable).toMatchObject({
      thread_id: thread.configurable.thread_id,
      checkpoint_ns: `remote:${task.id}`,
    });

    expect((await parent.getState(config)).values).toMatchObject({ draft: "On rain" });
    const edited = await parent.updateState(config, { draft: "Edited" });
    expect(edited.configurable).toMatchObject({ checkpoint_ns: `remote:${task.id}` });
    const history = [];
    for await (const state of parent.getStateHistory({
      configurable: { ...config.configurable, checkpoint_id: undefined },
    }))
      history.push(state.values.draft);
    expect(history).toEqual(["Edited", "On rain", "", ""]);

    await parent.invoke(new Command({ resume: "yes" }), thread);
    expect(await parent.invoke(new Command({ resume: "sure" }), thread)).toMatchObject({ draft: "Edited" });
  });

  test("is asked for by the config of a task", async () => {
    const parent = parentOf("approval", "remote");
    const thread = newThread();
    await parent.invoke({ topic: "rain" }, thread);
    const [task] = (await parent.getState(thread)).tasks;
    expect(await parent.getState(task?.state ?? {})).toMatchObject({ values: { draft: "On rain" } });
  });

  test.for(["native", "remote", "langchain"] as const)(
    "is read and written below the node too, by the name of a subgraph there: %s",
    async (kind) => {
      const parent = parentOf("delegated", kind);
      const thread = newThread();
      await parent.invoke({ topic: "rain" }, thread);
      const [task] = (await parent.getState(thread, { subgraphs: true })).tasks;
      if (!isSnapshot(task?.state)) throw new Error("the task has no state");
      const [inner] = task.state.tasks;
      if (!isSnapshot(inner?.state)) throw new Error("the task below has no state");
      const { config } = inner.state;
      const checkpoint_ns = expect.stringMatching(/^child:[-\w]+\|delegate:[-\w]+$/);
      expect(config).toMatchObject({ configurable: { ...thread.configurable, checkpoint_ns } });

      const studied = { values: { topic: "rain", visits: ["brief", "study"] }, next: ["ask"], config };
      const latest = withoutCheckpoint(config);
      expect(await parent.getState(config)).toMatchObject(studied);
      expect(await parent.getState(latest)).toMatchObject(studied);
      const history = await toArray(parent.getStateHistory(latest));
      expect(history).toMatchObject([studied, { next: ["study"] }, { next: ["__start__"] }]);

      const edited = await parent.updateState(config, { topic: "snow" });
      expect(edited).toMatchObject(latest);
      expect(await parent.getState(edited)).toMatchObject({ values: { topic: "snow" } });
      expect(await parent.invoke(new Command({ resume: { opinion: "white" } }), thread)).toMatchObject({
        topic: "snow",
        opinion: { opinion: "white" },
        visits: ["brief", "study", "ask", "report"],
      });
    },
  );

  test("is empty before the node has run", async () => {
    const parent = new StateGraph(z.object({ topic: z.string() }))
      .addNode("remote", remote("approval", { threadId: "derive" }))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver(), interruptBefore: ["remote"] });
    const thread = newThread();
    await parent.invoke({ topic: "rain" }, thread);
    const { tasks } = await parent.getState(thread, { subgraphs: true });
    expect(tasks[0]?.state).toMatchObject({ values: {}, next: [], tasks: [] });
  });
});

describe("a parent that is drawn and searched", () => {
  test.for(["remote", "langchain"] as const)("takes the remote graph for one node: %s", async (kind) => {
    const parent = parentOf("nested", kind);
    expect((await parent.getGraphAsync({ xray: true })).drawMermaid()).toContain("child(child)");
    const found: string[] = [];
    for await (const [name] of parent.getSubgraphsAsync(undefined, true)) found.push(name);
    expect(found).toEqual(["child"]);
  });

  test("does so when asked at once", () => {
    const parent = new StateGraph(z.object({ topic: z.string() }))
      .addNode("remote", remote("approval"))
      .addEdge(START, "remote")
      .addEdge("remote", END)
      .compile();
    expect([...parent.getSubgraphs(undefined, true)].map(([name]) => name)).toEqual(["remote"]);
    expect(parent.getGraph({ xray: true }).edges).toHaveLength(2);
  });
});

describe("a remote node that fails", () => {
  const failing = (options: object = {}) =>
    new StateGraph(z.object({ account: z.string() }))
      .addNode("charge_remotely", remote("failing"), options)
      .addEdge(START, "charge_remotely")
      .compile({ checkpointer: new MemorySaver() });

  test("fails its parent with one RemoteException that names the node", async () => {
    const thread = newThread();
    const error: unknown = await failing()
      .invoke({ account: "ada" }, thread)
      .catch((thrown: unknown) => thrown);
    if (!isRemoteException(error)) throw error;
    expect(error).toMatchObject({
      error: "QuotaExceededError",
      message: "no quota left for ada",
      node: "charge_remotely",
      threadId: thread.configurable.thread_id,
    });
    // Python writes the status down after it has sent the error
    await expect
      .poll(() => runsOf(thread.configurable.thread_id))
      .toMatchObject([{ run_id: error.runId, status: "error" }]);
  });

  test("is retried by the parent's policy only, from where it failed", async () => {
    vi.spyOn(console, "log").mockReturnValue(undefined);
    const thread = newThread();
    const retryPolicy = { maxAttempts: 2, initialInterval: 10, jitter: false };
    await expect(failing({ retryPolicy }).invoke({ account: "ada" }, thread)).rejects.toMatchObject({
      error: "QuotaExceededError",
    });
    expect(await runsOf(thread.configurable.thread_id)).toHaveLength(2);
    expect(await remote("failing").getState(thread)).toMatchObject({ values: { visits: ["prepare"] } });
    vi.restoreAllMocks();
  });
});

describe("a parent that is stopped", () => {
  const Slow = z.object({ ms: z.number(), gate: z.string().optional(), stop: z.boolean().default(false) });

  test("stops the remote run", async () => {
    const parent = new StateGraph(Slow)
      .addNode("remote", remote("slow"))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const thread = newThread();
    const controller = new AbortController();
    const stopped = parent.invoke({ ms: 600_000 }, { ...thread, signal: controller.signal });
    await eventually(async () =>
      expect(await remote("slow").getState(thread)).toMatchObject({ next: ["dawdle"] }),
    );
    controller.abort();
    await expect(stopped).rejects.toThrow(/abort/i);
    await eventually(async () =>
      expect(await runsOf(thread.configurable.thread_id)).not.toMatchObject([{ status: "running" }]),
    );
    expect(await remote("slow").getState(thread)).toMatchObject({ next: ["dawdle"] });
  });

  test("by a node beside it stops it likewise", async () => {
    const own = crypto.randomUUID();
    const started = { configurable: { thread_id: own } };
    const parent = new StateGraph(Slow)
      .addNode("remote", remote("slow", { threadId: () => own }))
      .addNode("beside", async () => {
        await eventually(async () =>
          expect(await remote("slow").getState(started)).toMatchObject({ next: ["dawdle"] }),
        );
        throw new Error("enough");
      })
      .addEdge(START, "remote")
      .addEdge(START, "beside")
      .compile({ checkpointer: new MemorySaver() });
    await expect(parent.invoke({ ms: 600_000 }, newThread())).rejects.toThrow("enough");
    await eventually(async () => expect(await runsOf(own)).not.toMatchObject([{ status: "running" }]));
    expect(await remote("slow").getState(started)).toMatchObject({ next: ["dawdle"] });
  });

  test("leaves it alone where that is wanted", async () => {
    const parent = new StateGraph(Slow)
      .addNode("remote", remote("slow", { onDisconnect: "continue" }))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const [thread, gate] = [newThread(), await startGate(onTestFinished)];
    const controller = new AbortController();
    const stopped = parent.invoke({ ms: 0, gate: gate.url }, { ...thread, signal: controller.signal });
    await eventually(async () =>
      expect(await runsOf(thread.configurable.thread_id)).toMatchObject([{ status: "running" }]),
    );
    controller.abort();
    await expect(stopped).rejects.toThrow(/abort/i);
    gate.open();
    await eventually(async () => expect(await remote("slow").getState(thread)).toMatchObject({ next: [] }));
  });
});

describe("what a remote node hears of its parent", () => {
  const Echo = z.object({ said: z.unknown(), seen: z.record(z.string(), z.unknown()).optional() });
  const parent = (options: Partial<RemoteGraphOptions> = {}) =>
    new StateGraph(Echo, z.object({ colour: z.string() }).partial())
      .addNode("remote", remote("echo", options))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });

  const ofServer = ["assistant_id", "created_by", "graph_id", "run_id", "thread_id", "user-agent"];
  // Python takes context or settings: what is given as both reaches the graph in both
  const ofPython = ["colour", "user_id", "x-request-id"];
  const added = [...ofServer, ...onServer({ js: [], python: ofPython, aegra: ofPython })];
  const withoutServers = (values: unknown) =>
    Object.fromEntries(
      Object.entries(values ?? {}).filter(([key]) => !added.includes(key) && !key.startsWith("langgraph_")),
    );

  test("is what the caller said, and nothing of the parent's own", needs("settings of a run"), async () => {
    const thread = newThread();
    const { seen = {} } = await parent().invoke(
      { said: "hello" },
      {
        configurable: { ...thread.configurable, customer: 7 },
        metadata: { from: "test" },
        tags: ["urgent"],
        recursionLimit: 40,
        context: { colour: "blue" },
      },
    );
    expect(seen).toMatchObject({ tags: ["urgent"], recursionLimit: 40, context: { colour: "blue" } });
    const { checkpoint_id, checkpoint_ns, checkpoint_map, __pregel_task_id, ...configurable } =
      withoutServers(seen.configurable);
    expect(configurable).toEqual({ customer: 7 });
    const run = (await runsOf(thread.configurable.thread_id))[0];
    expect(run?.metadata).toMatchObject({ from: "test" });
    const own = Object.keys(run?.metadata ?? {}).filter((key) =>
      /^(langgraph_(?!remote_)|checkpoint|ls_|thread_id|graph_id)/.test(key),
    );
    expect(own).toEqual([]);
    expect(run?.kwargs).toMatchObject({ config: { recursion_limit: 40, tags: ["urgent"] } });
  });

  test("is no limit where the caller set none", needs("settings of a run"), async () => {
    const thread = newThread();
    await parent().invoke({ said: "hello" }, thread);
    const run = (await runsOf(thread.configurable.thread_id))[0];
    expect(run?.kwargs).not.toHaveProperty("config.recursion_limit");
    const other = newThread();
    await parent({ config: { recursionLimit: 9 } }).invoke({ said: "hello" }, other);
    expect((await runsOf(other.configurable.thread_id))[0]?.kwargs).toHaveProperty(
      "config.recursion_limit",
      9,
    );
  });
});

describe("a parent that streams without subgraphs", () => {
  const shown = async (kind: Kind) => {
    const parent = parentOf("chat", kind);
    const shown: string[] = [];
    const input = { messages: [{ role: "user", content: "Hello there" }] };
    const stream = await parent.stream(input, { ...newThread(), streamMode: "messages" });
    for await (const chunk of stream) {
      const [message] = z.tuple([z.object({ content: z.unknown() }), z.unknown()]).parse(chunk);
      shown.push(String(message.content));
    }
    return shown;
  };

  test("shows the messages that the node gives, where they are LangChain's", async () => {
    expect(await shown("native")).toEqual(["You said: Hello there."]);
    expect(await shown("langchain")).toEqual(["You said: Hello there."]);
    expect(await shown("remote")).toEqual([]);
  });

  test(
    "is told them whole by the thread protocol, and nothing of what the server streams",
    needs("stream mode tools"), // the parent's events ask for it
    async () => {
      const told = async (node: RemoteGraph | LangChainGraph) => {
        const parent = new StateGraph(new StateSchema({ messages: MessagesValue }))
          .addNode("child", node)
          .addEdge(START, "child")
          .compile();
        const input = { messages: [{ role: "user", content: "Hello there" }] };
        const events = await toArray(await parent.streamEvents(input, { version: "v3" }));
        return events.flatMap(({ method, params }) => (method === "messages" ? [params.data] : []));
      };
      const chat = { graphId: "chat", url: inject("serverUrl"), apiKey: null };
      expect(await told(new LangChainGraph(chat))).toMatchObject([
        { event: "message-start" },
        { event: "content-block-start" },
        { event: "content-block-delta", delta: { text: "You said: Hello there." } },
        { event: "content-block-finish" },
        { event: "message-finish" },
      ]);
      expect(await told(new RemoteGraph(chat))).toEqual([]);
    },
  );

  test("hears what the remote graph's writers write", async () => {
    const parent = parentOf("nested", "remote");
    const heard: unknown[] = [];
    for await (const chunk of await parent.stream({ messages: [] }, { ...newThread(), streamMode: "custom" }))
      heard.push(chunk);
    // LangGraph in Python keeps to itself what subgraphs write, unless they are asked for
    const below = [{ place: "child" }, { place: "grand" }];
    expect(heard).toEqual([{ place: "root" }, ...onServer({ js: below, python: [], aegra: [] })]);
  });
});

describe("a remote graph as a tool", () => {
  test("is called with a node's config, on a thread of its own", async () => {
    const weather = new LangChainGraph({
      graphId: "chat",
      url: inject("serverUrl"),
      apiKey: null,
      threadId: "derive",
    }).asTool({
      name: "chat",
      description: "Asks the chat graph",
      schema: z.object({ messages: z.array(z.object({ role: z.string(), content: z.string() })) }),
    });
    const parent = new StateGraph(new StateSchema({ messages: MessagesValue }))
      .addNode("call", async (_, config) => {
        const { messages } = await weather.invoke({ messages: [{ role: "user", content: "Hello" }] }, config);
        return { messages: z.array(z.custom<BaseMessage>()).parse(messages).slice(-1) };
      })
      .addEdge(START, "call")
      .compile({ checkpointer: new MemorySaver() });
    const { messages } = await parent.invoke({ messages: [] }, newThread());
    expect(messages.map(({ text }) => text)).toEqual(["You said: Hello."]);
  });
});
