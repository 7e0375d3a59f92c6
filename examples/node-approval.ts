/** A local graph whose node is a remote one that asks a human: the answer goes on where the remote graph stopped. */
import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { RemoteGraph } from "langgraph-remote";
import { z } from "zod";

const State = z.object({
  topic: z.string(),
  draft: z.string().default(""),
  decision: z.unknown(),
  visits: z.array(z.string()).default([]),
});

const editor = new RemoteGraph({
  graphId: "approval",
  url: process.env.SERVER_URL ?? "http://localhost:2024",
});

const graph = new StateGraph(State)
  .addNode("editor", editor)
  .addEdge(START, "editor")
  .compile({ checkpointer: new MemorySaver() });

const thread = { configurable: { thread_id: crypto.randomUUID() } };

const asked = await graph.invoke({ topic: "rain" }, thread);
console.log("asked:", JSON.stringify(asked));

await graph.invoke(new Command({ resume: "publish it" }), thread);
const { decision, visits } = await graph.invoke(new Command({ resume: "yes, really" }), thread);
console.log("decided:", decision);
console.log("each remote node ran once:", visits.join(", "));
