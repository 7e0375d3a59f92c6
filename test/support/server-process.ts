/**
 * The program of the server's own process. Its last argument is the server's options as JSON: the server's module
 * loader reads them from there too.
 */
import { rmSync } from "node:fs";
import type { StartServerSchema } from "@langchain/langgraph-api/server";
import type { z } from "zod/v3";

type StartServer = (options: z.infer<typeof StartServerSchema>) => Promise<{ host: string }>;

const [serverModule, json] = process.argv.slice(-2);
if (serverModule === undefined || json === undefined) throw new Error("usage: MODULE OPTIONS");
const options = JSON.parse(json);

// What the server wrote goes with it, also when the process that started it was killed.
process.once("exit", () => rmSync(options.cwd, { recursive: true, force: true }));
process.once("SIGTERM", () => process.exit());

try {
  const { startServer }: { startServer: StartServer } = await import(serverModule);
  const { host } = await startServer(options);
  const url = `http://${host}`;
  // The server names itself to the graphs by this variable, and port 0 is known only now.
  process.env.LANGGRAPH_API_URL = url;
  process.send?.({ url });
} catch (error) {
  // The server logs what nobody caught and lives on, without listening.
  console.error(error);
  process.exit(1);
}
