/**
 * Runs the whole live suite against a server: `npm run test:live -- [--server js|js-2.0.0|python|aegra] [vitest's own
 * arguments]`; `--server all` runs it against each, one after the other.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { prepareServer, type ServerKind, serverKinds, toServerKind } from "../test/support/servers/index.js";
import { fail } from "./fail.js";

const args = process.argv.slice(2);
const at = args.indexOf("--server");
const [, name = ""] = at < 0 ? ["", process.env.LANGGRAPH_SERVER ?? serverKinds[0]] : args.splice(at, 2);
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

/** Gives the exit code. */
function runSuite(kind: ServerKind): Promise<number> {
  const child = spawn(process.execPath, [vitest, "run", "--project", "live", ...args], {
    stdio: "inherit",
    env: { ...process.env, LANGGRAPH_SERVER: kind },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function main(): Promise<void> {
  for (const kind of name === "all" ? serverKinds : [toServerKind(name)]) {
    if (name === "all") console.log(`\n━━ the live suite on ${kind}`);
    try {
      await prepareServer(kind, (line) => console.log(line));
      if ((await runSuite(kind)) !== 0) process.exitCode = 1;
    } catch (error) {
      fail(error); // the suite runs on the others all the same
    }
  }
}

main().catch(fail);
