import { type RunnableInterface, RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import {
  Command,
  END,
  interrupt,
  MemorySaver,
  Send,
  START,
  StateGraph,
  StateSchema,
} from "@langchain/langgraph";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { z } from "zod";
import { RemoteGraph, type RemoteGraphOptions, type RunnableConfig } from "../../src/index.js";
import { appended } from "../fixtures/graphs/state-keys.js";
import { startGate } from "../support/gate.js";
import { needs } from "./support/features.js";
import { eventually, newThread, runsOf } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

const remote = (graphId: string, options: Partial<RemoteGraphOptions> = {}) =>
  new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null, ...options });

const ApprovalState = z.object({
  topic: z.string().default("nothing"),
  draft: z.string().default(""),
  decision: z.unknown(),
  confirmation: z.unknown(),
  visits: z.array(z.string()).default([]),
});

type Node = RunnableInterface<z.infer<typeof ApprovalState>, Record<string, unknown>>;

/** A graph whose one node is what is given, with the state of the approval graph. */
const parentOf = (node: Node) =>
  new StateGraph(ApprovalState)
    .addNode("remote", node)
    .addEdge(START, "remote")
    .addEdge("remote", END)
    .compile({ checkpointer: new MemorySaver() });

const resume = <Update extends Record<string, unknown>, Nodes extends string>(value: unknown) =>
  new Command<unknown, Update, Nodes>({ resume: value });
const visits = ["write", "review", "publish", "confirm", "archive"];

describe("a remote graph in a sequence", () => {
  const toTopic = RunnableLambda.from(({ topic }: { topic: string }) => ({ topic: `${topic}, as told` }));
  const shout = RunnableLambda.from(({ confirmation, ...rest }: Record<string, unknown>) => ({
    ...rest,
    confirmation: `${confirmation}!`,
  }));

  test.for([
    ["behind a function", () => toTopic.pipe(remote("approval"))],
    ["before a function", () => RunnableSequence.from([remote("approval"), shout])],
    ["between functions", () => toTopic.pipe(remote("approval")).pipe(shout)],
    ["with a retry around it", () => toTopic.pipe(remote("approval")).withRetry({ stopAfterAttempt: 2 })],
    ["with a config", () => toTopic.pipe(remote("approval").withConfig({ tags: ["seen"] }))],
  ] as const)("%s asks, and goes on where it stopped", async ([title, make]) => {
    const parent = parentOf(make());
    const thread = newThread();
    expect(await parent.invoke({ topic: "rain" }, thread)).toMatchObject({
      __interrupt__: [{ value: { question: "Publish?" } }],
    });
    expect(await parent.invoke(resume("yes"), thread)).toMatchObject({
      __interrupt__: [{ value: "Confirm?" }],
    });
    const end = await parent.invoke(resume("sure"), thread);
    const topic = title === "before a function" ? "rain" : "rain, as told";
    const confirmation = title.includes("function") && !title.includes("behind") ? "sure!" : "sure";
    expect(end).toMatchObject({ draft: `On ${topic}`, decision: "yes", confirmation, visits });
    expect(await runsOf(thread.configurable.thread_id)).toHaveLength(3);
  });

  test("is streamed for what the step before it streams", async () => {
    const chain = toTopic.pipe(remote("counter"));
    const chunks = [];
    for await (const chunk of await chain.stream({ topic: "rain" })) chunks.push(chunk);
    expect(chunks).toHaveLength(5);
    expect(chunks[0]).toEqual({ step: { count: 1, trail: ["step 1"] } });
  });
});

