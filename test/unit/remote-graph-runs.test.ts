import { describe, expect, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { connect, onThread, runStream } from "./support/fake-server.js";

test("invoke adds what the run asks, from events of its own or among the values", async () => {
  const ask = (id: string) => ({ id, value: `${id}?` });
  const { graph } = connect({
    "POST /threads/t1/runs/stream": runStream(
      { event: "values", data: { n: 1, __interrupt__: [ask("a")] } },
      { event: "values", data: { __interrupt__: [ask("a"), ask("b")] } },
    ),
  });
  expect(await graph.invoke(null, onThread)).toEqual({ n: 1, __interrupt__: [ask("a"), ask("b")] });
});

test("a stream tells the same in each of two modes that name it, and once where one is named twice", async () => {
  const message = [{ type: "ai", content: "Hi" }, {}];
  const { graph, sent } = connect({ "POST /runs/stream": runStream({ event: "messages", data: message }) });
  const streamMode = ["messages", "messages-tuple", "messages"] as const;
  expect(await toArray(await graph.stream({}, { streamMode }))).toEqual([
    ["messages", message],
    ["messages-tuple", message],
  ]);
  expect(sent).toMatchObject([{ body: { stream_mode: ["messages-tuple"] } }]);
});

test("a stream gives the chunks before a run's failure, and throws that", async () => {
  const failed = { event: "error", data: { error: "ValueError", message: "no such city" } };
  const { graph } = connect({ "POST /runs/stream": runStream({ event: "values", data: { n: 1 } }, failed) });
  const seen: unknown[] = [];
  const reading = (async () => {
    for await (const chunk of await graph.stream({}, { streamMode: "values" })) seen.push(chunk);
  })();
  await expect(reading).rejects.toMatchObject({ name: "RemoteException", error: "ValueError" });
  expect(seen).toEqual([{ n: 1 }]);
});

describe("batch", () => {
  function counting() {
    let running = 0;
    const seen = { most: 0 };
    const connected = connect({
      "POST /runs/stream": async () => {
        running += 1;
        seen.most = Math.max(seen.most, running);
        await new Promise((resolve) => setTimeout(resolve, 5));
        running -= 1;
        return runStream({ event: "values", data: {} })();
      },
    });
    return { ...connected, seen };
  }

  test("runs no more at a time than it may, each with its own config", async () => {
    const { graph, sent, seen } = counting();
    const options = [1, 2, 3, 4].map((n) => ({ tags: [`run ${n}`] }));
    await graph.batch([1, 2, 3, 4], options, { maxConcurrency: 2 });
    expect(seen.most).toBe(2);
    expect(sent.map(({ body }) => body)).toMatchObject(
      options.map((config, at) => ({ input: at + 1, config })),
    );
  });

  test("takes how many run at a time from a config too, as LangChain does", async () => {
    const { graph, seen } = counting();
    await graph.batch([1, 2, 3], { maxConcurrency: 1 });
    await graph.withConfig({ maxConcurrency: 1 }).batch([1, 2, 3], [{}, { maxConcurrency: 3 }, {}]);
    expect(seen.most).toBe(1);
  });

  test("starts no more runs once one has failed", async () => {
    const { graph, sent } = connect({
      "POST /runs/stream": async ({ body }: { body: { input: number } }) => {
        if (body.input === 1) return new Response("no", { status: 422 });
        await new Promise((resolve) => setTimeout(resolve, 5));
        return runStream({ event: "values", data: {} })();
      },
    });
    await expect(graph.batch([1, 2, 3, 4, 5], {}, { maxConcurrency: 2 })).rejects.toThrow("422");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sent).toHaveLength(2);
  });

  test("returns whatever a call fails with, also what is no error", async () => {
    const { graph } = connect({});
    const signal = AbortSignal.abort("gone");
    expect(await graph.batch([1, 2], { signal }, { returnExceptions: true })).toEqual(["gone", "gone"]);
  });

  test("of nothing is nothing", async () => {
    const { graph, sent } = connect({});
    expect(await graph.batch([])).toEqual([]);
    expect(sent).toEqual([]);
  });
});

test("bytes of a stream have an event's id on the last of its chunks, and the run's feedback", async () => {
  const checkpoint = { type: "checkpoint", payload: { config: { configurable: {} }, values: {} } };
  const { graph } = connect({
    "POST /threads/t1/runs/stream": runStream(
      { event: "debug", data: checkpoint, id: "7" },
      { event: "feedback", data: { helpful: "http://feedback" }, id: "8" },
    ),
  });
  const streamMode = ["debug", "checkpoints"] as const;
  const bytes = await graph.stream({}, { ...onThread, streamMode, encoding: "text/event-stream" });
  const frames = (await new Response(bytes).text()).split("\n\n").map((frame) => frame.split("\n"));
  const told = frames.map(([event, , id]) => [event, id]);
  expect(told).toContainEqual(["event: feedback", "id: 8"]);
  expect(told.filter(([event]) => /debug|checkpoints/.test(event ?? ""))).toEqual([
    ["event: checkpoints", undefined],
    ["event: debug", "id: 7"],
  ]);
});

test("a joined stream knows its place before its first event", async () => {
  const { graph } = connect({
    "GET /threads/t1/runs/r1": { run_id: "r1", thread_id: "t1", status: "success" },
    "GET /threads/t1/runs/r1/stream": runStream({ event: "updates", data: {}, id: "9" }),
  });
  const stream = await graph.joinStream("r1", onThread, { lastEventId: "5" });
  expect(stream.lastEventId).toBe("5");
  await toArray(stream);
  expect(stream.lastEventId).not.toBe("5");
});
