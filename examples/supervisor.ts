/** A supervisor in this process that sends each question to one of two graphs on a server. */
import { Annotation, Command, END, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { RemoteGraph } from "langgraph-remote";

const State = Annotation.Root({
  ...MessagesAnnotation.spec,
  limit: Annotation<number>,
  trail: Annotation<string[]>,
});

const server = { url: process.env.SERVER_URL ?? "http://localhost:2024", threadId: "derive" } as const;
const talker = new RemoteGraph({ ...server, graphId: "chat" });
const counter = new RemoteGraph({ ...server, graphId: "counter" });

const graph = new StateGraph(State)
  .addNode("supervisor", ({ limit }) => new Command({ goto: limit > 0 ? "counter" : "talker" }), {
    ends: ["talker", "counter"],
  })
  .addNode("talker", talker)
  .addNode("counter", counter)
  .addEdge(START, "supervisor")
  .addEdge("talker", END)
  .addEdge("counter", END)
  .compile();

const { messages } = await graph.invoke({ messages: [{ role: "user", content: "Hello there" }] });
console.log("talker:", messages.at(-1)?.content);

const { trail } = await graph.invoke({ limit: 3 });
console.log("counter:", trail.join(", "));
