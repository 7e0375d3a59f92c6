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
      { ...rpc, method: "tasks/cancel" as const, params: { id: task.id } },
      {
        ...rpc,
        id: 1,
        method: "SendMessage" as const,
        params: { message: { ...message, role: "ROLE_USER" } },
      },
      { ...rpc, method: "GetTask" as const, params: task },
      { ...rpc, method: "CancelTask" as const, params: task },
      { ...rpc, method: "ListTasks" as const },
      { ...rpc, method: "GetExtendedAgentCard" as const },
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

  test("sendA2aMessage, with the history of the task only", async () => {
    const header = { ...params.header, "LangGraph-A2A-History-Scope": "task" } as const;
    const body = { jsonrpc: "2.0", id: "1", method: "GetTask", params: task } as const;
    const call = client.POST("/a2a/{assistant_id}", { params: { ...params, header }, body });
    expect(await ok(call)).toMatchObject({ jsonrpc: "2.0", id: expect.any(String) });
  });

  test("the agent card, at each of its three paths", async () => {
    const { path } = params;
    const cards = [
      client.GET("/a2a/{assistant_id}", { params: { path } }),
      client.GET("/a2a/{assistant_id}/.well-known/agent-card.json", { params: { path } }),
      client.GET("/.well-known/agent-card.json", { params: { query: path } }),
    ];
    for (const card of cards) expect((await ok(card)).url).toEqual(expect.any(String));
  });

  test("the agent card of no assistant", async () => {
    const { error } = await client.GET("/.well-known/agent-card.json", { headers: { prefer: "code=400" } });
    expect(error).toEqual({ error: { code: expect.any(Number), message: expect.any(String) } });
  });
});
