import type { TestProject } from "vitest/node";
import { prepareServer, ServerUnavailable, startServer } from "../support/servers/index.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** Where the JavaScript server listens, and the Python one; `""` where this machine can't have that. */
    consumerServers: { js: string; python: string };
  }
}

/** The servers of the consumers' tests: both kinds that people deploy. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await Promise.all([prepareServer("js", console.log), prepareServer("python", console.log).catch(leaveOut)]);
  const [js, python] = await Promise.all([
    startServer({ kind: "js" }),
    startServer({ kind: "python" }).catch(leaveOut),
  ]);
  project.provide("consumerServers", { js: js.url, python: python?.url ?? "" });
  return async () => {
    await Promise.all([js.stop(), python?.stop()]);
  };
}

function leaveOut(error: unknown): undefined {
  if (process.env.CI === "true" || !(error instanceof ServerUnavailable)) throw error;
  console.warn(error.message);
}
