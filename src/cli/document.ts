import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isRecord } from "../util/record.js";
import { CommandError, messageOf, reasonOf } from "./command.js";
import { asList, asRecord, type Json, resolve } from "./json.js";

/** A Server API document, as far as it has been looked at: OpenAPI 3. */
export type ApiDocument = Json & { readonly openapi: string };

// The package refers to itself by name, so that this holds for its sources and for what is installed.
const MANIFEST = createRequire(import.meta.url).resolve("langgraph-remote/package.json");

/** Where the package's own document lies. */
export const OWN_DOCUMENT = join(dirname(MANIFEST), "generated", "server-api.json");

/** The package's own version. */
export const readVersion = (): string => String(asRecord(JSON.parse(readText(MANIFEST))).version);

/** The package's own document. */
export const readOwnDocument = (): ApiDocument => parseDocument(OWN_DOCUMENT, readText(OWN_DOCUMENT));

/** @throws {CommandError} when there is no such file */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

const PATIENCE_MS = 30_000;

/**
 * Reads a document from a file or a URL.
 *
 * @param headers - sent to a URL
 * @throws {CommandError} when there is none, or when it is no OpenAPI 3 in JSON
 */
export async function readDocument(source: string, headers: Record<string, string>): Promise<ApiDocument> {
  const isUrl = /^https?:\/\//i.test(source);
  return parseDocument(source, isUrl ? await download(source, headers) : readText(source));
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

const isDocument = (value: unknown): value is ApiDocument => /^3\./.test(String(asRecord(value).openapi));

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every operation of a document, with the parameters of its path before its own. */
export function operationsIn(document: Json): { method: string; path: string; described: Json }[] {
  return Object.entries(asRecord(document.paths)).flatMap(([path, item]) => {
    const { parameters, ...members } = { ...resolve(document, item), ...asRecord(item) };
    return METHODS.filter((method) => isRecord(members[method])).map((method) => {
      const described = asRecord(members[method]);
      const all = [...asList(parameters), ...asList(described.parameters)];
      return { method: method.toUpperCase(), path, described: { ...described, parameters: all } };
    });
  });
}
