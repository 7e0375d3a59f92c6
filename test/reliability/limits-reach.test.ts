import { describe, expect, test } from "vitest";
import { RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { thenCut, thenSilence } from "./support/numbers.js";
import { END, RUN_ID, serveRun, stream, THREAD_ID, values } from "./support/servers.js";

const thread = { configurable: { thread_id: THREAD_ID } };
type Limits = { idleTimeoutMs?: number; maxEventBytes?: number };

/** Every way to read a run by a graph; each gives the numbers of the last states. */
const WAYS: Record<string, (graph: RemoteGraph, limits: Limits) => Promise<unknown>> = {
  stream: async (graph, limits) =>
    (await toArray(await graph.stream({}, { ...thread, ...limits, streamMode: "values" }))).at(-1),
  invoke: (graph, limits) => graph.invoke({}, { ...thread, ...limits }),
  batch: async (graph, limits) => (await graph.batch([{}], { ...thread, ...limits }))[0],
  joinStream: async (graph, limits) =>
    (await toArray(await graph.joinStream(RUN_ID, thread, { ...limits, streamMode: "values" }))).at(-1),
  "stream of a handle": async (graph, limits) => {
    const run = await graph.createRun({}, { ...thread, streamMode: "values" });
    return (await toArray(run.stream({ ...limits, streamMode: "values" }))).at(-1);
  },
};

describe.each(Object.entries(WAYS))("%s", (_, read) => {
  test("takes a connection that is silent beyond idleTimeoutMs for cut", { timeout: 8000 }, async () => {
    let connections = 0;
    const tell = () => {
      connections += 1;
      return stream(connections === 1 ? thenSilence(values(1)) : [values(1), values(2), END]);
    };
    const server = await serveRun({ status: "running", start: tell, join: tell });
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: null });
    expect(await read(graph, { idleTimeoutMs: 150 })).toEqual({ n: 2 });
  });

  test("ends in an error at an event beyond maxEventBytes", { timeout: 8000 }, async () => {
    const large = () => stream([{ event: "values", data: "x".repeat(3000) }, END]);
    const server = await serveRun({ status: "running", start: large, join: large });
    const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: null });
    await expect(read(graph, { maxEventBytes: 2000 })).rejects.toMatchObject({
      name: "StreamError",
      message: "an event of the stream is larger than 2000 bytes",
    });
  });
});

test("what a server adds when it is joined again is left out, as it was before", async () => {
  const extra = [
    { event: "debug", data: { n: 90 }, id: "8" },
    { event: "values|inner:1", data: { n: 91 }, id: "9" },
    { event: "updates", data: { n: 92 }, id: "10" },
  ];
  const server = await serveRun({
    status: "running",
    start: () => stream(thenCut(values(1))),
    join: () => stream([values(2), ...extra, { ...values(3), id: "11" }, END]),
  });
  const graph = new RemoteGraph({ graphId: "g", url: server.url, apiKey: null });
  const chunks = await toArray(await graph.stream({}, { ...thread, streamMode: "values" }));
  expect(chunks).toEqual([1, 2, 3].map((n) => ({ n })));
});
