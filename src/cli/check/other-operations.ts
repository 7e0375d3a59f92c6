import { type Context, createThread, idOf, MARK, removeLater, valueAt } from "./context.js";
import { type Session, UNKNOWN_ID } from "./session.js";

/** Creates, finds, updates, draws and deletes assistants. */
export async function checkAssistants({ api, graph }: Context): Promise<void> {
  const metadata = { ...MARK, run: crypto.randomUUID() };
  const config = { tags: ["conformance"], recursion_limit: 30, configurable: { colour: "blue" } };
  const description = { name: "Conformance", description: "Made to be deleted" };
  const created = await api.call("createAssistant", {
    body: { graph_id: graph, ...description, metadata, config },
  });
  const assistant_id = idOf(created.body, "assistant_id");
  const path = { assistant_id };
  const unknown = { assistant_id: UNKNOWN_ID };
  api.onCleanUp(`assistant ${assistant_id}`, () => api.probe("deleteAssistant", { path }));

  await api.probe("createAssistant", { body: { graph_id: graph, assistant_id } });
  await api.call("createAssistant", { body: { graph_id: graph, assistant_id, if_exists: "do_nothing" } });
  await api.call("getAssistant", { path });
  await api.probe("getAssistant", { path: unknown });

  const sorting = { limit: 5, offset: 0, sort_by: "created_at", sort_order: "desc" };
  await api.call("searchAssistants", { body: {} });
  await api.call("searchAssistants", { body: { graph_id: graph, metadata, ...sorting } });
  await api.call("searchAssistants", { body: { metadata, select: ["assistant_id", "name"] } });
  await api.call("searchAssistants", { body: { name: "conform" } });
  await api.call("countAssistants", { body: { metadata } });

  await api.call("updateAssistant", { path, body: { metadata: { changed: true }, name: "Changed" } });
  await api.call("updateAssistant", { path, body: { context: { user: "Ada" } } });
  await api.probe("updateAssistant", { path: unknown, body: { name: "Nobody" } });
  await api.call("listAssistantVersions", { path, body: { limit: 10, offset: 0 } });
  await api.probe("listAssistantVersions", { path, body: { metadata: { none: "such" } } });
  await api.probe("setLatestAssistantVersion", { path, body: { version: 1 } });
  await api.probe("setLatestAssistantVersion", { path, body: { version: 99 } });

  await api.call("getAssistantGraph", { path });
  await api.probe("getAssistantSchemas", { path });
  await api.probe("getAssistantGraph", { path: unknown });
  await checkGraph(api, graph);

  await api.call("deleteAssistant", { path, query: { delete_threads: "false" } });
  await api.probe("deleteAssistant", { path });
}

/** Reads a graph by its name, which some servers don't accept as an assistant's id. */
export async function checkGraph(api: Session, name: string): Promise<void> {
  const path = { assistant_id: name };
  await api.probe("getAssistant", { path });
  await api.probe("getAssistantGraph", { path, query: { xray: "true" } });
  await api.probe("getAssistantGraph", { path, query: { xray: "2" } });
  await api.probe("getAssistantSchemas", { path });
  const query = { recurse: "true" };
  await api.probe("getAssistantSubgraphs", { path });
  await api.probe("getAssistantSubgraphs", { path, query });
  await api.probe("getAssistantSubgraphsInNamespace", { path: { ...path, namespace: "child" } });
  await api.probe("getAssistantSubgraphsInNamespace", { path: { ...path, namespace: "child|grand" }, query });
}

