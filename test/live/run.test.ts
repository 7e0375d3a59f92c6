import { describe, test } from "vitest";
import { isApiError, isRemoteException } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { has } from "./support/features.js";
import { eventually, newThread, remoteGraph, runOf, serverClient } from "./support/graphs.js";
import { onServer, pieces } from "./support/on-server.js";
import { createRecorder } from "./support/recorder.js";

describe("a run on a thread", () => {
  test.concurrent("makes its thread when it is the first there", async ({ expect }) => {
    const thread = newThread();
    const params = { path: thread.configurable };
    expect((await serverClient().GET("/threads/{thread_id}", { params })).response.status).toBe(404);
    const stream = await remoteGraph("counter").stream({ limit: 1 }, thread);
    expect(stream.threadId).toBe(thread.configurable.thread_id);
    await toArray(stream);
    const { data } = await serverClient().GET("/threads/{thread_id}", { params });
    expect(data).toMatchObject({
      status: "idle",
      // aegra has them in the thread's state only
      ...onServer({ js: { values: { count: 1 } }, python: { values: { count: 1 } }, aegra: {} }),
    });
  });

  test.concurrent("goes on with what its thread remembers", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("counter");
    expect(await graph.invoke({ count: 0, limit: 2 }, thread)).toMatchObject({ count: 2 });
    const { trail } = await graph.invoke({ count: 0, limit: 3 }, thread);
    expect(trail).toEqual(["step 1", "step 2", "step 1", "step 2", "step 3"]);
  });

  test.concurrent("streams updates when no mode is asked for", async ({ expect }) => {
    const recorder = createRecorder();
    const chunks = await toArray(await remoteGraph("slow", recorder).stream({ ms: 1 }, newThread()));
    expect(chunks).toEqual([{ prepare: { visits: ["prepare"] } }, { dawdle: { visits: ["dawdle"] } }]);
    expect(recorder.requests[0]?.body).toMatchObject({ stream_mode: ["updates"] });
  });

  test.concurrent("streams tokens by either word, messages or messages-tuple", async ({ expect }) => {
    for (const streamMode of ["messages", "messages-tuple"] as const) {
      const tokens: unknown[] = [];
      for await (const [message] of await remoteGraph("tokens").stream(
        { count: 3 },
        { ...newThread(), streamMode },
      )) {
        tokens.push(message.content);
      }
      expect(tokens, streamMode).toEqual(pieces("0 ", "1 ", "2 "));
    }
  });

  test.concurrent("that fails throws a RemoteException with the error's class, its sentence, the thread and the run", async ({
    expect,
  }) => {
    const thread = newThread();
    const error = await remoteGraph("failing")
      .invoke({ account: "ada" }, thread)
      .catch((reason: unknown) => reason);
    if (!isRemoteException(error)) throw error;
    const { thread_id } = thread.configurable;
    expect(error).toMatchObject({
      error: "QuotaExceededError",
      message: "no quota left for ada",
      threadId: thread_id,
    });
    // a server may write it down after it has told it
    const status = async () => (await runOf(thread_id, error.runId ?? "")).status;
    await eventually(async () => expect(await status()).toBe("error"));
  });

  test.concurrent("that fails gives its chunks before the error", async ({ expect }) => {
    const chunks: unknown[] = [];
    const stream = await remoteGraph("failing").stream({ account: "ada" }, newThread());
    const reading = (async () => {
      for await (const chunk of stream) chunks.push(chunk);
    })();
    await expect(reading).rejects.toMatchObject({ error: "QuotaExceededError" });
    expect(chunks).toEqual([{ prepare: { visits: ["prepare"] } }]);
  });

  test.concurrent("whose events tell no values gives the values of its thread", async ({ expect }) => {
    const recorder = createRecorder(withoutValues);
    const output = await remoteGraph("counter", recorder).invoke({ limit: 2 }, newThread());
    expect(output).toEqual({ count: 2, limit: 2, trail: ["step 1", "step 2"] });
    expect(recorder.requests.map(({ path }) => path).at(-1)).toMatch(/\/state$/);
  });

  test.concurrent("of a graph that is not there is an ApiError that says what was asked", async ({
    expect,
  }) => {
    const error = await remoteGraph("counter", { graphId: "nobody" })
      .invoke({}, newThread())
      .catch((reason: unknown) => reason);
    if (!isApiError(error)) throw error;
    const status = onServer({ js: 404, python: 422, aegra: 404 });
    expect(error).toMatchObject({
      status,
      method: "POST",
      path: expect.stringMatching(/runs\/stream$/),
    });
    expect(error.message).toMatch(new RegExp(`^POST /threads/[0-9a-f-]+/runs/stream: ${status} .*nobody`));
    const unknown = remoteGraph("counter", { graphId: "nobody" });
    const asking = [
      () => unknown.getSchemas(),
      () => unknown.getGraphAsync(),
      () => unknown.getSubgraphsAsync().next(),
    ];
    for (const ask of asking)
      await expect(ask()).rejects.toThrow(/^GET \/assistants\/nobody\/\w+: 4\d\d .*"nobody"$/);
  });
});

