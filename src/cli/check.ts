import { formatReport, isClean } from "./check/report.js";
import { runScenario } from "./check/scenario.js";
import { DocumentValidator } from "./check/validator.js";
import {
  type Command,
  CommandError,
  connect,
  loadPeer,
  messageOf,
  readArguments,
  SERVER_HELP,
  SERVER_OPTIONS,
  UsageError,
} from "./command.js";
import { readOwnDocument } from "./document.js";
import { findAssistants } from "./types/deployment.js";

const HELP = `Usage: langgraph-remote check --url URL [--graph NAME] [--input JSON] [--json]
                              [--api-key-env NAME]

Does this deployment keep to the Server API document? Calls every operation, validates each answer against the document,
tries each feature of RemoteGraph with the server, and prints which ones work. Needs ajv.

It creates threads, assistants, store items and crons of its own, runs one graph about 40 times, and removes what it
created, also when it is stopped by Ctrl-C or SIGTERM. It changes nothing else, but for what the graph itself does.

Options
${SERVER_HELP}
  --graph NAME        the graph to run. Default: the first by name
  --input JSON        an input for it. Default: {}
  --json              print the report as JSON

Exits 1 when an answer violates the document, unless it is a known fault of that server: docs/servers.md.`;

export const check: Command = {
  summary: "check whether a server keeps to the Server API document",
  help: HELP,
  async run(args, terminal) {
    const { values } = readArguments(args, {
      options: {
        ...SERVER_OPTIONS,
        graph: { type: "string" },
        input: { type: "string", default: "{}" },
        json: { type: "boolean", default: false },
      },
    });
    const { url: serverUrl, headers, client } = connect(values, terminal);
    const input = readInput(values.input);
    const { Ajv2020 } = await loadPeer("ajv", "check", () => import("ajv/dist/2020.js"));
    const validator = new DocumentValidator(readOwnDocument(), Ajv2020);
    const report = await terminal.withProgress(`checking ${serverUrl}`, (setLabel) =>
      untilStopped(async (signal) => {
        const ids = values.graph === undefined ? [] : [values.graph];
        const [{ graph_id: graph, assistant_id: assistant }] = await findAssistants(client, ids, signal);
        terminal.note(
          `Checking ${serverUrl} with the graph "${graph}" and the input ${JSON.stringify(input)}.\n` +
            "This creates threads, assistants, store items and crons of its own, runs the graph about 40 times,\n" +
            "and removes what it created. Nothing else is changed.",
        );
        const onCall = (operation: string) => setLabel(`checking ${serverUrl}: ${operation}`);
        const session = { serverUrl, headers, validator, signal, onCall };
        const result = await runScenario({ ...session, client, graph, assistant, input });
        if (!signal.aborted) return result;
        const left = result.leftovers.map((one) => `\ncould not remove ${one}`);
        const outcome =
          left.length === 0 ? "all that was created is removed" : "some of what was created is left";
        throw new CommandError(`stopped; ${outcome}${left.join("")}`);
      }),
    );
    const lines = values.json ? [JSON.stringify(report, null, 2)] : formatReport(report, terminal);
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

const STOP_SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Aborts the work at Ctrl-C, so that it can clean up; a second Ctrl-C ends the process. */
async function untilStopped<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  // the error of work that has created nothing yet
  const stop = () => controller.abort(new CommandError("stopped; nothing was created"));
  for (const name of STOP_SIGNALS) process.once(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of STOP_SIGNALS) process.off(name, stop);
  }
}
