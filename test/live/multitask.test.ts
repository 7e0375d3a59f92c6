import { describe, test } from "vitest";
import { startGate } from "../support/gate.js";
import { cancelled } from "./support/cancelled.js";
import { needs } from "./support/features.js";
import {
  eventually,
  newThread,
  remoteGraph,
  runOf,
  runsOf,
  serverClient,
  type Thread,
} from "./support/graphs.js";
import { onServer } from "./support/on-server.js";
import { collect } from "./support/turns.js";

/** A run that is under way, far from its end: its stream, and all that the stream will tell. */
async function underWay(thread: Thread, input: object = { ms: 600_000 }) {
  const stream = await remoteGraph("slow").stream(input, thread);
  const status = async () => (await runOf(thread.configurable.thread_id, stream.runId ?? "")).status;
  await eventually(async () => {
    const { next } = await remoteGraph("slow").getState(thread);
    if (next[0] !== "dawdle") throw new Error("the run has not come to its second node");
  });
  return { stream, status, told: collect(Promise.resolve(stream)) };
}

describe.concurrent(
  "a run that is started while another one runs on its thread",
  needs("multitask strategies"),
  () => {
    const again = (thread: Thread, multitaskStrategy: "reject" | "interrupt" | "rollback" | "enqueue") =>
      remoteGraph("slow").invoke({ ms: 1 }, { ...thread, multitaskStrategy });

    test("is refused with reject, and the first one is left alone", async ({ expect, onTestFinished }) => {
      const [thread, gate] = [newThread(), await startGate(onTestFinished)];
      const first = await underWay(thread, { ms: 0, gate: gate.url });
      await expect(again(thread, "reject")).rejects.toMatchObject({
        name: "ApiError",
        status: onServer({ js: 422, python: 409, aegra: 409 }),
      });
      gate.open();
      expect(await first.told).toMatchObject({ failure: null });
    });

    test("comes after it with enqueue", async ({ expect, onTestFinished }) => {
      const [thread, gate] = [newThread(), await startGate(onTestFinished)];
      const first = await underWay(thread, { ms: 0, gate: gate.url });
      const output = again(thread, "enqueue");
      await eventually(async () => expect(await runsOf(thread.configurable.thread_id)).toHaveLength(2));
      gate.open();
      expect(await first.told).toMatchObject({ failure: null });
      expect(await output).toMatchObject({ visits: ["prepare", "dawdle", "prepare", "dawdle"] });
    });

    test("takes its place with interrupt, and the first one's reader hears of it", async ({ expect }) => {
      const thread = newThread();
      const first = await underWay(thread);
      expect(await again(thread, "interrupt")).toMatchObject({ visits: ["prepare", "prepare", "dawdle"] });
      expect(await first.told).toMatchObject({
        chunks: [{ prepare: { visits: ["prepare"] } }],
        failure: cancelled().failure,
      });
      expect(await first.status()).toBe(cancelled().status);
    });

    test("takes its place with rollback, and the first one's reader hears of it", async ({ expect }) => {
      const thread = newThread();
      const first = await underWay(thread);
      expect(await again(thread, "rollback")).toMatchObject({ visits: expect.arrayContaining(["dawdle"]) });
      // Python deletes the run: nobody can say any more what became of it
      const failure = onServer<object>({
        js: { error: "Error", message: "rollback" },
        python: { error: expect.stringMatching(/^(StreamError|RunCancelled)$/) },
        aegra: { error: "StreamError" },
      });
      expect(await first.told).toMatchObject({ failure });
    });
  },
);

describe.concurrent("a run that somebody else cancels", () => {
  test("does not end as if it were done", async ({ expect }) => {
    const thread = newThread();
    const { stream, told } = await underWay(thread);
    const params = { path: { ...thread.configurable, run_id: stream.runId ?? "" } };
    await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", { params });
    expect(await told).toEqual({
      chunks: [{ prepare: { visits: ["prepare"] } }],
      failure: cancelled().failure,
    });
  });
});
