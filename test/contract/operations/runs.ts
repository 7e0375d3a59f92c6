import { client, ids, ok, prefer } from "../support.js";

const { thread_id, run_id, checkpoint_id } = ids;
const params = { path: { thread_id } };
const runParams = { path: { thread_id, run_id } };
const readStream = { headers: { accept: "text/event-stream, application/json" }, parseAs: "text" } as const;
const input = { messages: [{ role: "user", content: "Hello" }] };

/** Every setting that runs on a thread and those without one have in common. */
const shared = {
  assistant_id: "agent",
  input,
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
  after_seconds: 0.5,
  stream_mode: ["values" as const, "messages-tuple" as const, "tools" as const],
  stream_subgraphs: true,
  stream_resumable: true,
  feedback_keys: ["helpful"],
  durability: "async" as const,
  checkpoint_during: true,
};

const onThread = {
  ...shared,
  checkpoint: { checkpoint_id, checkpoint_ns: "" },
  checkpoint_id,
  multitask_strategy: "enqueue" as const,
  if_not_exists: "create" as const,
};

const stateless = { ...shared, on_completion: "keep" as const, stream_mode: "updates" as const };

const commands = [
  { resume: true },
  { resume: { "6ecd89f76188997c5689d780e40b7f36": "yes" } },
  { update: { topic: "tea" } },
  { update: [["topic", "tea"]] },
  { goto: "tools" },
  { goto: { node: "tools", input: { topic: "tea" } } },
  { goto: ["tools", { node: "agent", input: null }] },
];

export const runs = {
  listRuns: () => {
    const select = ["run_id" as const, "status" as const];
    const query = { limit: 10, offset: 10, status: "success" as const, select };
    return [ok(client.GET("/threads/{thread_id}/runs", { params: { ...params, query } }))];
  },
  createRun: () => {
    const named = { ...params, header: { "x-request-id": "contract-1" } };
    return [
      ok(client.POST("/threads/{thread_id}/runs", { params: named, body: onThread })),
      ...commands.map((command) =>
        ok(client.POST("/threads/{thread_id}/runs", { params, body: { assistant_id: "agent", command } })),
      ),
    ];
  },
  streamRun: () => {
    const body = { ...onThread, on_disconnect: "cancel" as const };
    return [ok(client.POST("/threads/{thread_id}/runs/stream", { params, body, ...readStream }))];
  },
  waitRun: () => {
    const body = { ...onThread, on_disconnect: "continue" as const };
    const asText = { params, body, headers: { accept: "text/plain" }, parseAs: "text" } as const;
    return [
      ok(client.POST("/threads/{thread_id}/runs/wait", asText)),
      ...["values", "interrupted", "failed", "nothing"].map((example) =>
        ok(client.POST("/threads/{thread_id}/runs/wait", { params, body, ...prefer(example) })),
      ),
    ];
  },
  getRun: () => [ok(client.GET("/threads/{thread_id}/runs/{run_id}", { params: runParams }))],
  deleteRun: () => [
    ok(client.DELETE("/threads/{thread_id}/runs/{run_id}", { params: runParams })),
    ok(client.DELETE("/threads/{thread_id}/runs/{run_id}", { params: runParams, ...prefer(204) }), 204),
  ],
  joinRun: () => {
    const query = { cancel_on_disconnect: true };
    return [ok(client.GET("/threads/{thread_id}/runs/{run_id}/join", { params: { ...runParams, query } }))];
  },
  joinRunStream: () => {
    const query = { stream_mode: "values" as const, cancel_on_disconnect: true };
    const from = { ...runParams, query, header: { "Last-Event-ID": "-1" } };
    return [ok(client.GET("/threads/{thread_id}/runs/{run_id}/stream", { params: from, ...readStream }))];
  },
  cancelRun: () => {
    const path = "/threads/{thread_id}/runs/{run_id}/cancel";
    const query = { wait: true, action: "rollback" as const };
    return [
      ok(client.POST(path, { params: { ...runParams, query } })),
      ...[202, 204].map((code) => ok(client.POST(path, { params: runParams, ...prefer(code) }), code)),
    ];
  },

  createStatelessRun: () => [ok(client.POST("/runs", { body: stateless }))],
  streamStatelessRun: () => {
    const body = { ...stateless, on_disconnect: "cancel" as const };
    return [ok(client.POST("/runs/stream", { body, ...readStream }))];
  },
  waitStatelessRun: () => {
    const body = { ...stateless, on_disconnect: "continue" as const };
    return [ok(client.POST("/runs/wait", { body }))];
  },
  createRunBatch: () => {
    const body = [stateless, { assistant_id: "agent", input: null }];
    return [ok(client.POST("/runs/batch", { body }))];
  },
  cancelRuns: () => {
    const byId = {
      params: { query: { action: "interrupt" as const } },
      body: { thread_id, run_ids: [run_id] },
    };
    return [
      ok(client.POST("/runs/cancel", byId), 204),
      ok(client.POST("/runs/cancel", { body: { status: "pending" } }), 204),
    ];
  },
  joinStatelessRunStream: () => {
    const query = { stream_mode: "values" as const, cancel_on_disconnect: false };
    const from = { path: { run_id }, query, header: { "Last-Event-ID": "12" } };
    return [ok(client.GET("/runs/{run_id}/stream", { params: from, ...readStream }))];
  },
};
