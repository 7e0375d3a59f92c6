import { describe, expect, test } from "vitest";
import type { RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { END, graphOn, RUN_ID, serveRun, stream, thenSilence, thread, values } from "./support/servers.js";

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
    const graph = graphOn(server);
    expect(await read(graph, { idleTimeoutMs: 150 })).toEqual({ n: 2 });
  });

  test("ends in an error at an event beyond maxEventBytes, after the events before it", async () => {
    const large = () => stream(thenSilence(values(1), { event: "values", data: "x".repeat(3000) }));
    const server = await serveRun({ status: "running", start: large, join: large });
    const graph = graphOn(server);
    await expect(read(graph, { maxEventBytes: 2000 })).rejects.toMatchObject({
      name: "StreamError",
      message: "an event of the stream is larger than 2000 bytes",
      lastEventId: "1",
    });
    await server.requests.find(({ path }) => path.includes("/stream"))?.closed;
  });
});
