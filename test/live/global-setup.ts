import type { TestProject } from "vitest/node";
import {
  prepareServer,
  type ServerKind,
  serverKinds,
  startServer,
  toServerKind,
} from "../support/servers/index.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the real server listens. */
    serverUrl: string;
    serverKind: ServerKind;
  }
}

/** Starts the server of `LANGGRAPH_SERVER`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const kind = toServerKind(process.env.LANGGRAPH_SERVER ?? serverKinds[0], "LANGGRAPH_SERVER");
  await prepareServer(kind, (line) => console.log(line));
  const server = await startServer({ kind });
  project.provide("serverKind", kind);
  project.provide("serverUrl", server.url);
  return () => server.stop();
}
