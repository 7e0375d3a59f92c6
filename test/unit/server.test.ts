import { describe, expect, test, vi } from "vitest";
import type { RunBody } from "../../src/run/run-requests.js";
import {
  hasContextAndConfigurable,
  isWaiting,
  metadataOf,
  Server,
  toHead,
  toRunsPage,
  toWireQuery,
  toWireXray,
  withContextInConfigurable,
  withIdempotencyKey,
} from "../../src/servers/server.js";

const answering = (info: unknown) => new Server(async () => info, { url: "http://server" });

describe("which server it is", () => {
  test.each([
    [{ version: "1.5.1", context: "js", langgraph_js_version: "1.7.3" }, "javascript"],
    [{ version: "0.16.7", langgraph_py_version: "1.2.24", host: {} }, "python"],
    [{ name: "Aegra", version: "0.11.0" }, "aegra"],
    [undefined, "python"],
  ] as const)("is told by %j", async (info, kind) => {
    expect(await answering(info).kind()).toBe(kind);
  });

  test("is asked once, and again only after a request that failed", async () => {
    const ask = vi.fn().mockRejectedValueOnce(new Error("down")).mockResolvedValue({ context: "js" });
    const server = new Server(ask, { url: "http://server" });
    await expect(server.kind()).rejects.toThrow("down");
    await Promise.all([server.kind(), server.kind()]);
    await server.kind();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

test("a run has one reader; of many runs the oldest are forgotten, so that a client that lives long does not grow", () => {
  const server = answering({});
  expect([server.claimReader("first"), server.claimReader("first")]).toEqual([true, false]);
  for (let at = 0; at < 1000; at += 1) server.claimReader(`run ${at}`);
  expect([server.claimReader("run 999"), server.claimReader("first")]).toEqual([false, true]);
});

test("a thread that ran from a checkpoint is sent to its head by JavaScript only", () => {
  const server = answering({ context: "js" });
  server.noteFork("t1");
  expect([server.isForked("t1"), server.isForked("t2")]).toEqual([true, false]);
  expect([toHead("javascript"), toHead("python")]).toEqual([{ checkpoint_id: null }, undefined]);
});

test("a context beside settings is put among them for Python, which takes one of the two", () => {
  const body = { assistant_id: "a", context: { colour: "red" }, config: { configurable: { customer: 7 } } };
  expect(hasContextAndConfigurable(body)).toBe(true);
  expect(hasContextAndConfigurable({ ...body, config: { configurable: {} } })).toBe(false);
  expect(withContextInConfigurable(body)).toEqual({
    assistant_id: "a",
    config: { configurable: { customer: 7, colour: "red" } },
  });
});

test("a run's metadata is in that of its config too, as far as aegra takes it there", () => {
  const metadata = {
    from: "test",
    deep: { no: 1 },
    "a key": "no",
    long: "x".repeat(513),
    full: "x".repeat(512),
    yes: true,
  };
  const { config, ...rest } = withIdempotencyKey({ metadata, config: { metadata: { mine: [1] } } }, "k");
  expect(rest.metadata).toEqual({ ...metadata, langgraph_remote_start: "k" });
  expect(config).toEqual({
    metadata: { from: "test", full: metadata.full, yes: true, mine: [1], langgraph_remote_start: "k" },
  });
  const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`k${at}`, at]));
  const echoed = withIdempotencyKey<Pick<RunBody, "metadata" | "config">>({ metadata: many }, "k").config;
  expect(Object.keys(echoed?.metadata ?? {})).toHaveLength(32);
});

test("each form that differs has the one that its server takes", () => {
  expect(toRunsPage(20, 10)).toEqual({ offset: 20, limit: 30 });
  expect([toWireXray("javascript", 2), toWireXray("python", 2)]).toEqual([true, 2]);
  expect(toWireQuery({ wait: true, action: "interrupt" })).toEqual({ wait: 1, action: "interrupt" });
  expect(toWireQuery({ wait: false })).toEqual({});
});

test("a thread waits when it lists what is asked; where nothing is listed, when it is called interrupted", () => {
  expect(isWaiting({ status: "interrupted", interrupts: { task: [{ value: "?" }] } })).toBe(true);
  expect(isWaiting({ status: "interrupted", interrupts: {} })).toBe(false);
  expect(isWaiting({ status: "interrupted", interrupts: { task: [] } })).toBe(false);
  expect(isWaiting({ status: "interrupted" })).toBe(true);
  expect(isWaiting({ status: "idle" })).toBe(false);
});

test("a run's metadata is its own, or that of its config", () => {
  expect(metadataOf({ metadata: { a: 1 } })).toEqual({ a: 1 });
  expect(metadataOf({ config: { metadata: { a: 1 } } })).toEqual({ a: 1 });
  expect(metadataOf({ metadata: {} })).toEqual({});
  expect(metadataOf({})).toBeUndefined();
});
