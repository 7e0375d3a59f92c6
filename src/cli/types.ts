import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Client } from "../client/client-calls.js";
import {
  type Command,
  CommandError,
  createCommandClient,
  messageOf,
  readApiKey,
  readArguments,
  readUrl,
  UsageError,
} from "./command.js";
import { count } from "./output.js";
import { loadCompiler } from "./types/compile.js";
import { type DeployedGraph, describeGraph, findAssistants } from "./types/deployment.js";
import { isUpToDate, renderFile, renderGraphs, toCommandLine, toOption } from "./types/source.js";

const HELP = `Usage: langgraph-remote types --url URL [--graph ID]… [--api-key-env NAME] --out FILE [--check] [--json]

Asks a deployment for the schemas of its graphs and writes them as TypeScript: an interface for each graph and
subgraph, to be used as in new RemoteGraph<AgentGraph>({ url, graphId: "agent" }). Needs openapi-typescript.

Options
  --url URL           address of the server
  --graph ID          only this graph or assistant; may stand several times. Default: all
  --api-key-env NAME  environment variable that holds the key. Default: LANGGRAPH_API_KEY, LANGSMITH_API_KEY or
                      LANGCHAIN_API_KEY, the first that is set
  --out FILE          where to write; folders are made
  --check             write nothing, and exit 1 when the file was not written from the deployment's present schemas;
                      what has been changed in the file since, such as by a formatter, is not looked at
  --json              print what was done as JSON`;

export const types: Command = {
  summary: "write TypeScript types for the graphs of a deployment",
  help: HELP,
  async run(args, terminal) {
    const { values } = readArguments(args, {
      options: {
        url: { type: "string" },
        graph: { type: "string", multiple: true },
        "api-key-env": { type: "string" },
        out: { type: "string" },
        check: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const url = readUrl(values.url);
    const { out, graph: wanted = [], "api-key-env": keyName } = values;
    if (out === undefined || out === "") throw new UsageError("--out is missing: the file to write");
    const key = readApiKey(keyName, terminal);
    const command = toCommandLine([
      ...toOption("--url", url),
      ...wanted.flatMap((id) => toOption("--graph", id)),
      ...(keyName === undefined ? [] : toOption("--api-key-env", keyName)),
      ...toOption("--out", out),
    ]);
    const compile = await loadCompiler();
    const client = createCommandClient(url, key);
    const graphs = await terminal.during(`asking ${url}`, (say) => fetchGraphs(client, wanted, say));
    const { body, dead } = await renderGraphs(graphs, compile);
    for (const ref of dead) terminal.note(`${ref} leads nowhere, and is taken for unknown`);
    const state = values.check ? await compare(out, body) : await write(out, renderFile(body, command));
    const isWrong = state === "stale" || state === "missing";
    if (values.json) {
      const names = graphs.map(({ graphId, namespace }) => [graphId, namespace].filter(Boolean).join("|"));
      terminal.print(JSON.stringify({ out, state, graphs: names, command }, null, 2));
    } else if (isWrong) {
      const moved = state === "stale" ? ": the deployment's schemas have moved" : "";
      terminal.note(`${out} is ${state}${moved}. To write it:\n  ${command}`);
    } else {
      terminal.print(
        state === "written" ? `wrote ${out}: ${count(graphs.length, "graph")}` : `${out} is ${state}`,
      );
    }
    return isWrong ? 1 : 0;
  },
};

type State = "written" | "up to date" | "stale" | "missing";

/** One after the other: a development server compiles the graph's sources to know its schemas. */
async function fetchGraphs(
  client: Client,
  wanted: readonly string[],
  say: (what: string) => void,
): Promise<DeployedGraph[]> {
  const assistants = await findAssistants(client, wanted);
  const graphs: DeployedGraph[] = [];
  for (const [at, assistant] of assistants.entries()) {
    say(`asking for the schemas of ${assistant.graph_id} (${at + 1} of ${assistants.length})`);
    graphs.push(...(await describeGraph(client, assistant)));
  }
  return graphs;
}

async function compare(file: string, body: string): Promise<State> {
  try {
    return isUpToDate(await readFile(file, "utf8"), body) ? "up to date" : "stale";
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "missing";
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function write(file: string, text: string): Promise<State> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return "written";
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
