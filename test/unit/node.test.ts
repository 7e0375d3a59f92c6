import { Command, END, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RemoteGraph, type RemoteGraphOptions, type StateSnapshot } from "../../src/index.js";
import { isNodeCall, type NodePlace, threadAt, toNodeOptions } from "../../src/node/node-place.js";
import { interruptsOf, isFinished, isResuming, resumeMapOf, takeAnswer } from "../../src/node/node-resume.js";
import { toStateView } from "../../src/node/node-state.js";
import { enterTask } from "../../src/node/node-task.js";
import { connect, runStream } from "./support/fake-server.js";

const uuid = "0b0e6f6e-6f0e-4c0e-8d0e-0b0e6f6e6f0e";

const at = (place: Partial<NodePlace>): NodePlace => ({
  task: "remote:1",
  namespace: "remote:1",
  threadId: uuid,
  checkpoints: undefined,
  ...place,
});

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

describe("the thread of a place", () => {
  test("is the parent's where that is a UUID, and else one that is made of it", () => {
    expect(threadAt(at({}), {})).toBe(uuid);
    const made = threadAt(at({ threadId: "customer 7" }), {});
    expect(made).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(threadAt(at({ threadId: "customer 7", namespace: "other:2" }), {}, "inherit")).toBe(made);
    expect(threadAt(at({ threadId: "customer 8" }), {})).not.toBe(made);
  });

  test("is another for each task and each parent's thread, and always the same", () => {
    const derived = threadAt(at({}), {}, "derive");
    expect(threadAt(at({}), {}, "derive")).toBe(derived);
    expect(threadAt(at({ namespace: "remote:2" }), {}, "derive")).not.toBe(derived);
    expect(threadAt(at({ threadId: "customer 7" }), {}, "derive")).not.toBe(derived);
    const ofNode = threadAt(at({}), {}, "node");
    expect(threadAt(at({ namespace: "remote:2" }), {}, "node")).toBe(ofNode);
    expect(threadAt(at({ namespace: "other:2" }), {}, "node")).not.toBe(ofNode);
  });

  test("is none where the parent has none, unless a function knows one", () => {
    const place = at({ threadId: undefined });
    expect(threadAt(place, {})).toBeUndefined();
    expect(threadAt(place, {}, "derive")).toBeUndefined();
    expect(
      threadAt(place, { configurable: { customer: 7 } }, (config) => `c${config.configurable?.customer}`),
    ).toBe("c7");
    expect(() => threadAt(place, {}, () => "")).toThrow(/must return a string/);
  });
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

describe("what a parent was resumed with", () => {
  const pending = [
    { id: "a", value: "A?" },
    { id: "b", value: "B?" },
  ];
  const withScalar = (nullResume: unknown) => {
    const used: unknown[] = [];
    const scratchpad = { nullResume, consumeNullResume: () => used.push(nullResume) };
    return { config: { configurable: { __pregel_scratchpad: scratchpad } }, used };
  };

  test.for([false, 0, "", null, { deep: [1] }])("answers each by its id with the one value %o", (value) => {
    const { config, used } = withScalar(value);
    expect(takeAnswer(config, pending)).toEqual({ resume: { a: value, b: value } });
    expect(used).toEqual([value]);
  });

  test("answers those that are named, and only those", () => {
    const { config, used } = withScalar("of an earlier turn");
    const mapped = { configurable: { ...config.configurable, __pregel_resume_map: { b: null, other: 1 } } };
    expect(takeAnswer(mapped, pending)).toEqual({ resume: { b: null } });
    expect(takeAnswer(mapped, pending.slice(0, 1))).toBeUndefined();
    expect(used).toEqual([]);
  });

  test.for(["yes", 1, true, { deep: [1] }, ["a"]])("sends %o as it is to one question alone", (value) => {
    expect(takeAnswer(withScalar(value).config, pending.slice(0, 1))).toEqual({ resume: value });
  });

  test.for([false, 0, "", null, {}, { ["0".repeat(32)]: 1 }])(
    "names even one question where %o would not be taken for an answer",
    (value) => {
      expect(takeAnswer(withScalar(value).config, pending.slice(0, 1))).toEqual({ resume: { a: value } });
    },
  );

  test("is an empty object too, which LangGraph takes for answers by id as well", () => {
    const { config } = withScalar({});
    const both = { configurable: { ...config.configurable, __pregel_resume_map: {} } };
    expect(takeAnswer(both, pending.slice(0, 1))).toEqual({ resume: { a: {} } });
    expect(resumeMapOf(both)).toBeUndefined();
  });

  test("answers by its id, and not otherwise, what failed at an earlier answer", () => {
    const tasks = [{ id: "1", name: "ask", path: [], interrupts: [{ id: "a", value: "A?" }], error: "bad" }];
    const failed = interruptsOf(snapshot({ tasks }), { failed: true });
    expect(failed).toEqual([{ id: "a", value: "A?" }]);
    const mapped = { configurable: { __pregel_resume_map: { a: 3 } } };
    expect(takeAnswer(mapped, [], failed)).toEqual({ resume: { a: 3 } });
    expect(takeAnswer(withScalar("yes").config, [], failed)).toEqual({ resume: "yes" });
  });

  test("is sent as it is where an interrupt has no id", () => {
    expect(takeAnswer(withScalar("yes").config, [{ value: "?" }])).toEqual({ resume: "yes" });
  });

  test("is nothing where there is no value", () => {
    expect(takeAnswer(withScalar(undefined).config, pending)).toBeUndefined();
    expect(takeAnswer({}, pending)).toBeUndefined();
  });
});

describe("what a thread's state says", () => {
  const task = { id: "1", name: "ask", path: [], interrupts: [{ id: "a", value: "A?" }] };

  test("lists as pending what no result and no error has overtaken", () => {
    const tasks = [task, { ...task, id: "2", result: {} }, { ...task, id: "3", error: "boom" }];
    expect(interruptsOf(snapshot({ tasks }), { failed: false })).toEqual([{ id: "a", value: "A?" }]);
  });

  test("is finished without next nodes and without tasks", () => {
    expect(isFinished(snapshot({}))).toBe(true);
    expect(isFinished(snapshot({ next: ["ask"] }))).toBe(false);
    expect(isFinished(snapshot({ tasks: [task] }))).toBe(false);
  });
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

  test("are the same call when one is tried again", () => {
    const config = configOf({ subgraphCounter: 0 });
    enterTask(config, "a", {}).fail(new Error("boom"));
    expect(enterTask(config, "a", {})).toMatchObject({ caller: "a@remote:1", bubbled: undefined });
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

  test("at top level an interrupt is a value, and in a node it is the parent's", async () => {
    const asked = [{ id: "a".repeat(32), value: "may I?" }];
    const { fetch } = telling(["values", { word: "own" }], ["values", { __interrupt__: asked }]);
    expect(await remote(fetch).invoke({})).toEqual({ word: "own", __interrupt__: asked });
    const parent = new StateGraph(Words)
      .addNode("remote", remote(fetch))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const thread = { configurable: { thread_id: uuid } };
    expect(await parent.invoke({ word: "before" }, thread)).toEqual({
      word: "before",
      seen: [],
      __interrupt__: asked,
    });
    expect((await parent.getState(thread, { subgraphs: false })).tasks[0]?.interrupts).toEqual(asked);
  });

  /** What comes of a parent's run whose remote node answers so. */
  const runParent = (fetch: typeof globalThis.fetch, config = {}) =>
    new StateGraph(Words)
      .addNode("remote", remote(fetch, { retry: false }))
      .addEdge(START, "remote")
      .compile({ checkpointer: "configurable" in config ? new MemorySaver() : false })
      .invoke({}, config);

  test("a breakpoint that comes in `updates` only interrupts the parent", async () => {
    const { fetch } = telling(["values", {}], ["updates", { __interrupt__: [] }]);
    const output = await runParent(fetch, { configurable: { thread_id: uuid } });
    expect(output).toMatchObject({ __interrupt__: [] });
  });

  test("a question without a thread is an error that says how to have one", async () => {
    const { fetch } = telling(["values", { __interrupt__: [{ id: "a".repeat(32), value: "?" }] }]);
    await expect(runParent(fetch)).rejects.toThrow(/give the parent a checkpointer and a thread_id/);
  });

  test("the failure of the remote run is the node's", async () => {
    const { fetch } = telling(["error", { error: "QuotaExceededError", message: "no quota" }]);
    await expect(runParent(fetch)).rejects.toMatchObject({ error: "QuotaExceededError", node: "remote" });
  });

  test("a thread that is at work already is failed with what to do", async () => {
    const fetch = async () => Response.json({ detail: "Thread is already running a task." }, { status: 422 });
    await expect(runParent(fetch)).rejects.toThrow(/set threadId to "derive"/);
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

  test("a tracer writes down the graph's name, and not how it is reached", () => {
    const graph = remote(globalThis.fetch, { apiKey: "secret", name: "helper" });
    const written = JSON.stringify(graph);
    expect(written).toContain("helper");
    expect(written).not.toMatch(/secret|server\.test/);
    expect(graph.getName("!")).toBe("helper!");
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
