import { type Client, isConnectionError } from "../index.js";
import { Judge } from "./check/judge.js";
import { operationsOf } from "./check/operations.js";
import { formatFeatures, formatReport, isClean, toJson } from "./check/report.js";
import { runScenario, type ScenarioReport } from "./check/scenario.js";
import {
  type Command,
  CommandError,
  createCommandClient,
  messageOf,
  readApiKey,
  readArguments,
  readUrl,
  reasonOf,
  toKeyHeaders,
  UsageError,
} from "./command.js";
import { readOwnDocument } from "./document.js";
import type { Terminal } from "./output.js";
import { loadPeer } from "./peers.js";
import { findAssistants } from "./types/deployment.js";

const HELP = `Usage: langgraph-remote check --url URL [--graph NAME] [--input JSON] [--json]
                              [--api-key-env NAME]

Is this deployment what the Server API document says? Calls every operation, holds each answer against the document,
tries each feature of RemoteGraph with the server, and tells which work. Needs ajv.

It makes threads, assistants, store items and crons of its own, runs one graph about 40 times, and removes what it
made, also when it is stopped by Ctrl-C or SIGTERM. It changes nothing else; what the graph itself does is the graph's
business.

Options
  --url URL           address of the server
  --graph NAME        the graph to run. Default: the first by name
  --input JSON        an input for it. Default: {}
  --json              print the report as JSON
  --api-key-env NAME  environment variable that holds the key. Default: LANGGRAPH_API_KEY, LANGSMITH_API_KEY or
                      LANGCHAIN_API_KEY, the first that is set

Exits 1 when the server contradicts the document, but for what is known of it: docs/servers.md.`;

export const check: Command = {
  summary: "find out whether a server is what the Server API document says",
  help: HELP,
  async run(args, terminal) {
    const options = readOptions(args, terminal);
    const { Ajv2020 } = await loadPeer("ajv", "check", () => import("ajv/dist/2020.js"));
    const document = readOwnDocument();
    const operations = operationsOf(document);
    const client = createCommandClient(options.url, options.key);
    const report = await terminal.during(`checking ${options.url}`, (say) =>
      stoppable(async (signal) => {
        const { graph_id: graph, assistant_id: assistant } = await chooseGraph(client, options, signal);
        announce(options, graph, terminal);
        return runScenario({
          serverUrl: options.url,
          headers: options.headers,
          client,
          graph,
          assistant,
          input: options.input,
          operations,
          judge: new Judge(document, Ajv2020),
          signal,
          onCall: (operation) => say(`checking ${options.url}: ${operation}`),
        });
      }),
    );
    const lines = options.json
      ? [toJson(report)]
      : [...formatReport(report, operations, terminal), "", ...formatFeatures(report.features)];
    for (const line of lines) terminal.print(line);
    return isClean(report) ? 0 : 1;
  },
};

interface Options {
  url: string;
  graph: string | undefined;
  input: unknown;
  json: boolean;
  key: string | undefined;
  headers: Record<string, string>;
}

const KEY_NAMES = ["LANGGRAPH_API_KEY", "LANGSMITH_API_KEY", "LANGCHAIN_API_KEY"];

function readOptions(args: string[], terminal: Terminal): Options {
  const { values } = readArguments(args, {
    options: {
      url: { type: "string" },
      graph: { type: "string" },
      input: { type: "string", default: "{}" },
      json: { type: "boolean", default: false },
      "api-key-env": { type: "string" },
    },
  });
  const found = KEY_NAMES.map((name) => terminal.env[name]?.trim()).find(Boolean);
  const key = readApiKey(values["api-key-env"], terminal) ?? found;
  return {
    url: readUrl(values.url),
    graph: values.graph,
    input: readInput(values.input),
    json: values.json,
    key,
    headers: toKeyHeaders(key),
  };
}

function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--input takes JSON: ${messageOf(error)}`, { cause: error });
  }
}

async function chooseGraph(client: Client, { url, graph }: Options, signal: AbortSignal) {
  try {
    const [first] = await findAssistants(client, graph === undefined ? [] : [graph], signal);
    return first;
  } catch (error) {
    if (!isConnectionError(error)) throw error;
    const said = `no server answers at ${url}: ${reasonOf(error)}\nIs the address right, and the server running?`;
    throw new CommandError(said, { cause: error });
  }
}

function announce({ url, input }: Options, graph: string, { note }: Terminal): void {
  note(`Checking ${url} with the graph "${graph}" and the input ${JSON.stringify(input)}.`);
  note("This makes threads, assistants, store items and crons of its own, runs the graph about 40 times,");
  note("and removes what it made. Nothing else is changed.");
}

const STOPS = ["SIGINT", "SIGTERM"] as const;

/** Lets Ctrl-C end the work early; what has to be tidied up is, and a second Ctrl-C ends that too. */
async function stoppable(work: (signal: AbortSignal) => Promise<ScenarioReport>): Promise<ScenarioReport> {
  const controller = new AbortController();
  const release = () => {
    for (const name of STOPS) process.off(name, stop);
  };
  const stop = () => {
    release();
    controller.abort(new Error("stopped"));
  };
  for (const name of STOPS) process.on(name, stop);
  try {
    const report = await work(controller.signal);
    if (!controller.signal.aborted) return report;
    throw new CommandError(`stopped; ${tellLeft(report.leftovers)}`);
  } catch (error) {
    // only what comes before anything is made is thrown
    if (controller.signal.aborted && !(error instanceof CommandError))
      throw new CommandError("stopped; nothing was made", { cause: error });
    throw error;
  } finally {
    release();
  }
}

function tellLeft(leftovers: readonly string[]): string {
  return leftovers.length === 0
    ? "what was made is removed"
    : `not all that was made is removed${leftovers.map((left) => `\ncould not remove ${left}`).join("")}`;
}
