import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { ManagedProcess } from "./managed-process.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const fixtures = join(root, "test/fixtures");
const startUpMs = 60_000;

/** The releases that the live tests run against, and the folder that each is installed in. */
const installations = {
  "1.5.1": root,
  "2.0.0": join(root, "test/live/server-2.0.0"),
} as const;

export type ServerVersion = keyof typeof installations;

export const serverVersions: readonly ServerVersion[] = ["1.5.1", "2.0.0"];

export function isServerVersion(text: string): text is ServerVersion {
  return text in installations;
}

export interface ServerOptions {
  /** A free one when left out. */
  port?: number;
  version?: ServerVersion;
  /** The names of the graphs to serve, of those in test/fixtures/langgraph.json; all when left out. */
  graphs?: readonly string[];
  /** The folder of a server that was killed, whose state this one takes over; a new one when left out. */
  folder?: string;
  /** Called with each line that the server writes. */
  onLine?: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly version: ServerVersion;
  /** Where it writes its state. */
  readonly folder: string;
  /** Ends the server and removes what it wrote. */
  stop(): Promise<void>;
  /** Ends the server as a crash would; what it wrote stays. */
  kill(): Promise<void>;
}

/**
 * Starts the in-memory LangGraph server with the fixture graphs, in a process of its own.
 *
 * @throws when it is not installed, can't have the port, or does not come up.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { port = 0, version = "1.5.1", graphs, onLine } = options;
  const serverModule = await locateServer(version);
  // The server writes its state below its working folder, so that is none of the project's.
  const cwd = options.folder ?? join(tmpdir(), `langgraph-server-${randomUUID()}`);
  const settings = { host: "127.0.0.1", port, nWorkers: 60, cwd, graphs: await readGraphs(cwd, graphs) };
  await mkdir(cwd, { recursive: true });
  const server = new ManagedProcess({
    name: `langgraph-api ${version}`,
    args: [
      ...[
        "--import",
        toUrl(createRequire(import.meta.url).resolve("tsx")),
        "--import",
        toUrl(join(dirname(serverModule), "preload.mjs")),
      ],
      fileURLToPath(new URL("server-process.ts", import.meta.url)),
      toUrl(serverModule),
      JSON.stringify(settings),
    ],
    cwd,
    env: offline(process.env),
    ...(onLine === undefined ? {} : { onLine }),
  });
  try {
    const url = await server.ready(toServerUrl, startUpMs);
    await assertHealthy(url);
    return { url, version, folder: cwd, stop: () => server.stop(), kill: () => server.kill() };
  } catch (error) {
    await server.stop();
    if (server.output.includes("EADDRINUSE")) throw new Error(portTaken(port), { cause: error });
    throw error;
  }
}

function toServerUrl(said: unknown): string | undefined {
  if (typeof said !== "object" || said === null || !("url" in said)) return undefined;
  return typeof said.url === "string" ? said.url : undefined;
}

async function assertHealthy(url: string): Promise<void> {
  const response = await fetch(`${url}/ok`, { signal: AbortSignal.timeout(startUpMs) });
  if (!response.ok) throw new Error(`the server listens on ${url}, but GET /ok answered ${response.status}`);
}

function portTaken(port: number): string {
  return `port ${port} is in use: stop what listens there, or choose another one (--port 0 takes a free one)`;
}

/** Where the wanted release's server module lies; installs a release that has a folder of its own. */
async function locateServer(version: ServerVersion): Promise<string> {
  const folder = installations[version];
  if (folder !== root && !existsSync(join(folder, "node_modules"))) await install(folder);
  const found = await findPackage(folder);
  if (found?.version !== version) {
    const instead = found === undefined ? "" : ` (${found.version} is there instead)`;
    const where = folder === root ? "npm ci" : `npm ci --prefix ${relative(process.cwd(), folder)}`;
    throw new Error(`@langchain/langgraph-api ${version} is not installed${instead}: run "${where}"`);
  }
  return join(found.folder, "dist/server.mjs");
}

async function findPackage(from: string): Promise<{ folder: string; version: unknown } | undefined> {
  const manifest = join(from, "node_modules/@langchain/langgraph-api/package.json");
  if (!existsSync(manifest)) return undefined;
  return { folder: dirname(manifest), version: JSON.parse(await readFile(manifest, "utf8")).version };
}

async function install(folder: string): Promise<void> {
  const args = ["ci", "--no-audit", "--no-fund", "--prefix", folder];
  await promisify(execFile)("npm", args).catch((error: { stderr?: string }) => {
    const said = error.stderr?.split("\n").filter((line) => line.startsWith("npm error")) ?? [];
    throw new Error(
      [`"npm ${args.join(" ")}" failed: is the npm registry within reach?`, ...said.slice(0, 10)].join("\n"),
    );
  });
}

/** The fixture's graph paths as seen from the folder that the server runs in. */
async function readGraphs(cwd: string, wanted?: readonly string[]): Promise<Record<string, string>> {
  const { graphs }: { graphs: Record<string, string> } = JSON.parse(
    await readFile(join(fixtures, "langgraph.json"), "utf8"),
  );
  for (const name of wanted ?? []) {
    if (!(name in graphs)) throw new Error(`no graph "${name}": there are ${Object.keys(graphs).join(", ")}`);
  }
  return Object.fromEntries(
    Object.entries(graphs)
      .filter(([name]) => wanted === undefined || wanted.includes(name))
      .map(([name, path]) => [name, relative(cwd, resolve(fixtures, path))]),
  );
}

/** The environment without anything that would make the server trace, or look something up. */
function offline(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(LANGSMITH|LANGCHAIN|LANGGRAPH)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    LANGSMITH_TRACING: "false",
    // Nothing listens there: whoever asks all the same is refused at once.
    LANGSMITH_ENDPOINT: "http://127.0.0.1:9",
    NODE_ENV: "development",
    LOG_LEVEL: "warn",
    // It reads a graph's schemas with the TypeScript compiler, and by itself gives up after 30 s.
    LANGGRAPH_SCHEMA_RESOLVE_TIMEOUT_MS: "120000",
    NO_COLOR: "1",
  };
}

function toUrl(path: string): string {
  return pathToFileURL(path).href;
}
