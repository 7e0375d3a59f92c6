import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { ManagedProcess } from "../managed-process.js";
import { offline } from "./environment.js";
import { javaScriptGraphs, readGraphsFile } from "./fixture-graphs.js";
import type { Launch, Launched } from "./index.js";
import { ServerUnavailable } from "./kinds.js";
import { startUpMs, terminateMs, toPortError, whenHealthy } from "./start-up.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Each release of `@langchain/langgraph-api`, and the folder that it is installed in. */
const installations = {
  js: { version: "1.5.1", folder: root },
  "js-2.0.0": { version: "2.0.0", folder: join(root, "test/live/server-2.0.0") },
} as const;

type Release = keyof typeof installations;

/** Starts the in-memory server of npm. */
export async function startJavaScript(
  kind: Release,
  { port, graphs, folder, onLine }: Launch,
): Promise<Launched> {
  const serverModule = await prepareJavaScript(kind);
  const served = await readGraphsFile(javaScriptGraphs, folder, graphs);
  const settings = { host: "127.0.0.1", port, nWorkers: 60, cwd: folder, graphs: served.graphs };
  const server = new ManagedProcess({
    name: `langgraph-api ${installations[kind].version}`,
    args: [
      ...[
        "--import",
        toUrl(createRequire(import.meta.url).resolve("tsx")),
        "--import",
        toUrl(join(dirname(serverModule), "preload.mjs")),
      ],
      fileURLToPath(new URL("javascript-process.ts", import.meta.url)),
      toUrl(serverModule),
      JSON.stringify(settings),
    ],
    cwd: folder,
    env: {
      ...offline(process.env),
      NODE_ENV: "development",
      LOG_LEVEL: "warn",
      // It reads a graph's schemas with the TypeScript compiler, and by itself gives up after 30 s.
      LANGGRAPH_SCHEMA_RESOLVE_TIMEOUT_MS: "120000",
    },
    onLine,
  });
  try {
    const url = await server.ready(toServerUrl, startUpMs);
    await whenHealthy(server, `${url}/ok`);
    return {
      url,
      stop: () => server.kill(),
      terminate: () => server.stop(terminateMs),
      kill: () => server.kill(),
    };
  } catch (error) {
    await server.kill();
    throw toPortError(error, port, server.output);
  }
}

function toServerUrl(said: unknown): string | undefined {
  if (typeof said !== "object" || said === null || !("url" in said)) return undefined;
  return typeof said.url === "string" ? said.url : undefined;
}

/** Where the wanted release's server module lies; installs a release that has a folder of its own. */
export async function prepareJavaScript(kind: Release): Promise<string> {
  const { version, folder } = installations[kind];
  if (folder !== root && !existsSync(join(folder, "node_modules"))) await install(kind, folder);
  const found = await findPackage(folder);
  if (found?.version !== version) {
    const instead = found === undefined ? "" : ` (${found.version} is there instead)`;
    const where = folder === root ? "npm ci" : `npm ci --prefix ${relative(process.cwd(), folder)}`;
    const missing = `@langchain/langgraph-api ${version} is not installed${instead}`;
    throw new ServerUnavailable(kind, missing, `run "${where}"`);
  }
  return join(found.folder, "dist/server.mjs");
}

async function findPackage(from: string): Promise<{ folder: string; version: unknown } | undefined> {
  const manifest = join(from, "node_modules/@langchain/langgraph-api/package.json");
  if (!existsSync(manifest)) return undefined;
  return { folder: dirname(manifest), version: JSON.parse(await readFile(manifest, "utf8")).version };
}

async function install(kind: Release, folder: string): Promise<void> {
  const args = ["ci", "--no-audit", "--no-fund", "--prefix", folder];
  await promisify(execFile)("npm", args).catch((error: { stderr?: string }) => {
    const said = error.stderr?.split("\n").find((line) => line.startsWith("npm error")) ?? "";
    const command = `"npm ${args.slice(0, -1).join(" ")} ${relative(process.cwd(), folder)}"`;
    throw new ServerUnavailable(kind, `${command} failed (${said})`, "is the npm registry within reach?");
  });
}

function toUrl(path: string): string {
  return pathToFileURL(path).href;
}
