import { agentServer, Client } from "langgraph-remote/sdk";

// where the SDK is missing, types of our own stand in
const client: Client<{ count: number }> = new Client<{ count: number }>({ apiUrl: "http://localhost:2024" });
const state = await client.threads.getState("t", undefined, { subgraphs: true });
const count: number = state.values.count;
for await (const { event, data } of client.runs.stream("t", "agent", {
  input: { count },
  streamMode: ["values", "messages-tuple"],
  multitaskStrategy: "enqueue",
  onRunCreated: ({ run_id }) => run_id.length,
})) {
  event.length;
  // @ts-expect-error nobody knows what it is
  data.length;
}
const run = await client.runs.create(null, "agent", { input: {}, ifNotExists: "create" });
const id: string | undefined = run.run_id;
await client.assistants.search({ graphId: "agent", sortBy: "name", includePagination: true });
const item = await client.store.getItem(["a"], "key");
item?.updatedAt.length;
await client.crons.create("agent", { schedule: "* * * * *", onRunCompleted: "keep" });
// @ts-expect-error a name of the wire
await client.threads.search({ sort_by: "created_at" });
// @ts-expect-error no such strategy
await client.runs.wait("t", "agent", { multitaskStrategy: "never" });
const answer: { id: number } = await agentServer().send({ id: 1, method: "run.start" });

export { answer, id };
