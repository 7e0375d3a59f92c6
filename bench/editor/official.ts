import { RemoteGraph } from "@langchain/langgraph/remote";
import { Client } from "@langchain/langgraph-sdk";

const url = "http://localhost:2024";
const graph = new RemoteGraph({ graphId: "agent", url });
const config = { configurable: { thread_id: "t" } };

const { drafts } = await graph.invoke({ topic: "rivers" }, config);
for await (const [mode, data] of await graph.stream(
  { topic: "rivers" },
  { streamMode: ["values", "updates"] },
)) {
  if (mode === "values") console.log(data.topic, drafts.length);
}
const { values } = await graph.getState(config);
console.log(values.topic);

const client = new Client({ apiUrl: url });
const assistants = await client.assistants.search({ graphId: "agent", limit: 5 });
const assistant = await client.assistants.get("agent");
const drawing = await client.assistants.getGraph("agent", { xray: true });
const thread = await client.threads.create({ metadata: { user: "ada" } });
const same = await client.threads.get("t");
const state = await client.threads.getState("t");
const history = await client.threads.getHistory("t", { limit: 5 });
const run = await client.runs.create("t", "agent", { input: { topic: "rivers" } });
const output = await client.runs.wait(null, "agent", { input: { topic: "rivers" } });
const items = await client.store.searchItems(["notes"]);
console.log(
  assistants.length,
  assistant.name,
  drawing.nodes.length,
  thread.thread_id,
  same.status,
  state.next,
  history.length,
  run.run_id,
  output,
  items.items.length,
);
