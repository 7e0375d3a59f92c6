import { describe, expect, test } from "vitest";
import { Command, RemoteGraph, RunStream, type StateSnapshot } from "../../src/index.js";
import { checkRunEvent } from "../support/event-schemas.js";
import { calledOperations, client, ids } from "./support.js";

const { thread_id, run_id, checkpoint_id } = ids;
const graph = new RemoteGraph({ graphId: "agent", client });
const onThread = { configurable: { thread_id } };
/** Of the streams of a run without a thread, this one tells the values. */
const withValues = { headers: { prefer: "example=hosted" } };
const atCheckpoint = { configurable: { thread_id, checkpoint_id, checkpoint_ns: "" } };

/** The methods of a RemoteGraph: one without a test here does not compile. */
type Method = {
  [K in keyof RemoteGraph]: RemoteGraph[K] extends (...args: never[]) => unknown ? K : never;
}[keyof RemoteGraph];

function expectSnapshot(snapshot: StateSnapshot): void {
  expect(snapshot.values).toBeTypeOf("object");
  expect(snapshot.next).toBeInstanceOf(Array);
  expect(snapshot.config.configurable?.thread_id).toBe(thread_id);
  expect(snapshot.metadata).toBeTypeOf("object");
  expect(snapshot.createdAt).toEqual(expect.any(String));
  for (const task of snapshot.tasks) {
    expect(task).toMatchObject({ id: expect.any(String), name: expect.any(String) });
    for (const interrupt of task.interrupts) expect(interrupt).toHaveProperty("value");
  }
}

