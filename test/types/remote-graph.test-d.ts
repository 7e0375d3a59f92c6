import type {
  CheckpointSelection,
  DrawableGraph,
  GraphTypes,
  Interrupt,
  RemoteGraphOptions,
  RunnableConfig,
  StateSnapshot,
} from "langgraph-remote";
import { Command, createClient, RemoteGraph, RunStream, Send } from "langgraph-remote";
import { expectType } from "./expect.js";

interface Essay {
  State: { topic: string; drafts: string[] };
  Input: { topic: string };
  Output: { drafts: string[] };
  Update: { topic?: string; drafts?: string };
  Context: { user: string };
}

const url = "http://localhost:2024";
const graph = new RemoteGraph<Essay>({ graphId: "essay", url });
const thread = { configurable: { thread_id: "t" } };

// invoke takes the input and gives the output, with what the run asks
const output = await graph.invoke({ topic: "rivers" });
expectType<string[]>().of(output.drafts);
expectType<Interrupt[] | undefined>().of(output.__interrupt__);
expectType<unknown>().of(output.__interrupt__?.[0]?.value);
// @ts-expect-error the state has it, the output does not
output.topic;
await graph.invoke(null, thread);
// @ts-expect-error no input
await graph.invoke({ subject: "rivers" });
// @ts-expect-error no input
await graph.invoke({ topic: 1 });
// @ts-expect-error no input
await graph.invoke(undefined);

// a command's update is the graph's
await graph.invoke(new Command({ resume: true }), thread);
await graph.invoke(new Command({ resume: { id: "yes" }, update: { topic: "seas", drafts: "one" } }), thread);
await graph.invoke(
  new Command({ update: [["topic", "seas"]], goto: ["write", new Send("review", 1)] }),
  thread,
);
const resume = new Command({ resume: 1 });
await graph.invoke(resume, thread);
// @ts-expect-error no update of this graph
await graph.invoke(new Command({ update: { topic: 1 } }), thread);
// @ts-expect-error the reducer takes one draft
await graph.stream(new Command({ update: { drafts: ["one"] } }), thread);
// @ts-expect-error neither a node nor a Send
new Command({ goto: 1 });

// context
await graph.invoke({ topic: "rivers" }, { context: { user: "ada" } });
await graph.stream({ topic: "rivers" }, { ...thread, context: { user: "ada" } });
graph.withConfig({ context: { user: "ada" }, tags: ["evening"] });
new RemoteGraph<Essay>({ graphId: "essay", url, config: { context: { user: "ada" } } });
// @ts-expect-error another context
await graph.invoke({ topic: "rivers" }, { context: { user: 1 } });
// @ts-expect-error another context
await graph.stream({ topic: "rivers" }, { context: {} });
// @ts-expect-error another context
graph.withConfig({ context: { user: 1 } });
// @ts-expect-error another context
new RemoteGraph<Essay>({ graphId: "essay", url, config: { context: { user: 1 } } });

// batch
const [first] = await graph.batch([{ topic: "rivers" }, null]);
if (first) expectType<string[]>().of(first.drafts);
const [kept] = await graph.batch([{ topic: "rivers" }], {}, { maxConcurrency: 2, returnExceptions: true });
if (kept instanceof Error) expectType<string>().of(kept.message);
else if (kept) expectType<string[]>().of(kept.drafts);
// @ts-expect-error no input
await graph.batch([{ topic: 1 }]);

// state
const snapshot = await graph.getState(thread, { subgraphs: true });
expectType<StateSnapshot<Essay["State"]>>().of(snapshot);
expectType<string>().of(snapshot.values.topic);
expectType<string[]>().of(snapshot.next);
expectType<CheckpointSelection | undefined>().of(snapshot.parentConfig);
const [task] = snapshot.tasks;
if (task?.state && "values" in task.state) expectType<unknown>().of(task.state.values.topic);
for await (const past of graph.getStateHistory(thread, { limit: 10, filter: { source: "loop" } })) {
  expectType<string[]>().of(past.values.drafts);
  await graph.invoke(null, past.config);
}
const forked: RunnableConfig = await graph.updateState(thread, { drafts: "two" }, "write");
await graph.updateState(forked, null);
// @ts-expect-error the reducer takes one draft
await graph.updateState(thread, { drafts: ["two"] });
// @ts-expect-error no channel
await graph.updateState(thread, { title: "two" });
// @ts-expect-error a config comes first
await graph.updateState({ drafts: "two" });

// the rest
expectType<DrawableGraph>().of(await graph.getGraphAsync({ xray: 2 }));
expectType<RemoteGraph<Essay>>().of(graph.withConfig({ tags: ["evening"] }));
const stream = await graph.stream({ topic: "rivers" }, { streamMode: "values" });
expectType<string | undefined>().of(stream.runId);
if (stream instanceof RunStream) await stream.cancel();
const platform: ReadableStream<{ topic: string }> = stream;
await platform.pipeTo(new WritableStream());

// a typed graph passes for an untyped one
const untyped: RemoteGraph = graph;
expectType<unknown>().of((await untyped.invoke({ whatever: 1 })).topic);
const options: RemoteGraphOptions = { graphId: "essay", client: createClient({ url }) };
expectType<RemoteGraph>().of(new RemoteGraph(options));
const { values } = await untyped.getState(thread);
expectType<Record<string, unknown>>().of(values);

// what a graph's types may be
export type Empty = RemoteGraph<Record<never, never>>;
export type Default = RemoteGraph<GraphTypes>;
// @ts-expect-error names no member
export type Wrong = RemoteGraph<{ state: { topic: string } }>;

// @ts-expect-error without its graph
new RemoteGraph({ url });
// @ts-expect-error no policy
new RemoteGraph({ graphId: "essay", url, threadId: "own" });
// @ts-expect-error no option
new RemoteGraph({ graphId: "essay", url, assistantId: "essay" });
// @ts-expect-error no durability
await graph.invoke({ topic: "rivers" }, { durability: "never" });
// @ts-expect-error no strategy
await graph.stream({ topic: "rivers" }, { multitaskStrategy: "wait" });
