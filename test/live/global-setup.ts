import type { TestProject } from "vitest/node";
import {
  prepareServer,
  type ServerKind,
  ServerUnavailable,
  serverKinds,
  startServer,
  toServerKind,
} from "../support/servers/index.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the real server listens. */
    serverUrl: string;
    serverKind: ServerKind;
    /** Why there is no server: then no test runs. */
    serverMissing: string | undefined;
  }
}

/** The project `live` runs on the server of `LANGGRAPH_SERVER`; each of the others is named after its server. */
export async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const isWhole = project.name === "live";
  const kind = isWhole
    ? toServerKind(process.env.LANGGRAPH_SERVER ?? serverKinds[0], "LANGGRAPH_SERVER")
    : toServerKind(project.name, "a project's name");
  const server = await prepareServer(kind, (line) => console.log(line))
    .then(() => startServer({ kind }))
    .catch((error: unknown) => {
      if (isWhole || process.env.CI === "true" || !(error instanceof ServerUnavailable)) throw error;
      console.warn(error.message);
      return error;
    });
  const isThere = !(server instanceof Error);
  project.provide("serverKind", kind);
  project.provide("serverUrl", isThere ? server.url : "");
  project.provide("serverMissing", isThere ? undefined : server.message);
  return isThere ? () => server.stop() : undefined;
}
