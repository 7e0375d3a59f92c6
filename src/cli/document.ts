import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { isRecord } from "../util/record.js";
import { CommandError, messageOf, reasonOf } from "./command.js";
import { asList, asRecord, type Json, resolve } from "./json.js";

// resolved by the package's own name, so that it is found from the sources and from an installed package
const MANIFEST = createRequire(import.meta.url).resolve("langgraph-remote/package.json");

/** The path of the OpenAPI document that the package is generated from. */
export const OWN_DOCUMENT = join(dirname(MANIFEST), "generated", "server-api.json");

export const readVersion = (): string => String(asRecord(JSON.parse(readText(MANIFEST))).version);

export const readOwnDocument = (): Json => parseDocument(OWN_DOCUMENT, readText(OWN_DOCUMENT));

/** @throws {CommandError} when the file cannot be read */
export function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new CommandError(`${file} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

const TIMEOUT_MS = 30_000;

/**
 * Reads an OpenAPI document from a file or a URL.
 *
 * @param headers - sent to a URL
 * @throws {CommandError} when it cannot be read, or is not OpenAPI 3 in JSON
 */
export async function readDocument(source: string, headers: Record<string, string>): Promise<Json> {
  const isUrl = /^https?:\/\//i.test(source);
  return parseDocument(source, isUrl ? await download(source, headers) : readText(source));
}

async function download(url: string, headers: Record<string, string>): Promise<string> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (response.ok) return await response.text();
    throw new Error(`it answered ${response.status} ${response.statusText}`.trimEnd());
  } catch (error) {
    throw new CommandError(`${url} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function parseDocument(source: string, text: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, "")); // some editors write a byte order mark
  } catch (error) {
    const hint = "A document in YAML can be bundled to JSON: npx @redocly/cli bundle FILE -o bundled.json";
    throw new CommandError(`${source} is not JSON: ${messageOf(error)}\n${hint}`, { cause: error });
  }
  const document = asRecord(parsed);
  if (!/^3\./.test(String(document.openapi)))
    throw new CommandError(`${source} is not an OpenAPI 3 document`);
  return document;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** An operation of a document. */
export interface Operation {
  /** Its operationId. */
  id: string;
  /** Upper case. */
  method: string;
  path: string;
  /** Its first tag: `Threads`, `Runs`, … */
  tag: string;
  /** The Operation Object, with the parameters of its Path Item put before its own. */
  spec: Json;
}

/** All operations of a document. */
export function operationsIn(document: Json): Operation[] {
  return Object.entries(asRecord(document.paths)).flatMap(([path, item]) => {
    const { parameters: shared, ...members } = { ...resolve(document, item), ...asRecord(item) };
    return METHODS.filter((method) => isRecord(members[method])).map((method) => {
      const own = asRecord(members[method]);
      const parameters = [...asList(shared), ...asList(own.parameters)];
      const [tag = ""] = asList(own.tags).map(String);
      const id = String(own.operationId);
      return { id, method: method.toUpperCase(), path, tag, spec: { ...own, parameters } };
    });
  });
}
