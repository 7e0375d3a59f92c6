/**
 * Serves the bundled API document with Prism until it is stopped. Answers are the document's examples; a request that
 * the document does not allow is refused.
 *
 *   tsx scripts/mock.ts [--port N]
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const DOCUMENT = fileURLToPath(new URL("../generated/server-api.json", import.meta.url));
const HOST = "127.0.0.1";
const USAGE = "usage: npm run mock -- [--port N]";

/** What went wrong, in words that need no stack trace. */
class MockError extends Error {
  override readonly name = "MockError";
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function readPort(): number {
  try {
    const { values } = parseArgs({ options: { port: { type: "string", default: "4010" } } });
    const port = Number(values.port);
    if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  } catch (error) {
    throw new MockError(`${message(error)}\n${USAGE}`);
  }
  throw new MockError(`--port takes a number from 1 to 65535\n${USAGE}`);
}

function findPrism(): string {
  try {
    return createRequire(import.meta.url).resolve("@stoplight/prism-cli");
  } catch (error) {
    throw new MockError(`Prism is not installed; run \`npm ci\` first. (${message(error).split("\n")[0]})`);
  }
}

/** Prism reports a port in use with a stack trace and goes on; asking beforehand lets us say what to do. */
async function assertFree(port: number): Promise<void> {
  const server = createServer();
  server.listen(port, HOST);
  try {
    await once(server, "listening");
  } catch (error) {
    const inUse = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    const problem = inUse ? `Port ${port} is in use` : `Port ${port} cannot be used (${message(error)})`;
    throw new MockError(`${problem}; choose another with \`npm run mock -- --port N\`.`);
  }
  server.close();
  await once(server, "close");
}

async function main(): Promise<void> {
  const port = readPort();
  const prism = findPrism();
  if (!existsSync(DOCUMENT)) throw new MockError(`${DOCUMENT} is missing; run \`npm run generate\` first.`);
  await assertFree(port);

  const child = spawn(
    process.execPath,
    [prism, "mock", DOCUMENT, "--host", HOST, "--port", String(port), "--errors"],
    { stdio: ["ignore", "inherit", "inherit"] },
  );
  let stopped = false;
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      stopped = true;
      child.kill(signal);
    });
  }
  const [code, signal] = await once(child, "exit");
  if (!stopped) throw new MockError(`Prism stopped by itself (${signal ?? `exit code ${code}`}).`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof MockError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
