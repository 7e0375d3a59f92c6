import { CommandError, noAssistants } from "../command.js";
import { excerpt } from "../output.js";
import { converseOnAssistants } from "./assistants.js";
import { Conversation, type ConversationOptions, type Finding } from "./conversation.js";
import { type Feature, probeFeatures } from "./features.js";
import { converseOnProtocol } from "./protocol.js";
import { converseOnRuns } from "./runs.js";
import { converseOnStore } from "./store.js";
import { converseOnStreams } from "./streams.js";
import { type Part, partOf, type Subject } from "./subject.js";
import { converseOnSystem } from "./system.js";
import { converseOnThreads } from "./threads.js";

/** What works with any graph. */
const PARTS: Readonly<Record<string, Part>> = {
  system: converseOnSystem,
  assistants: converseOnAssistants,
  threads: converseOnThreads,
  runs: converseOnRuns,
  streams: converseOnStreams,
  store: converseOnStore,
  protocol: converseOnProtocol,
};

export interface ScenarioOptions extends ConversationOptions {
  /** The graph to talk about. Default: the first that the server has. */
  graph?: string | undefined;
  /** An input that the graph takes. */
  input?: unknown;
  /** Further parts, about graphs that are known to be there. */
  parts?: Readonly<Record<string, Part>> | undefined;
  /** Told what the scenario will be about, before anything is made. */
  onSubject?: ((graph: string) => void) | undefined;
}

export interface ScenarioReport {
  /** Every call, in the order of the answers. */
  findings: readonly Finding[];
  /** Parts that could not go on, and why. */
  failures: readonly string[];
  /** What was made and could not be removed. */
  leftovers: readonly string[];
  /** Operations of the document that were not called. */
  uncalled: readonly string[];
  /** What RemoteGraph can do with this server. */
  features: readonly Feature[];
}

/** Calls every operation of the document and removes what it made. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const talk = new Conversation(options);
  const graph = await findGraph(talk, options.graph);
  options.onSubject?.(graph);
  const subject: Subject = { talk, graph, input: options.input ?? {} };
  const failures: string[] = [];
  const attempt = async <T>(name: string, work: Promise<T>): Promise<T | undefined> => {
    try {
      return await work;
    } catch (error) {
      failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  // Side by side: a part waits for its runs most of the time.
  const [features] = await Promise.all([
    attempt("features", probeFeatures(subject, options.signal)),
    ...Object.entries({ ...PARTS, ...options.parts }).map(([name, part]) => attempt(name, part(subject))),
  ]);
  const leftovers = await talk.cleanUp();
  const called = new Set(talk.findings.map(({ operation }) => operation));
  const uncalled = [...options.operations.keys()].filter((id) => !called.has(id));
  return { findings: talk.findings, failures, leftovers, uncalled, features: features ?? [] };
}

async function findGraph(talk: Conversation, wanted: string | undefined): Promise<string> {
  const { ok, status, body } = await talk.probe("searchAssistants", { body: { limit: 1000 } });
  if (!ok) throw new CommandError(`the search for assistants was answered ${status}: ${excerpt(body, 80)}`);
  const found = Array.isArray(body) ? body.map((assistant) => partOf(assistant, "graph_id")) : [undefined];
  const graphs = [...new Set(found.filter((id) => typeof id === "string"))].sort();
  if (graphs.length === 0 && found.length > 0) throw noAssistants(body);
  if (graphs.length === 0) throw new CommandError("the server has no graph");
  const graph = wanted ?? graphs[0] ?? "";
  if (graphs.includes(graph)) return graph;
  throw new CommandError(`the server has no graph "${graph}"; it has ${graphs.join(", ")}`);
}
