import { describe, expect, test } from "vitest";
import { checkRunEvent } from "../../support/event-schemas.js";
import { client, empty, ids, ok, parseEvents } from "../support.js";

const { thread_id, run_id, checkpoint_id } = ids;
const params = { path: { thread_id } };
const runParams = { path: { thread_id, run_id } };

const statuses = ["pending", "running", "error", "success", "timeout", "interrupted"];

/** Every setting of a run on a thread. */
const settings = {
  assistant_id: "agent",
  checkpoint: { checkpoint_id, checkpoint_ns: "" },
  checkpoint_id,
  config: {
    tags: ["test"],
    recursion_limit: 12,
    configurable: { model: "small" },
    metadata: { purpose: "contract" },
  },
  langsmith_tracer: { project_name: "contract", example_id: "1" },
  context: { language: "en" },
  metadata: { purpose: "contract" },
  webhook: "https://example.com/hook",
  interrupt_before: ["tools"],
  interrupt_after: "*" as const,
  multitask_strategy: "enqueue" as const,
  if_not_exists: "create" as const,
  after_seconds: 1,
  stream_mode: ["values" as const, "messages-tuple" as const, "tools" as const],
  stream_subgraphs: true,
  stream_resumable: true,
  feedback_keys: ["helpful"],
  durability: "async" as const,
  checkpoint_during: true,
};

const input = { messages: [{ role: "user", content: "Hello" }] };

const commands = {
  "an answer": { resume: true },
  "an answer to each interrupt": { resume: { "6ecd89f76188997c5689d780e40b7f36": "yes" } },
  "an update": { update: { topic: "tea" } },
  "an update by pairs": { update: [["topic", "tea"]] },
  "a node to go to": { goto: "tools" },
  "a node to go to, with its input": { goto: { node: "tools", input: { topic: "tea" } } },
  "nodes to go to": { goto: ["tools", { node: "agent", input: null }] },
};

describe("runs on a thread", () => {
  test("listRuns", async () => {
    const query = {
      limit: 10,
      offset: 10,
      status: "success" as const,
      select: ["run_id" as const, "status" as const],
    };
    const runs = await ok(client.GET("/threads/{thread_id}/runs", { params: { ...params, query } }));
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) expect(run.run_id).toEqual(expect.any(String));
  });

  test("createRun", async () => {
    const header = { "x-request-id": "contract-1" };
    const call = client.POST("/threads/{thread_id}/runs", {
      params: { ...params, header },
      body: { ...settings, input },
    });
    const run = await ok(call);
    expect(run.run_id).toEqual(expect.any(String));
    expect(run.status).toBeOneOf(statuses);
  });

  test.each(Object.entries(commands))("createRun with a command that is %s", async (_, command) => {
    const body = { assistant_id: "agent", command };
    const run = await ok(client.POST("/threads/{thread_id}/runs", { params, body }));
    expect(run.thread_id).toEqual(expect.any(String));
  });

  test.each(["run", "hosted", "interrupt", "error", "subgraphs", "messages", "debug", "tools"])(
    "streamRun, %s",
    async (example) => {
      const { response, data } = await client.POST("/threads/{thread_id}/runs/stream", {
        params,
        body: { ...settings, input, on_disconnect: "cancel" },
        headers: { accept: "text/event-stream, application/json", prefer: `example=${example}` },
        parseAs: "text",
      });
      expect(response.headers.get("content-type")).toContain("text/event-stream");
      const events = parseEvents(data ?? "");
      expect(events.length).toBeGreaterThan(1);
      expect(events.flatMap(({ event, data }) => checkRunEvent(event, data))).toEqual([]);
    },
  );

  test.each(["values", "interrupted", "failed", "nothing"])("waitRun, %s", async (example) => {
    const body = { ...settings, input, on_disconnect: "continue" as const };
    const headers = { prefer: `example=${example}` };
    const output = await ok(client.POST("/threads/{thread_id}/runs/wait", { params, body, headers }));
    if (example === "interrupted") expect(output).toHaveProperty("__interrupt__");
    if (example === "failed") expect(output).toHaveProperty("__error__");
  });

  test("waitRun, as text", async () => {
    const body = { assistant_id: "agent", input };
    const headers = { accept: "text/plain" };
    const options = { params, body, headers, parseAs: "text" } as const;
    const text = await ok(client.POST("/threads/{thread_id}/runs/wait", options));
    expect(() => JSON.parse(String(text))).not.toThrow();
  });

  test("getRun", async () => {
    const run = await ok(client.GET("/threads/{thread_id}/runs/{run_id}", { params: runParams }));
    expect(run.assistant_id).toEqual(expect.any(String));
    expect(run.status).toBeOneOf(statuses);
  });

  test("deleteRun", async () => {
    const path = "/threads/{thread_id}/runs/{run_id}";
    await ok(client.DELETE(path, { params: runParams }));
    await empty(client.DELETE(path, { params: runParams, headers: { prefer: "code=204" } }), 204);
  });

  test("joinRun", async () => {
    const query = { cancel_on_disconnect: true };
    const call = client.GET("/threads/{thread_id}/runs/{run_id}/join", { params: { ...runParams, query } });
    expect(await ok(call)).toBeTypeOf("object");
  });

  test.each(["join", "run", "hosted", "interrupt", "error", "subgraphs", "missing"])(
    "joinRunStream, %s",
    async (example) => {
      const { data } = await client.GET("/threads/{thread_id}/runs/{run_id}/stream", {
        params: {
          ...runParams,
          query: { stream_mode: "values", cancel_on_disconnect: true },
          header: { "Last-Event-ID": "-1" },
        },
        headers: { accept: "text/event-stream", prefer: `example=${example}` },
        parseAs: "text",
      });
      const events = parseEvents(data ?? "");
      expect(events.length).toBeGreaterThan(0);
      expect(events.flatMap(({ event, data }) => checkRunEvent(event, data))).toEqual([]);
    },
  );

  test("cancelRun, in each of its three ways to succeed", async () => {
    const path = "/threads/{thread_id}/runs/{run_id}/cancel";
    const query = { wait: true, action: "rollback" as const };
    await ok(client.POST(path, { params: { ...runParams, query } }));
    for (const status of [202, 204]) {
      await empty(client.POST(path, { params: runParams, headers: { prefer: `code=${status}` } }), status);
    }
  });
});
