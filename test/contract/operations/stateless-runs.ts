import { describe, expect, test } from "vitest";
import { checkRunEvent } from "../../support/event-schemas.js";
import { client, empty, ids, ok, parseEvents } from "../support.js";

/** Every setting of a run without a thread. */
const run = {
  assistant_id: ids.assistant_id,
  input: { messages: [] },
  config: { tags: ["test"], recursion_limit: 12, configurable: { model: "small" } },
  context: { language: "en" },
  metadata: { purpose: "contract" },
  webhook: "https://example.com/hook",
  interrupt_before: "*" as const,
  interrupt_after: ["tools"],
  langsmith_tracer: { project_name: "contract" },
  on_completion: "keep" as const,
  after_seconds: 0.5,
  stream_mode: "updates" as const,
  stream_subgraphs: false,
  stream_resumable: true,
  feedback_keys: ["helpful"],
  durability: "exit" as const,
  checkpoint_during: false,
};

describe("runs without a thread", () => {
  test("createStatelessRun", async () => {
    expect((await ok(client.POST("/runs", { body: run }))).run_id).toEqual(expect.any(String));
  });

  test("streamStatelessRun", async () => {
    const { data } = await client.POST("/runs/stream", {
      body: { ...run, on_disconnect: "cancel" },
      headers: { accept: "text/event-stream, application/json" },
      parseAs: "text",
    });
    const events = parseEvents(data ?? "");
    expect(events.length).toBeGreaterThan(1);
    expect(events.flatMap(({ event, data }) => checkRunEvent(event, data))).toEqual([]);
  });

  test("waitStatelessRun", async () => {
    const output = await ok(client.POST("/runs/wait", { body: { ...run, on_disconnect: "continue" } }));
    expect(output).toBeTypeOf("object");
  });

  test("createRunBatch", async () => {
    const runs = await ok(
      client.POST("/runs/batch", { body: [run, { assistant_id: "agent", input: null }] }),
    );
    for (const { run_id } of runs) expect(run_id).toEqual(expect.any(String));
  });

  test("cancelRuns, by their ids or by their status", async () => {
    const { thread_id, run_id } = ids;
    const params = { query: { action: "interrupt" as const } };
    await empty(client.POST("/runs/cancel", { params, body: { thread_id, run_ids: [run_id] } }), 204);
    await empty(client.POST("/runs/cancel", { body: { status: "pending" } }), 204);
  });

  test("joinStatelessRunStream", async () => {
    const { data } = await client.GET("/runs/{run_id}/stream", {
      params: {
        path: { run_id: ids.run_id },
        query: { stream_mode: "values", cancel_on_disconnect: false },
        header: { "Last-Event-ID": "12" },
      },
      headers: { accept: "text/event-stream" },
      parseAs: "text",
    });
    const events = parseEvents(data ?? "");
    expect(events.length).toBeGreaterThan(0);
    expect(events.flatMap(({ event, data }) => checkRunEvent(event, data))).toEqual([]);
  });
});