describe("a parent that goes on", () => {
  test("does not begin a remote graph again that had come to its end in the same task", async () => {
    const counter = remote("counter");
    const parent = new StateGraph(z.object({ count: z.number().default(0), answer: z.unknown() }))
      .addNode("count_and_ask", async (_, config) => {
        const { count } = await counter.invoke({ limit: 3 }, config);
        return { count: Number(count), answer: interrupt("enough?") };
      })
      .addEdge(START, "count_and_ask")
      .compile({ checkpointer: new MemorySaver() });
    const thread = newThread();
    await parent.invoke({}, thread);
    expect(await parent.invoke(resume("yes"), thread)).toEqual({ count: 3, answer: "yes" });
    expect(await runsOf(thread.configurable.thread_id)).toHaveLength(1);
  });

  test.for(["inherit", "node", "derive"] as const)(
    "tells two remote graphs of one task apart: %s",
    async (threadId) => {
      const count = remote("counter", { threadId });
      const ask = remote("approval", { threadId });
      const parent = parentOf(
        RunnableLambda.from(async (_: object, config: RunnableConfig) => {
          const { count: topic } = await count.invoke({ limit: 2 }, config);
          return ask.invoke({ topic: String(topic) }, config);
        }),
      );
      const thread = newThread();
      await parent.invoke({ topic: "rain" }, thread);
      await parent.invoke(resume("yes"), thread);
      expect(await parent.invoke(resume("sure"), thread)).toMatchObject({
        draft: "On 2",
        decision: "yes",
        visits,
      });
    },
  );

  test("takes no graph's call for that of another, which failed in the same task and was caught", async () => {
    const fail = remote("failing", { threadId: "derive" });
    const ask = remote("approval", { threadId: "derive" });
    const parent = parentOf(
      RunnableLambda.from(async (_: object, config: RunnableConfig) => {
        await fail.invoke({ account: "ada" }, config).catch(() => undefined);
        return ask.invoke({ topic: "rain" }, config);
      }),
    );
    const thread = newThread();
    await parent.invoke({ topic: "rain" }, thread);
    await parent.invoke(resume("yes"), thread);
    expect(await parent.invoke(resume("sure"), thread)).toMatchObject({
      decision: "yes",
      confirmation: "sure",
      visits,
    });
  });

  test("asks again what was not answered", async () => {
    const parent = new StateGraph(new StateSchema({ topic: z.string(), decisions: appended() }))
      .addNode("one", toDecision("one"))
      .addNode("two", toDecision("two"))
      .addEdge(START, "one")
      .addEdge(START, "two")
      .compile({ checkpointer: new MemorySaver() });
    const thread = newThread();
    const { __interrupt__: asked = [] } = (await parent.invoke({ topic: "rain" }, thread)) as Asking;
    expect(asked).toHaveLength(2);
    const [first, second] = asked;
    const still = (await parent.invoke(resume({ [first?.id ?? ""]: "first" }), thread)) as Asking;
    const open = still.__interrupt__ ?? [];
    expect(open.map(({ value }) => value)).toEqual(expect.arrayContaining([second?.value, "Confirm?"]));
    expect(open).toHaveLength(2);
    expect(open).toContainEqual(second);
  });

  interface Asking {
    __interrupt__?: { id: string; value: unknown }[];
  }

  function toDecision(name: string) {
    const graph = remote("approval", { threadId: "derive" });
    return async ({ topic }: { topic: string }, config: RunnableConfig) => {
      const { decision } = await graph.invoke({ topic: `${topic} ${name}` }, config);
      return { decisions: [`${name}: ${decision}`] };
    };
  }

  test.for([{ interruptBefore: ["dawdle"] }, { interruptAfter: ["prepare"] }])(
    "goes on behind a breakpoint of the remote graph: %o",
    async (breakpoint) => {
      const parent = new StateGraph(new StateSchema({ ms: z.number(), visits: appended() }))
        .addNode("remote", remote("slow", breakpoint))
        .addEdge(START, "remote")
        .compile({ checkpointer: new MemorySaver() });
      const thread = newThread();
      expect(await parent.invoke({ ms: 5 }, thread)).toEqual({ ms: 5, visits: [], __interrupt__: [] });
      expect((await parent.getState(thread)).next).toEqual(["remote"]);
      expect(await parent.invoke(null, thread)).toEqual({ ms: 5, visits: ["prepare", "dawdle"] });
    },
  );

  test("goes on where the remote graph failed", async () => {
    const parent = new StateGraph(new StateSchema({ account: z.string(), visits: appended() }))
      .addNode("remote", remote("failing"))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const thread = newThread();
    await expect(parent.invoke({ account: "ada" }, thread)).rejects.toMatchObject({
      error: "QuotaExceededError",
    });
    await expect(parent.invoke(null, thread)).rejects.toMatchObject({ error: "QuotaExceededError" });
    expect(await remote("failing").getState(thread)).toMatchObject({
      values: { visits: ["prepare"] },
      next: ["charge"],
    });
  });
});

