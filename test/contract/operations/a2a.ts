import { describe, expect, test } from "vitest";
import { client, ids, ok, parseEvents } from "../support.js";

const params = { path: { assistant_id: ids.assistant_id }, header: { Accept: "application/json" } };
const message = {
  role: "user" as const,
  parts: [{ kind: "text", text: "Hello" }],
  messageId: "m1",
  contextId: ids.thread_id,
};
const task = { id: ids.run_id, contextId: ids.thread_id };

describe("agent to agent", () => {
  test("sendA2aMessage, with each method that is answered at once", async () => {
    const rpc = { jsonrpc: "2.0", id: "1" } as const;
    for (const body of [
      { ...rpc, method: "message/send" as const, params: { message } },
      { ...rpc, method: "tasks/get" as const, params: { ...task, historyLength: 3 } },
      { ...rpc, method: "tasks/cancel" as const, params: task },
    ]) {
      const answer = await ok(client.POST("/a2a/{assistant_id}", { params, body }));
      expect(answer).toMatchObject({ jsonrpc: "2.0", id: expect.any(String) });
    }
  });

  test("sendA2aMessage, answered by a stream", async () => {
    const { data } = await client.POST("/a2a/{assistant_id}", {
      params: { ...params, header: { Accept: "text/event-stream" } },
      body: { jsonrpc: "2.0", id: "1", method: "message/stream", params: { message } },
      parseAs: "text",
    });
    const events = parseEvents(String(data));
    expect(events.length).toBeGreaterThan(0);
    for (const { data } of events) expect(data).toMatchObject({ jsonrpc: "2.0", id: expect.any(String) });
  });
});
