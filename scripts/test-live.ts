/** Runs the live tests, against the release named by `--server`: `npm run test:live -- --server 2.0.0 [vitest's own arguments]`. */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const args = process.argv.slice(2);
const at = args.indexOf("--server");
const [, version] = at < 0 ? [] : args.splice(at, 2);
const vitest = join(dirname(createRequire(import.meta.url).resolve("vitest/package.json")), "vitest.mjs");

spawn(process.execPath, [vitest, "run", "--project", "live", ...args], {
  stdio: "inherit",
  env: { ...process.env, ...(version === undefined ? {} : { LANGGRAPH_SERVER: version }) },
}).once("exit", (code) => {
  process.exitCode = code ?? 1;
});