describe("the thread of a remote node", () => {
  const Words = new StateSchema({ words: z.array(z.string()).default([]), done: appended() });

  const countOnce = (node: RemoteGraph) => async (_: unknown, config: RunnableConfig) => {
    const { trail } = await node.invoke({ count: 0, limit: 1 }, config);
    return { done: trail as string[] };
  };

  const twoAtOnce = (threadId: RemoteGraphOptions["threadId"], gate: string) =>
    new StateGraph(new StateSchema({ done: appended() }))
      .addNode("one", dawdle(remote("slow", { threadId }), gate))
      .addNode("two", dawdle(remote("slow", { threadId }), gate))
      .addEdge(START, "one")
      .addEdge(START, "two")
      .compile({ checkpointer: new MemorySaver() });

  const dawdle = (node: RemoteGraph, gate: string) => async (_: unknown, config: RunnableConfig) => {
    const { visits } = await node.invoke({ ms: 0, gate }, config);
    return { done: visits as string[] };
  };

  test("is one for each of two nodes that run at the same time", async () => {
    const [gate, thread] = [await startGate(onTestFinished), newThread()];
    const both = twoAtOnce("derive", gate.url).invoke({}, thread);
    await eventually(() => expect(gate.waiting()).toBe(2));
    gate.open();
    const { done } = await both;
    expect(done).toEqual(["prepare", "dawdle", "prepare", "dawdle"]);
  });

  test(
    "is the parent's by default, and says what to set when that is at work",
    needs("multitask strategies"),
    async () => {
      const gate = await startGate(onTestFinished);
      const inherited = twoAtOnce("inherit", gate.url).invoke({}, newThread());
      // where a run waits for the one before it, the second goes on with what the first left
      if (onServer({ js: false, python: true, aegra: true })) {
        gate.open();
        return expect((await inherited).done).toHaveLength(6);
      }
      await expect(inherited).rejects.toThrow(/set threadId to "derive"/);
    },
  );

  test("is one for each task that Send makes", async () => {
    const parent = new StateGraph(Words)
      .addNode("work", countOnce(remote("counter", { threadId: "derive" })))
      .addConditionalEdges(START, ({ words }) => words.map((word) => new Send("work", { words: [word] })), [
        "work",
      ])
      .compile({ checkpointer: new MemorySaver() });
    const { done } = await parent.invoke({ words: ["a", "b", "c", "d", "e"] }, newThread());
    expect(done).toEqual(["step 1", "step 1", "step 1", "step 1", "step 1"]);
  });

  test.for(["inherit", "derive"] as const)(
    "is made of a parent's id that is no UUID: %s",
    async (threadId) => {
      const node = remote("approval", { threadId });
      const parent = parentOf(node);
      const thread = { configurable: { thread_id: `customer ${crypto.randomUUID()} / 7` } };
      await parent.invoke({ topic: "rain" }, thread);
      const { tasks } = await parent.getState(thread, { subgraphs: true });
      expect(tasks[0]?.state).toMatchObject({ values: { draft: "On rain" }, next: ["review"] });
      await parent.invoke(resume("yes"), thread);
      expect(await parent.invoke(resume("sure"), thread)).toMatchObject({ visits });
    },
  );

  test("is what a function of the node's config says, for the run and for the state", async () => {
    const own = crypto.randomUUID();
    const asked: unknown[] = [];
    const node = remote("approval", {
      threadId: ({ configurable }) => {
        asked.push(configurable?.thread_id);
        return own;
      },
    });
    const parent = parentOf(node);
    const thread = newThread();
    await parent.invoke({ topic: "rain" }, thread);
    expect(await remote("approval").getState({ configurable: { thread_id: own } })).toMatchObject({
      next: ["review"],
    });
    const { tasks } = await parent.getState(thread, { subgraphs: true });
    expect(tasks[0]?.state).toMatchObject({ next: ["review"] });
    expect(new Set(asked)).toEqual(new Set([thread.configurable.thread_id]));
  });

  test("is the same for all that a node does with it, so that the graph remembers", async () => {
    const parent = new StateGraph(Words)
      .addNode("first", countOnce(remote("counter")))
      .addNode("second", countOnce(remote("counter")))
      .addEdge(START, "first")
      .addEdge("first", "second")
      .compile({ checkpointer: new MemorySaver() });
    const { done } = await parent.invoke({}, newThread());
    expect(done).toEqual(["step 1", "step 1", "step 1"]);
  });

  test("is none where the parent has none", async () => {
    const parent = new StateGraph(Words)
      .addNode("count", countOnce(remote("counter")))
      .addEdge(START, "count")
      .compile();
    expect((await parent.invoke({})).done).toEqual(["step 1"]);
  });

  test("is needed by a graph that asks, and that is said", async () => {
    const parent = new StateGraph(ApprovalState)
      .addNode("remote", remote("approval"))
      .addEdge(START, "remote")
      .compile();
    await expect(parent.invoke({ topic: "rain" })).rejects.toThrow(
      /give the parent a checkpointer and a thread_id/,
    );
  });
});
