import { describe, expect, test } from "vitest";
import { contentOf } from "../../src/cli/check/validator.js";
import { asRecord } from "../../src/cli/json.js";
import { type ApiError, isApiError, joinRun, RemoteGraph, streamRun } from "../../src/index.js";
import { readDocument, readOperations } from "../support/document.js";
import { toArray } from "../support/to-array.js";
import { client, ids } from "./support.js";

const { thread_id, run_id, checkpoint_id } = ids;
const graph = new RemoteGraph({ graphId: "agent", client });
const onThread = { configurable: { thread_id } };
const atCheckpoint = { configurable: { thread_id, checkpoint_id } };

type Headers = Record<string, string>;

/** Calls that need just one request, by its operation. */
const calls: Record<string, (headers: Headers) => Promise<unknown>> = {
  getThreadState: (headers) => graph.getState(onThread, { headers }),
  getThreadStateAtCheckpoint: (headers) => graph.getState(atCheckpoint, { headers }),
  updateThreadState: (headers) => graph.updateState(onThread, null, "agent", { headers }),
  searchThreadHistory: (headers) => toArray(graph.getStateHistory(onThread, { headers })),
  getAssistantGraph: (headers) => graph.getGraphAsync({ headers }),
  getAssistantSchemas: (headers) => graph.getSchemas({ headers }),
  getAssistantSubgraphs: (headers) => toArray(graph.getSubgraphsAsync(undefined, false, { headers })),
  getAssistantSubgraphsInNamespace: (headers) =>
    toArray(graph.getSubgraphsAsync("child", false, { headers })),
};

/** Calls whose answer is a stream, so an error cannot be asked for as text. */
const streams: Record<string, (headers: Headers) => Promise<unknown>> = {
  streamRun: (headers) => graph.stream(null, { ...onThread, headers }),
  streamStatelessRun: (headers) => graph.invoke({}, { headers }),
  joinRunStream: (headers) => toArray(joinRun(client, { threadId: thread_id, runId: run_id, headers })),
  joinStatelessRunStream: (headers) => toArray(joinRun(client, { runId: run_id, headers })),
};

const codesOf = (operation: string): string[] =>
  Object.keys(asRecord(readOperations().get(operation)?.spec.responses)).filter(
    (status) => Number(status) >= 400,
  );

const cases = (operations: object): [string, string][] =>
  Object.keys(operations).flatMap((operation) =>
    codesOf(operation).map((code) => [operation, code] as [string, string]),
  );

/** Whether the document has the error as text; a body that is too large is told as JSON only. */
function isText([id, code]: [string, string]): boolean {
  const operation = readOperations().get(id);
  const content = operation && contentOf(readDocument(), operation, Number(code));
  return content !== undefined && "text/plain" in content;
}

async function failureOf(call: Promise<unknown> | undefined): Promise<ApiError> {
  const error: unknown = await call?.catch((thrown: unknown) => thrown);
  if (!isApiError(error)) throw new Error("an ApiError was to be thrown", { cause: error });
  return error;
}

function expectRequest(error: ApiError, operation: string, code: string): void {
  const { method, path = "" } = readOperations().get(operation) ?? {};
  const filled = path
    .replace("{assistant_id}", "agent")
    .replace("{namespace}", "child")
    .replace(/\{(\w+)\}/g, (_, name: keyof typeof ids) => ids[name]);
  expect(error).toMatchObject({ status: Number(code), method, path: filled });
  expect(error.headers).toBeInstanceOf(Headers);
  expect(error.message).toMatch(`${method} ${filled}: ${code} `);
}

describe("each documented error, as JSON", () => {
  test.each(cases({ ...calls, ...streams }))("%s %s", async (operation, code) => {
    const call = calls[operation] ?? streams[operation];
    const error = await failureOf(call?.({ prefer: `code=${code}` }));
    expectRequest(error, operation, code);
    expect(error.body).toBeTypeOf("object");
    expect(error.detail).toEqual(expect.any(String));
    expect(error.message).toContain(error.detail);
  });
});

describe("each documented error, as text", () => {
  test.each(cases(calls).filter(isText))("%s %s", async (operation, code) => {
    const error = await failureOf(calls[operation]?.({ prefer: `code=${code}`, accept: "text/plain" }));
    expectRequest(error, operation, code);
    const { body = "" } = error;
    expect(body).toBeTypeOf("string");
    // a graph's name that the server has no assistant for is named, whatever the server answers
    const isUnknownGraph = ["404", "422"].includes(code) && error.path.startsWith("/assistants/agent/");
    const isLookedUp = isUnknownGraph && error.method === "GET";
    expect(error.detail ?? "").toBe(isLookedUp ? 'there is no graph "agent"' : String(body).trim());
  });
});

test("a validation failure is told field by field", async () => {
  const error = await failureOf(
    graph.getState(onThread, { headers: { prefer: "code=400, example=validation" } }),
  );
  expect(error.body).toMatchObject({ success: false, error: { issues: expect.any(Array) } });
  expect(error.detail).toMatch(/^[\w.]+: \S/);
});

test("a run that may have started in spite of the error is told as such", async () => {
  const error = await failureOf(
    toArray(
      streamRun(client, { threadId: thread_id, assistantId: "agent", headers: { prefer: "code=500" } }),
    ),
  );
  expect(error.detail).toContain("may have started");
});

test("a refused run in a batch stands among the results when asked", async () => {
  const headers = { prefer: "code=422" };
  const [result] = await graph.batch([{}], { headers }, { returnExceptions: true });
  expect(isApiError(result) && result.status).toBe(422);
});
