import { isApiError, isConnectionError } from "../errors.js";
import { type Command, CommandError, didYouMean, type ExitCode, UsageError } from "./command.js";
import { readVersion } from "./document.js";
import type { Terminal } from "./output.js";

// Loaded when it is called for: each command brings what the others do not need.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  types: async () => (await import("./types.js")).types,
  diff: async () => (await import("./diff.js")).diff,
  check: async () => (await import("./check.js")).check,
  mock: async () => (await import("./mock.js")).mock,
};

const EXIT_CODES = `Exit codes
  0  done, and nothing to complain about
  1  done, and something was found: types that are stale, breaking changes, a server that contradicts the document
  2  not done: the command line cannot be used, or the work failed`;

/** Runs one command line to its exit code. Nothing is thrown: what goes wrong is said on stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  try {
    if (name === "--help" || name === "-h" || name === "help") return await printHelp(terminal);
    if (name === "--version" || name === "-v") return printVersion(terminal);
    const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (load === undefined)
      throw new UsageError(`there is no command "${name}"${didYouMean(name, Object.keys(COMMANDS))}`);
    const command = await load();
    if (asksForHelp(rest)) {
      terminal.print(`${command.help}\n\n${EXIT_CODES}`);
      return 0;
    }
    return await command.run(rest, terminal);
  } catch (error) {
    terminal.note(explain(error));
    if (error instanceof UsageError) terminal.note(`See langgraph-remote ${helpFor(name)}`);
    return 2;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}

const helpFor = (name: string): string => (Object.hasOwn(COMMANDS, name) ? `${name} --help` : "--help");

async function printHelp(terminal: Terminal): Promise<ExitCode> {
  terminal.print("Usage: langgraph-remote COMMAND [OPTIONS]\n\nCommands");
  for (const [name, load] of Object.entries(COMMANDS)) {
    terminal.print(`  ${name.padEnd(6)} ${(await load()).summary}`);
  }
  terminal.print(
    `\nlanggraph-remote COMMAND --help tells more; --version tells the version.\n\n${EXIT_CODES}`,
  );
  return 0;
}

function printVersion(terminal: Terminal): ExitCode {
  terminal.print(readVersion());
  return 0;
}

/** An error that was to be expected in a sentence or two, any other with its stack. */
function explain(error: unknown): string {
  if (isConnectionError(error))
    return `no server answers: ${error.message}\nIs the address right, and the server running?`;
  if (error instanceof CommandError || isApiError(error)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