const methods = {
  async invoke() {
    expect(await graph.invoke({ topic: "tea" }, onThread)).toBeTypeOf("object");
    expect(await graph.invoke({ topic: "tea" }, withValues)).toBeTypeOf("object");
    expect(await graph.invoke(new Command({ resume: true }), onThread)).toBeTypeOf("object");
    expect(await graph.invoke(null, atCheckpoint)).toBeTypeOf("object");
  },

  async stream() {
    const stream = await graph.stream({ topic: "tea" }, onThread);
    expect(stream).toBeInstanceOf(RunStream);
    for await (const chunk of stream) expect(chunk).toBeTypeOf("object");
    expect(stream.threadId).toBe(thread_id);
    expect(stream.runId).toEqual(expect.any(String));
    expect(stream.lastEventId).toEqual(expect.any(String));
  },

  async streamEvents() {
    const headers = { prefer: "example=debug" };
    let count = 0;
    for await (const event of graph.streamEvents({}, { ...onThread, version: "v2", headers })) {
      expect(checkRunEvent("events", event)).toEqual([]);
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  },

  async createRun() {
    const run = await graph.createRun({ topic: "tea" }, { ...onThread, streamMode: "values" });
    expect(run.threadId).toBe(thread_id);
    expect(run.runId).toEqual(expect.any(String));
    expect(await run.status()).toEqual(expect.any(String));
    expect(await run.join()).toBeTypeOf("object");
    for await (const chunk of run.stream({ streamMode: "values" })) expect(chunk).toBeTypeOf("object");
    await run.cancel({ action: "rollback", wait: true });
    expect(calledOperations()).toContain("createRun");
    expect(calledOperations()).toContain("cancelRun");
    expect((await graph.createRun({ topic: "tea" })).runId).toEqual(expect.any(String));
  },

  async joinStream() {
    const config = { ...onThread, headers: { prefer: "example=run" } };
    const stream = await graph.joinStream(run_id, config, { streamMode: "values", lastEventId: "-1" });
    let count = 0;
    for await (const chunk of stream) {
      expect(checkRunEvent("values", chunk)).toEqual([]);
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
    expect(stream.runId).toEqual(expect.any(String));
  },

  async batch() {
    const outputs = await graph.batch([{ topic: "tea" }, { topic: "rain" }], withValues, {
      maxConcurrency: 1,
    });
    expect(outputs).toEqual([expect.any(Object), expect.any(Object)]);
  },

  async transform() {
    async function* inputs() {
      yield { topic: "tea" };
    }
    for await (const chunk of graph.transform(inputs(), onThread)) expect(chunk).toBeTypeOf("object");
    expect(calledOperations()).toContain("streamRun");
  },

  async getState() {
    expectSnapshot(await graph.getState(onThread));
    expectSnapshot(await graph.getState(onThread, { subgraphs: true }));
    expectSnapshot(await graph.getState(atCheckpoint));
    expectSnapshot(await graph.getState(atCheckpoint, { subgraphs: true }));
    const empty = await graph.getState(onThread, { headers: { prefer: "example=empty" } });
    expect(empty).toMatchObject({ next: [], tasks: [], interrupts: [], config: onThread });
  },

  async getStateHistory() {
    const history = graph.getStateHistory(onThread, {
      limit: 3,
      before: atCheckpoint,
      filter: { source: "loop" },
    });
    let count = 0;
    for await (const snapshot of history) {
      expectSnapshot(snapshot);
      count += 1;
    }
    expect(count).toBeGreaterThan(0);
  },

  async updateState() {
    const config = await graph.updateState(onThread, { topic: "rain" }, "agent");
    expect(config.configurable).toMatchObject({ thread_id, checkpoint_id: expect.any(String) });
    await graph.updateState(atCheckpoint, null);
  },

  async bulkUpdateState() {
    const updates = [{ values: { topic: "rain" }, asNode: "agent" }];
    const config = await graph.bulkUpdateState(onThread, [{ updates }, { updates }]);
    expect(config.configurable).toMatchObject({ thread_id, checkpoint_id: expect.any(String) });
  },

  async getGraphAsync() {
    for (const xray of [false, true, 2]) {
      const drawing = await graph.getGraphAsync({ xray });
      const { nodes, edges } = drawing.toJSON();
      expect(Object.keys(drawing.nodes)).toHaveLength(nodes.length);
      for (const { source, target } of edges) expect([source, target]).not.toContain("undefined");
      expect(drawing.drawMermaid()).toContain("graph TD;");
    }
  },

  async getGraph() {
    expect(Object.keys(graph.getGraph().nodes)).toEqual(["agent"]);
  },

  async getSubgraphsAsync() {
    for (const namespace of [undefined, "researcher"]) {
      for await (const [name, subgraph] of graph.getSubgraphsAsync(namespace, true)) {
        expect(name).toEqual(expect.any(String));
        expect(subgraph).toBeInstanceOf(RemoteGraph);
      }
    }
    expect(calledOperations()).toContain("getAssistantSubgraphs");
    expect(calledOperations()).toContain("getAssistantSubgraphsInNamespace");
  },

  async getSubgraphs() {
    expect([...graph.getSubgraphs()]).toEqual([]);
  },

  async getSchemas() {
    const schemas = await graph.getSchemas();
    expect(schemas.graph_id).toEqual(expect.any(String));
    expect(schemas.input_schema).toBeTypeOf("object");
  },

  async getName() {
    expect(graph.getName()).toBe("agent");
  },

  async toJSON() {
    expect(JSON.parse(JSON.stringify(graph))).toMatchObject({ name: "agent" });
  },

  async withConfig() {
    const bound = graph.withConfig({ ...onThread, tags: ["bound"] });
    expect((await bound.stream(null)).threadId).toBe(thread_id);
  },
} satisfies Record<Method, () => Promise<void>>;

describe("every method", () => {
  test.each(Object.entries(methods))("%s", (_, method) => method());
});

test("every option of a run is one that the document knows", async () => {
  const stream = await graph.stream(new Command({ resume: 1, update: { topic: "tea" }, goto: ["agent"] }), {
    ...atCheckpoint,
    tags: ["contract"],
    metadata: { purpose: "contract" },
    recursionLimit: 12,
    context: { language: "en" },
    streamMode: ["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints", "tools"],
    subgraphs: true,
    interruptBefore: "*",
    interruptAfter: ["agent"],
    durability: "sync",
    multitaskStrategy: "interrupt",
    onDisconnect: "continue",
    webhook: "https://example.com/hook",
    afterSeconds: 1.5,
    feedbackKeys: ["helpful"],
    streamResumable: true,
  });
  for await (const chunk of stream) expect(chunk).toHaveLength(3);
});
