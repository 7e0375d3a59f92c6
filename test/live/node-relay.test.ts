import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { expect, inject, test } from "vitest";
import { z } from "zod";
import { RemoteGraph } from "../../src/langchain.js";
import { createRelay } from "../fixtures/graphs/index.js";
import { lackFor, needs } from "./support/features.js";
import type { LocalGraph } from "./support/graphs.js";
import { newThread } from "./support/graphs.js";

const url = () => inject("serverUrl");

/** A parent in this process, the relay on the server, and the graphs that the relay's nodes are: each remote to the other. */
function throughBoth(): LocalGraph {
  const schema = createRelay(url())._schemaRuntimeDefinition;
  if (schema === undefined) throw new Error("the relay has no schema to give its parent");
  return new StateGraph(schema)
    .addNode("relay", new RemoteGraph({ graphId: "relay", url: url(), apiKey: null }))
    .addEdge(START, "relay")
    .compile({ checkpointer: new MemorySaver() });
}

const direct = (): LocalGraph => new RemoteGraph({ graphId: "relay", url: url(), apiKey: null });

const Chunk = z.tuple([z.array(z.string()), z.enum(["messages", "updates"]), z.unknown()]);
const Token = z.tuple([z.object({ content: z.unknown() }), z.unknown()]);

/** What a turn tells, in a line for each chunk: where it comes from, and the token or the nodes. */
async function tell(graph: LocalGraph, input: unknown, thread: object): Promise<string[]> {
  const lines: string[] = [];
  const form = { streamMode: ["messages", "updates"], subgraphs: true };
  for await (const chunk of await graph.stream(input, { ...thread, ...form })) {
    const [namespace, mode, data] = Chunk.parse(chunk);
    const said =
      mode === "messages"
        ? Token.parse(data)[0].content
        : Object.keys(z.object({}).loose().parse(data)).join();
    lines.push([...namespace.map((name) => name.split(":")[0]), said].join(" > "));
  }
  return lines;
}

const resume = (value: unknown) => new Command({ resume: value });

test.for([
  ["alone", direct, ""],
  ["as the node of a parent", throughBoth, "relay > "],
] as const)(
  "a server's graph of remote nodes streams, asks and goes on: %s",
  needs("graphs in JavaScript"),
  async ([, make, at]) => {
    const graph = make();
    const thread = newThread();
    const input = { messages: [{ role: "user", content: "Hi there" }], topic: "rain" };
    const asked = at === "" ? [] : ["__interrupt__"];
    const failure = lackFor({ streamMode: ["messages", "values"], subgraphs: true })?.failure;
    if (failure !== undefined) return expect(tell(graph, input, thread)).rejects.toThrow(failure.message);
    expect(await tell(graph, input, thread)).toEqual([
      `${at}talk > You`,
      `${at}talk >  said:`,
      `${at}talk >  Hi`,
      `${at}talk >  there.`,
      `${at}talk > agent`,
      `${at}talk`,
      `${at}ask > write`,
      `${at}ask > __interrupt__`,
      `${at}__interrupt__`,
      ...asked,
    ]);

    const { tasks } = await graph.getState(thread, { subgraphs: true });
    expect(tasks).toMatchObject([{ interrupts: [{ value: { question: "Publish?", draft: "On rain" } }] }]);
    const inner = at === "" ? tasks : z.object({ tasks: z.array(z.unknown()) }).parse(tasks[0]?.state).tasks;
    expect(inner).toMatchObject([{ name: "ask", state: { values: { draft: "On rain" }, next: ["review"] } }]);

    expect(await tell(graph, resume(false), thread)).toEqual([
      `${at}ask > review`,
      `${at}ask > publish`,
      `${at}ask > __interrupt__`,
      `${at}__interrupt__`,
      ...asked,
    ]);
    expect(await graph.invoke(resume("sure"), thread)).toMatchObject({
      draft: "On rain",
      decision: false,
      confirmation: "sure",
      visits: ["write", "review", "publish", "confirm", "archive"],
    });
  },
);

test(
  "a parent answers by its id what a graph two servers away asks",
  needs("graphs in JavaScript"),
  async () => {
    const graph = throughBoth();
    const thread = newThread();
    await graph.invoke({ messages: [], topic: "rain" }, thread);
    const [asked] = (await graph.getState(thread)).tasks.flatMap(({ interrupts }) => interrupts);
    expect(await graph.invoke(resume({ [asked?.id ?? ""]: null }), thread)).toMatchObject({
      __interrupt__: [{ value: "Confirm?" }],
    });
  },
);
