import { describe, expect, test } from "vitest";
import { ApiError } from "../../src/index.js";
import {
  detailOf,
  isNotImplemented,
  nameMissingMode,
  toRemoteException,
} from "../../src/servers/error-bodies.js";

const zodFailure = {
  success: false,
  error: {
    name: "ZodError",
    issues: [{ code: "invalid_type", path: ["checkpoint", 0], message: "Expected object" }],
  },
};

describe("detailOf", () => {
  test.each([
    [{ detail: "Thread not found" }, "Thread not found"],
    [{ detail: [{ loc: ["body"], msg: "field required" }] }, '[{"loc":["body"],"msg":"field required"}]'],
    [{ message: "no" }, "no"],
    [{ error: "no" }, "no"],
    [{ error: { code: 1 } }, '{"code":1}'],
    ["Internal Server Error\n", "Internal Server Error"],
    [zodFailure, "checkpoint.0: Expected object"],
    ["", undefined],
    [{}, undefined],
    [null, undefined],
    [undefined, undefined],
    [["list"], undefined],
  ])("of %j is %j", (body, detail) => {
    expect(detailOf(body)).toBe(detail);
  });

  test("puts a Python server's report of a broken rule into one line, with the place that breaks it", () => {
    const report = `'nope' is not valid under\n any of the given schemas\n\nFailed validating 'anyOf' in schema['properties']:\n    {'anyOf': []}\n\nOn instance["stream_mode"][0]:\n    'nope'`;
    expect(detailOf({ detail: report })).toBe(
      "stream_mode.0: 'nope' is not valid under any of the given schemas",
    );
  });

  test("cuts a long text short, and takes no more than the title of a page of HTML", () => {
    expect(detailOf("x".repeat(5000))).toHaveLength(1000);
    expect(detailOf("<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>…")).toBe(
      "a page of HTML: 502 Bad Gateway",
    );
    expect(detailOf("<html><body><h1>Oops</h1></body></html>")).toBe("a page of HTML");
  });
});

test("only the words of a missing implementation are taken for one", () => {
  expect(isNotImplemented("Not implemented")).toBe(true);
  expect(isNotImplemented("Internal Server Error")).toBe(false);
});

describe("toRemoteException", () => {
  test.each([
    [{ error: "ValueError", message: "no" }, "ValueError", "no"],
    [{ error: "Error", message: '{"error":"ToolError","message":"broken"}' }, "ToolError", "broken"],
    [{ error: "Error", message: '{"error" is not JSON' }, "Error", '{"error" is not JSON'],
    ["Run not found", "Error", "Run not found"],
    [{ message: { deep: true } }, "Error", '{"deep":true}'],
    [{}, "Error", "{}"],
    [null, "Error", "null"],
  ])("of %j is a %s that says %s", (data, error, message) => {
    const run = { threadId: "t1", runId: "r1" };
    expect(toRemoteException(data, run)).toMatchObject({ name: "RemoteException", error, message, ...run });
  });
});

test("a refused mode is named where it is one that not every server has", () => {
  const refusedFor = (detail: string) =>
    new ApiError({
      method: "POST",
      path: "/runs/stream",
      status: 422,
      body: {},
      headers: new Headers(),
      detail,
    });
  const refused = refusedFor("stream_mode: not valid");
  expect(nameMissingMode(refused, ["values", "tools"])).toMatchObject({
    status: 422,
    message: 'POST /runs/stream: 422 this server does not have the stream mode "tools"',
  });
  expect(nameMissingMode(refused, "values")).toBe(refused);
  const other = refusedFor("input: not valid");
  expect(nameMissingMode(other, "tools")).toBe(other);
});