// Apart from the others, as everything without a thread is (see newThread).
describe("a run without a thread", () => {
  test.concurrent("is stateless: it has a run id, and no thread id", async ({ expect }) => {
    const recorder = createRecorder();
    const stream = await remoteGraph("counter", recorder).stream({ limit: 1 });
    expect(stream.threadId).toBeUndefined();
    expect(await toArray(stream)).toEqual([{ step: { count: 1, trail: ["step 1"] } }]);
    expect(stream.runId).toMatch(/^[0-9a-f-]{36}$/);
    expect(recorder.requests[0]).toMatchObject({ method: "POST", path: "/runs/stream" });
  });

  test.concurrent("is limited in its steps only by a limit that the caller set", async ({ expect }) => {
    const recorder = createRecorder();
    const graph = remoteGraph("counter", recorder);
    // more steps than the limit of 25 that other clients send unasked would be no fault of the caller's
    const [free, limited] = await Promise.all([
      graph.invoke({ limit: 2 }),
      graph.invoke({ limit: 9 }, { recursionLimit: 4 }).catch((error: unknown) => error),
    ]);
    expect(free).toMatchObject({ count: 2 });
    expect(limited).toMatchObject({ name: "RemoteException", error: "GraphRecursionError" });
    if (has("why a run without a thread failed"))
      expect(limited).toHaveProperty("message", expect.stringContaining("Recursion limit of 4"));
    const sent = recorder.requests
      .map(({ body }) => body)
      .filter((body) => JSON.stringify(body).includes("recursion"));
    expect(sent).toMatchObject([{ config: { recursion_limit: 4 } }]);
  });

  test.concurrent("whose events tell no values is an error, not undefined", async ({ expect }) => {
    const recorder = createRecorder(withoutValues);
    await expect(remoteGraph("counter", recorder).invoke({ limit: 2 })).rejects.toMatchObject({
      name: "StreamError",
    });
  });

  test.concurrent("among many waits for none of them: no limit on requests at the same time", async ({
    expect,
  }) => {
    const recorder = createRecorder();
    const graph = remoteGraph("slow", recorder);
    const outputs = await graph.batch(Array.from({ length: 9 }, () => ({ ms: 5 })));
    expect(outputs).toHaveLength(9);
    expect(recorder.most).toBe(9);
  });
});

/** The response without the events that tell values. */
function withoutValues(response: Response): Response {
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) return response;
  let rest = "";
  const drop = new TransformStream<string, string>({
    transform(text, controller) {
      const frames = (rest + text).split("\n\n");
      rest = frames.pop() ?? "";
      for (const frame of frames) if (!frame.includes("event: values")) controller.enqueue(`${frame}\n\n`);
    },
  });
  const body = response.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(drop)
    .pipeThrough(new TextEncoderStream());
  return new Response(body, response);
}
