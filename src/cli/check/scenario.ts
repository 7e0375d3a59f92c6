import { serverOf } from "../../client/client.js";
import type { Client } from "../../index.js";
import type { ServerKind } from "../../servers/server.js";
import { converseOnAssistants } from "./assistants.js";
import { Conversation, type ConversationOptions, type Finding } from "./conversation.js";
import { type Feature, probeFeatures } from "./features.js";
import { faultOf } from "./known-faults.js";
import { converseOnProtocol } from "./protocol.js";
import { converseOnRuns } from "./runs.js";
import { converseOnStore } from "./store.js";
import { converseOnStreams } from "./streams.js";
import type { Part, Subject } from "./subject.js";
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
  /** What RemoteGraph is tried with. */
  client: Client;
  /** The graph to talk about, and its assistant. */
  graph: string;
  assistant: string;
  /** An input that the graph takes. */
  input?: unknown;
  /** Further parts, about graphs that are known to be there. */
  parts?: Readonly<Record<string, Part>> | undefined;
}

export interface ScenarioReport {
  server: ServerKind;
  /** Every call, in the order in which they were made, with the violations that are no known fault of the server. */
  findings: readonly Finding[];
  /** Known faults of the server that were met. */
  faults: readonly string[];
  /** What was made and could not be removed. */
  leftovers: readonly string[];
  /** Operations of the document that were not called. */
  uncalled: readonly string[];
  /** Operations of the document that the server does not have. */
  missing: readonly string[];
  /** What RemoteGraph can do with this server. */
  features: readonly Feature[];
}

/** Calls every operation of the document and removes what it made, also when it is ended by the signal. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const { client, graph, assistant, signal } = options;
  const talk = new Conversation(options);
  const subject: Subject = { talk, graph, assistant, input: options.input ?? {} };
  const features: Feature[] = [];
  // Side by side: a part waits for its runs most of the time.
  const work = [
    probeFeatures(subject, client, signal).then((found) => features.push(...found)),
    ...Object.values({ ...PARTS, ...options.parts }).map((part) => part(subject)),
  ];
  const ends = await Promise.allSettled(work);
  const leftovers = await talk.cleanUp();
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined && !signal?.aborted) throw failed.reason;
  const server = await serverOf(client).kind();
  const faults = new Set<string>();
  const findings = talk.findings.map((finding) => ({
    ...finding,
    violations: finding.violations.filter((violation) => {
      const fault = faultOf(server, finding, violation);
      if (fault !== undefined) faults.add(fault);
      return fault === undefined;
    }),
  }));
  const ids = [...options.judge.operations.keys()];
  const callsOf = (id: string) => findings.filter(({ operation }) => operation === id);
  return {
    server,
    findings,
    faults: [...faults],
    leftovers,
    uncalled: ids.filter((id) => callsOf(id).length === 0),
    missing: ids.filter((id) => callsOf(id).length > 0 && callsOf(id).every(({ isMissing }) => isMissing)),
    features,
  };
}
