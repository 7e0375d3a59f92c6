import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import {
  type Command,
  CommandError,
  codeOf,
  loadPeer,
  messageOf,
  readArguments,
  UsageError,
} from "./command.js";
import { OWN_DOCUMENT } from "./document.js";
import { readScenario } from "./mock/scenario.js";
import { createScenarioServer } from "./mock/scenario-server.js";
import type { Terminal } from "./terminal.js";

const HOST = "127.0.0.1";
const DEFAULT_PORT = "4010";

const HELP = `Usage: langgraph-remote mock [--port N] [--scenario FILE]

Serves the Server API with Prism, for contract tests: it answers with the document's examples, and refuses requests that
violate the document. Ready when it prints "Prism is listening"; it runs until Ctrl-C or SIGTERM. Needs
@stoplight/prism-cli; a scenario needs ajv and yaml too.

Options
  --port N         port on ${HOST}. Default: ${DEFAULT_PORT}
  --scenario FILE  what the runs of some graphs stream, ask and fail with, in YAML or JSON: docs/command-line.md`;

export const mock: Command = {
  summary: "serve the Server API with Prism, for contract tests",
  help: HELP,
  async run(args, terminal) {
    const options = {
      port: { type: "string", default: DEFAULT_PORT },
      scenario: { type: "string" },
    } as const;
    const { values } = readArguments(args, { options });
    const port = readPort(values.port);
    const prism = await loadPeer("@stoplight/prism-cli", "mock", () =>
      createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js"),
    );
    const scenario = values.scenario === undefined ? {} : await readScenario(values.scenario);
    const prismPort = await findPort();
    const server = await listen(createScenarioServer(scenario, `http://${HOST}:${prismPort}`), port);
    try {
      // Prism prints its own address: users must call the server in front of it
      const print = (line: string) =>
        terminal.print(line.replaceAll(`${HOST}:${prismPort}`, `${HOST}:${port}`));
      await runPrism(prism, prismPort, { ...terminal, print });
    } finally {
      await close(server);
    }
    return 0;
  },
};

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`--port takes a number from 1 to 65535, not "${text}"`);
}

/** A free port. */
async function findPort(): Promise<number> {
  const server = await listen(createServer(), 0);
  const address = server.address();
  await close(server);
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function listen(server: Server, port: number): Promise<Server> {
  try {
    await once(server.listen(port, HOST), "listening");
    return server;
  } catch (error) {
    const inUse = codeOf(error) === "EADDRINUSE";
    const problem = inUse ? `port ${port} is in use` : `port ${port} cannot be used (${messageOf(error)})`;
    throw new CommandError(`${problem}; choose another with --port N`, { cause: error });
  }
}

async function close(server: Server): Promise<void> {
  server.close().closeAllConnections();
  await once(server, "close");
}

// preloaded into Prism's process: when this process ends, even by SIGKILL, the IPC channel closes, and Prism exits
const EXIT_WITH_PARENT = 'data:text/javascript,process.once("disconnect",()=>process.exit(1))';

/** Runs Prism until this process gets a signal to stop. */
async function runPrism(prism: string, port: number, { print, note }: Terminal): Promise<void> {
  const args = ["mock", OWN_DOCUMENT, "--host", HOST, "--port", String(port), "--errors"];
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT, prism, ...args], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  if (child.stdout) createInterface({ input: child.stdout }).on("line", print);
  if (child.stderr) createInterface({ input: child.stderr }).on("line", note);
  let stopped = false;
  const stop = (signal: NodeJS.Signals) => {
    stopped = true;
    child.kill(signal);
  };
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const [code, signal] = await once(child, "close");
  process.off("SIGINT", stop).off("SIGTERM", stop);
  if (!stopped) throw new CommandError(`Prism exited unexpectedly (${signal ?? `exit code ${code}`})`);
}
