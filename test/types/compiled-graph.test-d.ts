import { type BaseMessage, HumanMessage } from "@langchain/core/messages";
import { Annotation, Command, entrypoint, MessagesAnnotation, START, StateGraph } from "@langchain/langgraph";
import { type Message, Command as OwnCommand, type RemoteGraph } from "langgraph-remote";
import type { RemoteGraph as LangChainRemoteGraph } from "langgraph-remote/langchain";
import { z } from "zod";
import { expectType } from "./expect.js";

const State = Annotation.Root({
  ...MessagesAnnotation.spec,
  count: Annotation<number>,
  trail: Annotation<string[], string>({ reducer: (trail, step) => [...trail, step], default: () => [] }),
});
const agent = new StateGraph(
  {
    stateSchema: State,
    input: Annotation.Root({ count: Annotation<number> }),
    output: Annotation.Root({ trail: State.spec.trail }),
  },
  Annotation.Root({ user: Annotation<string> }),
)
  .addNode("greet", ({ count }) => ({ count: count + 1, messages: [new HumanMessage("Hello")] }))
  .addNode("walk", async () => ({ trail: "walked" }))
  .addEdge(START, "greet")
  .addEdge("greet", "walk")
  .compile();

declare const graph: RemoteGraph<typeof agent>;
const thread = { configurable: { thread_id: "t" } };

// input, output, context
const output = await graph.invoke({ count: 1 }, { ...thread, context: { user: "ada" } });
expectType<string[]>().of(output.trail);
// @ts-expect-error the state has it, the output does not
output.count;
// @ts-expect-error no input
await graph.invoke({ count: "one" });
// @ts-expect-error another context
await graph.invoke({ count: 1 }, { context: { user: 1 } });

// state; messages arrive as plain ones
const { values } = await graph.getState(thread);
expectType<number>().of(values.count);
expectType<string[]>().of(values.trail);
expectType<Message[]>().of(values.messages);
for await (const past of graph.getStateHistory(thread)) expectType<number>().of(past.values.count);

// updates: by node, each with what that node returns
for await (const chunk of await graph.stream({ count: 1 })) {
  expectType<number | undefined>().of(chunk.greet?.count);
  expectType<Message["type"] | undefined>().of(chunk.greet?.messages[0].type);
  expectType<string | undefined>().of(chunk.walk?.trail);
  // @ts-expect-error another node returns it
  chunk.walk?.count;
  // @ts-expect-error there is no such node
  chunk.run;
  // @ts-expect-error it does not write
  chunk.__start__;
}
for await (const [mode, data] of await graph.stream(null, { streamMode: ["values", "messages"] })) {
  if (mode === "values") expectType<number>().of(data.count);
  else expectType<Message>().of(data[0]);
}

// writing: plain messages and LangChain's
await graph.updateState(thread, { trail: "by hand", count: 3 }, "walk");
await graph.updateState(thread, { messages: [...values.messages, new HumanMessage("More")] });
await graph.updateState(thread, { messages: [{ role: "user", content: "More" }, "and more", ["ai", "Yes"]] });
await graph.invoke(new Command({ resume: true, update: { trail: "resumed" } }), thread);
await graph.invoke(new OwnCommand({ resume: true, update: { trail: "resumed" } }), thread);
const resume = new Command({ resume: true });
await graph.invoke(resume, thread);
// @ts-expect-error the reducer takes one step
await graph.updateState(thread, { trail: ["by hand"] });
// @ts-expect-error no update of this graph
await graph.invoke(new Command({ update: { count: "three" } }), thread);
// @ts-expect-error no update of this graph
await graph.invoke(new OwnCommand({ update: { count: "three" } }), thread);

// what a graph's type does not tell can be added
declare const told: RemoteGraph<typeof agent & { Custom: { percent: number } }>;
for await (const { percent } of await told.stream(null, { streamMode: "custom" }))
  expectType<number>().of(percent);
for await (const data of await graph.stream(null, { streamMode: "custom" })) expectType<unknown>().of(data);

// a chat: messages in, messages out, and back again
const chat = new StateGraph(MessagesAnnotation)
  .addNode("model", () => ({}))
  .addEdge(START, "model")
  .compile();
declare const remoteChat: RemoteGraph<typeof chat>;
const said = await remoteChat.invoke({ messages: "Hello" });
expectType<Message[]>().of(said.messages);
await remoteChat.invoke({ messages: [...said.messages, { role: "user", content: "And then?" }] });
await remoteChat.invoke({ messages: new HumanMessage("And then?") });
await remoteChat.invoke({ messages: [] }, { context: { whatever: true } });
// @ts-expect-error no message
await remoteChat.invoke({ messages: 1 });

// a schema of zod
const schema = z.object({ topic: z.string(), stars: z.number().optional() });
const rated = new StateGraph(schema, z.object({ user: z.string() }))
  .addNode("rate", () => ({ stars: 5 }))
  .addEdge(START, "rate")
  .compile();
declare const remoteRated: RemoteGraph<typeof rated>;
const { topic, stars } = await remoteRated.invoke({ topic: "rivers" }, { context: { user: "ada" } });
expectType<string>().of(topic);
expectType<number | undefined>().of(stars);

// a functional graph
const words = entrypoint("words", async (text: string) => text.split(" "));
declare const remoteWords: RemoteGraph<typeof words>;
const [word] = await remoteWords.invoke("one two");
if (word !== undefined) expectType<string>().of(word);
// @ts-expect-error no input
await remoteWords.invoke(1);

// the LangChain entry reads messages as LangChain's
declare const runnable: LangChainRemoteGraph<typeof agent>;
expectType<BaseMessage[]>().of((await runnable.getState(thread)).values.messages);
expectType<string[]>().of((await runnable.invoke({ count: 1 })).trail);
for await (const [message, { langgraph_node }] of await runnable.stream(null, { streamMode: "messages" })) {
  expectType<BaseMessage>().of(message);
  expectType<string | undefined>().of(langgraph_node);
}
expectType<string>().of(await runnable.pipe(({ trail }) => trail.join()).invoke({ count: 1 }));
// @ts-expect-error no input
await runnable.invoke({ count: "one" });
