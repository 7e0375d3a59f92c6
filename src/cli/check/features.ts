import { isDeepStrictEqual } from "node:util";
import { TimeLimit } from "../../client/time-limit.js";
import {
  type Client,
  isRemoteException,
  RemoteGraph,
  type RunnableConfig,
  type StreamMode,
} from "../../index.js";
import { messageOf } from "../command.js";
import { asRecord, type Json } from "../json.js";
import { excerpt } from "../terminal.js";
import { type Context, createThread } from "./context.js";

/** A feature of RemoteGraph, and whether it works with this server. */
export interface Feature {
  name: string;
  /** `unproven`: the server accepted it, but with this graph it has no visible effect. */
  verdict: "yes" | "no" | "unproven";
  note: string;
}

type Result = Omit<Feature, "name">;

/** The arguments of a probe. */
interface Trial {
  graph: RemoteGraph;
  client: Client;
  /** An input that the graph takes. */
  input: Json;
  /** The config of a new thread. */
  newThread(): Promise<RunnableConfig>;
  /** The config of a new thread on which the graph has run. */
  newRun(): Promise<RunnableConfig>;
}

type Probe = (trial: Trial) => Promise<Result>;

const yes = (note = ""): Result => ({ verdict: "yes", note });
const no = (note: string): Result => ({ verdict: "no", note });
const unproven = (note: string): Result => ({ verdict: "unproven", note });

const MODES = ["values", "updates", "messages", "custom", "debug", "tasks", "checkpoints"] as const;

const PROBES: Readonly<Record<string, Probe>> = {
  "runs on a thread (invoke, stream)": ({ newRun }) => newRun().then(() => yes()),
  "runs without a thread": ({ graph, input }) => graph.invoke(input).then(() => yes()),
  "stream modes": async (trial) => {
    const chunks = await stream(trial, [...MODES]);
    return yes(`seen: ${[...new Set(chunks.map(([mode]) => mode))].sort().join(", ")}`);
  },
  "stream mode tools": (trial) => stream(trial, ["tools"]).then(() => yes()),
  "streams of subgraphs": probeSubgraphs,
  "events (streamEvents v2)": async ({ graph, input, newThread }) => {
    const events = await collect(graph.streamEvents(input, { ...(await newThread()), version: "v2" }));
    return events.length > 0 ? yes() : no("the run streamed no events");
  },
  "run handles (streamEvents v3)": probeHandles,
  "resumable streams (rejoin, joinStream)": probeResuming,
  interrupts: async ({ graph, input, newThread }) => {
    const config = await newThread();
    await graph.invoke(input, { ...config, interruptBefore: "*" });
    const interrupted = await graph.getState(config);
    if (interrupted.next.length === 0) return unproven("the run did not stop before its first node");
    await graph.invoke(null, config);
    const resumed = await graph.getState(config);
    return isDeepStrictEqual(resumed.config, interrupted.config) ? no("the run did not go on") : yes();
  },
  cancelling: async ({ graph, input, newThread }) => {
    // delayed, so that the run can be cancelled before it starts; aegra starts it at once, and it may end sooner
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const run = await graph.createRun(input, { ...(await newThread()), afterSeconds: 60 });
      await run.cancel({ wait: true });
      if ((await run.status()) !== "success") return yes();
    }
    return unproven("the run ended before it could be cancelled");
  },
  "context beside configurable": async ({ graph, input, newThread }) => {
    const config = await newThread();
    const configurable = { ...config.configurable, conformance: "a" };
    await graph.invoke(input, { ...config, configurable, context: { user: "b" } });
    return yes();
  },
  "state (getState, updateState)": async ({ graph, newRun }) => {
    const config = await newRun();
    const written = await graph.updateState(config, null);
    const { config: head } = await graph.getState(config);
    const isRead = head.configurable?.checkpoint_id === written.configurable?.checkpoint_id;
    return isRead ? yes() : no("getState does not read what updateState wrote");
  },
  "history (getStateHistory)": probeHistory,
  "runs from a checkpoint": async ({ graph, newRun }) => {
    const config = await newRun();
    const [, earlier] = await collect(graph.getStateHistory(config));
    if (earlier === undefined) return unproven("this graph makes one checkpoint only");
    await graph.invoke(null, earlier.config);
    const [head] = await collect(graph.getStateHistory(config));
    return head?.createdAt === earlier.createdAt ? no("the run made no checkpoint") : yes();
  },
  "drawings (getGraphAsync)": async ({ graph }) => {
    const { nodes } = await graph.getGraphAsync({ xray: true });
    return Object.keys(nodes).length > 0 ? yes() : no("the drawing is empty");
  },
  "schemas (getSchemas, langgraph-remote types)": async ({ graph }) => {
    const { input_schema, state_schema } = await graph.getSchemas();
    return input_schema || state_schema ? yes() : unproven("the server has no schemas of this graph");
  },
  "subgraphs (getSubgraphsAsync)": async ({ graph }) => {
    const names = (await collect(graph.getSubgraphsAsync())).map(([name]) => name);
    return names.length > 0 ? yes(names.join(", ")) : unproven("the server names no subgraph of this graph");
  },
  store: async ({ client }) => toResult(await client.POST("/store/namespaces", { body: { limit: 1 } })),
  crons: async ({ client }) => toResult(await client.POST("/runs/crons/search", { body: { limit: 1 } })),
};

