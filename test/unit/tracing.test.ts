import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tracingHeaders } from "../../src/node/tracing.js";

const key = Symbol.for("ls:tracing_async_local_storage");

const treeOf = (trace: string, baggage?: string) => ({
  toHeaders: () => ({ "langsmith-trace": trace, ...(baggage === undefined ? {} : { baggage }) }),
});

/** A callback manager as LangChain's looks from outside, with a tracer that knows one run. */
const tracing = (runId: string, tree: object) => ({
  handlers: [
    { name: "other" },
    {
      name: "langchain_tracer",
      trees: new Map([[runId, tree]]),
      getRunTreeWithTracingConfig(id: string) {
        return this.trees.get(id);
      },
    },
  ],
  parentRunId: runId,
  getParentRunId() {
    return this.parentRunId;
  },
});

test("takes the run of a node's tracer", () => {
  const callbacks = tracing("run", treeOf("t1", "langsmith-project=p"));
  expect(tracingHeaders({ callbacks })).toEqual({ "langsmith-trace": "t1", baggage: "langsmith-project=p" });
});

test("adds nothing where nothing is traced", () => {
  expect(tracingHeaders({})).toEqual({});
  expect(tracingHeaders({ callbacks: [{ name: "other" }] })).toEqual({});
  expect(tracingHeaders({ callbacks: { ...tracing("run", treeOf("t1")), parentRunId: "another" } })).toEqual(
    {},
  );
  expect(tracingHeaders({ headers: { "x-own": "1" } })).toEqual({ "x-own": "1" });
});

describe("the caller's headers", () => {
  const callbacks = tracing("run", treeOf("t1", "ours=1"));

  test("are never changed", () => {
    const headers = Object.freeze({ "x-own": "1", baggage: "theirs=1" });
    expect(tracingHeaders({ callbacks, headers })).toEqual({
      "x-own": "1",
      "langsmith-trace": "t1",
      baggage: "theirs=1,ours=1",
    });
    expect(headers).toEqual({ "x-own": "1", baggage: "theirs=1" });
  });

  test("are known however they are written", () => {
    expect(tracingHeaders({ callbacks, headers: { Baggage: "theirs=1" } })).toEqual({
      "langsmith-trace": "t1",
      Baggage: "theirs=1,ours=1",
    });
  });

  test("name a trace of their own, and then it is that one", () => {
    const headers = { "LangSmith-Trace": "theirs", baggage: "theirs=1" };
    expect(tracingHeaders({ callbacks, headers })).toEqual(headers);
  });

  test("are complete without baggage", () => {
    expect(tracingHeaders({ callbacks: tracing("run", treeOf("t1")) })).toEqual({ "langsmith-trace": "t1" });
  });
});

describe("outside of a node", () => {
  let before: unknown;
  beforeEach(() => {
    before = Reflect.get(globalThis, key);
  });
  afterEach(() => {
    Reflect.set(globalThis, key, before);
  });

  test("takes the run that surrounds the call", () => {
    Reflect.set(globalThis, key, { getStore: () => treeOf("t2", "b=2") });
    expect(tracingHeaders({})).toEqual({ "langsmith-trace": "t2", baggage: "b=2" });
  });

  test("prefers the run that the tracer is told of", () => {
    Reflect.set(globalThis, key, { getStore: () => treeOf("t2") });
    expect(tracingHeaders({ callbacks: tracing("run", treeOf("t1")) })).toEqual({ "langsmith-trace": "t1" });
  });

  test("adds nothing where no run surrounds it", () => {
    Reflect.set(globalThis, key, { getStore: () => undefined });
    expect(tracingHeaders({})).toEqual({});
    Reflect.set(globalThis, key, { getStore: () => ({ toHeaders: () => undefined }) });
    expect(tracingHeaders({})).toEqual({});
  });
});
