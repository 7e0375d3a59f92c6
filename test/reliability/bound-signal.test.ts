import { expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { RUN_ID, serveRun, THREAD_ID } from "./support/servers.js";

const thread = { configurable: { thread_id: THREAD_ID } };
const reason = new Error("the application stops");

const uses: Record<string, (graph: RemoteGraph) => Promise<unknown>> = {
  invoke: (graph) => graph.invoke({}, thread),
  stream: async (graph) => toArray(await graph.stream({}, thread)),
  "streamEvents v2": (graph) => toArray(graph.streamEvents({}, { ...thread, version: "v2" })),
  "streamEvents v3": async (graph) => (await graph.streamEvents({}, { ...thread, version: "v3" })).output,
  batch: (graph) => graph.batch([{}, {}], thread),
  createRun: (graph) => graph.createRun({}, thread),
  joinStream: async (graph) => toArray(await graph.joinStream(RUN_ID, thread)),
  getState: (graph) => graph.getState(thread),
  getStateHistory: (graph) => toArray(graph.getStateHistory(thread)),
  updateState: (graph) => graph.updateState(thread, {}),
  getGraphAsync: (graph) => graph.getGraphAsync({}),
  getSubgraphsAsync: (graph) => toArray(graph.getSubgraphsAsync()),
  getSchemas: (graph) => graph.getSchemas(),
};

test.each(Object.entries(uses))(
  "a signal in the graph's own config ends %s before anything is sent",
  async (_, use) => {
    const server = await serveRun({});
    const config = { signal: AbortSignal.abort(reason) };
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: null, config });
    await expect(use(graph)).rejects.toBe(reason);
    expect(server.requests).toEqual([]);
  },
);
