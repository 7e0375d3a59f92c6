/**
 * Calls a server through Prism and prints where it and the document disagree: the in-memory server, or any deployment.
 * `npm run conformance -- [--url http://… [--graph NAME] [--input JSON]] [--server js|js-2.0.0|python|aegra]`
 */
import { parseArgs } from "node:util";
import { formatReport, isClean } from "../src/cli/check/report.js";
import type { ScenarioReport } from "../src/cli/check/scenario.js";
import { createTerminal } from "../src/cli/output.js";
import { runConformanceScenario } from "../test/support/conformance-scenario.js";
import { readOperations } from "../test/support/document.js";
import { startValidatingProxy } from "../test/support/prism.js";
import { serverKinds, startServer, toServerKind } from "../test/support/servers/index.js";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    graph: { type: "string" },
    input: { type: "string" },
    server: { type: "string", default: serverKinds[0] },
  },
});

async function main(): Promise<void> {
  const server =
    values.url === undefined ? await startServer({ kind: toServerKind(values.server) }) : undefined;
  try {
    const report = await converse(server?.url ?? values.url ?? "", server !== undefined);
    const terminal = createTerminal(process);
    for (const line of formatReport(report, readOperations(), terminal)) terminal.print(line);
    if (!isClean(report)) process.exitCode = 1;
  } finally {
    await server?.stop();
  }
}

async function converse(url: string, hasFixtures: boolean): Promise<ScenarioReport> {
  const serverUrl = url.replace(/\/$/, "");
  await assertReachable(serverUrl);
  const proxy = await startValidatingProxy(serverUrl);
  const apiKey = process.env.LANGGRAPH_API_KEY ?? process.env.LANGSMITH_API_KEY;
  try {
    return await runConformanceScenario({
      proxyUrl: proxy.url,
      serverUrl,
      hasFixtures,
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
