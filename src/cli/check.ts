import { KEY_NAMES } from "../client/client.js";
import { Judge } from "./check/judge.js";
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
  toKeyHeaders,
  UsageError,
} from "./command.js";
import { readOwnDocument } from "./document.js";
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
    const { values } = readArguments(args, {
      options: {
        url: { type: "string" },
        graph: { type: "string" },
        input: { type: "string", default: "{}" },
        json: { type: "boolean", default: false },
        "api-key-env": { type: "string" },
      },
    });
    const url = readUrl(values.url);
    const input = readInput(values.input);
    const key = readApiKey(values["api-key-env"], terminal, KEY_NAMES);
    const headers = toKeyHeaders(key);
    const { Ajv2020 } = await loadPeer("ajv", "check", () => import("ajv/dist/2020.js"));
    const judge = new Judge(readOwnDocument(), Ajv2020);
    const client = createCommandClient(url, key);
    const report = await terminal.during(`checking ${url}`, (say) =>
      stoppable(async (signal) => {
        const wanted = values.graph === undefined ? [] : [values.graph];
        const [{ graph_id: graph, assistant_id: assistant }] = await findAssistants(client, wanted, signal);
        terminal.note(
          `Checking ${url} with the graph "${graph}" and the input ${JSON.stringify(input)}.\n` +
            "This makes threads, assistants, store items and crons of its own, runs the graph about 40 times,\n" +
            "and removes what it made. Nothing else is changed.",
        );
        const onCall = (operation: string) => say(`checking ${url}: ${operation}`);
        return runScenario({
          serverUrl: url,
          headers,
          client,
          graph,
          assistant,
          input,
          judge,
          signal,
          onCall,
        });
      }),
    );
    const lines = values.json
      ? [toJson(report)]
      : [...formatReport(report, judge.operations, terminal), "", ...formatFeatures(report.features)];
    for (const line of lines) terminal.print(line);
    return isClean(report) ? 0 : 1;
  },
};

function readInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--input takes JSON: ${messageOf(error)}`, { cause: error });
  }
}

const STOPS = ["SIGINT", "SIGTERM"] as const;

/** Lets Ctrl-C end the work early; what has to be tidied up is, and a second Ctrl-C ends that too. */
async function stoppable(work: (signal: AbortSignal) => Promise<ScenarioReport>): Promise<ScenarioReport> {
  const controller = new AbortController();
  // what is thrown where nothing was made yet
  const stop = () => controller.abort(new CommandError("stopped; nothing was made"));
  for (const name of STOPS) process.once(name, stop);
  try {
    const report = await work(controller.signal);
    if (!controller.signal.aborted) return report;
    const left = report.leftovers.map((one) => `\ncould not remove ${one}`);
    const told = left.length === 0 ? "what was made is removed" : "not all that was made is removed";
    throw new CommandError(`stopped; ${told}${left.join("")}`);
  } finally {
    for (const name of STOPS) process.off(name, stop);
  }
}
