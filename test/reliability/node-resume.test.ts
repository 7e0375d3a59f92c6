/** What a node does when its parent is resumed, by the state of the node's remote thread. */
import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { RemoteGraph } from "../../src/index.js";
import type { Answer } from "../support/scripted-server.js";
import { END, RUN_ID, serve, stream, THREAD_ID, thread } from "./support/servers.js";

const asked = { id: "a".repeat(32), value: "may I?" };
const task = { id: "1", name: "ask", path: [], interrupts: [] };
const Words = z.object({ word: z.string().default("") });

interface Remote {
  /** Whose call made the thread's latest state. Default: the node's own. */
  maker?: "another" | "nobody";
  next?: string[];
  tasks?: object[];
  /** No checkpoint is there, so nothing has run. */
  isNew?: boolean;
  /** The node's own latest state, where another has used the thread since. */
  history?: object[];
  /** Statuses of the run that the call has begun. */
  runs?: string[];
  /** Whether that run fails in the end. */
  fails?: boolean;
}

/** Interrupts a parent in its remote node, resumes it with "yes", and gives what the node then asked the server for. */
async function resume({ maker, isNew, history = [], runs = [], fails = false, ...rest }: Remote) {
  const bodies: Record<string, unknown>[] = [];
  let caller: unknown;
  const state = (given: object) => ({
    values: { word: "kept" },
    next: [],
    tasks: [],
    checkpoint: isNew ? null : { checkpoint_id: "c", checkpoint_ns: "" },
    created_at: isNew ? null : "2026-01-01T00:00:00Z",
    metadata: maker === "nobody" ? {} : { langgraph_remote_caller: maker ?? caller },
    ...given,
  });
  const row = (status: string) => ({
    run_id: RUN_ID,
    thread_id: THREAD_ID,
    status,
    metadata: { langgraph_remote_caller: caller },
  });
  const server = await serve((request): Answer => {
    const { method, path } = request;
    const { pathname } = new URL(path, "http://server");
    if (pathname.endsWith("/runs/stream")) {
      const body = JSON.parse(request.body);
      caller ??= body.metadata.langgraph_remote_caller;
      bodies.push(body);
      const values = bodies.length === 1 ? { __interrupt__: [asked] } : { word: "done" };
      return stream([{ event: "values", data: values }, END]);
    }
    if (pathname.endsWith("/state")) return { body: state(rest) };
    if (pathname.endsWith("/history")) {
      const isOfCall = JSON.parse(request.body).metadata?.langgraph_remote_caller === caller;
      return { body: isOfCall ? history.map(state) : [state({ next: ["of another call"] })] };
    }
    const failure = { __error__: { error: "ValueError", message: "bad" } };
    if (pathname.endsWith("/join")) return { body: fails ? failure : { word: "kept" } };
    if (method === "GET" && pathname.endsWith("/runs")) return { body: runs.map(row) };
    return { body: pathname.endsWith(RUN_ID) ? row(fails ? "error" : "success") : {} };
  });
  const remote = new RemoteGraph({ graphId: "agent", url: server.url, apiKey: null, retry: false });
  const parent = new StateGraph(Words)
    .addNode("remote", remote)
    .addEdge(START, "remote")
    .compile({ checkpointer: new MemorySaver() });
  expect(await parent.invoke({ word: "first" }, thread)).toMatchObject({ __interrupt__: [asked] });
  const output = await parent.invoke(new Command({ resume: "yes" }), thread);
  const [, body] = bodies;
  const paths = server.requests.map(({ path }) => path);
  return { output, input: body?.input, command: body?.command, wasSent: body !== undefined, paths };
}

const refused = [{ ...task, error: "bad", interrupts: [asked] }];

describe("the answer of the parent goes to the remote thread", () => {
  test.each([
    ["that waits for it", [{ ...task, interrupts: [asked] }]],
    ["whose task failed at an earlier answer", refused],
  ])("%s", async (_, tasks) => {
    const { command, output } = await resume({ next: ["ask"], tasks });
    expect(command).toEqual({ resume: "yes" });
    expect(output).toEqual({ word: "done" });
  });
});

describe("what is given again is the values of the call's own run", () => {
  test("that has come to its end", async () => {
    const { output, wasSent } = await resume({});
    expect(output).toEqual({ word: "kept" });
    expect(wasSent).toBe(false);
  });

  test("that had come to its end before another used the thread", async () => {
    const { output, wasSent } = await resume({ maker: "another", history: [{ values: { word: "own" } }] });
    expect(output).toEqual({ word: "own" });
    expect(wasSent).toBe(false);
  });
});

describe("the node's input is sent again", () => {
  test.each<[string, Remote]>([
    ["to a thread on which nothing has run", { isNew: true, tasks: refused }],
    ["to a finished thread that names no call", { maker: "nobody" }],
    ["to a thread that only another has used", { maker: "another" }],
  ])("%s", async (_, remote) => {
    const { input, command } = await resume(remote);
    expect(input).toEqual({ word: "first" });
    expect(command).toBeUndefined();
  });
});

test("a thread whose task failed, and has asked nothing, goes on without an answer", async () => {
  const { input, command } = await resume({ next: ["ask"], tasks: [{ ...task, error: "bad" }] });
  expect(input).toBeNull();
  expect(command).toBeUndefined();
});

test("a call that another has overtaken before its end is an error, and starts nothing", async () => {
  const overtaken = resume({ maker: "another", history: [{ next: ["ask"] }] });
  await expect(overtaken).rejects.toThrow(/another node has used the remote thread of "agent@remote:/);
});

test.each([["running"], ["pending"]])(
  "a run of the call that is still %s is waited for, and its state is read after that",
  async (status) => {
    const { paths, wasSent } = await resume({ runs: [status] });
    const run = `/threads/${THREAD_ID}/runs/${RUN_ID}`;
    expect(paths.indexOf(`${run}/join`)).toBeGreaterThan(0);
    expect(paths.at(-1)).toBe(`/threads/${THREAD_ID}/state`);
    expect(wasSent).toBe(false);
  },
);

test("what a run asks that was still running is asked of the parent first, whose answer is for another", async () => {
  const tasks = [{ ...task, interrupts: [asked] }];
  const { output, wasSent } = await resume({ runs: ["running"], next: ["ask"], tasks });
  expect(output).toMatchObject({ __interrupt__: [asked] });
  expect(wasSent).toBe(false);
});

test("after a run that was still running and fails, the thread goes on", async () => {
  const tasks = [{ ...task, error: "bad" }];
  const { input, output } = await resume({ runs: ["running"], fails: true, next: ["ask"], tasks });
  expect(input).toBeNull();
  expect(output).toEqual({ word: "done" });
});

test("a run of the call that has ended is not waited for", async () => {
  const { paths } = await resume({ runs: ["success"] });
  expect(paths.filter((path) => path.endsWith("/join"))).toEqual([]);
});
