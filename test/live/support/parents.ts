import { END, InMemoryStore, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { inject } from "vitest";
import { RemoteGraph, type RemoteGraphOptions } from "../../../src/index.js";
import { RemoteGraph as LangChainGraph } from "../../../src/langchain.js";
import * as fixtures from "../../fixtures/graphs/index.js";
import type { LocalGraph } from "./graphs.js";

/** The graphs that a parent can have as its node, by the name that they are served under. */
const factories = {
  approval: fixtures.createApproval,
  chat: fixtures.createChat,
  context: fixtures.createContext,
  counter: fixtures.createCounter,
  delegated: fixtures.createDelegated,
  failing: fixtures.createFailing,
  fanout: fixtures.createFanout,
  nested: fixtures.createNested,
  parallel: fixtures.createParallel,
  slow: fixtures.createSlow,
  tokens: fixtures.createTokens,
  writer: fixtures.createWriter,
};

export type ChildName = keyof typeof factories;

export const isChild = (name: string): name is ChildName => name in factories;

/** What a parent's node is: a graph of this process, or the same one on the server. */
export type Kind = "native" | "remote" | "langchain";

/** A graph whose one node is the graph of a name, with the state of that graph. */
export function parentOf(name: ChildName, kind: Kind, options: Partial<RemoteGraphOptions> = {}): LocalGraph {
  const child = factories[name]();
  const schema = child._schemaRuntimeDefinition;
  if (schema === undefined) throw new Error(`the graph "${name}" has no schema to give its parent`);
  const given = { graphId: name, url: inject("serverUrl"), apiKey: null, ...options };
  const node = {
    native: () => child.compile(),
    remote: () => new RemoteGraph(given),
    langchain: () => new LangChainGraph(given),
  };
  return new StateGraph(schema)
    .addNode("child", node[kind]())
    .addEdge(START, "child")
    .addEdge("child", END)
    .compile({ checkpointer: new MemorySaver(), store: new InMemoryStore() });
}
