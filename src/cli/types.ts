import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import {
  type Command,
  CommandError,
  connect,
  messageOf,
  readArguments,
  SERVER_HELP,
  SERVER_OPTIONS,
  UsageError,
} from "./command.js";
import { readText } from "./document.js";
import { count } from "./terminal.js";
import { loadCompiler } from "./types/compile.js";
import { type DeployedGraph, describeGraph, findAssistants } from "./types/deployment.js";
import { isUpToDate, renderFile, renderGraphs, toCommandLine } from "./types/render.js";

const HELP = `Usage: langgraph-remote types --url URL [--graph ID]… [--api-key-env NAME] --out FILE [--check] [--json]

Writes the schemas of a deployment's graphs as TypeScript: an interface for each graph and subgraph, to be used as in
new RemoteGraph<AgentGraph>({ url, graphId: "agent" }). Needs openapi-typescript and TypeScript 5.

Options
${SERVER_HELP}
  --graph ID          only this graph or assistant; may be repeated. Default: all
  --out FILE          file to write; missing folders are created
  --check             write nothing; exit 1 if the file was not generated from the deployment's present schemas.
                      Later changes to the file, such as by a formatter, are not detected
  --json              print the result as JSON`;

export const types: Command = {
  summary: "write TypeScript types for the graphs of a deployment",
  help: HELP,
  async run(args, terminal) {
    const { values } = readArguments(args, {
      options: {
        ...SERVER_OPTIONS,
        graph: { type: "string", multiple: true },
        out: { type: "string" },
        check: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const { url, client } = connect(values, terminal);
    const { out, graph: ids = [], "api-key-env": keyName } = values;
    if (out === undefined || out === "") throw new UsageError("--out is missing: the file to write");
    const command = toCommandLine([
      ...toOption("--url", url),
      ...ids.flatMap((id) => toOption("--graph", id)),
      ...(keyName === undefined ? [] : toOption("--api-key-env", keyName)),
      ...toOption("--out", out),
    ]);
    const compile = await loadCompiler();
    // sequentially, since a development server compiles a graph's sources for its schemas
    const graphs = await terminal.withProgress(`reading the graphs of ${url}`, async (setLabel) => {
      const found: DeployedGraph[] = [];
      for (const assistant of await findAssistants(client, ids)) {
        setLabel(`reading the schemas of ${assistant.graph_id}`);
        found.push(...(await describeGraph(client, assistant)));
      }
      return found;
    });
    const { body, deadRefs } = await renderGraphs(graphs, compile);
    for (const ref of deadRefs) terminal.note(`${ref} has no target, and is typed as unknown`);
    const state = values.check ? compare(out, body) : write(out, renderFile(body, command));
    const isWrong = state === "stale" || state === "missing";
    if (values.json) {
      const names = graphs.map(({ graphId, namespace }) => [graphId, namespace].filter(Boolean).join("|"));
      terminal.print(JSON.stringify({ out, state, graphs: names, command }, null, 2));
    } else if (isWrong) {
      const reason = state === "stale" ? ": the deployment's schemas have changed" : "";
      terminal.note(`${out} is ${state}${reason}. To write it:\n  ${command}`);
    } else {
      const done =
        state === "written" ? `wrote ${out}: ${count(graphs.length, "graph")}` : `${out} is ${state}`;
      terminal.print(done);
    }
    return isWrong ? 1 : 0;
  },
};

/** A value that looks like an option must be joined to its name. */
const toOption = (name: string, value: string): string[] =>
  value.startsWith("-") ? [`${name}=${value}`] : [name, value];

type State = "written" | "up to date" | "stale" | "missing";

function compare(file: string, body: string): State {
  if (!existsSync(file)) return "missing";
  return isUpToDate(readText(file), body) ? "up to date" : "stale";
}

function write(file: string, text: string): State {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return "written";
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${messageOf(error)}`, { cause: error });
  }
}
