import { converseOnAssistants } from "./conformance/assistants.js";
import { Conversation, type ConversationOptions, type Finding } from "./conformance/conversation.js";
import { converseOnProtocol } from "./conformance/protocol.js";
import { converseOnRuns } from "./conformance/runs.js";
import { converseOnStore } from "./conformance/store.js";
import { converseOnStreams } from "./conformance/streams.js";
import type { Subject } from "./conformance/subject.js";
import { converseOnSystem } from "./conformance/system.js";
import { converseOnThreads } from "./conformance/threads.js";
import { isRecord } from "./event-schemas.js";

const parts = {
  system: converseOnSystem,
  assistants: converseOnAssistants,
  threads: converseOnThreads,
  runs: converseOnRuns,
  streams: converseOnStreams,
  store: converseOnStore,
  protocol: converseOnProtocol,
};

export interface ScenarioOptions extends ConversationOptions {
  /** The graph for what works with any; `echo`, or else the first that the server has. */
  graph?: string;
  /** An input that the graph takes. */
  input?: unknown;
}

export interface ScenarioReport {
  findings: readonly Finding[];
  /** Parts that could not go on, and why. */
  failures: readonly string[];
  /** Operations of the document that were not called. */
  uncalled: readonly string[];
}

/** Calls every operation of the document and removes what it made. */
export async function runConformanceScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const talk = new Conversation(options);
  const failures: string[] = [];
  const subject = await findSubject(talk, options);
  // Side by side: a part waits for its runs most of the time.
  await Promise.all(
    Object.entries(parts).map(([name, converse]) =>
      converse(subject).catch((error: unknown) => {
        failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }),
    ),
  );
  await talk.cleanUp();
  const called = new Set(talk.findings.map(({ operation }) => operation));
  const uncalled = [...talk.operations.keys()].filter((id) => !called.has(id));
  return { findings: talk.findings, failures, uncalled };
}

async function findSubject(talk: Conversation, options: ScenarioOptions): Promise<Subject> {
  const { body } = await talk.call("searchAssistants", { body: { limit: 1000 } });
  const found = Array.isArray(body) ? body.filter(isRecord).map(({ graph_id }) => String(graph_id)) : [];
  const graphs = new Set(found);
  const graph = options.graph ?? (graphs.has("echo") ? "echo" : found[0]);
  if (graph === undefined) throw new Error("the server has no graph");
  return { talk, graph, input: options.input ?? {}, hasGraph: (name) => graphs.has(name) };
}
