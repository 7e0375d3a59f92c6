import { describe, expect, test } from "vitest";
import { client, empty, ok } from "../support.js";

const namespace = ["memories", "ada"];
const key = "tea";

describe("store", () => {
  test("putStoreItem", async () => {
    const body = { namespace, key, value: { likes: "green" }, index: ["likes"], ttl: 60 };
    await empty(client.PUT("/store/items", { body }), 204);
    await empty(client.PUT("/store/items", { body: { ...body, index: false, ttl: null } }), 204);
  });

  test("getStoreItem", async () => {
    const query = { key, namespace, refresh_ttl: true };
    const item = await ok(client.GET("/store/items", { params: { query } }));
    expect(item?.namespace).toBeInstanceOf(Array);
    expect(item?.key).toEqual(expect.any(String));
    expect(item?.value).toBeTypeOf("object");
  });

  test("getStoreItem of an item that is not there", async () => {
    const query = { key, namespace: "memories.ada" };
    const headers = { prefer: "example=missing" };
    expect(await ok(client.GET("/store/items", { params: { query }, headers }))).toBeNull();
  });

  test("deleteStoreItem", async () => {
    await empty(client.DELETE("/store/items", { body: { namespace, key } }), 204);
  });

  test("searchStoreItems", async () => {
    const { items } = await ok(
      client.POST("/store/items/search", {
        body: {
          namespace_prefix: ["memories"],
          filter: { likes: "green" },
          query: "what does she drink",
          limit: 3,
          offset: 0,
          refresh_ttl: false,
        },
      }),
    );
    for (const item of items) expect(item.key).toEqual(expect.any(String));
  });

  test.each(["object", "list"])("listStoreNamespaces, as %s", async (example) => {
    const body = { prefix: ["memories"], suffix: ["*"], max_depth: 2, limit: 10, offset: 0 };
    const headers = { prefer: `example=${example}` };
    const found = await ok(client.POST("/store/namespaces", { body, headers }));
    const namespaces = Array.isArray(found) ? found : found.namespaces;
    for (const labels of namespaces) expect(labels).toBeInstanceOf(Array);
  });
});
