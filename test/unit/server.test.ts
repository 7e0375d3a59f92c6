import { describe, expect, test, vi } from "vitest";
import {
  isWaiting,
  metadataOf,
  Server,
  toRunsPage,
  toWireBefore,
  toWireFlag,
  toWireQuery,
  toWireXray,
} from "../../src/servers/server.js";

const answering = (info: unknown) => new Server(async () => info);

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
    const server = new Server(ask);
    await expect(server.kind()).rejects.toThrow("down");
    await Promise.all([server.kind(), server.kind()]);
    await server.kind();
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

test("a thread that ran from a checkpoint is sent to its head by JavaScript only, and only until it ran there", async () => {
  const server = answering({ context: "js" });
  server.noteRunStart("t1", true);
  expect(await server.toHead("t1")).toEqual({ checkpoint_id: null });
  expect(await server.toHead("t2")).toBeUndefined();
  server.noteRunStart("t1", false);
  expect(await server.toHead("t1")).toBeUndefined();
  const python = answering({});
  python.noteRunStart("t1", true);
  expect(await python.toHead("t1")).toBeUndefined();
});

test("each form that differs has the one that its server takes", () => {
  expect([toWireFlag("javascript"), toWireFlag("python")]).toEqual(["true", true]);
  expect(toWireBefore("javascript", "c1")).toBe("c1");
  expect(toWireBefore("python", "c1")).toEqual({ configurable: { checkpoint_id: "c1" } });
  expect(toRunsPage(20, 10)).toEqual({ offset: 20, limit: 30 });
  expect([toWireXray("javascript", 2), toWireXray("python", 2)]).toEqual([true, 2]);
  expect(toWireQuery({ key: "k", namespace: ["a", "b"] })).toEqual({ key: "k", namespace: "a.b" });
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
