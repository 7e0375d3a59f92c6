import { randomUUID } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareAegra, startAegra } from "./aegra.js";
import { prepareJavaScript, startJavaScript } from "./javascript.js";
import { type ServerKind, ServerUnavailable } from "./kinds.js";
import { preparePython, startPython } from "./python.js";

export { type ServerKind, ServerUnavailable, serverKinds, toServerKind } from "./kinds.js";

export interface ServerOptions {
  kind?: ServerKind;
  /** A free one when left out. */
  port?: number;
  /** The names of the graphs to serve, of those in the fixtures' langgraph.json; all when left out. */
  graphs?: readonly string[];
  /** The folder of a server that was killed, whose state this one takes over; a new one when left out. */
  folder?: string;
  /** Called with each line that the server writes, and with what is done to install it. */
  onLine?: (line: string) => void;
}

export interface RunningServer {
  readonly url: string;
  readonly kind: ServerKind;
  /** Where it writes its state. */
  readonly folder: string;
  /** Ends the server, unless it has ended, and removes what it wrote. */
  stop(): Promise<void>;
  /** Ends the server as a deployment would, by SIGTERM; what it wrote stays. */
  terminate(): Promise<void>;
  /** Ends the server as a crash would; what it wrote stays. */
  kill(): Promise<void>;
}

/** What {@link startServer} hands on to the one kind of server. */
export interface Launch {
  port: number;
  graphs: readonly string[] | undefined;
  folder: string;
  onLine: (line: string) => void;
}

/** One or more processes that are a server together. */
export interface Launched {
  url: string;
  stop(): Promise<void>;
  terminate(): Promise<void>;
  kill(): Promise<void>;
}

interface Way {
  prepare(onLine: (line: string) => void): Promise<unknown>;
  start(launch: Launch): Promise<Launched>;
}

const ways: Record<ServerKind, Way> = {
  js: { prepare: () => prepareJavaScript("js"), start: (launch) => startJavaScript("js", launch) },
  "js-2.0.0": {
    prepare: () => prepareJavaScript("js-2.0.0"),
    start: (launch) => startJavaScript("js-2.0.0", launch),
  },
  python: { prepare: preparePython, start: startPython },
  aegra: { prepare: prepareAegra, start: startAegra },
};

/**
 * Installs what the server needs, unless it is installed; `onLine` hears what is done.
 *
 * @throws ServerUnavailable when this machine can't have it.
 */
export async function prepareServer(kind: ServerKind, onLine: (line: string) => void): Promise<void> {
  await ways[kind].prepare(onLine);
}

/** Whether this machine can have the server, after {@link prepareServer}: where it can't, it says why, and fails in CI. */
export async function isAvailable(kind: ServerKind): Promise<boolean> {
  try {
    await prepareServer(kind, console.log);
    return true;
  } catch (error) {
    if (process.env.CI === "true" || !(error instanceof ServerUnavailable)) throw error;
    console.warn(error.message);
    return false;
  }
}

/**
 * Starts a LangGraph server with the fixture graphs, in processes of its own.
 *
 * @throws ServerUnavailable when the machine lacks what it needs; another error when it can't have the port, or does
 * not come up.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { kind = "js", port = 0, graphs, onLine = () => {} } = options;
  // A server writes its state below its working folder, so that is none of the project's.
  const folder = options.folder ?? join(tmpdir(), `langgraph-server-${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  try {
    const server = await ways[kind].start({ port, graphs, folder, onLine });
    const { url, terminate, kill } = server;
    return { url, kind, folder, terminate, kill, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}
