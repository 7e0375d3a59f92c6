import type { Subject } from "./subject.js";

/** The long-term store, where there is one: put, read, found and deleted. */
export async function converseOnStore({ talk }: Pick<Subject, "talk">): Promise<void> {
  const root = `conformance-${crypto.randomUUID()}`;
  const namespace = [root, "notes"];
  for (const key of ["first", "second"]) {
    const item = { namespace, key };
    await talk.call("putStoreItem", { body: { ...item, value: { text: key, size: key.length } } });
    talk.cleanUpBy(`store item ${key} in ${root}`, () => talk.probe("deleteStoreItem", { body: item }));
  }
  await talk.call("putStoreItem", {
    body: { namespace, key: "first", value: { text: "again" }, index: false, ttl: 60 },
  });
  await talk.call("getStoreItem", { query: { key: "first", namespace: namespace.join(".") } });
  await talk.probe("getStoreItem", { query: { key: "first", namespace } });
  await talk.probe("getStoreItem", { query: { key: "third", namespace: namespace.join(".") } });
  await talk.call("searchStoreItems", { body: { namespace_prefix: namespace } });
  await talk.call("searchStoreItems", {
    body: { namespace_prefix: [root], filter: { text: "again" }, limit: 1, offset: 0 },
  });
  await talk.probe("searchStoreItems", { body: { namespace_prefix: [], query: "again" } });
  await talk.call("listStoreNamespaces", { body: { prefix: [root] } });
  await talk.call("listStoreNamespaces", { body: { suffix: ["notes"], max_depth: 2, limit: 5, offset: 0 } });
  await talk.call("deleteStoreItem", { body: { namespace, key: "second" } });
  const odd = { namespace: [`${root}.period`], key: "k" };
  const taken = await talk.probe("putStoreItem", { body: { ...odd, value: {} } });
  if (taken.ok)
    talk.cleanUpBy(`store item k in ${odd.namespace}`, () => talk.probe("deleteStoreItem", { body: odd }));
}
