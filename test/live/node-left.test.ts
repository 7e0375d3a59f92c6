import { setTimeout as pause } from "node:timers/promises";
import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { z } from "zod";
import { RemoteGraph, type RemoteGraphOptions } from "../../src/index.js";
import { startGate } from "../support/gate.js";
import { eventually, newThread, runsOf, serverClient, type Thread } from "./support/graphs.js";

const remote = (graphId: string, options: Partial<RemoteGraphOptions> = {}) =>
  new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null, ...options });

const statusesOf = async ({ configurable }: Thread) =>
  (await runsOf(configurable.thread_id)).map(({ status }) => status);

/** A parent that has left while the run of its node goes on, as one does whose process ends. */
async function leave(parent: { invoke(input: unknown, options: object): Promise<unknown> }, input: unknown) {
  const thread = newThread();
  const controller = new AbortController();
  const left = parent.invoke(input, { ...thread, signal: controller.signal });
  await eventually(async () => expect(await statusesOf(thread)).toEqual(["running"]));
  controller.abort();
  await expect(left).rejects.toThrow(/abort/i);
  return thread;
}

const dawdling = () =>
  new StateGraph(z.object({ ms: z.number(), gate: z.string(), visits: z.array(z.string()).default([]) }))
    .addNode("remote", remote("slow", { onDisconnect: "continue" }))
    .addEdge(START, "remote")
    .compile({ checkpointer: new MemorySaver() });

describe("a parent that comes back while the run of its node is still at work", () => {
  test("waits for that run, and starts no other", async () => {
    const [parent, gate] = [dawdling(), await startGate(onTestFinished)];
    const thread = await leave(parent, { ms: 0, gate: gate.url });
    const back = parent.invoke(null, thread);
    await pause(500);
    expect(await statusesOf(thread)).toEqual(["running"]);
    gate.open();
    expect(await back).toMatchObject({ visits: ["prepare", "dawdle"] });
    expect(await statusesOf(thread)).toEqual(["success"]);
  });

  test("stops waiting when it is aborted", async () => {
    const [parent, gate] = [dawdling(), await startGate(onTestFinished)];
    const thread = await leave(parent, { ms: 0, gate: gate.url });
    const signal = AbortSignal.timeout(500);
    await expect(parent.invoke(null, { ...thread, signal })).rejects.toThrow(/abort|timeout/i);
  });

  test("goes on behind a run that was stopped meanwhile", async () => {
    const [parent, gate] = [dawdling(), await startGate(onTestFinished)];
    const thread = await leave(parent, { ms: 0, gate: gate.url });
    const back = parent.invoke(null, thread);
    const [run] = await runsOf(thread.configurable.thread_id);
    const params = { path: { ...thread.configurable, run_id: run?.run_id ?? "" } };
    await serverClient().POST("/threads/{thread_id}/runs/{run_id}/cancel", { params });
    gate.open();
    expect(await back).toMatchObject({ visits: ["prepare", "dawdle"] });
  });

  test("hears what that run asks, and an answer to an earlier question is not taken for it", async () => {
    const parent = new StateGraph(z.object({ delayMs: z.number(), status: z.string().default("") }))
      .addNode("remote", remote("essay", { onDisconnect: "continue" }))
      .addEdge(START, "remote")
      .compile({ checkpointer: new MemorySaver() });
    const thread = await leave(parent, { delayMs: 100 });
    const back = await parent.invoke(new Command({ resume: false }), thread);
    expect(back).toMatchObject({ __interrupt__: [{ value: { question: "Publish this?" } }] });
    expect(await parent.invoke(new Command({ resume: true }), thread)).toMatchObject({ status: "published" });
  });
});
