import { expect, test } from "vitest";
import { Command, RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { calledOperations, client, ids } from "./support.js";

const { thread_id, run_id, checkpoint_id } = ids;
const graph = new RemoteGraph({ graphId: "agent", client });
const onThread = { configurable: { thread_id } };
/** Of the streams of a run without a thread, this one tells the values. */
const withValues = { headers: { prefer: "example=hosted" } };
const atCheckpoint = { configurable: { thread_id, checkpoint_id, checkpoint_ns: "" } };

/** The methods of a RemoteGraph: one without a call here does not compile. */
type Method = {
  [K in keyof RemoteGraph]: RemoteGraph[K] extends (...args: never[]) => unknown ? K : never;
}[keyof RemoteGraph];

/** What each sends is checked against the document; what it gives is tested on real servers. */
const methods = {
  async invoke() {
    await graph.invoke({ topic: "tea" }, withValues);
    await graph.invoke(new Command({ resume: true }), onThread);
    await graph.invoke(null, atCheckpoint);
  },
  stream: async () => toArray(await graph.stream({ topic: "tea" }, onThread)),
  streamEvents: () =>
    toArray(graph.streamEvents({}, { ...onThread, version: "v2", headers: { prefer: "example=debug" } })),
  async createRun() {
    const run = await graph.createRun({ topic: "tea" }, { ...onThread, streamMode: "values" });
    await run.status();
    await run.join();
    await toArray(run.stream({ streamMode: "values" }));
    await run.cancel({ action: "rollback", wait: true });
    await graph.createRun({ topic: "tea" });
    expect(calledOperations()).toContain("createStatelessRun");
    expect(calledOperations()).toContain("cancelRun");
  },
  async joinStream() {
    const config = { ...onThread, headers: { prefer: "example=run" } };
    await toArray(await graph.joinStream(run_id, config, { streamMode: "values", lastEventId: "-1" }));
  },
  batch: () => graph.batch([{ topic: "tea" }, { topic: "rain" }], withValues, { maxConcurrency: 1 }),
  async transform() {
    async function* inputs() {
      yield { topic: "tea" };
    }
    await toArray(graph.transform(inputs(), onThread));
  },
  async getState() {
    for (const config of [onThread, atCheckpoint]) {
      await graph.getState(config);
      await graph.getState(config, { subgraphs: true });
    }
  },
  getStateHistory: () =>
    toArray(graph.getStateHistory(onThread, { limit: 3, before: atCheckpoint, filter: { source: "loop" } })),
  async updateState() {
    await graph.updateState(onThread, { topic: "rain" }, "agent");
    await graph.updateState(atCheckpoint, null);
  },
  async bulkUpdateState() {
    const updates = [{ values: { topic: "rain" }, asNode: "agent" }];
    await graph.bulkUpdateState(onThread, [{ updates }, { updates }]);
  },
  async getGraphAsync() {
    for (const xray of [false, true, 2]) await graph.getGraphAsync({ xray });
  },
  async getSubgraphsAsync() {
    for (const namespace of [undefined, "researcher"]) {
      await toArray(graph.getSubgraphsAsync(namespace, true));
    }
    expect(calledOperations()).toContain("getAssistantSubgraphsInNamespace");
  },
  getSchemas: () => graph.getSchemas(),
  withConfig: async () => toArray(await graph.withConfig({ ...onThread, tags: ["bound"] }).stream(null)),

  // these need no server
  async getGraph() {
    expect(Object.keys(graph.getGraph().nodes)).toEqual(["agent"]);
  },
  async getSubgraphs() {
    expect([...graph.getSubgraphs()]).toEqual([]);
  },
  async getName() {
    expect(graph.getName()).toBe("agent");
  },
  async toJSON() {
    expect(JSON.parse(JSON.stringify(graph))).toMatchObject({ name: "agent" });
  },
} satisfies Record<Method, () => Promise<unknown>>;

test.each(Object.entries(methods))("%s sends what the document knows", async (_, method) => {
  await method();
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
