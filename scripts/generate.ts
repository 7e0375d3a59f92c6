/**
 * Bundles the API document into `generated/server-api.json` and compiles its types into `generated/schema.ts`.
 *
 *   tsx scripts/generate.ts                         write both
 *   tsx scripts/generate.ts --check                 write nothing, fail when either is not what would be written
 *   tsx scripts/generate.ts --document FILE-OR-URL  take another document, JSON or YAML
 */
import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { dropDeadReferences } from "./dead-references.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OWN_DOCUMENT = join(ROOT, "openapi/langgraph-server.yaml");
const BUNDLE = join(ROOT, "generated/server-api.json");
const SCHEMA = join(ROOT, "generated/schema.ts");
const REDOCLY_CONFIG = join(ROOT, "openapi/redocly.yaml");
const HEADER = "// Generated, do not edit; run `npm run generate`.\n\n";
const USAGE = "usage: npm run generate -- [--check] [--document FILE-OR-URL]";

/** What went wrong, in words that need no stack trace. */
class GenerateError extends Error {
  override readonly name = "GenerateError";
}

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The innermost cause, because fetch hides why it failed behind "fetch failed". */
function reason(error: unknown): string {
  return error instanceof Error && error.cause !== undefined ? reason(error.cause) : message(error);
}

const isUrl = (document: string): boolean => /^https?:\/\//i.test(document);

async function assertReadable(document: string): Promise<void> {
  if (!isUrl(document)) {
    await access(document).catch((error: unknown) => {
      throw new GenerateError(`${document} cannot be read: ${message(error)}`);
    });
    return;
  }
  const response = await fetch(document).catch((error: unknown) => {
    throw new GenerateError(`${document} cannot be reached: ${reason(error)}`);
  });
  await response.body?.cancel();
  if (!response.ok) throw new GenerateError(`${document} answered ${response.status} ${response.statusText}`);
}

/** Redocly's complaint, without the notices that it draws boxes around and without its advice. */
function complaint(error: unknown): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr) : message(error);
  const lines = output.split("\n").filter((line) => line.trim() !== "" && !/^\s*[╔║╚]|^bundling /.test(line));
  return lines.join("\n");
}

/** All of the document's files in one. Only our own document has to be without fault. */
async function bundle(document: string): Promise<unknown> {
  const cli = createRequire(import.meta.url).resolve("@redocly/cli/bin/cli.js");
  const directory = await mkdtemp(join(tmpdir(), "langgraph-remote-"));
  const output = join(directory, "bundle.json");
  const tolerance = document === OWN_DOCUMENT ? [] : ["--force"];
  const quiet = { REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  try {
    await promisify(execFile)(
      process.execPath,
      [cli, "bundle", document, "--config", REDOCLY_CONFIG, "--output", output, ...tolerance],
      { env: { ...process.env, ...quiet } },
    );
    return JSON.parse(await readFile(output, "utf8"));
  } catch (error) {
    throw new GenerateError(
      `${document} is not an OpenAPI document that can be bundled.\n${complaint(error)}`,
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function isOpenApi3(document: unknown): document is OpenAPI3 {
  return (
    typeof document === "object" &&
    document !== null &&
    "openapi" in document &&
    typeof document.openapi === "string" &&
    document.openapi.startsWith("3.")
  );
}

const METHODS = ["get", "put", "post", "delete", "patch"] as const;

/** The operations once more, by method and path: an editor looks them up there, instead of trying every path. */
function operationsByMethod({ paths = {} }: OpenAPI3): string {
  const names = Object.keys(paths).sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const groups = METHODS.map((method) => {
    const lines = names
      .filter((path) => Object.hasOwn(paths[path] ?? {}, method))
      .map((path) => `        ${JSON.stringify(path)}: paths[${JSON.stringify(path)}]["${method}"];\n`);
    return `    ${method}: {\n${lines.join("")}    };\n`;
  });
  return `export interface methods {\n${groups.join("")}}\n`;
}

/** The content of each generated file, by path. */
async function generate(document: string): Promise<Map<string, string>> {
  await assertReadable(document);
  const { document: bundled, dead } = dropDeadReferences(await bundle(document));
  for (const reference of dead)
    console.warn(`${reference} leads nowhere; what refers to it is taken as anything`);
  if (!isOpenApi3(bundled)) throw new GenerateError(`${document} is not an OpenAPI 3 document`);
  const nodes = await openapiTS(bundled, {
    alphabetize: true,
    // A body field with a default may be left out; a client must not be made to send it.
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    rootTypesKeepCasing: true,
    silent: true,
  }).catch((error: unknown) => {
    throw new GenerateError(`${document} cannot be compiled to types: ${message(error)}`);
  });
  return new Map([
    [BUNDLE, `${JSON.stringify(bundled, null, 2)}\n`],
    [SCHEMA, HEADER + astToString(nodes) + operationsByMethod(bundled)],
  ]);
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ENOENT";

/** What is wrong with each file that is not as it would be generated. */
async function findStale(files: Map<string, string>): Promise<string[]> {
  const findings: string[] = [];
  for (const [path, content] of files) {
    const present = await readFile(path, "utf8").catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (present === content) continue;
    const state = present === undefined ? "is missing" : "is stale, or was edited by hand";
    findings.push(`${relative(ROOT, path)} ${state}`);
  }
  return findings;
}

async function write(files: Map<string, string>): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(join(path, ".."), { recursive: true });
    await writeFile(path, content);
    console.log(`wrote ${relative(ROOT, path)}`);
  }
}

function readArguments(): { check: boolean; document: string } {
  try {
    const { values } = parseArgs({
      options: { check: { type: "boolean", default: false }, document: { type: "string" } },
    });
    return { check: values.check, document: values.document ?? OWN_DOCUMENT };
  } catch (error) {
    throw new GenerateError(`${message(error)}\n${USAGE}`);
  }
}

async function main(): Promise<void> {
  const { check, document } = readArguments();
  const files = await generate(document);
  if (!check) return write(files);
  const stale = await findStale(files);
  if (stale.length > 0) throw new GenerateError(`${stale.join("\n")}\nRun \`npm run generate\` and commit.`);
  console.log("generated/ is up to date");
}

try {
  await main();
} catch (error) {
  if (!(error instanceof GenerateError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
