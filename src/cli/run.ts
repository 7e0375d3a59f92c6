import { isApiError, isConnectionError } from "../index.js";
import { type Command, CommandError, didYouMean, type ExitCode, UsageError } from "./command.js";
import { readVersion } from "./document.js";
import type { Terminal } from "./terminal.js";

// imported on demand: each command needs modules that the others don't
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  types: async () => (await import("./types.js")).types,
  diff: async () => (await import("./diff.js")).diff,
  check: async () => (await import("./check.js")).check,
  mock: async () => (await import("./mock.js")).mock,
};

const EXIT_CODES = `Exit codes
  0  done, without findings
  1  done, with findings: stale types, breaking changes, answers that violate the document
  2  not done: the command line is invalid, or the command failed`;

/** Runs a command line and returns its exit code. It never throws: failures are printed to stderr. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  const isCommand = Object.hasOwn(COMMANDS, name);
  try {
    if (["--help", "-h", "help"].includes(name)) terminal.print(await formatHelp());
    else if (["--version", "-v"].includes(name)) terminal.print(readVersion());
    else {
      const command = isCommand ? await COMMANDS[name]?.() : undefined;
      if (command === undefined)
        throw new UsageError(`there is no command "${name}"${didYouMean(name, Object.keys(COMMANDS))}`);
      if (!asksForHelp(rest)) return await command.run(rest, terminal);
      terminal.print(`${command.help}\n\n${EXIT_CODES}`);
    }
    return 0;
  } catch (error) {
    terminal.note(explain(error));
    if (error instanceof UsageError)
      terminal.note(`See langgraph-remote ${isCommand ? `${name} ` : ""}--help`);
    return 2;
  }
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf("--");
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === "--help" || arg === "-h");
}

async function formatHelp(): Promise<string> {
  const commands = Object.entries(COMMANDS).map(
    async ([name, load]) => `  ${name.padEnd(6)} ${(await load()).summary}`,
  );
  return [
    "Usage: langgraph-remote COMMAND [OPTIONS]\n\nCommands",
    ...(await Promise.all(commands)),
    `\nlanggraph-remote COMMAND --help shows the options of a command, --version the version.\n\n${EXIT_CODES}`,
  ].join("\n");
}

/** The message of an expected error; the stack of any other. */
function explain(error: unknown): string {
  if (isConnectionError(error))
    return `no server answers: ${error.message}\nIs the address right, and the server running?`;
  if (isApiError(error))
    return `${error.message}${error.status < 300 ? "\nIs this a LangGraph server?" : ""}`;
  if (error instanceof CommandError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
