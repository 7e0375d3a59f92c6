import type { Conversation } from "./conversation.js";
import { MARK, makeThread, nobody, partOf, type Subject } from "./subject.js";

/** What is there beside threads and runs, and what only some servers have. */
export async function converseOnSystem(subject: Subject): Promise<void> {
  const { talk, graph } = subject;
  await talk.call("checkHealth");
  await talk.call("getServerInfo");
  await talk.probe("getMetrics");
  await talk.probe("getMetrics", { query: { format: "json" } });
  await talk.probe("getDocs");
  await converseOnCrons(subject);
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

async function converseOnCrons({ talk, graph, input }: Subject): Promise<void> {
  // The first of January: it will not run before it is deleted.
  const cron = { assistant_id: graph, schedule: "0 0 1 1 *", input, metadata: MARK };
  const made = await talk.probe("createCron", { body: cron });
  const cron_id = cleanUpCron(talk, made.body);
  const onThread = await talk.probe("createThreadCron", { path: await makeThread(talk), body: cron });
  cleanUpCron(talk, onThread.body);
  await talk.probe("searchCrons", { body: { limit: 1 } });
  await talk.probe("countCrons", { body: {} });
  const path = { cron_id: cron_id ?? nobody };
  await talk.probe("getCron", { path });
  await talk.probe("updateCron", { path, body: { enabled: false } });
  await talk.probe("deleteCron", { path });
}

function cleanUpCron(talk: Conversation, made: unknown): string | undefined {
  const cron_id = partOf(made, "cron_id");
  if (typeof cron_id !== "string") return undefined;
  talk.cleanUpBy(`cron ${cron_id}`, () => talk.probe("deleteCron", { path: { cron_id } }));
  return cron_id;
}
