import { serverOf } from "../../client/client.js";
import type { Client } from "../../index.js";
import type { ServerKind } from "../../servers/server.js";
import type { Context, Part } from "./context.js";
import { type Feature, probeFeatures } from "./features.js";
import { faultOf } from "./known-faults.js";
import { checkAssistants, checkStore, checkSystem } from "./other-operations.js";
import { type Call, Session, type SessionOptions } from "./session.js";
import { checkProtocol, checkRuns, checkStreams, checkThreads } from "./threads-and-runs.js";

/** What works with any graph. */
const PARTS: readonly Part[] = [
  checkSystem,
  checkAssistants,
  checkThreads,
  checkRuns,
  checkStreams,
  checkStore,
  checkProtocol,
];

export interface ScenarioOptions extends SessionOptions, Omit<Context, "api"> {
  /** For the features of RemoteGraph. */
  client: Client;
  /** More groups of calls, for graphs that the server is known to have. */
  parts?: readonly Part[] | undefined;
}

export interface ScenarioReport {
  server: ServerKind;
  /** All calls, in order, without the violations that are known faults of the server. */
  calls: readonly Call[];
  /** The known faults of the server that were seen. */
  faults: readonly string[];
  /** What was created and could not be removed. */
  leftovers: readonly string[];
  /** Operations of the document that were not called. */
  uncalled: readonly string[];
  /** Operations of the document that the server does not have. */
  missing: readonly string[];
  features: readonly Feature[];
}

/** Calls every operation of the document, tries every feature, and removes what it created, also when the signal aborts. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const { client, graph, assistant, input, signal, validator, parts = [] } = options;
  const api = new Session(options);
  const context: Context = { api, graph, assistant, input };
  const features: Feature[] = [];
  // concurrently, since each part mostly waits for its runs
  const ends = await Promise.allSettled([
    probeFeatures(context, client, signal).then((found) => features.push(...found)),
    ...[...PARTS, ...parts].map((part) => part(context)),
  ]);
  const leftovers = await api.cleanUp();
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined && !signal?.aborted) throw failed.reason;
  const server = await serverOf(client).kind();
  const faults = new Set<string>();
  const isNews = (operation: string, violation: string) => {
    const fault = faultOf(server, operation, violation);
    if (fault !== undefined) faults.add(fault);
    return fault === undefined;
  };
  const calls = api.calls.map((call) => ({
    ...call,
    violations: call.violations.filter((violation) => isNews(call.operation, violation)),
  }));
  const ids = [...validator.operations.keys()];
  const callsOf = (id: string) => calls.filter(({ operation }) => operation === id);
  const uncalled = ids.filter((id) => callsOf(id).length === 0);
  const missing = ids.filter((id) => !uncalled.includes(id) && callsOf(id).every((call) => call.isMissing));
  return { server, calls, faults: [...faults], leftovers, uncalled, missing, features };
}
