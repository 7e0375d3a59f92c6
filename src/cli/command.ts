import { type ParseArgsConfig, parseArgs } from "node:util";
import { createClient } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { setHeader } from "../client/outgoing-request.js";
import type { Terminal } from "./output.js";

/** How a command ended: well, with something found, or not at all. */
export type ExitCode = 0 | 1 | 2;

/** One word of the command line, in a file of its own. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** @throws {CommandError} when it cannot do its work */
  run(args: string[], terminal: Terminal): Promise<ExitCode>;
}

/** What went wrong, in words that need no stack trace. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** The command line cannot be understood. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}

type Config = Pick<ParseArgsConfig, "options" | "allowPositionals">;

/** Reads a command line; what does not belong there is a {@link UsageError}. */
export function readArguments<const C extends Config>(args: string[], config: C) {
  try {
    return parseArgs({ ...config, args, strict: true });
  } catch (error) {
    const [, unknown] = /^Unknown option '(.+?)'/.exec(messageOf(error)) ?? [];
    if (unknown === undefined) throw new UsageError(messageOf(error), { cause: error });
    const known = Object.keys(config.options ?? {}).map((name) => `--${name}`);
    throw new UsageError(`there is no option "${unknown}"${didYouMean(unknown, known)}`, { cause: error });
  }
}

/** The word that was perhaps meant: at most two letters were added, left out, or mistaken; or it was only begun. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({
      name,
      steps: name.startsWith(word) || word.startsWith(name) ? 1 : editDistance(word, name),
    }))
    .filter(({ name, steps }) => steps <= 2 && steps < name.length / 2)
    .sort((one, other) => one.steps - other.steps);
  return nearest === undefined ? "" : `; did you mean "${nearest.name}"?`;
}

/** How many letters are to be added, taken away or changed to make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = [...from, ""].map((_, at) => at);
  for (const [line, letter] of [...to].entries()) {
    const above = row;
    row = [line + 1];
    for (const [at, own] of [...from].entries()) {
      const [left = 0, up = 0, diagonal = 0] = [row[at], above[at + 1], above[at]];
      row.push(Math.min(left + 1, up + 1, diagonal + (own === letter ? 0 : 1)));
    }
  }
  return row.at(-1) ?? 0;
}

/** The address of a server, as `createClient` takes it. */
export function readUrl(url: string | undefined): string {
  if (url === undefined) throw new UsageError("--url is missing: the address of the server");
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new UsageError(`--url takes an address such as http://localhost:2024, not "${url}"`);
  }
  // paths are put behind it
  if (/[?#]/.test(url))
    throw new UsageError(`--url takes an address without a query or a fragment, not "${url}"`);
  return url.replace(/\/+$/, "");
}

/** The key in the environment variable of that name; without a name, in the first of the others that is set. */
export function readApiKey(
  name: string | undefined,
  { env }: Terminal,
  others: readonly string[] = [],
): string | undefined {
  const key = (name === undefined ? others : [name]).map((one) => env[one]?.trim()).find(Boolean);
  if (name !== undefined && key === undefined)
    throw new UsageError(`--api-key-env names ${name}, which is not set`);
  return key;
}

/**
 * The headers that carry a key.
 *
 * @throws {UsageError} when HTTP cannot carry it, without quoting it
 */
export function toKeyHeaders(key: string | undefined): Record<string, string> {
  if (key === undefined) return {};
  try {
    setHeader(new Headers(), "x-api-key", key);
  } catch (error) {
    throw new UsageError(`the API key cannot be sent: ${messageOf(error)}`, { cause: error });
  }
  return { "x-api-key": key };
}

const PATIENCE_MS = 60_000;

/** A client that gives up sooner than a library should: somebody waits at the terminal. */
export function createCommandClient(url: string, apiKey: string | undefined): Client {
  try {
    return createClient({ url, apiKey, timeoutMs: PATIENCE_MS, retry: { maxRetries: 2 } });
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why fetch failed, which it hides behind "fetch failed". */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Error) return reasonOf(error.cause);
  // an error of several addresses has no message
  return messageOf(error) || (error instanceof Error && "code" in error ? String(error.code) : "unknown");
}
