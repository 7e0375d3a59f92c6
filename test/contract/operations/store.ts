import { client, ok, prefer } from "../support.js";

const namespace = ["memories", "ada"];
const key = "tea";

export const store = {
  putStoreItem: () => {
    const body = { namespace, key, value: { likes: "green" }, index: ["likes"], ttl: 60 };
    return [
      ok(client.PUT("/store/items", { body }), 204),
      ok(client.PUT("/store/items", { body: { ...body, index: false, ttl: null } }), 204),
    ];
  },
  getStoreItem: () => {
    const query = { key, namespace, refresh_ttl: true };
    const missing = { params: { query: { key, namespace: "memories.ada" } }, ...prefer("missing") };
    return [ok(client.GET("/store/items", { params: { query } })), ok(client.GET("/store/items", missing))];
  },
  deleteStoreItem: () => [ok(client.DELETE("/store/items", { body: { namespace, key } }), 204)],
  searchStoreItems: () => {
    const filter = { likes: "green" };
    const query = "what does she drink";
    const body = { namespace_prefix: ["memories"], filter, query, limit: 3, offset: 0, refresh_ttl: false };
    return [ok(client.POST("/store/items/search", { body }))];
  },
  listStoreNamespaces: () =>
    ["object", "list"].map((example) => {
      const body = { prefix: ["memories"], suffix: ["*"], max_depth: 2, limit: 10, offset: 0 };
      return ok(client.POST("/store/namespaces", { body, ...prefer(example) }));
    }),
};
