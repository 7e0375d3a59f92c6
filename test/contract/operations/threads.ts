import { describe, expect, test } from "vitest";
import type { ThreadState } from "../../../src/index.js";
import { client, empty, ids, ok } from "../support.js";

const { thread_id, checkpoint_id } = ids;
const params = { path: { thread_id } };

function expectState({ values, next, checkpoint, tasks = [] }: ThreadState): void {
  expect(values).toBeTypeOf("object");
  expect(next).toBeInstanceOf(Array);
  expect(checkpoint === null || typeof checkpoint === "object").toBe(true);
  for (const task of tasks) expect([task.id, task.name]).toEqual([expect.any(String), expect.any(String)]);
}

describe("threads", () => {
  test("createThread", async () => {
    const thread = await ok(
      client.POST("/threads", {
        body: {
          thread_id,
          metadata: { graph_id: "agent" },
          if_exists: "do_nothing",
          ttl: { strategy: "delete", ttl: 43_200 },
          supersteps: [
            { updates: [{ as_node: "agent", values: { topic: "tea" } }] },
            { updates: [{ as_node: "agent", command: { goto: ["tools", { node: "agent", input: {} }] } }] },
          ],
        },
      }),
    );
    if ("detail" in thread) throw new Error(thread.detail);
    expect(thread.thread_id).toEqual(expect.any(String));
    expect(thread.status).toBeOneOf(["idle", "busy", "interrupted", "error"]);
  });

  test("createThread whose supersteps fail", async () => {
    const body = { supersteps: [{ updates: [{ as_node: "agent", values: { topic: "tea" } }] }] };
    const failure = await ok(client.POST("/threads", { body, headers: { prefer: "code=201" } }), 201);
    expect(failure).toEqual({ detail: expect.any(String) });
  });

  test("searchThreads", async () => {
    const found = await ok(
      client.POST("/threads/search", {
        body: {
          ids: [thread_id],
          metadata: { graph_id: "agent" },
          values: { topic: "tea" },
          status: "interrupted",
          limit: 10,
          offset: 10,
          sort_by: "updated_at",
          sort_order: "asc",
          select: ["thread_id", "status", "interrupts"],
        },
      }),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const thread of found) expect(thread.thread_id).toEqual(expect.any(String));
  });

  test("countThreads", async () => {
    const body = { metadata: { graph_id: "agent" }, values: { topic: "tea" }, status: "idle" as const };
    expect(await ok(client.POST("/threads/count", { body }))).toBeTypeOf("number");
  });

  test("pruneThreads", async () => {
    const body = { thread_ids: [thread_id], strategy: "keep_latest" as const };
    expect((await ok(client.POST("/threads/prune", { body }))).pruned_count).toBeTypeOf("number");
  });

  test("getThread", async () => {
    const query = { include: "ttl" };
    const thread = await ok(client.GET("/threads/{thread_id}", { params: { ...params, query } }));
    expect(thread.created_at).toEqual(expect.any(String));
    for (const asked of Object.values(thread.interrupts ?? {})) expect(asked).toBeInstanceOf(Array);
  });

  test("updateThread", async () => {
    const body = { metadata: { topic: "tea" }, ttl: { strategy: "keep_latest" as const, ttl: 60 } };
    const thread = await ok(client.PATCH("/threads/{thread_id}", { params, body }));
    expect(thread?.metadata).toBeTypeOf("object");
  });

  test("updateThread that wants no answer", async () => {
    const header = { Prefer: "return=minimal, code=204" };
    const body = { metadata: { topic: "tea" } };
    await empty(client.PATCH("/threads/{thread_id}", { params: { ...params, header }, body }), 204);
  });

  test("deleteThread", async () => {
    await ok(client.DELETE("/threads/{thread_id}", { params }));
    await empty(client.DELETE("/threads/{thread_id}", { params, headers: { prefer: "code=204" } }), 204);
  });

  test("copyThread", async () => {
    const copy = await ok(client.POST("/threads/{thread_id}/copy", { params }));
    expect(copy.thread_id).toEqual(expect.any(String));
  });

  test("getThreadStorage", async () => {
    const storage = await ok(client.GET("/threads/{thread_id}/storage", { params }));
    expect(storage.total_bytes).toBeTypeOf("number");
    for (const { bytes } of Object.values(storage.channel_values.by_channel))
      expect(bytes).toBeTypeOf("number");
  });

  test.each(["interrupted", "empty"])("getThreadState, %s", async (example) => {
    expectState(
      await ok(
        client.GET("/threads/{thread_id}/state", {
          params: { ...params, query: { subgraphs: true } },
          headers: { prefer: `example=${example}` },
        }),
      ),
    );
  });

  test.each(["javascript", "python"])("updateThreadState, %s", async (example) => {
    const checkpoint = { checkpoint_id, checkpoint_ns: "", checkpoint_map: {} };
    const headers = { prefer: `example=${example}` };
    for (const body of [
      { values: { topic: "tea" }, as_node: "agent", checkpoint },
      { values: { topic: "tea" }, as_node: "agent", checkpoint_id },
      { values: null },
    ]) {
      const updated = await ok(client.POST("/threads/{thread_id}/state", { params, body, headers }));
      expect(updated.checkpoint).toBeTypeOf("object");
    }
  });

  test("getThreadStateById", async () => {
    const path = { thread_id, checkpoint_id };
    const call = client.GET("/threads/{thread_id}/state/{checkpoint_id}", {
      params: { path, query: { subgraphs: true } },
    });
    expectState(await ok(call));
  });

  test("getThreadStateAtCheckpoint, with `subgraphs` in both forms", async () => {
    const checkpoint = { checkpoint_id, checkpoint_ns: "child:1", checkpoint_map: { "": checkpoint_id } };
    for (const subgraphs of [true, "true"]) {
      const body = { checkpoint, subgraphs };
      expectState(await ok(client.POST("/threads/{thread_id}/state/checkpoint", { params, body })));
    }
  });

  test("getThreadHistory", async () => {
    const query = { limit: 10, before: checkpoint_id };
    const states = await ok(client.GET("/threads/{thread_id}/history", { params: { ...params, query } }));
    states.forEach(expectState);
  });

  test("searchThreadHistory, with `before` in both forms", async () => {
    for (const before of [checkpoint_id, { configurable: { checkpoint_id } }]) {
      const body = {
        limit: 10,
        before,
        metadata: { source: "loop" },
        checkpoint: { checkpoint_ns: "child:1" },
      };
      const states = await ok(client.POST("/threads/{thread_id}/history", { params, body }));
      states.forEach(expectState);
    }
  });
});
