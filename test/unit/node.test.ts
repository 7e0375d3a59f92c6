import { Command, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RemoteGraph, type RemoteGraphOptions, type StateSnapshot } from "../../src/index.js";
import { isNodeCall, type NodePlace, threadAt, toNodeOptions } from "../../src/node/node-place.js";
import { interruptsOf, isResuming, resumeMapOf, takeAnswer } from "../../src/node/node-resume.js";
import { toNodeSelection } from "../../src/node/node-run.js";
import { toStateView } from "../../src/node/node-state.js";
import { enterTask } from "../../src/node/node-task.js";
import { connect, runStream } from "./support/fake-server.js";

const uuid = "0b0e6f6e-6f0e-4c0e-8d0e-0b0e6f6e6f0e";

const snapshot = (state: Partial<StateSnapshot<unknown>>): StateSnapshot<unknown> => ({
  values: {},
  next: [],
  config: {},
  metadata: undefined,
  createdAt: undefined,
  parentConfig: undefined,
  tasks: [],
  interrupts: [],
  ...state,
});

test("a function that is to know the node's thread must return one", () => {
  const place: NodePlace = {
    task: "remote:1",
    namespace: "remote:1",
    threadId: uuid,
    checkpoints: undefined,
  };
  expect(() => threadAt(place, {}, () => "")).toThrow(/must return a string/);
});

test("the options of the remote run are the caller's, without what is the parent's", () => {
  const given = Object.freeze({
    configurable: Object.freeze({
      thread_id: "parent",
      customer: 7,
      checkpoint_ns: "remote:1",
      checkpoint_id: "c",
      checkpoint_map: {},
      __pregel_read: () => undefined,
      graph_id: "outer",
      assistant_id: "outer",
      run_id: "outer",
      langgraph_auth_user: { identity: "ada" },
      "user-agent": "node",
    }),
    metadata: Object.freeze({
      from: "test",
      thread_id: "parent",
      graph_id: "outer",
      langgraph_node: "remote",
      langgraph_remote_start: "tag",
      ls_integration: "langgraph",
    }),
    recursionLimit: 25,
    tags: ["urgent"],
  });
  expect(toNodeOptions(given, "me", uuid)).toEqual({
    configurable: { customer: 7, thread_id: uuid },
    metadata: { from: "test", langgraph_remote_caller: "me" },
    recursionLimit: undefined,
    tags: ["urgent"],
  });
  expect(toNodeOptions({ ...given, recursionLimit: 26 }, "me", undefined)).toMatchObject({
    recursionLimit: 26,
    configurable: { customer: 7 },
  });
});

const A = { id: "a", value: "A?" };
const B = { id: "b", value: "B?" };

/** The config of a node whose parent was resumed with one value, or with values by id. */
function resumedWith({ one, byId }: { one?: unknown; byId?: object }) {
  const used: unknown[] = [];
  const scratchpad = { nullResume: one, consumeNullResume: () => used.push(one) };
  const configurable = { __pregel_scratchpad: scratchpad, ...(byId && { __pregel_resume_map: byId }) };
  return { config: { configurable }, used };
}

describe("what a parent was resumed with", () => {
  test.for([false, 0, "", null, { deep: [1] }])("answers each by its id with the one value %o", (one) => {
    const { config, used } = resumedWith({ one });
    expect(takeAnswer(config, [A, B])).toEqual({ resume: { a: one, b: one } });
    expect(used).toEqual([one]);
  });

  test("answers those that are named, and only those", () => {
    const { config, used } = resumedWith({ one: "of an earlier turn", byId: { b: null, other: 1 } });
    expect(takeAnswer(config, [A, B])).toEqual({ resume: { b: null } });
    expect(takeAnswer(config, [A])).toBeUndefined();
    expect(used).toEqual([]);
  });

  test.for(["yes", 1, true, { deep: [1] }, ["a"]])("sends %o as it is to one question alone", (one) => {
    const { config } = resumedWith({ one });
    expect(takeAnswer(config, [A])).toEqual({ resume: one });
    expect(takeAnswer(config, [{ value: "one without an id" }])).toEqual({ resume: one });
    expect(takeAnswer(config, [], [A])).toEqual({ resume: one }); // and to what failed at an earlier answer
  });

  test.for([false, 0, "", null, {}, { ["0".repeat(32)]: 1 }])(
    "names even one question where %o would not be taken for an answer",
    (one) => {
      expect(takeAnswer(resumedWith({ one }).config, [A])).toEqual({ resume: { a: one } });
    },
  );

  test("is an empty object too, which LangGraph takes for answers by id as well", () => {
    const { config } = resumedWith({ one: {}, byId: {} });
    expect(takeAnswer(config, [A])).toEqual({ resume: { a: {} } });
    expect(resumeMapOf(config)).toBeUndefined();
  });

  test("answers by its id what failed at an earlier answer", () => {
    const tasks = [{ id: "1", name: "ask", path: [], interrupts: [A], error: "bad" }];
    const failed = interruptsOf(snapshot({ tasks }), { failed: true });
    expect(failed).toEqual([A]);
    expect(takeAnswer(resumedWith({ byId: { a: 3 } }).config, [], failed)).toEqual({ resume: { a: 3 } });
  });

  test("is nothing where there is no value", () => {
    expect(takeAnswer(resumedWith({}).config, [A, B])).toBeUndefined();
    expect(takeAnswer({}, [A, B])).toBeUndefined();
  });
});

