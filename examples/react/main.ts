/**
 * `npm run example:react`: a page with `useStream` of `@langchain/react` over `agentServer` of `langgraph-remote/sdk`.
 * Tokens and tool calls as they come, a tool that waits for a person's approval, a stop that ends the run, a reload in
 * the middle that goes on, and time travel: look back at any checkpoint, go on from there, or say something differently.
 *
 * - `use-agent.ts` is what to copy: the agent as a hook, 60 lines
 * - `page.tsx` shows it: React, without any library for looks
 * - `server.ts` serves it with Vite, and adds the key that the browser never sees
 *
 * It starts a Python agent (`test/fixtures/python-graphs/assistant.py`: `create_agent` with `HumanInTheLoopMiddleware`) on
 * `langgraph dev`; `--server js` has the same agent on the JavaScript server, `--url` takes a deployment that serves
 * an `assistant`, with the key of LANGGRAPH_API_KEY.
 */
import { parseArgs } from "node:util";
import { startServer, toServerKind } from "../../test/support/servers/index.js";
import { startReactExample } from "./server.js";

const { values } = parseArgs({
  options: {
    server: { type: "string", default: "python" },
    url: { type: "string" },
    port: { type: "string", default: "3000" },
  },
});

async function main(): Promise<void> {
  const agent = values.url
    ? { url: values.url, stop: async () => undefined }
    : await startServer({ kind: toServerKind(values.server), graphs: ["assistant"], onLine: console.log });
  const page = await startReactExample({
    langgraphUrl: agent.url,
    apiKey: process.env.LANGGRAPH_API_KEY, // the servers that are started here ask for none
    port: Number(values.port),
  }).catch(async (error: unknown) => {
    await agent.stop();
    throw error;
  });
  console.log(`Open ${page.url} (Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void Promise.all([page.close(), agent.stop()]));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
