/** Runs the in-memory LangGraph server with the fixture graphs until it is told to stop: `npm run server -- --port 2024`. */
import { parseArgs } from "node:util";
import { isServerVersion, serverVersions, startServer } from "../test/support/server.js";

const { values } = parseArgs({
  options: {
    port: { type: "string", short: "p", default: "2024" },
    server: { type: "string", default: "1.5.1" },
    graphs: { type: "string" },
  },
});

async function main(): Promise<void> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
  }
  if (!isServerVersion(values.server)) {
    throw new Error(`--server takes one of ${serverVersions.join(", ")}, not "${values.server}"`);
  }
  const server = await startServer({
    port,
    version: values.server,
    onLine: (line) => console.log(line),
    ...(values.graphs === undefined ? {} : { graphs: values.graphs.split(",") }),
  });
  console.log(`LangGraph server ${server.version} is listening on ${server.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.stop());
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
