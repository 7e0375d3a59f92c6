import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Client } from "../client/client-calls.js";
import {
  type Command,
  CommandError,
  createCommandClient,
  type ExitCode,
  messageOf,
  readApiKey,
  readArguments,
  readUrl,
  UsageError,
} from "./command.js";
import { count, type Terminal } from "./output.js";
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
    const options = readOptions(args, terminal);
    const compile = await loadCompiler();
    const client = createCommandClient(options.url, options.apiKey);
    const graphs = await terminal.during(`asking ${options.url}`, (say) =>
      fetchGraphs(client, options.graphs, say),
    );
    const { body, dead } = await renderGraphs(graphs, compile);
    for (const ref of dead) terminal.note(`${ref} leads nowhere, and is taken for unknown`);
    const state = options.check
      ? await compare(options, body)
      : await write(options, renderFile(body, options.commandLine));
    return tell(options, state, graphs, terminal);
  },
};

type State = "written" | "up to date" | "stale" | "missing";

function tell(
  { out, commandLine, json }: Options,
  state: State,
  graphs: DeployedGraph[],
  to: Terminal,
): ExitCode {
  const isWrong = state === "stale" || state === "missing";
  if (json) {
    const names = graphs.map(({ graphId, namespace }) => [graphId, namespace].filter(Boolean).join("|"));
    to.print(JSON.stringify({ out, state, graphs: names, command: commandLine }, null, 2));
  } else if (isWrong) {
    const moved = state === "stale" ? ": the deployment's schemas have moved" : "";
    to.note(`${out} is ${state}${moved}. To write it:\n  ${commandLine}`);
  } else
    to.print(state === "written" ? `wrote ${out}: ${count(graphs.length, "graph")}` : `${out} is ${state}`);
  return isWrong ? 1 : 0;
}

interface Options {
  url: string;
  graphs: string[];
  apiKey: string | undefined;
  out: string;
  check: boolean;
  json: boolean;
  /** What writes the file again. */
  commandLine: string;
}

function readOptions(args: string[], terminal: Terminal): Options {
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
  const { out, graph = [], "api-key-env": keyName, check, json } = values;
  if (out === undefined || out === "") throw new UsageError("--out is missing: the file to write");
  const commandLine = toCommandLine([
    ...toOption("--url", url),
    ...graph.flatMap((id) => toOption("--graph", id)),
    ...(keyName === undefined ? [] : toOption("--api-key-env", keyName)),
    ...toOption("--out", out),
  ]);
  return { url, graphs: graph, apiKey: readApiKey(keyName, terminal), out, check, json, commandLine };
}

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

async function compare({ out }: Options, body: string): Promise<State> {
  const present = await readIfThere(out);
  if (present === undefined) return "missing";
  return isUpToDate(present, body) ? "up to date" : "stale";
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function write({ out }: Options, text: string): Promise<State> {
  try {
    await mkdir(dirname(out), { recursive: true });
    await writeFile(out, text);
  } catch (error) {
    throw new CommandError(`${out} cannot be written: ${messageOf(error)}`, { cause: error });
  }
  return "written";
}
