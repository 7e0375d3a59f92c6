import type { Conversation } from "./conversation.js";
import { cleanUpThread, idOf, MARK, makeThread, nobody, partOf, type Subject } from "./subject.js";

/** What is there beside threads and runs, and what only some servers have. */
export async function converseOnSystem(subject: Subject): Promise<void> {
  const { talk, assistant } = subject;
  await talk.call("checkHealth");
  await talk.probe("checkRoot");
  await talk.call("getServerInfo");
  await talk.probe("getMetrics");
  await talk.probe("getMetrics", { query: { format: "json" } });
  await talk.probe("getDocs");
  await talk.probe("getOpenApiDocument");
  await converseOnCrons(subject);
  await converseOnA2a(talk, assistant);
  for (const path of ["", "WithSlash"]) await converseOnMcp(talk, path);
}

const rpc = { jsonrpc: "2.0", id: "1" };

async function converseOnA2a(talk: Conversation, assistant_id: string): Promise<void> {
  const path = { assistant_id };
  await talk.probe("getA2aAgent", { path });
  await talk.probe("getA2aAgentCard", { path });
  await talk.probe("getAgentCard", { query: path });
  await talk.probe("getAgentCard");
  const headers = { accept: "application/json" };
  for (const method of ["tasks/get", "GetTask", "ListTasks"]) {
    const body = { ...rpc, method, params: { id: `${nobody}:${nobody}` } };
    await talk.probe("sendA2aMessage", { path, body, headers });
  }
  const misfit = { accept: "text/plain" };
  await talk.probe("sendA2aMessage", { path, body: { ...rpc, method: "ListTasks" }, headers: misfit });
}

async function converseOnMcp(talk: Conversation, suffix: string): Promise<void> {
  const body = { ...rpc, method: "tools/list", params: {} };
  const headers = { accept: "application/json, text/event-stream" };
  await talk.probe(`sendMcpMessage${suffix}`, { body, headers });
  await talk.probe(`sendMcpMessage${suffix}`, { body, headers: { accept: "text/plain" } });
  await talk.probe(`openMcpStream${suffix}`, { headers: { accept: "text/event-stream" } });
  await talk.probe(`endMcpSession${suffix}`);
}

async function converseOnCrons({ talk, graph, input }: Subject): Promise<void> {
  const metadata = { ...MARK, run: crypto.randomUUID() };
  // The first of January: it will not run before it is deleted.
  const cron = { assistant_id: graph, schedule: "0 0 1 1 *", input, metadata };
  // found by their mark, for not every server answers with the cron
  const findOwn = async () => {
    const reply = await talk.probe("searchCrons", { body: { limit: 100 } });
    const own = (found: unknown) => partOf(found, "metadata", "run") === metadata.run;
    const ids = Array.isArray(reply.body) ? reply.body.filter(own).map((one) => idOf(one, "cron_id")) : [];
    return { reply, ids };
  };
  talk.cleanUpBy("crons", async () => {
    let { reply, ids } = await findOwn();
    for (const cron_id of ids) reply = await talk.probe("deleteCron", { path: { cron_id } });
    return reply;
  });
  const made = await talk.probe("createCron", { body: cron });
  cleanUpThread(talk, idOf(made.body, "thread_id"));
  await talk.probe("createThreadCron", { path: await makeThread(talk), body: cron });
  await talk.probe("countCrons", { body: {} });
  const [cron_id = nobody] = (await findOwn()).ids;
  const path = { cron_id };
  await talk.probe("getCron", { path });
  await talk.probe("updateCron", { path, body: { enabled: false } });
  await talk.probe("deleteCron", { path });
}