/** For the tests and the table in docs/servers.md. */
export const featureNames: readonly string[] = Object.keys(PROBES);

const TIMEOUT_MS = 60_000;

/** Tries each feature of RemoteGraph with a server, one after the other. @throws the signal's reason when it aborts */
export async function probeFeatures(
  { api, graph: graphId, input: given }: Context,
  client: Client,
  signal?: AbortSignal,
): Promise<Feature[]> {
  const features: Feature[] = [];
  const input = asRecord(given);
  const newThread = async () => ({ configurable: await createThread(api) });
  for (const [name, probe] of Object.entries(PROBES)) {
    signal?.throwIfAborted();
    const limit = new TimeLimit(signal);
    limit.within(TIMEOUT_MS, () => new Error(`it took longer than ${TIMEOUT_MS} ms`));
    const config = { signal: limit.signal };
    const graph = new RemoteGraph({ client, graphId, config, onDisconnect: "continue" });
    const newRun = async () => {
      const thread = await newThread();
      await graph.invoke(input, thread);
      return thread;
    };
    const result = await probe({ graph, client, input, newThread, newRun }).catch(toFailure);
    features.push({ name, ...result });
    limit.release();
  }
  signal?.throwIfAborted();
  return features;
}

/** If the graph itself failed, the feature is neither proven nor refuted. */
function toFailure(error: unknown): Result {
  const message = excerpt(messageOf(error), 90);
  return isRemoteException(error) ? unproven(`the run itself failed: ${message}`) : no(message);
}

const toResult = ({ error, response }: { error?: unknown; response: Response }): Result =>
  response.ok ? yes() : no(`answered ${response.status} ${excerpt(error ?? "", 60)}`.trimEnd());

/** All chunks of a run on a new thread. */
async function stream({ graph, input, newThread }: Trial, streamMode: StreamMode[], subgraphs = false) {
  return collect(await graph.stream(input, { ...(await newThread()), streamMode, subgraphs }));
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

async function probeSubgraphs(trial: Trial): Promise<Result> {
  try {
    const chunks = await stream(trial, ["values", "updates"], true);
    const isOfSubgraph = ([namespace]: readonly unknown[]) =>
      Array.isArray(namespace) && namespace.length > 0;
    return chunks.some(isOfSubgraph) ? yes() : unproven("this graph has no subgraph that ran");
  } catch (error) {
    if (!isRemoteException(error)) throw error;
    await trial.newRun(); // throws if the graph fails without this option too
    return no(excerpt(`such a run fails: ${error.message}`, 90));
  }
}

async function probeHandles({ graph, input, newThread }: Trial): Promise<Result> {
  const config = await newThread();
  const run = await graph.streamEvents(input, { ...config, version: "v3" });
  const events = (await collect(run)).length;
  const output = Object.keys(await run.output);
  const { values } = await graph.getState(config);
  const lost = Object.keys(values).filter((key) => !output.includes(key));
  if (events === 0) return no("the run streamed no events");
  return lost.length === 0 ? yes(`${events} events`) : no(`the output lacks ${lost.join(", ")}`);
}

async function probeResuming({ graph, input, newThread }: Trial): Promise<Result> {
  const config = await newThread();
  const run = await graph.stream(input, { ...config, streamMode: "values" });
  const { value: first } = await run[Symbol.asyncIterator]().next();
  const { runId } = run;
  await run.cancel();
  if (runId === undefined) return no("the stream does not name the run");
  const again = await collect(await graph.joinStream(runId, config, { streamMode: "values" }));
  const { values } = await graph.getState(config);
  if (!isDeepStrictEqual(again[0], first)) return no("the first event was not sent again");
  // the event of an interrupt holds it beside the state, or alone
  const states = again.map(({ __interrupt__, ...state }) => state);
  const last = states.findLast((state) => Object.keys(state).length > 0) ?? {};
  return isDeepStrictEqual(last, values) ? yes() : no("the last event was not the thread's state");
}

async function probeHistory({ graph, newRun }: Trial): Promise<Result> {
  const config = await newRun();
  const all = await collect(graph.getStateHistory(config));
  const idsOf = (states: { config: RunnableConfig }[]) =>
    states.map((state) => state.config.configurable?.checkpoint_id);
  const before = await collect(graph.getStateHistory(config, { before: all[0]?.config, limit: 2 }));
  if (!isDeepStrictEqual(idsOf(before), idsOf(all).slice(1, 3)))
    return no("`before` gives other checkpoints");
  const filtered = await collect(graph.getStateHistory(config, { filter: { source: "loop" } }));
  const looped = all.filter(({ metadata }) => metadata?.source === "loop");
  return isDeepStrictEqual(idsOf(filtered), idsOf(looped)) ? yes() : no("`filter` gives other checkpoints");
}
