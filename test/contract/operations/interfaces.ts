import { checkedFetch, client, expectStatus, ids, mockUrl, ok, prefer } from "../support.js";

const { thread_id, run_id } = ids;
const assistant = { path: { assistant_id: ids.assistant_id } };

const accept = { header: { Accept: "application/json, text/event-stream" } } as const;
const toolCall = { method: "tools/call", params: { name: "agent", arguments: { topic: "tea" } } };

/** Of the model context protocol, at its path and at the one that redirects there. */
const mcp = (path: "/mcp" | "/mcp/") => ({
  send: () => {
    const post = (body: { method: string; id?: number }, headers = {}) =>
      client.POST(path, { params: accept, body: { jsonrpc: "2.0", ...body }, ...headers });
    return [
      ok(post({ id: 1, ...toolCall })),
      ok(post({ method: "notifications/initialized" }, prefer(202)), 202),
      expectStatus(post({ id: 1, method: "ping" }, prefer(400)), 400),
    ];
  },
  open: () => [expectStatus(client.GET(path, prefer(405)), 405)],
  end: () => [expectStatus(client.DELETE(path, prefer(404)), 404)],
});
const [plain, slashed] = [mcp("/mcp"), mcp("/mcp/")];

const message = { role: "user", parts: [{ kind: "text", text: "Hello" }], messageId: "m1" } as const;
const said = { ...message, parts: [...message.parts], contextId: thread_id };
const task = { id: run_id, contextId: thread_id };

/** What is no resource of the server's own: the system, agent to agent, the model context protocol. */
export const interfaces = {
  checkHealth: () => [ok(client.GET("/ok", { params: { query: { check_db: 1 } } }))],
  checkRoot: () => ["python", "aegra"].map((example) => ok(client.GET("/", prefer(example)))),
  getServerInfo: () => ["javascript", "python"].map((example) => ok(client.GET("/info", prefer(example)))),
  getMetrics: () => {
    const headers = { accept: "application/json" };
    return [
      ok(client.GET("/metrics", { params: { query: { format: "prometheus" } }, parseAs: "text" })),
      ok(client.GET("/metrics", { params: { query: { format: "json" } }, headers })),
    ];
  },
  getDocs: () => [ok(client.GET("/docs", { parseAs: "text" }))],
  getOpenApiDocument: () => [ok(client.GET("/openapi.json"))],

  sendMcpMessage: plain.send,
  openMcpStream: plain.open,
  endMcpSession: plain.end,
  sendMcpMessageWithSlash: slashed.send,
  openMcpStreamWithSlash: () => {
    const redirected = checkedFetch(`${mockUrl}/mcp/`, { ...prefer(307), redirect: "manual" });
    return [
      ...slashed.open(),
      expectStatus(
        redirected.then((response) => ({ response })),
        307,
      ),
    ];
  },
  endMcpSessionWithSlash: slashed.end,

  sendA2aMessage: () => {
    const rpc = { jsonrpc: "2.0", id: "1" } as const;
    const params = { ...assistant, header: { Accept: "application/json" } } as const;
    const streamed = { ...assistant, header: { Accept: "text/event-stream" } } as const;
    const ofTask = {
      ...assistant,
      header: { ...params.header, "LangGraph-A2A-History-Scope": "task" },
    } as const;
    const stream = { ...rpc, method: "message/stream" as const, params: { message: said } };
    return [
      ...[
        { ...rpc, method: "message/send" as const, params: { message: said } },
        { ...rpc, method: "tasks/get" as const, params: { ...task, historyLength: 3 } },
        { ...rpc, method: "tasks/cancel" as const, params: { id: task.id } },
        {
          ...rpc,
          id: 1,
          method: "SendMessage" as const,
          params: { message: { ...said, role: "ROLE_USER" as const } },
        },
        { ...rpc, method: "GetTask" as const, params: task },
        { ...rpc, method: "CancelTask" as const, params: task },
        { ...rpc, method: "ListTasks" as const },
        { ...rpc, method: "GetExtendedAgentCard" as const },
      ].map((body) => ok(client.POST("/a2a/{assistant_id}", { params, body }))),
      ok(client.POST("/a2a/{assistant_id}", { params: streamed, body: stream, parseAs: "text" })),
      ok(
        client.POST("/a2a/{assistant_id}", {
          params: ofTask,
          body: { ...rpc, method: "GetTask", params: task },
        }),
      ),
    ];
  },
  getA2aAgent: () => [ok(client.GET("/a2a/{assistant_id}", { params: assistant }))],
  getA2aAgentCard: () => [
    ok(client.GET("/a2a/{assistant_id}/.well-known/agent-card.json", { params: assistant })),
  ],
  getAgentCard: () => {
    const { path: query } = assistant;
    return [
      ok(client.GET("/.well-known/agent-card.json", { params: { query } })),
      expectStatus(client.GET("/.well-known/agent-card.json", prefer(400)), 400),
    ];
  },
};
