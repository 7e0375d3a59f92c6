import { getEventListeners } from "node:events";
import { describe, expect, onTestFinished, test } from "vitest";
import { RemoteException } from "../../src/index.js";
import { startGate } from "../support/gate.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { eventually, newThread, remoteGraph, runOf, runsOf, serverClient } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

const v3 = { version: "v3" } as const;

/** Whether a run's place in the events of its thread is taken by the next one, and no context can be sent. */
const isJavaScript = () => onServer({ js: true, python: false, aegra: false });

describe.concurrent("streamEvents v3, at its end", needs("thread protocol"), () => {
  test("fails with its run, in all of its parts", async () => {
    const run = await remoteGraph("failing").streamEvents({ account: "ada" }, v3);
    const failure = { error: "QuotaExceededError", message: "no quota left for ada", runId: run.runId };
    await expect(toArray(run)).rejects.toMatchObject(failure);
    await expect(toArray(run.values)).rejects.toMatchObject(failure);
    await expect(run.output).rejects.toMatchObject(failure);
    await expect(run.output).rejects.toBeInstanceOf(RemoteException);
  });

  test("is aborted: its readers hear of it, and the server stops it", async () => {
    const graph = remoteGraph("slow");
    const run = await graph.streamEvents({ ms: 600_000 }, v3);
    const seen: unknown[] = [];
    const reading = (async () => {
      for await (const state of run.values) seen.push(state);
    })().catch((caught: unknown) => caught);
    await eventually(() => expect(seen.length).toBe(2));
    await run.abort(new Error("enough"));
    expect(await reading).toMatchObject({ message: "enough" });
    await expect(run.output).rejects.toThrow("enough");
    await eventually(async () =>
      expect((await runOf(run.threadId, run.runId ?? "")).status).toBe("interrupted"),
    );
  });

  test("fails quietly where its output was asked for and left", async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => rejections.push(reason);
    process.on("unhandledRejection", note);
    try {
      const run = await remoteGraph("failing").streamEvents({ account: "ada" }, v3);
      const { output } = run;
      await expect(toArray(run.messages)).rejects.toThrow("no quota left");
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(rejections).toEqual([]);
      await expect(output).rejects.toThrow("no quota left");
    } finally {
      process.off("unhandledRejection", note);
    }
  });

  test("is stopped by an aborted signal, whether it is read or not", async () => {
    for (const isRead of [true, false]) {
      const caller = new AbortController();
      const run = await remoteGraph("slow").streamEvents(
        { ms: 600_000 },
        { ...v3, ...newThread(), signal: caller.signal },
      );
      const reading = isRead ? toArray(run).catch((caught: unknown) => caught) : undefined;
      const statusOf = async () => (await runOf(run.threadId, run.runId ?? "")).status;
      await eventually(async () => expect(await statusOf()).toBe("running"));
      caller.abort(new Error("enough"));
      if (isRead) expect(await reading).toMatchObject({ message: "enough" });
      await expect(run.output).rejects.toThrow("enough");
      await eventually(async () => expect(await statusOf()).toBe("interrupted"));
      expect(getEventListeners(caller.signal, "abort")).toEqual([]);
    }
  });

  test("ends with a run that is taken back, whose end no event may tell", async () => {
    const run = await remoteGraph("slow").streamEvents({ ms: 600_000 }, v3);
    const reading = toArray(run).catch((caught: unknown) => caught);
    const path = { thread_id: run.threadId, run_id: run.runId ?? "" };
    await eventually(async () => expect((await runOf(run.threadId, run.runId ?? "")).status).toBe("running"));
    const query = { action: "rollback" } as const;
    const { response } = await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", {
      params: { path, query },
    });
    if (response.status === 422) await run.abort(); // aegra knows no rollback
    expect(await reading).toBeInstanceOf(Error);
    await expect(run.output).rejects.toBeInstanceOf(Error);
  });

  test("tells a stop from outside", async () => {
    const run = await remoteGraph("slow").streamEvents({ ms: 600_000 }, v3);
    const reading = toArray(run).catch((caught: unknown) => caught);
    const path = { thread_id: run.threadId, run_id: run.runId ?? "" };
    const statusOf = async () =>
      (await serverClient().GET("/threads/{thread_id}/runs/{run_id}", { params: { path } })).data?.status;
    await eventually(async () => expect(await statusOf()).toBe("running"));
    await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", { params: { path } });
    expect(await reading).toMatchObject({ name: "RemoteException", error: "RunCancelled" });
  });

  test("says so when another run takes its place", async () => {
    const [thread, gate] = [newThread(), await startGate(onTestFinished)];
    const graph = remoteGraph("slow");
    const run = await graph.streamEvents({ ms: 5, gate: gate.url }, { ...v3, ...thread });
    const reading = toArray(run).catch((caught: unknown) => caught);
    const other = graph.streamEvents({ ms: 10 }, { ...v3, ...thread });
    await eventually(async () => expect(await runsOf(run.threadId)).toHaveLength(2));
    gate.open();
    const end = await reading;
    // the others send all of both
    if (isJavaScript())
      expect(end).toMatchObject({ name: "StreamError", message: expect.stringMatching(/another run/) });
    else expect(Array.isArray(end) && end.at(-1)).toMatchObject({ params: { data: { event: "completed" } } });
    expect(await run.output).toMatchObject({ ms: 5 });
    expect(await (await other).output).toMatchObject({ ms: 10 });
  });
});
