/**
 * The program of the server's own process. Its last argument is the server's options as JSON: the server's module
 * loader reads them from there too.
 */
import { rmSync } from "node:fs";
import type { StartServerSchema } from "@langchain/langgraph-api/server";
import type { z } from "zod/v3";

type StartServer = (options: z.infer<typeof StartServerSchema>) => Promise<{
  host: string;
  cleanup: () => Promise<void>;
}>;

const [serverModule, json] = process.argv.slice(-2);
if (serverModule === undefined || json === undefined) throw new Error("usage: MODULE OPTIONS");
const options = JSON.parse(json);

// What the server wrote goes with it when the process that started it was killed, and can't remove it.
process.once("exit", () => {
  if (!process.connected) rmSync(options.cwd, { recursive: true, force: true });
});

try {
  const { startServer }: { startServer: StartServer } = await import(serverModule);
  const { host, cleanup } = await startServer(options);
  // As its own command line does: it writes its state down, and does not wait for streams for ever.
  process.once("SIGTERM", () => {
    setTimeout(() => process.exit(), 3000).unref();
    cleanup().finally(() => process.exit());
  });
  const url = `http://${host}`;
  // The server names itself to the graphs by this variable, and port 0 is known only now.
  process.env.LANGGRAPH_API_URL = url;
  process.send?.({ url });
} catch (error) {
  // The server logs what nobody caught and lives on, without listening.
  console.error(error);
  process.exit(1);
}
