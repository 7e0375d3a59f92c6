/**
 * Bundles the API document into `generated/server-api.json` and compiles its types into `generated/schema.ts`.
 *
 *   tsx scripts/generate.ts                         write both
 *   tsx scripts/generate.ts --check                 write nothing, fail when either is not what would be written
 *   tsx scripts/generate.ts --document FILE-OR-URL  take another document, JSON or YAML
 */
import { execFile } from "node:child_process";
import { access, mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";
import { CommandError, messageOf, reasonOf } from "../src/cli/command.js";
import { asRecord } from "../src/cli/json.js";
import { dropDeadReferences } from "./dead-references.js";
import { writeOrCheck } from "./generated-files.js";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OWN_DOCUMENT = join(ROOT, "openapi/langgraph-server.yaml");
const REDOCLY_CONFIG = join(ROOT, "openapi/redocly.yaml");
const HEADER = "// Generated, do not edit; run `npm run generate`.\n\n";
const USAGE = "usage: npm run generate -- [--check] [--document FILE-OR-URL]";

const isUrl = (document: string): boolean => /^https?:\/\//i.test(document);

async function assertReadable(document: string): Promise<void> {
  if (!isUrl(document)) {
    await access(document).catch((error: unknown) => {
      throw new CommandError(`${document} cannot be read: ${messageOf(error)}`);
    });
    return;
  }
  const response = await fetch(document).catch((error: unknown) => {
    throw new CommandError(`${document} cannot be reached: ${reasonOf(error)}`);
  });
  await response.body?.cancel();
  if (!response.ok) throw new CommandError(`${document} answered ${response.status} ${response.statusText}`);
}

/** Redocly's complaint, without the notices that it draws boxes around and without its advice. */
function complaint(error: unknown): string {
  const output = error instanceof Error && "stderr" in error ? String(error.stderr) : messageOf(error);
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
    throw new CommandError(
      `${document} is not an OpenAPI document that can be bundled.\n${complaint(error)}`,
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const isOpenApi3 = (document: unknown): document is OpenAPI3 =>
  /^3\./.test(String(asRecord(document).openapi));

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
async function generate(document: string): Promise<Record<string, string>> {
  await assertReadable(document);
  const { document: bundled, dead } = dropDeadReferences(await bundle(document));
  for (const reference of dead)
    console.warn(`${reference} leads nowhere; what refers to it is taken as anything`);
  if (!isOpenApi3(bundled)) throw new CommandError(`${document} is not an OpenAPI 3 document`);
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
    throw new CommandError(`${document} cannot be compiled to types: ${messageOf(error)}`);
  });
  return {
    "generated/server-api.json": `${JSON.stringify(bundled, null, 2)}\n`,
    "generated/schema.ts": HEADER + astToString(nodes) + operationsByMethod(bundled),
  };
}

function readArguments(): { document: string } {
  try {
    // `--check` is read where the files are written
    const { values } = parseArgs({ options: { check: { type: "boolean" }, document: { type: "string" } } });
    return { document: values.document ?? OWN_DOCUMENT };
  } catch (error) {
    throw new CommandError(`${messageOf(error)}\n${USAGE}`);
  }
}

try {
  writeOrCheck(await generate(readArguments().document), "npm run generate");
} catch (error) {
  if (!(error instanceof CommandError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