test("a question waits that no result and no error has overtaken", () => {
  const task = { id: "1", name: "ask", path: [], interrupts: [A] };
  const tasks = [task, { ...task, id: "2", result: {} }, { ...task, id: "3", error: "boom" }];
  expect(interruptsOf(snapshot({ tasks }), { failed: false })).toEqual([A]);
});

test("a replay from an earlier checkpoint is no resuming", () => {
  expect(isResuming({ configurable: { __pregel_resuming: true } })).toBe(true);
  expect(isResuming({ configurable: { __pregel_resuming: false } })).toBe(false);
  expect(isResuming({ configurable: { __pregel_resuming: true, __pregel_replay_state: {} } })).toBe(false);
});

describe("the calls of one task", () => {
  const configOf = (scratchpad: object) => ({
    configurable: {
      __pregel_read: () => undefined,
      checkpoint_ns: "remote:1",
      __pregel_scratchpad: scratchpad,
    },
  });

  test("have names of their own, by their order and their graph", () => {
    const config = configOf({ subgraphCounter: 0 });
    const [first, second] = [enterTask(config, "a", {}), enterTask(config, "a", {})];
    expect([first.caller, second.caller]).toEqual(["a@remote:1", "a@remote:1|1"]);
    expect(second.place).toMatchObject({ task: "remote:1", namespace: "remote:1|1" });
    expect(isNodeCall({ configurable: { thread_id: "t" } })).toBe(false);
  });

  test.for([
    ["another input", "a", { n: 2 }],
    ["another graph", "b", { n: 1 }],
  ] as const)("are others with %s, though one has failed before", ([, graphId, input]) => {
    const config = configOf({ subgraphCounter: 0 });
    enterTask(config, "a", { n: 1 }).fail(new Error("boom"));
    expect(enterTask(config, graphId, input).caller).toBe(`${graphId}@remote:1|1`);
    expect(enterTask(config, "a", { n: 1 }).caller).toBe("a@remote:1|2");
  });

  test("come to the same question again, and only in the same execution of the task", () => {
    const config = configOf({ subgraphCounter: 0 });
    const asked = Object.assign(new Error("?"), { is_bubble_up: true });
    enterTask(config, "a", {}).fail(asked);
    expect(enterTask(config, "a", {}).bubbled).toBe(asked);
    expect(enterTask(configOf({ subgraphCounter: 0 }), "a", {}).bubbled).toBeUndefined();
  });

  test("keep their names when another one failed meanwhile", () => {
    const config = configOf({ subgraphCounter: 0 });
    const first = enterTask(config, "a", {});
    enterTask(config, "a", {});
    first?.fail(new Error("boom"));
    expect(enterTask(config, "a", {}).caller).toBe("a@remote:1|2");
  });
});

test("a state is told in the terms of the parent that asks", () => {
  const asked = {
    configurable: { __pregel_checkpointer: {}, thread_id: "parent", checkpoint_ns: "remote:1" },
  };
  const view = toStateView(asked, () => uuid);
  expect(view.config.configurable).toEqual({ thread_id: uuid });
  const inner = {
    configurable: {
      thread_id: uuid,
      checkpoint_ns: "ask:2",
      checkpoint_id: "c",
      checkpoint_map: { "": "r" },
    },
  };
  const told = view.toSnapshot(
    snapshot({ config: inner, tasks: [{ id: "2", name: "x", path: [], interrupts: [], state: inner }] }),
  );
  const outer = {
    configurable: {
      thread_id: "parent",
      checkpoint_ns: "remote:1|ask:2",
      checkpoint_id: "c",
      checkpoint_map: { "remote:1": "r" },
    },
  };
  expect(told).toMatchObject({ config: outer, tasks: [{ state: outer }] });
});

test("a state below the node is asked for by what is left of its namespace", async () => {
  const configurable = {
    __pregel_checkpointer: {},
    thread_id: "parent",
    checkpoint_ns: "above:0|remote:1|delegate:2|ask:3",
    checkpoint_id: "c",
    checkpoint_map: { "": "p" },
  };
  const derived = toStateView(
    { configurable: { ...configurable, checkpoint_ns: "above:0|remote:1" } },
    "derive",
  );
  const { thread_id } = derived.config.configurable ?? {};
  const checkpoint = { thread_id, checkpoint_ns: "delegate:2|ask:3", checkpoint_id: "c" };
  const { graph, sent } = connect(
    { [`POST /threads/${thread_id}/state/checkpoint`]: { values: {}, next: [], tasks: [], checkpoint } },
    { threadId: "derive" },
  );
  const [below] = [...graph.getSubgraphs("delegate|ask")];
  const state = await below?.[1].getState({ configurable });
  expect(sent).toMatchObject([
    { body: { checkpoint: { checkpoint_ns: "delegate:2|ask:3", checkpoint_id: "c" } } },
  ]);
  expect(state?.config.configurable).toMatchObject({
    thread_id: "parent",
    checkpoint_ns: "above:0|remote:1|delegate:2|ask:3",
  });
});

