/**
 * Calls a server through Prism and prints where it and the document disagree: a server of the tests, or any deployment.
 * `npm run conformance -- [--url http://… [--graph NAME] [--input JSON]] [--server js|js-2.0.0|python|aegra|all]`
 */
import { parseArgs } from "node:util";
import { formatReport, isClean } from "../src/cli/check/report.js";
import { readKeyHeaders } from "../src/cli/command.js";
import { createTerminal } from "../src/cli/terminal.js";
import { KEY_NAMES } from "../src/client/client.js";
import { runConformanceScenario } from "../test/support/conformance-scenario.js";
import { startValidatingProxy } from "../test/support/prism.js";
import { type ServerKind, serverKinds, startServer, toServerKind } from "../test/support/servers/index.js";
import { fail } from "./fail.js";

const { values } = parseArgs({
  options: {
    url: { type: "string" },
    graph: { type: "string" },
    input: { type: "string" },
    server: { type: "string", default: serverKinds[0] },
  },
});

const terminal = createTerminal(process);

async function main(): Promise<void> {
  const { url, server } = values;
  if (url !== undefined) return converse(url.replace(/\/$/, ""), false);
  for (const kind of server === "all" ? serverKinds : [toServerKind(server)]) {
    if (server === "all") console.log(`\n━━ the document on ${kind}`);
    await holdAgainst(kind).catch(fail); // the others are asked all the same
  }
}

async function holdAgainst(kind: ServerKind): Promise<void> {
  const running = await startServer({ kind });
  try {
    await converse(running.url, true);
  } finally {
    await running.stop();
  }
}

async function converse(serverUrl: string, hasFixtures: boolean): Promise<void> {
  const proxy = await startValidatingProxy(serverUrl);
  try {
    const report = await runConformanceScenario({
      proxyUrl: proxy.url,
      serverUrl,
      hasFixtures,
      headers: readKeyHeaders(undefined, terminal, KEY_NAMES),
      graph: values.graph,
      input: values.input === undefined ? undefined : JSON.parse(values.input),
    });
    for (const line of formatReport(report, terminal)) terminal.print(line);
    if (!isClean(report)) process.exitCode = 1;
  } finally {
    await proxy.stop();
  }
}

main().catch(fail);
