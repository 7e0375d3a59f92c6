import { createClient, RemoteGraph } from "langgraph-remote";

interface Agent {
  State: { topic: string; drafts: string[] };
  Input: { topic: string };
}

const url = "http://localhost:2024";
const graph = new RemoteGraph<Agent>({ graphId: "agent", url });
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

const client = createClient({ url });
const path = { thread_id: "t" };
const agent = { assistant_id: "agent" };
const assistants = await client.POST("/assistants/search", { body: { graph_id: "agent", limit: 5 } });
const assistant = await client.GET("/assistants/{assistant_id}", { params: { path: agent } });
const drawing = await client.GET("/assistants/{assistant_id}/graph", {
  params: { path: agent, query: { xray: true } },
});
const thread = await client.POST("/threads", { body: { metadata: { user: "ada" } } });
const same = await client.GET("/threads/{thread_id}", { params: { path } });
const state = await client.GET("/threads/{thread_id}/state", { params: { path } });
const history = await client.POST("/threads/{thread_id}/history", { params: { path }, body: { limit: 5 } });
const run = await client.POST("/threads/{thread_id}/runs", {
  params: { path },
  body: { ...agent, input: { topic: "rivers" } },
});
const output = await client.POST("/runs/wait", { body: { ...agent, input: { topic: "rivers" } } });
const items = await client.POST("/store/items/search", { body: { namespace_prefix: ["notes"] } });
console.log(
  assistants.data?.length,
  assistant.data?.name,
  drawing.data?.nodes.length,
  thread.data?.thread_id,
  same.data?.status,
  state.data?.next,
  history.data?.length,
  run.data?.run_id,
  output.data,
  items.data?.items.length,
);
