import { describe, test } from "vitest";
import type { StateConfig } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { newThread, remoteGraph, serverClient } from "./support/graphs.js";
import { createRecorder } from "./support/recorder.js";

interface Counting {
  State: { count: number; limit: number; trail: string[] };
}

/** The counter, whose typed state says how far it came and by which steps. */
const counter = (options = {}) => remoteGraph<Counting>("counter", options);

/** The config of the thread's checkpoint where so much was counted. */
async function countedTo(count: number, thread: StateConfig): Promise<StateConfig> {
  for await (const state of counter().getStateHistory(thread)) {
    if (state.values.count === count && state.next.length > 0) return state.config;
  }
  throw new Error(`nothing was counted to ${count}`);
}

describe.concurrent("a run from an earlier checkpoint", () => {
  test("begins there, not at the head, and the next plain run goes on from the new head", async ({
    expect,
  }) => {
    const thread = newThread();
    const graph = counter();
    await graph.invoke({ limit: 4 }, thread);
    const early = await countedTo(2, thread);

    await graph.updateState(thread, { trail: ["at the head"] });
    const again = await graph.invoke(null, early);
    expect(again.trail).toEqual(["step 1", "step 2", "step 3", "step 4"]);

    await graph.updateState(thread, { trail: ["after"] });
    const plain = await graph.invoke({ count: 0, limit: 1 }, thread);
    expect(plain.trail).toEqual(["step 1", "step 2", "step 3", "step 4", "after", "step 1"]);
  });

  test("keeps the states of the run that went on otherwise", async ({ expect }) => {
    const thread = newThread();
    const graph = counter();
    await graph.invoke({ limit: 3 }, thread);
    const early = await countedTo(1, thread);
    const fork = await graph.updateState(early, { limit: 2 });
    expect((await graph.invoke(null, fork)).count).toBe(2);

    const states = await toArray(graph.getStateHistory(thread));
    const ends = states.filter(({ next }) => next.length === 0).map(({ values }) => values.count);
    expect(ends).toEqual([2, 3]);
    const forked = states.find(({ metadata }) => metadata?.source === "update");
    expect(forked?.parentConfig).toEqual(early);
    expect((await graph.getState(fork)).values.limit).toBe(2);
  });

  test("needs a thread, and says so before anything is sent", async ({ expect }) => {
    const recorder = createRecorder();
    const running = counter(recorder).invoke(null, { configurable: { checkpoint_id: "1f1e6408" } });
    await expect(running).rejects.toThrow(TypeError);
    expect(recorder.requests).toEqual([]);
  });
});

describe.concurrent("a thread's history", () => {
  const steps = 120;

  test("is read page by page, no further than it is asked for", async ({ expect }) => {
    const thread = newThread();
    await counter().invoke({ limit: steps }, { ...thread, recursionLimit: steps + 5 });

    const some = createRecorder();
    let seen = 0;
    for await (const { values } of counter(some).getStateHistory(thread)) {
      expect(values.count).toBe(steps - seen);
      seen += 1;
      if (seen === 10) break;
    }
    expect(some.requests).toHaveLength(1);

    const all = createRecorder();
    const states = await toArray(counter(all).getStateHistory(thread));
    expect(states).toHaveLength(steps + 2);
    expect(new Set(states.map(({ config }) => config.configurable?.checkpoint_id)).size).toBe(steps + 2);
    // from the second page on it matters which server it is: that is asked once
    const pages = all.requests.filter(({ path }) => path !== "/info");
    expect(pages.map(({ method, path }) => `${method} ${path}`)).toEqual(
      Array.from({ length: 3 }, () => `POST /threads/${thread.configurable.thread_id}/history`),
    );

    const limited = createRecorder();
    expect(await toArray(counter(limited).getStateHistory(thread, { limit: 60 }))).toEqual(
      states.slice(0, 60),
    );
    expect(limited.requests.filter(({ path }) => path !== "/info")).toHaveLength(2);

    const before = states[70]?.config;
    const older = await toArray(counter().getStateHistory(thread, { before }));
    expect(older).toEqual(states.slice(71));

    const inputs = await toArray(counter().getStateHistory(thread, { filter: { source: "input" } }));
    expect(inputs).toEqual(states.slice(-1));
  });
});

describe.concurrent("a thread's state", () => {
  test("is empty, with the caller's config, while nothing has run there", async ({ expect }) => {
    const thread = newThread();
    await serverClient().POST("/threads", { body: thread.configurable });
    expect(await counter().getState(thread)).toEqual({
      values: {},
      next: [],
      config: thread,
      metadata: undefined,
      createdAt: undefined,
      parentConfig: undefined,
      tasks: [],
      interrupts: [],
    });
    expect(await toArray(counter().getStateHistory(thread))).toEqual([]);
  });

  test("is an ApiError where there is no thread", async ({ expect }) => {
    await expect(counter().getState(newThread())).rejects.toMatchObject({ name: "ApiError", status: 404 });
  });

  test("holds the state of a subgraph that waits, when it is asked for", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("delegated");
    await graph.invoke({ topic: "rain" }, thread);
    for (const config of [thread, (await graph.getState(thread)).config]) {
      const { tasks } = await graph.getState(config, { subgraphs: true });
      expect(tasks).toMatchObject([
        { name: "delegate", state: { next: ["ask"], values: { topic: "rain" } } },
      ]);
    }
  });

  test("needs a thread in every call, and says so before anything is sent", async ({ expect }) => {
    const recorder = createRecorder();
    const graph = counter(recorder);
    await expect(graph.getState({})).rejects.toThrow("getState needs a thread");
    await expect(graph.updateState({}, { limit: 1 })).rejects.toThrow("updateState needs a thread");
    await expect(toArray(graph.getStateHistory({ configurable: {} }))).rejects.toThrow(TypeError);
    await expect(graph.invoke({}, { configurable: { thread_id: "" } })).rejects.toThrow(TypeError);
    expect(recorder.requests).toEqual([]);
  });
});
