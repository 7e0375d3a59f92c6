/**
 * Calls a server through Prism and prints where it and the document disagree: the in-memory server, or any deployment.
 * `npm run conformance -- [--url http://… [--graph NAME] [--input JSON]] [--server 2.0.0]`
 */
import { parseArgs } from "node:util";
import type { Finding } from "../test/support/conformance/conversation.js";
import { runConformanceScenario, type ScenarioReport } from "../test/support/conformance-scenario.js";
import { startValidatingProxy } from "../test/support/prism.js";
import { isServerVersion, serverVersions, startServer } from "../test/support/server.js";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    graph: { type: "string" },
    input: { type: "string" },
    server: { type: "string", default: "1.5.1" },
  },
});

async function main(): Promise<void> {
  const server = values.url === undefined ? await startOwnServer(values.server) : undefined;
  try {
    const report = await converse(server?.url ?? values.url ?? "");
    print(report);
    const isClean = report.findings.every(({ violations }) => violations.length === 0);
    if (!isClean || report.failures.length > 0) process.exitCode = 1;
  } finally {
    await server?.stop();
  }
}

async function converse(url: string): Promise<ScenarioReport> {
  const serverUrl = url.replace(/\/$/, "");
  await assertReachable(serverUrl);
  const proxy = await startValidatingProxy(serverUrl);
  const apiKey = process.env.LANGGRAPH_API_KEY ?? process.env.LANGSMITH_API_KEY;
  try {
    return await runConformanceScenario({
      proxyUrl: proxy.url,
      serverUrl,
      headers: apiKey === undefined ? {} : { "x-api-key": apiKey },
      ...(values.graph === undefined ? {} : { graph: values.graph }),
      ...(values.input === undefined ? {} : { input: JSON.parse(values.input) }),
    });
  } finally {
    await proxy.stop();
  }
}

async function assertReachable(url: string): Promise<void> {
  await fetch(`${url}/ok`).catch((cause: unknown) => {
    throw new Error(`no server answers at ${url}: is the URL right, and the server running?`, { cause });
  });
}

function startOwnServer(version: string) {
  if (isServerVersion(version)) return startServer({ version });
  throw new Error(`--server takes one of ${serverVersions.join(", ")}, not "${version}"`);
}

function print({ findings, failures, uncalled }: ScenarioReport): void {
  const operations = [...new Set(findings.map(({ operation }) => operation))];
  const toCalls = (id: string) => findings.filter(({ operation }) => operation === id);
  console.table(Object.fromEntries(operations.map((id) => [id, toRow(toCalls(id))])));
  for (const { operation, status, violations } of findings) {
    for (const violation of violations) console.log(`${operation} (${status}): ${violation}`);
  }
  for (const failure of failures) console.log(`could not go on with ${failure}`);
  if (uncalled.length > 0) console.log(`not called: ${uncalled.join(", ")}`);
  const count = findings.reduce((sum, { violations }) => sum + violations.length, 0);
  console.log(`${findings.length} calls, ${operations.length} operations, ${count} violations`);
}

function toRow(calls: readonly Finding[]) {
  return {
    calls: calls.length,
    statuses: [...new Set(calls.map(({ status }) => status))].sort().join(" "),
    violations: calls.reduce((sum, { violations }) => sum + violations.length, 0),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
