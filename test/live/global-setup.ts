import type { TestProject } from "vitest/node";
import { isServerVersion, type ServerVersion, serverVersions, startServer } from "../support/server.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the real server listens. */
    serverUrl: string;
    /** Which release it is. */
    serverVersion: ServerVersion;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const version = process.env.LANGGRAPH_SERVER ?? "1.5.1";
  if (!isServerVersion(version)) {
    throw new Error(`LANGGRAPH_SERVER is one of ${serverVersions.join(", ")}, not "${version}"`);
  }
  const server = await startServer({ version });
  project.provide("serverUrl", server.url);
  project.provide("serverVersion", server.version);
  return () => server.stop();
}
