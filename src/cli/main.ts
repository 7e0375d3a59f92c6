#!/usr/bin/env node
import { createTerminal } from "./output.js";
import { run } from "./run.js";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // `| head` has read enough: that is no failure, and nobody is left to be told
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), createTerminal(process));
