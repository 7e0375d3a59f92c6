#!/usr/bin/env node
import { run } from "./run.js";
import { createTerminal } from "./terminal.js";

for (const stream of [process.stdout, process.stderr]) {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // the reader has closed the pipe, as `| head` does: no failure
    if (error.code !== "EPIPE") throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), createTerminal(process));
