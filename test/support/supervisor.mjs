/**
 * Runs a program that is not node for a `ManagedProcess`, whose messages come over the channel that node's own children
 * have: when the parent is gone, even by SIGKILL, the channel closes, the program ends, and its scratch folder goes.
 * Arguments: the signal that stops the program, the scratch folder (or an empty word), the program, its arguments.
 */
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const [stopSignal, scratch, command, ...args] = process.argv.slice(2);

// A signal goes to the whole group: this process lives until the program has dealt with it.
for (const signal of ["SIGINT", "SIGTERM", "SIGQUIT"]) process.on(signal, () => {});

const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
child.once("error", ({ message }) => {
  console.error(message);
  process.exit(127);
});
child.once("exit", (code) => {
  if (!process.connected && scratch !== "") {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
  process.exit(code ?? 1);
});
process.once("disconnect", () => {
  child.kill(stopSignal);
  setTimeout(() => child.kill("SIGKILL"), 1000).unref();
});
