import type { TestProject } from "vitest/node";
import {
  prepareServer,
  type ServerKind,
  serverKinds,
  startServer,
  toServerKind,
} from "../support/servers/index.js";
import { isPythonKind, startPythonWorker } from "./support/python-worker.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the real server listens. */
    serverUrl: string;
    serverKind: ServerKind;
    /** Where the test graphs in Python run without a server, if it is one in Python. */
    pythonWorkerPort: number;
  }
}

/** Starts the server of `LANGGRAPH_SERVER`, and what its graphs are compared with. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = toServerKind(process.env.LANGGRAPH_SERVER ?? serverKinds[0], "LANGGRAPH_SERVER");
  await prepareServer(kind, (line) => console.log(line));
  const [server, worker] = await Promise.all([
    startServer({ kind }),
    isPythonKind(kind) ? startPythonWorker(kind) : undefined,
  ]);
  project.provide("serverKind", kind);
  project.provide("serverUrl", server.url);
  if (worker !== undefined) project.provide("pythonWorkerPort", worker.port);
  return () => {
    worker?.stop();
    return server.stop();
  };
}
