import { expect, test } from "vitest";
import { END, graphOn, serve, stream, THREAD_ID, values } from "./support/servers.js";

const thread = { thread_id: THREAD_ID };
const fork = { ...thread, checkpoint_id: "33333333-3333-4333-8333-333333333333" };

/** A JavaScript server that refuses some starts; what each start said of its checkpoint. */
async function serveStarts(isRefused: (start: number) => boolean) {
  const asked: unknown[] = [];
  const server = await serve((request) => {
    if (request.path === "/info") return { body: { context: "js" } };
    const { checkpoint, config } = request.json() as {
      checkpoint?: { checkpoint_id: string };
      config?: { configurable?: { checkpoint_id?: null } };
    };
    asked.push(checkpoint?.checkpoint_id ?? config?.configurable?.checkpoint_id);
    if (isRefused(asked.length)) return { status: 409, body: "the thread is busy" };
    return stream([values(1), END]);
  });
  const graph = graphOn(server);
  return { server, graph, asked };
}

test("a start at a checkpoint that was refused is followed by a run at the head", async () => {
  const { graph, asked } = await serveStarts((start) => start === 1);
  await expect(graph.invoke({}, { configurable: fork })).rejects.toMatchObject({ status: 409 });
  await graph.invoke({}, { configurable: thread });
  expect(asked).toEqual([fork.checkpoint_id, null]);
});

test("a run at a checkpoint is followed by runs at the head: a server may not keep that of a refused or an enqueued one", async () => {
  const { graph, asked } = await serveStarts((start) => start === 2);
  await graph.invoke({}, { configurable: fork });
  await expect(graph.invoke({}, { configurable: thread })).rejects.toMatchObject({ status: 409 });
  await graph.invoke({}, { configurable: thread });
  await graph.invoke({}, { configurable: thread });
  expect(asked).toEqual([fork.checkpoint_id, null, null, null]);
});

test("a run of another client of this process begins at the head too", async () => {
  const { server, graph, asked } = await serveStarts(() => false);
  await graph.invoke({}, { configurable: fork });
  await graphOn(server).invoke({}, { configurable: thread });
  expect(asked).toEqual([fork.checkpoint_id, null]);
});
