/**
 * Runs a LangGraph server with the fixture graphs until it is told to stop:
 * `npm run server -- [--port 2024] [--server js|js-2.0.0|python|aegra] [--graphs NAMES]`.
 */
import { parseArgs } from "node:util";
import { serverKinds, startServer, toServerKind } from "../test/support/servers/index.js";
import { fail } from "./fail.js";

const { values } = parseArgs({
  options: {
    port: { type: "string", short: "p", default: "2024" },
    server: { type: "string", default: serverKinds[0] },
    graphs: { type: "string" },
  },
});

async function main(): Promise<void> {
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`--port takes a number from 0 to 65535, not "${values.port}"`);
  }
  const server = await startServer({
    port,
    kind: toServerKind(values.server),
    onLine: (line) => console.log(line),
    ...(values.graphs === undefined ? {} : { graphs: values.graphs.split(",") }),
  });
  console.log(`The server "${server.kind}" is listening on ${server.url}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.stop());
}

main().catch(fail);
