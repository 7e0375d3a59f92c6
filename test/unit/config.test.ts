import { describe, expect, test } from "vitest";
import { mergeConfigs, requireThreadId, threadIdOf, toWireConfig } from "../../src/config.js";
import { deepFreeze } from "./support/fake-server.js";

describe("mergeConfigs", () => {
  test("lays the later over the earlier, what it does not know included", () => {
    const signal = new AbortController().signal;
    expect(mergeConfigs({ recursionLimit: 5, runName: "a" }, { recursionLimit: 9, signal })).toEqual({
      recursionLimit: 9,
      runName: "a",
      signal,
    });
  });

  test("merges configurable, metadata and headers by key, the caller's `null` included", () => {
    const under = deepFreeze({
      configurable: { a: 1, b: 1 },
      metadata: { m: 1 },
      headers: { x: "1", y: "1" },
    });
    const over = deepFreeze({ configurable: { b: 2 }, metadata: { n: 2 }, headers: { y: null } });
    expect(mergeConfigs(under, over)).toEqual({
      configurable: { a: 1, b: 2 },
      metadata: { m: 1, n: 2 },
      headers: { x: "1", y: null },
    });
  });

  test("adds tags up, each once", () => {
    expect(mergeConfigs({ tags: ["a", "b"] }, { tags: ["b", "c"] })).toEqual({ tags: ["a", "b", "c"] });
  });

  test("passes over what is undefined", () => {
    expect(mergeConfigs({ tags: ["a"] }, undefined, { tags: undefined })).toEqual({ tags: ["a"] });
  });
});

describe("toWireConfig", () => {
  test("sends nothing of an empty config", () => {
    expect(toWireConfig({})).toEqual({ threadId: undefined });
    expect(toWireConfig({ configurable: {}, tags: [], metadata: {} })).toEqual({ threadId: undefined });
  });

  test("puts each part where the wire wants it", () => {
    const config = deepFreeze({
      configurable: {
        thread_id: "t1",
        checkpoint_id: "c1",
        checkpoint_ns: "",
        checkpoint_map: {},
        model: "small",
      },
      tags: ["a"],
      recursionLimit: 3,
      metadata: { team: "words" },
      runName: "stays here",
      callbacks: [],
    });
    expect(toWireConfig(config)).toEqual({
      threadId: "t1",
      config: { configurable: { model: "small" }, tags: ["a"], recursion_limit: 3 },
      metadata: { team: "words" },
    });
  });

  test("shares nothing with the caller's objects", () => {
    const nested = { list: [{ a: 1 }] };
    const { config } = toWireConfig({ configurable: { nested } });
    expect(config?.configurable?.nested).toEqual(nested);
    nested.list.push({ a: 2 });
    expect(config?.configurable?.nested).toEqual({ list: [{ a: 1 }] });
  });

  test("carries the same object twice, but not an object within itself", () => {
    const shared = { a: 1 };
    const loop: Record<string, unknown> = { shared };
    loop.again = [loop, shared];
    const { config } = toWireConfig({ configurable: { one: shared, two: shared, loop } });
    expect(config?.configurable).toEqual({ one: shared, two: shared, loop: { shared, again: [shared] } });
  });

  test("takes an object at the word of its toJSON", () => {
    const money = { toJSON: () => ({ amount: 3, call: () => 1 }) };
    expect(toWireConfig({ metadata: { money } }).metadata).toEqual({ money: { amount: 3 } });
  });
});

describe("the thread", () => {
  test.each([undefined, null])("that is %j is none", (thread_id) => {
    expect(threadIdOf({ configurable: { thread_id } })).toBeUndefined();
    expect(() => requireThreadId({ configurable: { thread_id } }, "getState")).toThrow(
      new TypeError("getState needs a thread: set configurable.thread_id"),
    );
  });

  test.each(["", 7, {}, true])("that is %j is a mistake", (thread_id) => {
    expect(() => threadIdOf({ configurable: { thread_id } })).toThrow(TypeError);
  });
});
