import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isRecord } from "../util/record.js";
import { CommandError, messageOf, reasonOf } from "./command.js";

/** A Server API document, as far as it has been looked at: OpenAPI 3. */
export interface ApiDocument {
  readonly openapi: string;
  readonly [key: string]: unknown;
}

// The package refers to itself by name, so that this holds for its sources and for what is installed.
const MANIFEST = createRequire(import.meta.url).resolve("langgraph-remote/package.json");

/** Where the package's own document lies. */
export const OWN_DOCUMENT = join(dirname(MANIFEST), "generated", "server-api.json");

/** The package's own version. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(MANIFEST, "utf8"));
  return isRecord(manifest) ? String(manifest.version) : "";
}

/** The package's own document. */
export function readOwnDocument(): ApiDocument {
  return parseDocument(OWN_DOCUMENT, readFileSync(OWN_DOCUMENT, "utf8"));
}

const PATIENCE_MS = 30_000;

/**
 * Reads a document from a file or a URL.
 *
 * @param headers - sent to a URL
 * @throws {CommandError} when there is none, or when it is no OpenAPI 3 in JSON
 */
export async function readDocument(
  source: string,
  headers: Record<string, string> = {},
): Promise<ApiDocument> {
  const text = /^https?:\/\//i.test(source) ? await download(source, headers) : await open(source);
  return parseDocument(source, text);
}

async function open(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function download(url: string, headers: Record<string, string>): Promise<string> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (response.ok) return await response.text();
    throw new Error(`it answered ${response.status} ${response.statusText}`.trimEnd());
  } catch (error) {
    throw new CommandError(`${url} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function parseDocument(source: string, text: string): ApiDocument {
  let parsed: unknown;
  try {
    // some editors begin a file with a byte order mark, which JSON does not know
    parsed = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new CommandError(
      `${source} is no JSON: ${messageOf(error)}\nA document in YAML can be bundled to JSON: npx @redocly/cli bundle FILE -o bundled.json`,
      { cause: error },
    );
  }
  if (!isDocument(parsed)) throw new CommandError(`${source} is no OpenAPI 3 document`);
  return parsed;
}

function isDocument(value: unknown): value is ApiDocument {
  return isRecord(value) && typeof value.openapi === "string" && value.openapi.startsWith("3.");
}
