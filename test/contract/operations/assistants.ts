import { client, ids, ok, prefer } from "../support.js";

const params = { path: { assistant_id: "agent" } };
const byId = { path: { assistant_id: ids.assistant_id } };
const metadata = { team: "words" };

export const assistants = {
  createAssistant: () => {
    const body = {
      assistant_id: ids.assistant_id,
      graph_id: "agent",
      name: "Poet",
      description: "Writes on demand",
      config: { tags: ["poetry"], recursion_limit: 20, configurable: { model: "small" } },
      context: { language: "en" },
      metadata,
      if_exists: "do_nothing" as const,
    };
    return [ok(client.POST("/assistants", { body }))];
  },
  searchAssistants: () => {
    const order = { sort_by: "updated_at", sort_order: "desc" } as const;
    const select = ["assistant_id" as const, "graph_id" as const];
    const body = { graph_id: "agent", name: "poet", metadata, limit: 5, offset: 5, ...order, select };
    return [ok(client.POST("/assistants/search", { body }))];
  },
  countAssistants: () => {
    const body = { graph_id: "agent", name: "poet", metadata };
    return [ok(client.POST("/assistants/count", { body }))];
  },
  getAssistant: () =>
    [params, byId].map((assistant) => ok(client.GET("/assistants/{assistant_id}", { params: assistant }))),
  updateAssistant: () => {
    const body = {
      graph_id: "agent",
      name: "Critic",
      description: "Reads on demand",
      config: { configurable: { model: "large" } },
      context: { language: "et" },
      metadata,
    };
    return [ok(client.PATCH("/assistants/{assistant_id}", { params, body }))];
  },
  deleteAssistant: () => {
    const withThreads = { ...byId, query: { delete_threads: true } };
    return [
      ok(client.DELETE("/assistants/{assistant_id}", { params: withThreads })),
      ok(client.DELETE("/assistants/{assistant_id}", { params: byId, ...prefer(204) }), 204),
    ];
  },
  getAssistantGraph: () =>
    [true, 2].map((xray) =>
      ok(client.GET("/assistants/{assistant_id}/graph", { params: { ...params, query: { xray } } })),
    ),
  getAssistantSchemas: () => [ok(client.GET("/assistants/{assistant_id}/schemas", { params }))],
  getAssistantSubgraphs: () => {
    const query = { recurse: true };
    return [ok(client.GET("/assistants/{assistant_id}/subgraphs", { params: { ...params, query } }))];
  },
  getAssistantSubgraphsInNamespace: () => {
    const below = { path: { ...params.path, namespace: "researcher|reader" }, query: { recurse: false } };
    return [ok(client.GET("/assistants/{assistant_id}/subgraphs/{namespace}", { params: below }))];
  },
  listAssistantVersions: () =>
    [{ metadata, limit: 3, offset: 0 }, {}].map((body) =>
      ok(client.POST("/assistants/{assistant_id}/versions", { params, body })),
    ),
  setLatestAssistantVersion: () => [
    ok(client.POST("/assistants/{assistant_id}/latest", { params, body: { version: 1 } })),
  ],
};
