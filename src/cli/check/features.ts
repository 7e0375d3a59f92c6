import { isDeepStrictEqual } from "node:util";
import { TimeLimit } from "../../client/time-limit.js";
import {
  type Client,
  isRemoteException,
  RemoteGraph,
  type RunnableConfig,
  type StreamMode,
} from "../../index.js";
import { isRecord } from "../../util/record.js";
import { messageOf } from "../command.js";
import { excerpt } from "../output.js";
import { makeThread, type Subject } from "./subject.js";

/** Something that a user of RemoteGraph may count on, and whether it works with this server. */
export interface Feature {
  name: string;
  /** `unproven`: it was accepted, and nothing could be seen of it with this graph. */
  verdict: "yes" | "no" | "unproven";
  note: string;
}

type Verdict = Omit<Feature, "name">;

/** What a probe has to do with: the graph, as a user has it, and threads that are removed in the end. */
interface Trial {
  graph: RemoteGraph;
  client: Client;
  /** An input that the graph takes. */
  input: Record<string, unknown>;
  /** The config of a new thread. */
  onThread(): Promise<RunnableConfig>;
}

type Probe = (trial: Trial) => Promise<Verdict>;

const yes = (note = ""): Verdict => ({ verdict: "yes", note });
const no = (note: string): Verdict => ({ verdict: "no", note });
const unproven = (note: string): Verdict => ({ verdict: "unproven", note });

const MODES = ["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints"] as const;

const PROBES: Readonly<Record<string, Probe>> = {
  "runs on a thread (invoke, stream)": async ({ graph, input, onThread }) => {
    await graph.invoke(input, await onThread());
    return yes();
  },
  "runs without a thread": async ({ graph, input }) => {
    await graph.invoke(input);
    return yes();
  },
  "stream modes": async (trial) => {
    const chunks = await stream(trial, [...MODES]);
    return yes(`seen: ${[...new Set(chunks.map(([mode]) => mode))].sort().join(", ")}`);
  },
  "stream mode tools": async (trial) => {
    await stream(trial, ["tools"]);
    return yes();
  },
  "streams of subgraphs": probeSubgraphs,
  "events (streamEvents v2)": async ({ graph, input, onThread }) => {
    const names = new Set<string>();
    for await (const { event } of graph.streamEvents(input, { ...(await onThread()), version: "v2" }))
      names.add(event);
    return names.size > 0 ? yes() : no("the run told no events");
  },
  "run handles (streamEvents v3)": probeHandles,
  "resumable streams (rejoin, joinStream)": probeResuming,
  interrupts: probeInterrupts,
  cancelling: async ({ graph, input, onThread }) => {
    // It has not begun, so it can be cancelled whatever the graph does.
    const run = await graph.createRun(input, { ...(await onThread()), afterSeconds: 60 });
    await run.cancel({ wait: true });
    const status = await run.status();
    return status === "success" ? unproven("the run was over before it could be cancelled") : yes();
  },
  "context beside configurable": async ({ graph, input, onThread }) => {
    const config = await onThread();
    await graph.invoke(input, {
      ...config,
      configurable: { ...config.configurable, conformance: "a" },
      context: { user: "b" },
    });
    return yes();
  },
  "state (getState, updateState)": async ({ graph, input, onThread }) => {
    const config = await onThread();
    await graph.invoke(input, config);
    const written = await graph.updateState(config, null);
    const { config: head } = await graph.getState(config);
    const isRead = head.configurable?.checkpoint_id === written.configurable?.checkpoint_id;
    return isRead ? yes() : no("getState does not read what updateState wrote");
  },
  "history (getStateHistory)": probeHistory,
  "runs from a checkpoint": async ({ graph, input, onThread }) => {
    const config = await onThread();
    await graph.invoke(input, config);
    const [, earlier] = await history(graph, config);
    if (earlier === undefined) return unproven("this graph makes one checkpoint only");
    await graph.invoke(null, earlier.config);
    const [head] = await history(graph, config);
    return head?.createdAt === earlier.createdAt ? no("the run made no checkpoint") : yes();
  },
  "drawings (getGraphAsync)": async ({ graph }) => {
    const { nodes } = await graph.getGraphAsync({ xray: true });
    return Object.keys(nodes).length > 0 ? yes() : no("the drawing is empty");
  },
  "schemas (getSchemas, langgraph-remote types)": async ({ graph }) => {
    const { input_schema, state_schema } = await graph.getSchemas();
    return input_schema || state_schema ? yes() : unproven("none are known of this graph");
  },
  "subgraphs (getSubgraphsAsync)": async ({ graph }) => {
    const names: string[] = [];
    for await (const [name] of graph.getSubgraphsAsync()) names.push(name);
    return names.length > 0 ? yes(names.join(", ")) : unproven("this graph has none that the server names");
  },
  store: async ({ client }) => isServed(await client.POST("/store/namespaces", { body: { limit: 1 } })),
  crons: async ({ client }) => isServed(await client.POST("/runs/crons/search", { body: { limit: 1 } })),
};

/** What is found out of a server. */
export const featureNames: readonly string[] = Object.keys(PROBES);

