import { serverOf } from "../../client/client.js";
import type { Client } from "../../index.js";
import type { ServerKind } from "../../servers/server.js";
import type { Context, Part } from "./context.js";
import { type Feature, probeFeatures } from "./features.js";
import { faultOf } from "./known-faults.js";
import { checkAssistants, checkStore, checkSystem } from "./other-operations.js";
import { type Call, Session, type SessionOptions } from "./session.js";
import { checkProtocol, checkRuns, checkStreams, checkThreads } from "./threads-and-runs.js";
import type { DocumentValidator } from "./validator.js";

/** The parts that work with any graph. */
const PARTS: readonly Part[] = [
  checkSystem,
  checkAssistants,
  checkThreads,
  checkRuns,
  checkStreams,
  checkStore,
  checkProtocol,
];

interface ScenarioOptions extends SessionOptions, Omit<Context, "api"> {
  /** For the features of RemoteGraph. */
  client: Client;
  /** More groups of calls, for graphs that the server is known to have. */
  parts?: readonly Part[] | undefined;
}

export interface ScenarioReport {
  server: ServerKind;
  /** The operations that were called, in the order of the document, each with its number of calls and violations. */
  operations: readonly { tag: string; id: string; calls: number; statuses: number[]; violations: number }[];
  /** Each violation once, with the number of times; known faults of the server are left out. */
  violations: readonly string[];
  /** The known faults of the server that were seen. */
  faults: readonly string[];
  /** Resources that were created and could not be removed. */
  leftovers: readonly string[];
  /** Operations of the document that were not called. */
  uncalled: readonly string[];
  /** Operations of the document that the server does not have. */
  missing: readonly string[];
  features: readonly Feature[];
}

/** Calls every operation of the document, tries every feature, and removes what it created, also when the signal aborts. */
export async function runScenario(options: ScenarioOptions): Promise<ScenarioReport> {
  const { client, graph, assistant, input, signal, parts = [] } = options;
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
  return { server, ...sumUp(server, api.calls, options.validator), leftovers, features };
}

/** Summarizes the calls by operation. */
function sumUp(server: ServerKind, calls: readonly Call[], validator: DocumentValidator) {
  const found = calls.flatMap(({ operation, status, violations }) =>
    violations.map((violation) => ({
      operation,
      line: `${operation} (${status}): ${violation}`,
      fault: faultOf(server, operation, violation),
    })),
  );
  const faults = [...new Set(found.flatMap(({ fault }) => fault ?? []))];
  const unknown = found.filter(({ fault }) => fault === undefined);
  const lines = unknown.map(({ line }) => line);
  const violations = [...new Set(lines)].map((line) => {
    const times = lines.filter((one) => one === line).length;
    return times === 1 ? line : `${line} (${times} times)`;
  });
  const all = [...validator.operations.values()].map(({ id, tag }) => {
    const own = calls.filter(({ operation }) => operation === id);
    const statuses = [...new Set(own.map(({ status }) => status))].sort((one, other) => one - other);
    const isMissing = own.length > 0 && own.every((call) => call.isMissing);
    const sum = unknown.filter(({ operation }) => operation === id).length;
    return { tag, id, calls: own.length, statuses, violations: sum, isMissing };
  });
  return {
    operations: all.filter((one) => one.calls > 0),
    violations,
    faults,
    uncalled: all.filter((one) => one.calls === 0).map(({ id }) => id),
    missing: all.filter(({ isMissing }) => isMissing).map(({ id }) => id),
  };
}
