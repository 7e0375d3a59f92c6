import { client, ids, ok, prefer } from "../support.js";

const { assistant_id, thread_id, cron_id } = ids;
const params = { path: { cron_id } };
const metadata = { purpose: "contract" };

/** What the two kinds of cron job have in common. */
const cron = {
  assistant_id: "agent",
  schedule: "*/15 * * * *",
  timezone: "Europe/Tallinn",
  end_time: "2030-01-01T00:00:00Z",
  enabled: true,
  input: { topic: "tea" },
  metadata,
  config: { tags: ["test"], recursion_limit: 12, configurable: { model: "small" } },
  context: { language: "en" },
  webhook: "https://example.com/hook",
  interrupt_before: ["tools"],
  interrupt_after: "*" as const,
  stream_mode: ["values" as const],
  stream_subgraphs: true,
  stream_resumable: true,
  durability: "sync" as const,
};

export const crons = {
  createCron: () => [ok(client.POST("/runs/crons", { body: { ...cron, on_run_completed: "keep" } }))],
  createThreadCron: () => {
    const body = { ...cron, multitask_strategy: "rollback" as const };
    return [ok(client.POST("/threads/{thread_id}/runs/crons", { params: { path: { thread_id } }, body }))];
  },
  searchCrons: () => {
    const order = { sort_by: "next_run_date", sort_order: "asc" } as const;
    const select = ["cron_id" as const, "schedule" as const];
    const body = { assistant_id, thread_id, enabled: true, metadata, limit: 10, offset: 0, ...order, select };
    return [ok(client.POST("/runs/crons/search", { body }))];
  },
  countCrons: () => [ok(client.POST("/runs/crons/count", { body: { assistant_id, thread_id, metadata } }))],
  getCron: () => [ok(client.GET("/runs/crons/{cron_id}", { params }))],
  updateCron: () => {
    const { assistant_id: _, ...changes } = cron;
    const body = { ...changes, end_time: null, enabled: false, on_run_completed: "delete" as const };
    return [ok(client.PATCH("/runs/crons/{cron_id}", { params, body }))];
  },
  deleteCron: () => [
    ok(client.DELETE("/runs/crons/{cron_id}", { params })),
    ok(client.DELETE("/runs/crons/{cron_id}", { params, ...prefer(204) }), 204),
  ],
};
