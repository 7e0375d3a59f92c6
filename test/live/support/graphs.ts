import { InMemoryStore, MemorySaver } from "@langchain/langgraph";
import { inject, vi } from "vitest";
import {
  type ContextOf,
  createClient,
  type GraphTypes,
  RemoteGraph,
  type RemoteGraphOptions,
} from "../../../src/index.js";
import * as fixtures from "../../fixtures/graphs/index.js";
import { isPython, pythonGraph } from "./python-graph.js";

/** The factory of each graph that the server serves, by the name it is served under. */
const factories = {
  approval: fixtures.createApproval,
  chat: fixtures.createChat,
  context: fixtures.createContext,
  counter: fixtures.createCounter,
  delegated: fixtures.createDelegated,
  echo: fixtures.createEcho,
  failing: fixtures.createFailing,
  fanout: fixtures.createFanout,
  nested: fixtures.createNested,
  notes: fixtures.createNotes,
  parallel: fixtures.createParallel,
  slow: fixtures.createSlow,
  tokens: fixtures.createTokens,
  writer: fixtures.createWriter,
};

export type GraphName = keyof typeof factories;

export const graphNames = Object.keys(factories) as GraphName[];

/** What the tests use of a compiled graph: what {@link RemoteGraph} has too. */
export interface LocalGraph {
  stream(input: unknown, options?: object): Promise<AsyncIterable<unknown>>;
  streamEvents(input: unknown, options: { version: "v2" } & object, filters: object): AsyncIterable<object>;
  invoke(input: unknown, options?: object): Promise<unknown>;
  batch(inputs: unknown[], options?: object, batchOptions?: object): Promise<unknown[]>;
  getState(config: object, options?: { subgraphs?: boolean }): Promise<Snapshot>;
  getStateHistory(config: object, options?: object): AsyncIterable<Snapshot>;
  updateState(config: object, values: unknown, asNode?: string): Promise<object>;
  getGraphAsync(options?: { xray?: boolean | number }): Promise<{ toJSON(): object; drawMermaid(): string }>;
  getSubgraphsAsync(namespace?: string, recurse?: boolean): AsyncIterable<[string, unknown]>;
}

/** The part of a state's snapshot that the tests go on from. */
export interface Snapshot {
  config: object;
  tasks: { interrupts: { id?: string; value?: unknown }[]; state?: object }[];
}

/**
 * The graph without a server, with threads of its own unless it is to be stateless: in the language of the server under
 * test, because the two LangGraphs do not tell the same of the same graph.
 */
export function localGraph(name: GraphName, { stateless = false } = {}): LocalGraph {
  if (isPython()) return pythonGraph(name, stateless);
  const store = new InMemoryStore();
  return factories[name]().compile(stateless ? { store } : { checkpointer: new MemorySaver(), store });
}

/** The same graph on the server. */
export function remoteGraph<G extends GraphTypes = GraphTypes>(
  name: GraphName,
  options: Partial<RemoteGraphOptions<ContextOf<G>>> = {},
): RemoteGraph<G> {
  return new RemoteGraph<G>({ graphId: name, url: inject("serverUrl"), apiKey: null, ...options });
}

export const serverUrl = () => inject("serverUrl");

/** The server itself. */
export const serverClient = () => createClient({ url: serverUrl(), apiKey: null });

/** A config that selects a thread. */
export interface Thread {
  configurable: { thread_id: string };
}

/**
 * The config of a thread that nobody has used.
 *
 * While a run without a thread begins, the in-memory server takes the checkpointer away from the graph, for all of its
 * runs: one on a thread that begins at the same time then leaves no state. So tests with and without a thread of the
 * same graph stand in groups that don't run at the same time.
 */
export const newThread = (): Thread => ({ configurable: { thread_id: crypto.randomUUID() } });

/** A run as the server keeps it. */
export async function runOf(thread_id: string, run_id: string) {
  const params = { path: { thread_id, run_id } };
  const { data, response } = await serverClient().GET("/threads/{thread_id}/runs/{run_id}", { params });
  if (data === undefined) throw new Error(`GET run: ${response.status}`);
  return data;
}

/** The runs of a thread, as the server keeps them. */
export async function runsOf(thread_id: string) {
  const params = { path: { thread_id }, query: { limit: 100 } };
  return (await serverClient().GET("/threads/{thread_id}/runs", { params })).data ?? [];
}

/** Waits until an assertion holds, by trying it; its last failure is thrown when the time is over. */
export async function eventually(assertion: () => unknown, timeout = 120_000): Promise<void> {
  await vi.waitFor(assertion, { timeout, interval: 100 });
}
