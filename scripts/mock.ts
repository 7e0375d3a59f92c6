/**
 * Serves the bundled API document with Prism until it is stopped, as `langgraph-remote mock` does.
 *
 *   tsx scripts/mock.ts [--port N]
 */

import { run } from "../src/cli/run.js";
import { createTerminal } from "../src/cli/terminal.js";

process.exitCode = await run(["mock", ...process.argv.slice(2)], createTerminal(process));