const PATIENCE_MS = 60_000;

/**
 * Finds out what RemoteGraph can do with a server, by doing it: one thing after the other, so that they don't disturb
 * each other. Ended by the signal, it throws.
 */
export async function probeFeatures(
  { talk, graph: graphId, input }: Subject,
  client: Client,
  signal?: AbortSignal,
): Promise<Feature[]> {
  const features: Feature[] = [];
  for (const [name, probe] of Object.entries(PROBES)) {
    signal?.throwIfAborted();
    const limit = new TimeLimit(signal);
    limit.within(PATIENCE_MS, () => new Error(`it took longer than ${PATIENCE_MS} ms`));
    const trial: Trial = {
      graph: new RemoteGraph({ client, graphId, config: { signal: limit.signal }, onDisconnect: "continue" }),
      client,
      input: isRecord(input) ? input : {},
      onThread: async () => ({ configurable: await makeThread(talk) }),
    };
    features.push({ name, ...(await probe(trial).catch(toVerdict)) });
    limit.release();
  }
  signal?.throwIfAborted();
  return features;
}

/** A run that failed by the graph's own doing was served all the same. */
function toVerdict(error: unknown): Verdict {
  const said = excerpt(messageOf(error), 90);
  return isRemoteException(error) ? unproven(`the run itself failed: ${said}`) : no(said);
}

const isServed = ({ error, response }: { error?: unknown; response: Response }): Verdict =>
  response.ok ? yes() : no(`answered ${response.status} ${excerpt(error ?? "", 60)}`.trimEnd());

async function stream({ graph, input, onThread }: Trial, streamMode: StreamMode[]) {
  return collect(await graph.stream(input, { ...(await onThread()), streamMode }));
}

async function collect<T>(from: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of from) all.push(one);
  return all;
}

const history = (graph: RemoteGraph, config: RunnableConfig) => collect(graph.getStateHistory(config));

async function probeSubgraphs({ graph, input, onThread }: Trial): Promise<Verdict> {
  const run = async (subgraphs: boolean) =>
    collect(
      await graph.stream(input, { ...(await onThread()), streamMode: ["values", "updates"], subgraphs }),
    );
  try {
    const isInner = (chunk: readonly unknown[]) => Array.isArray(chunk[0]) && chunk[0].length > 0;
    return (await run(true)).some(isInner) ? yes() : unproven("this graph has no subgraph that ran");
  } catch (error) {
    if (!isRemoteException(error)) throw error;
    await run(false); // a graph that fails in any case says nothing of the server
    return no(excerpt(`such a run fails: ${error.message}`, 90));
  }
}

async function probeHandles({ graph, input, onThread }: Trial): Promise<Verdict> {
  const config = await onThread();
  const run = await graph.streamEvents(input, { ...config, version: "v3" });
  let events = 0;
  for await (const _ of run) events++;
  const output = Object.keys(await run.output);
  const { values } = await graph.getState(config);
  const lost = Object.keys(values).filter((key) => !output.includes(key));
  if (events === 0) return no("the run told no events");
  return lost.length === 0 ? yes(`${events} events`) : no(`the output lacks ${lost.join(", ")}`);
}

async function probeResuming({ graph, input, onThread }: Trial): Promise<Verdict> {
  const config = await onThread();
  const first = await graph.stream(input, { ...config, streamMode: "values" });
  const [seen] = [(await first[Symbol.asyncIterator]().next()).value];
  const { runId } = first;
  await first.cancel();
  if (runId === undefined) return no("the stream does not tell the run's id");
  const again = await collect(await graph.joinStream(runId, config, { streamMode: "values" }));
  const { values } = await graph.getState(config);
  if (!isDeepStrictEqual(again[0], seen)) return no("the first event did not come again");
  return isDeepStrictEqual(again.at(-1), values) ? yes() : no("the last event was not the thread's state");
}

async function probeInterrupts({ graph, input, onThread }: Trial): Promise<Verdict> {
  const config = await onThread();
  await graph.invoke(input, { ...config, interruptBefore: "*" });
  const stopped = await graph.getState(config);
  if (stopped.next.length === 0) return unproven("the run did not stop before its first node");
  await graph.invoke(null, config);
  const went = await graph.getState(config);
  return isDeepStrictEqual(went.config, stopped.config) ? no("the run did not go on") : yes();
}

async function probeHistory({ graph, input, onThread }: Trial): Promise<Verdict> {
  const config = await onThread();
  await graph.invoke(input, config);
  const ids = (states: { config: RunnableConfig }[]) =>
    states.map((state) => state.config.configurable?.checkpoint_id);
  const all = await history(graph, config);
  const before = await collect(graph.getStateHistory(config, { before: all[0]?.config, limit: 2 }));
  if (!isDeepStrictEqual(ids(before), ids(all).slice(1, 3))) return no("`before` gives other checkpoints");
  const looped = await collect(graph.getStateHistory(config, { filter: { source: "loop" } }));
  const wanted = all.filter(({ metadata }) => metadata?.source === "loop");
  return isDeepStrictEqual(ids(looped), ids(wanted)) ? yes() : no("`filter` gives other checkpoints");
}
