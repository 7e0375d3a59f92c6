import type { TestProject } from "vitest/node";
import { isAvailable, type ServerKind, startServer } from "../support/servers/index.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the JavaScript server listens, and the Python one; `""` where this machine can't have that. */
    consumerServers: { js: string; python: string };
  }
}

/** The servers of the consumers' tests: both kinds that people deploy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const start = async (kind: ServerKind) => ((await isAvailable(kind)) ? startServer({ kind }) : undefined);
  const [js, python] = await Promise.all([start("js"), start("python")]);
  project.provide("consumerServers", { js: js?.url ?? "", python: python?.url ?? "" });
  return async () => {
    await Promise.all([js?.stop(), python?.stop()]);
  };
}
