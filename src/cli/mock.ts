import { spawn } from "node:child_process";
import { once } from "node:events";
import { Server as HttpServer } from "node:http";
import { createRequire } from "node:module";
import { createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { type Command, CommandError, messageOf, readArguments, UsageError } from "./command.js";
import { OWN_DOCUMENT } from "./document.js";
import { readScenario } from "./mock/scenario.js";
import { createScenarioServer } from "./mock/scenario-server.js";
import type { Terminal } from "./output.js";
import { loadPeer } from "./peers.js";

const HOST = "127.0.0.1";
const DEFAULT_PORT = "4010";

const HELP = `Usage: langgraph-remote mock [--port N] [--scenario FILE]

Serves the Server API with Prism, for contract tests: answers are the document's examples, and a request that the
document does not allow is refused. Ready once it says "Prism is listening"; runs until it is stopped by Ctrl-C or
SIGTERM. Needs @stoplight/prism-cli; a scenario needs ajv and yaml too.

Options
  --port N         port on ${HOST}. Default: ${DEFAULT_PORT}
  --scenario FILE  what the runs of some graphs tell, ask and fail with, in YAML or JSON: docs/command-line.md`;

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
    if (values.scenario === undefined) {
      await close(await listen(createServer(), port));
      await serve(prism, port, terminal);
      return 0;
    }
    const scenario = await readScenario(values.scenario);
    const inner = await listen(createServer(), 0);
    const prismPort = portOf(inner);
    await close(inner);
    const server = await listen(createScenarioServer(scenario, `http://${HOST}:${prismPort}`), port);
    try {
      // what Prism says of itself is true of the server before it
      const print = (line: string) =>
        terminal.print(line.replaceAll(`${HOST}:${prismPort}`, `${HOST}:${port}`));
      await serve(prism, prismPort, { ...terminal, print });
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

/** Prism reports a port in use with a stack trace and goes on; listening beforehand lets us say what to do. */
async function listen<S extends Server>(server: S, port: number): Promise<S> {
  server.listen(port, HOST);
  try {
    await once(server, "listening");
  } catch (error) {
    const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const problem = inUse ? `port ${port} is in use` : `port ${port} cannot be used (${messageOf(error)})`;
    throw new CommandError(`${problem}; choose another with --port N`, { cause: error });
  }
  return server;
}

async function close(server: Server): Promise<void> {
  server.close();
  if (server instanceof HttpServer) server.closeAllConnections();
  await once(server, "close");
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the server has no port");
  return address.port;
}

// Loaded before Prism itself: when this process dies, even by SIGKILL, the channel between the two closes.
const DIE_WITH_PARENT = 'data:text/javascript,process.once("disconnect",()=>process.exit(1))';

async function serve(prism: string, port: number, { print, note }: Terminal): Promise<void> {
  const args = ["mock", OWN_DOCUMENT, "--host", HOST, "--port", String(port), "--errors"];
  const child = spawn(process.execPath, ["--import", DIE_WITH_PARENT, prism, ...args], {
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
  if (!stopped) throw new CommandError(`Prism stopped by itself (${signal ?? `exit code ${code}`})`);
}