/** Puts, reads, finds and deletes items of the store. */
export async function checkStore({ api }: Pick<Context, "api">): Promise<void> {
  const root = `conformance-${crypto.randomUUID()}`;
  const namespace = [root, "notes"];
  const dotted = namespace.join(".");
  const removeItem = (item: { namespace: string[]; key: string }) =>
    api.onCleanUp(`store item ${item.key} in ${item.namespace}`, () =>
      api.probe("deleteStoreItem", { body: item }),
    );
  for (const key of ["first", "second"]) {
    await api.call("putStoreItem", { body: { namespace, key, value: { text: key, size: key.length } } });
    removeItem({ namespace, key });
  }
  const value = { text: "again" };
  await api.call("putStoreItem", { body: { namespace, key: "first", value, index: false, ttl: 60 } });
  await api.call("getStoreItem", { query: { key: "first", namespace: dotted } });
  await api.probe("getStoreItem", { query: { key: "first", namespace } });
  await api.probe("getStoreItem", { query: { key: "third", namespace: dotted } });
  const filtered = { namespace_prefix: [root], filter: { text: "again" }, limit: 1, offset: 0 };
  await api.call("searchStoreItems", { body: { namespace_prefix: namespace } });
  await api.call("searchStoreItems", { body: filtered });
  await api.probe("searchStoreItems", { body: { namespace_prefix: [], query: "again" } });
  await api.call("listStoreNamespaces", { body: { prefix: [root] } });
  await api.call("listStoreNamespaces", { body: { suffix: ["notes"], max_depth: 2, limit: 5, offset: 0 } });
  await api.call("deleteStoreItem", { body: { namespace, key: "second" } });
  const withPeriod = { namespace: [`${root}.period`], key: "k" };
  const put = await api.probe("putStoreItem", { body: { ...withPeriod, value: {} } });
  if (put.ok) removeItem(withPeriod);
}

/** The remaining operations, most of which are optional for a server. */
export async function checkSystem(context: Context): Promise<void> {
  const { api } = context;
  await api.call("checkHealth");
  await api.probe("checkRoot");
  await api.call("getServerInfo");
  await api.probe("getMetrics");
  await api.probe("getMetrics", { query: { format: "json" } });
  await api.probe("getDocs");
  await api.probe("getOpenApiDocument");
  await checkCrons(context);
  await checkA2a(context);
  for (const suffix of ["", "WithSlash"]) await checkMcp(api, suffix);
}

const RPC = { jsonrpc: "2.0", id: "1" };

async function checkA2a({ api, assistant: assistant_id }: Context): Promise<void> {
  const path = { assistant_id };
  await api.probe("getA2aAgent", { path });
  await api.probe("getA2aAgentCard", { path });
  await api.probe("getAgentCard", { query: path });
  await api.probe("getAgentCard");
  const headers = { accept: "application/json" };
  for (const method of ["tasks/get", "GetTask", "ListTasks"]) {
    const body = { ...RPC, method, params: { id: `${UNKNOWN_ID}:${UNKNOWN_ID}` } };
    await api.probe("sendA2aMessage", { path, body, headers });
  }
  const unacceptable = { accept: "text/plain" };
  await api.probe("sendA2aMessage", { path, body: { ...RPC, method: "ListTasks" }, headers: unacceptable });
}

async function checkMcp(api: Session, suffix: string): Promise<void> {
  const body = { ...RPC, method: "tools/list", params: {} };
  for (const accept of ["application/json, text/event-stream", "text/plain"])
    await api.probe(`sendMcpMessage${suffix}`, { body, headers: { accept } });
  await api.probe(`openMcpStream${suffix}`, { headers: { accept: "text/event-stream" } });
  await api.probe(`endMcpSession${suffix}`);
}

async function checkCrons({ api, graph, input }: Context): Promise<void> {
  const metadata = { ...MARK, run: crypto.randomUUID() };
  // due on the first of January, so that it is deleted before it runs
  const body = { assistant_id: graph, schedule: "0 0 1 1 *", input, metadata };
  // found by metadata, since some servers don't respond with the cron
  const findOwn = async () => {
    const search = await api.probe("searchCrons", { body: { limit: 100 } });
    const isOwn = (cron: unknown) => valueAt(cron, "metadata", "run") === metadata.run;
    const own = Array.isArray(search.body) ? search.body.filter(isOwn) : [];
    return { search, ids: own.map((cron) => idOf(cron, "cron_id")) };
  };
  api.onCleanUp("crons", async () => {
    const { search, ids } = await findOwn();
    let last = search;
    for (const cron_id of ids) last = await api.probe("deleteCron", { path: { cron_id } });
    return last;
  });
  const created = await api.probe("createCron", { body });
  removeLater(api, idOf(created.body, "thread_id"));
  await api.probe("createThreadCron", { path: await createThread(api), body });
  await api.probe("countCrons", { body: {} });
  const [cron_id = UNKNOWN_ID] = (await findOwn()).ids;
  await api.probe("getCron", { path: { cron_id } });
  await api.probe("updateCron", { path: { cron_id }, body: { enabled: false } });
  await api.probe("deleteCron", { path: { cron_id } });
}
