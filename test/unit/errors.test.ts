import { GraphInterrupt as LocalInterrupt } from "@langchain/langgraph";
import { describe, expect, test } from "vitest";
import {
  ApiError,
  ConnectionError,
  GraphInterrupt,
  isApiError,
  isConnectionError,
  isGraphInterrupt,
  isParentCommand,
  isRemoteException,
  isStreamError,
  ParentCommand,
  RemoteException,
  StreamError,
} from "../../src/index.js";

const request = { method: "POST", path: "/threads/t1/runs" };
const answer = { ...request, status: 409, body: {}, headers: new Headers() };
const cause = new Error("below");

const errors: [Error, (error: unknown) => boolean][] = [
  [new ApiError({ ...answer, detail: "busy" }, { cause }), isApiError],
  [new ConnectionError({ ...request, reason: "no answer" }, { cause }), isConnectionError],
  [new RemoteException({ error: "ValueError", message: "no" }, { cause }), isRemoteException],
  [new StreamError("cut", {}, { cause }), isStreamError],
  [new GraphInterrupt([]), isGraphInterrupt],
  [new ParentCommand({}), isParentCommand],
];

describe.each(errors)("%s", (error, isOne) => {
  test("is an Error that its own guard knows, and no other", () => {
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe(error.constructor.name);
    expect(errors.filter(([, guard]) => guard(error)).map(([, guard]) => guard)).toEqual([isOne]);
  });

  test("is known also when another copy of the package threw it", () => {
    expect(isOne(Object.assign(new Error(error.message), { name: error.name }))).toBe(true);
    expect(isOne({ name: error.name })).toBe(false);
    expect(isOne(undefined)).toBe(false);
  });
});

test("errors keep their cause", () => {
  const causes = errors.map(([error]) => error.cause).filter((kept) => kept !== undefined);
  expect(causes).toEqual([cause, cause, cause, cause]);
});

test("an ApiError reads method, path, status and what the server said", () => {
  expect(new ApiError({ ...answer, detail: "busy" }).message).toBe("POST /threads/t1/runs: 409 busy");
  expect(new ApiError({ ...answer, detail: undefined }).message).toBe(
    "POST /threads/t1/runs: 409 (empty answer)",
  );
});

test("a StreamError says where to go on", () => {
  const position = { threadId: "t1", runId: "r1", lastEventId: "7" };
  expect(new StreamError("cut", position)).toMatchObject(position);
});

test("LangGraph's own interrupt is one as well, and ours bubbles up as its own does", () => {
  const local = new LocalInterrupt([{ value: 1 }]);
  expect(isGraphInterrupt(local)).toBe(true);
  const ours = new GraphInterrupt([{ id: "i1", value: 1 }]);
  expect(ours.is_bubble_up).toBe(local.is_bubble_up);
  expect(ours.name).toBe(local.name);
  expect(ours.interrupts).toEqual([{ id: "i1", value: 1 }]);
});
