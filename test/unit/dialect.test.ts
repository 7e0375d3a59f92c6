import { describe, expect, test } from "vitest";
import {
  type Dialect,
  detailOf,
  inDialect,
  isJavaScript,
  isUnsupported,
  learnDialect,
  noteRunStart,
  toHead,
  toRemoteException,
  toRunsPage,
  toWireBefore,
  toWireFlag,
  toWireQuery,
  toWireXray,
} from "../../src/dialect.js";
import { ApiError } from "../../src/errors.js";

const zodFailure = {
  success: false,
  error: {
    name: "ZodError",
    issues: [{ code: "invalid_type", path: ["checkpoint", 0], message: "Expected object" }],
  },
};
const corsOfJavaScript = new Headers({
  "access-control-expose-headers": "content-location,x-pagination-total",
});

const refusal = (status: number, body: unknown) =>
  new ApiError({ method: "POST", path: "/", status, body, headers: new Headers(), detail: undefined });

describe("inDialect", () => {
  /** A server of one family, and how it was spoken to. */
  function serverOf(family: Dialect, refuse = refusal(422, { detail: "no" })) {
    const heard: Dialect[] = [];
    const call = async (dialect: Dialect) => {
      heard.push(dialect);
      if (dialect !== family) throw refuse;
      return "answer";
    };
    return { heard, call };
  }

  test("speaks to a hosted server in two requests at first, then in one", async () => {
    const client = {};
    const { heard, call } = serverOf("hosted");
    expect(await inDialect(client, call)).toBe("answer");
    expect(await inDialect(client, call)).toBe("answer");
    expect(heard).toEqual(["javascript", "hosted", "hosted"]);
  });

  test("speaks to a server that is known in one", async () => {
    const client = {};
    learnDialect(client, { headers: new Headers(), body: { detail: "Thread not found" } });
    const { heard, call } = serverOf("hosted");
    await inDialect(client, call);
    expect(heard).toEqual(["hosted"]);
  });

  test("keeps what it learned to the client that learned it", async () => {
    learnDialect({}, { headers: new Headers(), body: { detail: "no" } });
    const { heard, call } = serverOf("javascript");
    await inDialect({}, call);
    expect(heard).toEqual(["javascript"]);
  });

  test.each([404, 409, 500])("takes a %i for an answer, not for a misunderstanding", async (status) => {
    const { heard, call } = serverOf("hosted", refusal(status, undefined));
    await expect(inDialect({}, call)).rejects.toMatchObject({ status });
    expect(heard).toEqual(["javascript"]);
  });

  test("does not try the other form with a server that has shown itself by its refusal", async () => {
    const client = {};
    const heard: Dialect[] = [];
    const call = async (dialect: Dialect) => {
      heard.push(dialect);
      learnDialect(client, { headers: new Headers(), body: zodFailure });
      throw refusal(400, zodFailure);
    };
    await expect(inDialect(client, call)).rejects.toMatchObject({ status: 400 });
    expect(heard).toEqual(["javascript"]);
  });
});

test("a server shows its family by its CORS headers, its validation failures and its `detail`", () => {
  const family = (headers: Headers, body?: unknown) => {
    const client = {};
    learnDialect(client, { headers, body });
    return isJavaScript(client);
  };
  expect(family(corsOfJavaScript)).toBe(true);
  expect(family(new Headers(), zodFailure)).toBe(true);
  expect(family(new Headers(), { detail: "no" })).toBe(false);
  expect(family(new Headers(), "Not Found")).toBe(false);
});

test("each form that differs has the one that its family takes", () => {
  expect([toWireFlag("javascript"), toWireFlag("hosted")]).toEqual(["true", true]);
  const checkpoint = { checkpoint_id: "c1", checkpoint_ns: "" };
  expect([toWireBefore("javascript", checkpoint), toWireBefore("hosted", checkpoint)]).toEqual([
    "c1",
    checkpoint,
  ]);
  expect(toRunsPage(20, 10)).toEqual({ offset: 20, limit: 30 });
  expect(toWireQuery({ key: "k", namespace: ["a", "b"] })).toEqual({ key: "k", namespace: "a.b" });
  expect(toWireQuery({ key: "k", namespace: "a.b" })).toEqual({ key: "k", namespace: "a.b" });
  const client = {};
  expect([true, false, 2].map((xray) => toWireXray(client, xray))).toEqual([true, false, 2]);
  learnDialect(client, { headers: corsOfJavaScript });
  expect([true, 2, 0].map((xray) => toWireXray(client, xray))).toEqual([true, true, false]);
});

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

  test("cuts a page of HTML short", () => {
    expect(detailOf("x".repeat(5000))).toHaveLength(1000);
  });
});

test("only the words of a missing implementation are taken for one", () => {
  expect(isUnsupported("Not implemented")).toBe(true);
  expect(isUnsupported("Internal Server Error")).toBe(false);
});

test("a thread that ran from a checkpoint is sent to its head once, for its own client only", () => {
  const client = {};
  expect(toHead(client, "t1")).toBeUndefined();
  noteRunStart(client, "t1", true);
  expect(toHead(client, "t1")).toEqual({ checkpoint_id: null });
  expect(toHead(client, "t2")).toBeUndefined();
  expect(toHead({}, "t1")).toBeUndefined();
  noteRunStart(client, "t1", false);
  expect(toHead(client, "t1")).toBeUndefined();
});

describe("toRemoteException", () => {
  test.each([
    [{ error: "ValueError", message: "no" }, "ValueError", "no"],
    [{ error: "Error", message: '{"error":"ToolError","message":"broken"}' }, "ToolError", "broken"],
    [{ error: "Error", message: '{"error" is no JSON' }, "Error", '{"error" is no JSON'],
    ["Run not found", "Error", "Run not found"],
    [{ message: { deep: true } }, "Error", '{"deep":true}'],
    [{}, "Error", "{}"],
    [null, "Error", "null"],
  ])("of %j is a %s that says %s", (data, error, message) => {
    const run = { threadId: "t1", runId: "r1" };
    expect(toRemoteException(data, run)).toMatchObject({ name: "RemoteException", error, message, ...run });
  });
});
