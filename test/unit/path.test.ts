import { describe, expect, test } from "vitest";
import { toPath } from "../../src/client/path.js";

const TEMPLATE = "/threads/{thread_id}/runs/{run_id}";

describe("what passes", () => {
  test("each placeholder is filled", () => {
    expect(toPath(TEMPLATE, { thread_id: "1f0", run_id: "0198-aa" })).toBe("/threads/1f0/runs/0198-aa");
  });

  test("a path without placeholders stays as it is", () => {
    expect(toPath("/assistants/search", {})).toBe("/assistants/search");
  });

  test("integers serve as well", () => {
    expect(toPath("/runs/{run_id}", { run_id: 0 })).toBe("/runs/0");
    expect(toPath("/runs/{run_id}", { run_id: -12 })).toBe("/runs/-12");
  });

  test("a subgraph's namespace keeps its separators, encoded", () => {
    expect(toPath("/assistants/a/subgraphs/{namespace}", { namespace: "child:1|grand:2" })).toBe(
      "/assistants/a/subgraphs/child%3A1%7Cgrand%3A2",
    );
  });

  test.each([
    ["a?b=c#d", "a%3Fb%3Dc%23d"],
    ["100%", "100%25"],
    ["%41", "%2541"],
    ["a b", "a%20b"],
    ["...", "..."],
    [".hidden", ".hidden"],
    ["v1.2", "v1.2"],
    ["é好🦜", "%C3%A9%E5%A5%BD%F0%9F%A6%9C"],
    ["{run_id}", "%7Brun_id%7D"],
    ["$&", "%24%26"],
    ["@evil.example", "%40evil.example"],
  ])("%j becomes %s", (value, segment) => {
    expect(toPath("/threads/{thread_id}", { thread_id: value })).toBe(`/threads/${segment}`);
  });
});

describe("what is refused", () => {
  test.each([undefined, null])("a parameter that is %s, by its name", (value) => {
    expect(() => toPath(TEMPLATE, { thread_id: "a", run_id: value })).toThrow(
      new TypeError("the path parameter run_id is missing"),
    );
    expect(() => toPath(TEMPLATE, { thread_id: "a" })).toThrow("run_id is missing");
  });

  test("a name that every object inherits", () => {
    expect(() => toPath("/x/{constructor}", {})).toThrow("constructor is missing");
  });

  test.each([
    [{}, "an object"],
    [[], "an object"],
    [true, "a boolean"],
    [1.5, "1.5"],
    [Number.NaN, "NaN"],
    [1n, "a bigint"],
  ])("%s, which is neither string nor integer", (value, named) => {
    expect(() => toPath("/runs/{run_id}", { run_id: value })).toThrow(
      new TypeError(`the path parameter run_id must be a string or an integer, not ${named}`),
    );
  });

  test.each([
    ["", "empty"],
    [".", "dot segment"],
    ["..", "dot segment"],
    ["../threads", "slash"],
    ["a/b", "slash"],
    ["/", "slash"],
    ["..\\threads", "backslash"],
    ["%2e%2e", "percent-encoded"],
    ["%2E.", "percent-encoded"],
    [".%2e", "percent-encoded"],
    ["%252e%252E", "percent-encoded"],
    ["%25252e", "percent-encoded"],
    ["..%2fthreads", "percent-encoded"],
    ["..%5Cthreads", "percent-encoded"],
    ["a%00", "percent-encoded"],
    ["a\0b", "control character"],
    ["a\r\nb", "control character"],
    ["\t", "control character"],
    ["\x7f", "control character"],
    ["\x85", "control character"],
    ["\ud83e", "surrogate"],
    ["a\udd9cb", "surrogate"],
  ])("%j as a %s", (value, reason) => {
    const fill = () => toPath("/runs/{run_id}", { run_id: value });
    expect(fill).toThrow(TypeError);
    expect(fill).toThrow(reason);
    expect(fill).toThrow("run_id");
  });

  test("the message shows the value, escaped and cut", () => {
    expect(() => toPath("/runs/{run_id}", { run_id: 'a\n"\u202e' })).toThrow(
      'the path parameter run_id must not hold a control character: "a\\n\\"\\u202e"',
    );
    expect(() => toPath("/runs/{run_id}", { run_id: `/${"x".repeat(5000)}` })).toThrow(/: "\/x{59}…"$/);
  });
});
