/** Starts the in-memory LangGraph server and the page in front of it. */
import { parseArgs } from "node:util";
import { startServer } from "../../test/support/servers/index.js";
import { startChatExample } from "./server.js";

const { values } = parseArgs({ options: { port: { type: "string", default: "3000" } } });

async function main(): Promise<void> {
  const langgraph = await startServer({ graphs: ["concierge"] });
  const page = await startChatExample({
    langgraphUrl: langgraph.url,
    apiKey: process.env.LANGGRAPH_API_KEY, // the in-memory server asks for none
    port: Number(values.port),
  }).catch(async (error: unknown) => {
    await langgraph.stop();
    throw new Error(
      `the page cannot be served on port ${values.port}; choose another: npm run example:chat -- --port N`,
      {
        cause: error,
      },
    );
  });
  console.log(`Open ${page.url} (Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void Promise.all([page.close(), langgraph.stop()]));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
