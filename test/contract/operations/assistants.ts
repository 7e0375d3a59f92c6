import { describe, expect, test } from "vitest";
import { client, empty, ids, ok } from "../support.js";

const params = { path: { assistant_id: "agent" } };

describe("assistants", () => {
  test("createAssistant", async () => {
    const assistant = await ok(
      client.POST("/assistants", {
        body: {
          assistant_id: ids.assistant_id,
          graph_id: "agent",
          name: "Poet",
          description: "Writes on demand",
          config: { tags: ["poetry"], recursion_limit: 20, configurable: { model: "small" } },
          context: { language: "en" },
          metadata: { team: "words" },
          if_exists: "do_nothing",
        },
      }),
    );
    expect(assistant.assistant_id).toEqual(expect.any(String));
    expect(assistant.graph_id).toEqual(expect.any(String));
    expect(assistant.config).toBeTypeOf("object");
  });

  test("searchAssistants", async () => {
    const found = await ok(
      client.POST("/assistants/search", {
        body: {
          graph_id: "agent",
          name: "poet",
          metadata: { team: "words" },
          limit: 5,
          offset: 5,
          sort_by: "updated_at",
          sort_order: "desc",
          select: ["assistant_id", "graph_id"],
        },
      }),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const { assistant_id } of found) expect(assistant_id).toEqual(expect.any(String));
  });

  test("countAssistants", async () => {
    const body = { graph_id: "agent", name: "poet", metadata: { team: "words" } };
    expect(await ok(client.POST("/assistants/count", { body }))).toBeTypeOf("number");
  });

  test("getAssistant, by its id or its graph's name", async () => {
    for (const assistant_id of [ids.assistant_id, "agent"]) {
      const call = client.GET("/assistants/{assistant_id}", { params: { path: { assistant_id } } });
      expect((await ok(call)).graph_id).toEqual(expect.any(String));
    }
  });

  test("updateAssistant", async () => {
    const body = {
      graph_id: "agent",
      name: "Critic",
      description: "Reads on demand",
      config: { configurable: { model: "large" } },
      context: { language: "et" },
      metadata: { team: "words" },
    };
    const assistant = await ok(client.PATCH("/assistants/{assistant_id}", { params, body }));
    expect(assistant.updated_at).toEqual(expect.any(String));
  });

  test("deleteAssistant", async () => {
    const path = { assistant_id: ids.assistant_id };
    const withThreads = { path, query: { delete_threads: true } };
    await ok(client.DELETE("/assistants/{assistant_id}", { params: withThreads }));
    const headers = { prefer: "code=204" };
    await empty(client.DELETE("/assistants/{assistant_id}", { params: { path }, headers }), 204);
  });

  test("getAssistantGraph", async () => {
    for (const xray of [true, 2]) {
      const call = client.GET("/assistants/{assistant_id}/graph", { params: { ...params, query: { xray } } });
      const { nodes, edges } = await ok(call);
      for (const { id } of nodes) expect(id).toBeDefined();
      for (const { source, target } of edges) expect([source, target]).not.toContain(undefined);
    }
  });

  test("getAssistantSchemas", async () => {
    const schemas = await ok(client.GET("/assistants/{assistant_id}/schemas", { params }));
    expect(schemas.graph_id).toEqual(expect.any(String));
    expect(schemas.input_schema).toBeTypeOf("object");
  });

  test("getAssistantSubgraphs", async () => {
    const query = { recurse: true };
    const call = client.GET("/assistants/{assistant_id}/subgraphs", { params: { ...params, query } });
    for (const schemas of Object.values(await ok(call))) expect(schemas).toBeTypeOf("object");
  });

  test("getAssistantSubgraphsInNamespace", async () => {
    const path = { ...params.path, namespace: "researcher|reader" };
    const call = client.GET("/assistants/{assistant_id}/subgraphs/{namespace}", {
      params: { path, query: { recurse: false } },
    });
    for (const schemas of Object.values(await ok(call))) expect(schemas).toBeTypeOf("object");
  });

  test("listAssistantVersions, filtered and not", async () => {
    for (const body of [{ metadata: { team: "words" }, limit: 3, offset: 0 }, {}]) {
      const versions = await ok(client.POST("/assistants/{assistant_id}/versions", { params, body }));
      for (const { version } of versions) expect(version).toBeTypeOf("number");
    }
  });

  test("setLatestAssistantVersion", async () => {
    const assistant = await ok(
      client.POST("/assistants/{assistant_id}/latest", { params, body: { version: 1 } }),
    );
    expect(assistant.assistant_id).toEqual(expect.any(String));
  });
});
