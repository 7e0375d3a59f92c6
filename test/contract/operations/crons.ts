import { describe, expect, test } from "vitest";
import { client, empty, ids, ok } from "../support.js";

const params = { path: { cron_id: ids.cron_id } };

/** What the two kinds of cron job have in common. */
const cron = {
  assistant_id: "agent",
  schedule: "*/15 * * * *",
  timezone: "Europe/Tallinn",
  end_time: "2030-01-01T00:00:00Z",
  enabled: true,
  input: { topic: "tea" },
  metadata: { purpose: "contract" },
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

describe("cron jobs", () => {
  test("createCron", async () => {
    const created = await ok(client.POST("/runs/crons", { body: { ...cron, on_run_completed: "keep" } }));
    expect(created.cron_id).toEqual(expect.any(String));
    expect(created.schedule).toEqual(expect.any(String));
  });

  test("createThreadCron", async () => {
    const created = await ok(
      client.POST("/threads/{thread_id}/runs/crons", {
        params: { path: { thread_id: ids.thread_id } },
        body: { ...cron, multitask_strategy: "rollback" },
      }),
    );
    expect(created.cron_id).toEqual(expect.any(String));
  });

  test("searchCrons", async () => {
    const found = await ok(
      client.POST("/runs/crons/search", {
        body: {
          assistant_id: ids.assistant_id,
          thread_id: ids.thread_id,
          enabled: true,
          metadata: { purpose: "contract" },
          limit: 10,
          offset: 0,
          sort_by: "next_run_date",
          sort_order: "asc",
          select: ["cron_id", "schedule"],
        },
      }),
    );
    for (const { cron_id } of found) expect(cron_id).toEqual(expect.any(String));
  });

  test("countCrons", async () => {
    const { assistant_id, thread_id } = ids;
    const body = { assistant_id, thread_id, metadata: { purpose: "contract" } };
    expect(await ok(client.POST("/runs/crons/count", { body }))).toBeTypeOf("number");
  });

  test("getCron", async () => {
    const found = await ok(client.GET("/runs/crons/{cron_id}", { params }));
    expect(found.cron_id).toEqual(expect.any(String));
  });

  test("updateCron", async () => {
    const { assistant_id: _, ...changes } = cron;
    const body = { ...changes, end_time: null, enabled: false, on_run_completed: "delete" as const };
    const updated = await ok(client.PATCH("/runs/crons/{cron_id}", { params, body }));
    expect(updated.updated_at).toEqual(expect.any(String));
  });

  test("deleteCron", async () => {
    await ok(client.DELETE("/runs/crons/{cron_id}", { params }));
    await empty(client.DELETE("/runs/crons/{cron_id}", { params, headers: { prefer: "code=204" } }), 204);
  });
});
