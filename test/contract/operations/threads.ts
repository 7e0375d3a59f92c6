import { client, ids, ok, prefer } from "../support.js";

const { thread_id, checkpoint_id } = ids;
const params = { path: { thread_id } };
const metadata = { graph_id: "agent" };
const values = { topic: "tea" };
const readStream = { headers: { accept: "text/event-stream, application/json" }, parseAs: "text" } as const;

export const threads = {
  createThread: () => {
    const first = { updates: [{ as_node: "agent", values }] };
    const command = { goto: ["tools", { node: "agent", input: {} }] };
    const body = {
      thread_id,
      metadata,
      if_exists: "do_nothing" as const,
      ttl: { strategy: "delete" as const, ttl: 43_200 },
      supersteps: [first, { updates: [{ as_node: "agent", command }] }],
    };
    return [
      ok(client.POST("/threads", { body })),
      // made, and its supersteps failed
      ok(client.POST("/threads", { body: { supersteps: [first] }, ...prefer(201) }), 201),
    ];
  },
  searchThreads: () => {
    const body = {
      ids: [thread_id],
      metadata,
      values,
      status: "interrupted" as const,
      limit: 10,
      offset: 10,
      sort_by: "updated_at" as const,
      sort_order: "asc" as const,
      select: ["thread_id" as const, "status" as const, "interrupts" as const],
    };
    return [ok(client.POST("/threads/search", { body }))];
  },
  countThreads: () => [ok(client.POST("/threads/count", { body: { metadata, values, status: "idle" } }))],
  pruneThreads: () => {
    const body = { thread_ids: [thread_id], strategy: "keep_latest" as const };
    return [ok(client.POST("/threads/prune", { body }))];
  },
  getThread: () => {
    const query = { include: "ttl" };
    return [ok(client.GET("/threads/{thread_id}", { params: { ...params, query } }))];
  },
  updateThread: () => {
    const body = { metadata: values, ttl: { strategy: "keep_latest" as const, ttl: 60 } };
    const quiet = { ...params, header: { Prefer: "return=minimal, code=204" } };
    return [
      ok(client.PATCH("/threads/{thread_id}", { params, body })),
      ok(client.PATCH("/threads/{thread_id}", { params: quiet, body: { metadata: values } }), 204),
    ];
  },
  deleteThread: () => [
    ok(client.DELETE("/threads/{thread_id}", { params })),
    ok(client.DELETE("/threads/{thread_id}", { params, ...prefer(204) }), 204),
  ],
  copyThread: () => [ok(client.POST("/threads/{thread_id}/copy", { params }))],
  getThreadStorage: () => [ok(client.GET("/threads/{thread_id}/storage", { params }))],
  getThreadState: () =>
    ["interrupted", "empty"].map((example) => {
      const query = { subgraphs: true };
      return ok(
        client.GET("/threads/{thread_id}/state", { params: { ...params, query }, ...prefer(example) }),
      );
    }),
  updateThreadState: () => {
    const checkpoint = { checkpoint_id, checkpoint_ns: "", checkpoint_map: {} };
    return ["javascript", "python"].flatMap((example) =>
      [
        { values, as_node: "agent", checkpoint },
        { values, as_node: "agent", checkpoint_id },
        { values: null },
      ].map((body) => ok(client.POST("/threads/{thread_id}/state", { params, body, ...prefer(example) }))),
    );
  },
  getThreadStateById: () => {
    const byId = { path: { thread_id, checkpoint_id }, query: { subgraphs: true } };
    return [ok(client.GET("/threads/{thread_id}/state/{checkpoint_id}", { params: byId }))];
  },
  getThreadStateAtCheckpoint: () => {
    const checkpoint = { checkpoint_id, checkpoint_ns: "child:1", checkpoint_map: { "": checkpoint_id } };
    return [true, "true"].map((subgraphs) =>
      ok(client.POST("/threads/{thread_id}/state/checkpoint", { params, body: { checkpoint, subgraphs } })),
    );
  },
  getThreadHistory: () => {
    const query = { limit: 10, before: checkpoint_id };
    return [ok(client.GET("/threads/{thread_id}/history", { params: { ...params, query } }))];
  },
  searchThreadHistory: () =>
    [checkpoint_id, { configurable: { checkpoint_id } }].map((before) => {
      const checkpoint = { checkpoint_ns: "child:1" };
      const body = { limit: 10, before, metadata: { source: "loop" }, checkpoint };
      return ok(client.POST("/threads/{thread_id}/history", { params, body }));
    }),
  streamThread: () => {
    // Prism splits no list at its commas where a single word would do as well
    const query = { stream_modes: "run_modes" as const };
    const from = { ...params, query, header: { "Last-Event-ID": "-" } };
    return [ok(client.GET("/threads/{thread_id}/stream", { params: from, ...readStream }))];
  },
  streamThreadEvents: () => {
    const channels = ["lifecycle", "messages", "input", "custom:progress"];
    const body = { channels, namespaces: [[], ["child"]], depth: 1, since: 0 };
    return [ok(client.POST("/threads/{thread_id}/stream/events", { params, body, ...readStream }))];
  },
  sendThreadCommand: () =>
    ["started", "refused"].map((example) => {
      const command = { method: "run.start" as const, params: { assistant_id: "agent", input: null } };
      const body = { id: 1, ...command };
      return ok(client.POST("/threads/{thread_id}/commands", { params, body, ...prefer(example) }));
    }),
};
