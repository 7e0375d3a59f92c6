import { type ParseArgsConfig, parseArgs } from "node:util";
import { firstKey, KEY_NAMES } from "../client/client.js";
import { type Client, createClient } from "../index.js";
import type { Terminal } from "./terminal.js";

/** 0: done; 1: done, with findings; 2: failed. */
export type ExitCode = 0 | 1 | 2;

/** A subcommand, in a file of its own. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints. */
  readonly help: string;
  /** @throws {CommandError} when the command failed */
  run(args: string[], terminal: Terminal): Promise<ExitCode>;
}

/** A failure whose message is enough: it is printed without a stack trace. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
}

/** The command line is invalid. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
}

type Config = Pick<ParseArgsConfig, "options" | "allowPositionals">;

/** Parses a command line. @throws {UsageError} for an unknown option or a missing value */
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

/** A suggestion for a misspelt word: a known word that starts it or is started by it, or is at most two edits away. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({
      name,
      edits: name.startsWith(word) || word.startsWith(name) ? 1 : editDistance(word, name),
    }))
    .filter(({ name, edits }) => edits <= 2 && edits < name.length / 2)
    .sort((one, other) => one.edits - other.edits);
  return nearest === undefined ? "" : `; did you mean "${nearest.name}"?`;
}

/** The Levenshtein distance of two words. */
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

/** The options of each command that calls a server. */
export const SERVER_OPTIONS = { url: { type: "string" }, "api-key-env": { type: "string" } } as const;

/** Their help. */
export const SERVER_HELP = `\
  --url URL           address of the server
  --api-key-env NAME  environment variable that holds the key. Default: the first that is set of
                      ${KEY_NAMES.join(", ")}`;

const TIMEOUT_MS = 60_000;

/** A client for the server of `--url`, with few retries and a short time limit, since a person waits for the command. */
export function connect(
  { url, "api-key-env": keyName }: { url?: string; "api-key-env"?: string },
  terminal: Terminal,
): { url: string; headers: Record<string, string>; client: Client } {
  if (url === undefined) throw new UsageError("--url is missing: the address of the server");
  if (!/^https?:\/\/[^?#]+$/i.test(url) || !URL.canParse(url)) {
    const example = "an address such as http://localhost:2024, without a query or a fragment";
    throw new UsageError(`--url takes ${example}, not "${url}"`);
  }
  const headers = readKeyHeaders(keyName, terminal, KEY_NAMES);
  const base = url.replace(/\/+$/, "");
  try {
    const settings = { apiKey: null, headers, timeoutMs: TIMEOUT_MS, retry: { maxRetries: 2 } };
    return { url: base, headers, client: createClient({ url: base, ...settings }) };
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

/**
 * The header with the API key, from the environment variable of that name, or the first of the defaults that is set.
 *
 * @throws {UsageError} when the variable is not set, or no header can hold the key; the key is not quoted
 */
export function readKeyHeaders(
  name: string | undefined,
  { env }: Terminal,
  defaults: readonly string[] = [],
): Record<string, string> {
  const key = firstKey(name === undefined ? defaults : [name], env);
  if (name !== undefined && key === undefined)
    throw new UsageError(`--api-key-env names ${name}, which is not set`);
  const headers: Record<string, string> = key === undefined ? {} : { "x-api-key": key };
  try {
    new Headers(headers);
  } catch {
    throw new UsageError(
      "the API key cannot be sent: it contains characters that HTTP does not allow in a header",
    );
  }
  return headers;
}

/** The optional peer dependencies, and the version of each to install. */
const PEERS = {
  "openapi-typescript": "openapi-typescript@7",
  ajv: "ajv@8",
  yaml: "yaml@2",
  "@stoplight/prism-cli": "@stoplight/prism-cli@5.14.2",
} as const;

const WITH_ITS_TYPESCRIPT = `Where the project has another version:
npx -p langgraph-remote -p openapi-typescript@7 -p typescript@5 langgraph-remote types …`;

/**
 * Loads an optional peer dependency.
 *
 * @param load - imports or resolves it, with the name spelled out so that bundlers find it
 * @throws {CommandError} that says how to install it; also when openapi-typescript meets a TypeScript that it can't use
 */
export async function loadPeer<T>(
  peer: keyof typeof PEERS,
  command: string,
  load: () => T | Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (!/MODULE_NOT_FOUND$/.test(codeOf(error) ?? "")) {
      if (peer !== "openapi-typescript") throw error;
      const failure = `openapi-typescript cannot be loaded: ${messageOf(error)}`;
      throw new CommandError(`${failure}\nIt needs TypeScript 5 beside it. ${WITH_ITS_TYPESCRIPT}`, {
        cause: error,
      });
    }
    const problem = `\`langgraph-remote ${command}\` needs ${peer}, which is not installed here.`;
    const remedy = `Install it beside langgraph-remote: npm install --save-dev ${PEERS[peer]}`;
    throw new CommandError(`${problem}\n${remedy}`, { cause: error });
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of Node, such as `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** The root cause of a failed fetch, whose own message is only "fetch failed". */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && error.cause instanceof Error) return reasonOf(error.cause);
  // an AggregateError, of several addresses, has no message
  return messageOf(error) || (codeOf(error) ?? "unknown");
}
