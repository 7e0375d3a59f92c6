import { type ParseArgsConfig, parseArgs } from "node:util";
import { createClient } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { setHeader } from "../client/outgoing-request.js";
import { excerpt, type Terminal } from "./output.js";

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
    throw new UsageError(messageOf(error), { cause: error });
  }
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

/** The key in the environment variable of that name; without a name, whatever `createClient` finds. */
export function readApiKey(name: string | undefined, { env }: Terminal): string | undefined {
  if (name === undefined) return undefined;
  const key = env[name]?.trim();
  if (!key) throw new UsageError(`--api-key-env names ${name}, which is not set`);
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

/** The search for assistants was answered, and not by a list of them. */
export function noAssistants(answer: unknown): CommandError {
  return new CommandError(
    `the search for assistants was answered by no list of them: ${excerpt(answer, 80)}\nIs this a LangGraph server?`,
  );
}