describe("with a server that tells", () => {
  /** A `fetch` that answers each run with these events, and writes down what it was asked. */
  function telling(...events: [event: string, data: unknown][]) {
    const asked: { headers: Headers; body: unknown }[] = [];
    const answer = runStream(...events.map(([event, data]) => ({ event, data })));
    const fetch = async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      asked.push({ headers: request.headers, body: await request.json() });
      return answer();
    };
    return { fetch, asked };
  }

  const remote = (fetch: typeof globalThis.fetch, options: Partial<RemoteGraphOptions> = {}) =>
    new RemoteGraph({ graphId: "agent", url: "http://server.test", apiKey: null, fetch, ...options });

  const Words = z.object({ word: z.string().default(""), seen: z.array(z.string()).default([]) });

  test.for([
    ["__parent__", "by LangGraph's name"],
    [null, "without a name"],
  ] as const)("a command for the parent goes to the parent: %s, %s", async ([graph]) => {
    const { fetch } = telling(
      ["values", { word: "own" }],
      ["command", { graph, update: { word: "routed" }, goto: "second" }],
    );
    const parent = new StateGraph(Words)
      .addNode("remote", remote(fetch), { ends: ["first", "second"] })
      .addNode("first", () => ({ seen: ["first"] }))
      .addNode("second", ({ word }) => ({ seen: [`second: ${word}`] }))
      .addEdge(START, "remote")
      .addEdge("first", END)
      .compile({ checkpointer: new MemorySaver() });
    expect(await parent.invoke({}, { configurable: { thread_id: uuid } })).toEqual({
      word: "routed",
      seen: ["second: routed"],
    });
  });

  test("a command with inputs of their own for nodes is failed, not lost", async () => {
    const { fetch } = telling(["command", { goto: [{ node: "second", input: { word: "sent" } }] }]);
    const parent = new StateGraph(Words).addNode("remote", remote(fetch)).addEdge(START, "remote").compile();
    await expect(parent.invoke({})).rejects.toThrow(/sends its parent to "second" with an input of its own/);
  });

  test("a command reaches the parent alone, not the parent's parent", async () => {
    const { fetch } = telling(["command", { graph: "__parent__", update: { word: "routed" } }]);
    const inner = new StateGraph(Words)
      .addNode("remote", remote(fetch))
      .addNode("next", ({ word }) => ({ seen: [`inner: ${word}`] }))
      .addEdge(START, "remote")
      .addEdge("remote", "next")
      .compile();
    const outer = new StateGraph(Words).addNode("inner", inner).addEdge(START, "inner").compile();
    expect(await outer.invoke({})).toEqual({ word: "routed", seen: ["inner: routed"] });
  });

  test("a thread that is at work already is failed with what to do", async () => {
    const fetch = async () => Response.json({ detail: "Thread is already running a task." }, { status: 422 });
    const parent = new StateGraph(Words).addNode("remote", remote(fetch)).addEdge(START, "remote").compile();
    await expect(parent.invoke({})).rejects.toThrow(/set threadId to "derive"/);
  });

  test("tracing headers go with the run only when they are asked for", async () => {
    const { fetch, asked } = telling(["values", {}]);
    const tree = { toHeaders: () => ({ "langsmith-trace": "t1", baggage: "ours=1" }) };
    const tracer = { name: "langchain_tracer", getRunTreeWithTracingConfig: () => tree };
    const headers = { baggage: "theirs=1" };
    const options = { callbacks: [tracer], headers };
    await remote(fetch).invoke({}, options);
    await remote(fetch, { distributedTracing: true }).invoke({}, options);
    expect(asked.map((one) => one.headers.get("langsmith-trace"))).toEqual([null, "t1"]);
    expect(asked.map((one) => one.headers.get("baggage"))).toEqual(["theirs=1", "theirs=1,ours=1"]);
    expect(headers).toEqual({ baggage: "theirs=1" });
  });

  test("a command that a node gives is sent on as it is", async () => {
    const { fetch, asked } = telling(["values", {}]);
    const parent = new StateGraph(Words)
      .addNode("remote", async (_, config) => {
        await remote(fetch).invoke(new Command({ goto: "x" }), config);
        return {};
      })
      .addEdge(START, "remote")
      .compile();
    await parent.invoke({});
    expect(asked[0]?.body).toMatchObject({ command: { goto: ["x"] } });
  });
});

test.each([
  [false, true],
  [true, false],
])("a node streams subgraphs where its call does (%s) or the parent (%s)", (call, parent) => {
  const selection = { modes: ["custom" as const], isList: false, subgraphs: call };
  expect(toNodeSelection(selection, { modes: ["messages"], subgraphs: parent, write: () => {} })).toEqual({
    modes: ["custom", "values", "updates", "messages"],
    isList: true,
    subgraphs: true,
  });
});
