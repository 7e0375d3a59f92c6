import { afterEach, expect, test } from "vitest";
import { tracingHeaders } from "../../src/node/tracing.js";

/** Where LangSmith keeps the run that surrounds a call. */
const key = Symbol.for("ls:tracing_async_local_storage");
const before: unknown = Reflect.get(globalThis, key);
afterEach(() => void Reflect.set(globalThis, key, before));

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

const t1 = { "langsmith-trace": "t1" };
const callbacks = tracing("run", treeOf("t1", "ours=1"));
const unknown = { ...tracing("run", treeOf("t1")), parentRunId: "another" };
const own = Object.freeze({ "x-own": "1", baggage: "theirs=1" });
const traced = { "LangSmith-Trace": "theirs", baggage: "theirs=1" };
const around = { toHeaders: () => undefined };

type Options = Parameters<typeof tracingHeaders>[0];

test.each<[what: string, surrounding: unknown, options: Options, headers: object]>([
  ["the run of a node's tracer", undefined, { callbacks }, { ...t1, baggage: "ours=1" }],
  ["one without baggage", undefined, { callbacks: tracing("run", treeOf("t1")) }, t1],
  ["nothing where nothing is traced", undefined, {}, {}],
  ["nothing without a tracer", undefined, { callbacks: [{ name: "other" }] }, {}],
  ["nothing of another run", undefined, { callbacks: unknown }, {}],
  ["the caller's headers alone", undefined, { headers: { "x-own": "1" } }, { "x-own": "1" }],
  [
    "and the caller's",
    undefined,
    { callbacks, headers: own },
    { ...t1, "x-own": "1", baggage: "theirs=1,ours=1" },
  ],
  [
    "and the caller's in another case",
    undefined,
    { callbacks, headers: { Baggage: "theirs=1" } },
    { ...t1, Baggage: "theirs=1,ours=1" },
  ],
  ["the caller's own trace, where there is one", undefined, { callbacks, headers: traced }, traced],
  ["the run that surrounds the call", treeOf("t2", "b=2"), {}, { "langsmith-trace": "t2", baggage: "b=2" }],
  ["the tracer's run rather than that", treeOf("t2"), { callbacks: tracing("run", treeOf("t1")) }, t1],
  ["nothing of a surrounding run that has no headers", around, {}, {}],
])("tracing headers are of %s", (_, surrounding, options, headers) => {
  Reflect.set(globalThis, key, { getStore: () => surrounding });
  expect(tracingHeaders(options)).toEqual(headers);
});
