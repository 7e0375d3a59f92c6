import { makeThread, nobody, type Subject } from "./subject.js";

/** What is there beside threads and runs, and what only some servers have. */
export async function converseOnSystem({ talk, graph, input }: Subject): Promise<void> {
  await talk.call("checkHealth");
  await talk.call("getServerInfo");
  await talk.probe("getMetrics");
  await talk.probe("getMetrics", { query: { format: "json" } });
  await talk.probe("getDocs");

  const cron = { assistant_id: graph, schedule: "0 0 1 1 *", input };
  const made = await talk.probe("createCron", { body: cron });
  await talk.probe("createThreadCron", { path: await makeThread(talk), body: cron });
  await talk.probe("searchCrons", { body: { limit: 1 } });
  await talk.probe("countCrons", { body: {} });
  const id: unknown = made.ok ? Reflect.get(Object(made.body), "cron_id") : undefined;
  const path = { cron_id: typeof id === "string" ? id : nobody };
  await talk.probe("getCron", { path });
  await talk.probe("updateCron", { path, body: { enabled: false } });
  await talk.probe("deleteCron", { path });

  const rpc = { jsonrpc: "2.0", id: "1" };
  await talk.probe("sendA2aMessage", {
    path: { assistant_id: graph },
    body: { ...rpc, method: "tasks/get", params: { id: nobody, contextId: nobody } },
    headers: { accept: "application/json" },
  });
  await talk.probe("sendMcpMessage", {
    body: { ...rpc, method: "tools/list", params: {} },
    headers: { accept: "application/json, text/event-stream" },
  });
  await talk.probe("openMcpStream", { headers: { accept: "text/event-stream" } });
  await talk.probe("endMcpSession");
}
