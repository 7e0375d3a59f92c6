/**
 * Serves the example page on the in-memory LangGraph server: `npm run example:chat`. The browser talks to this server
 * alone; `/api` goes on to LangGraph, and the key is added here, so the browser never has it.
 */

import { readFile } from "node:fs/promises";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { createProxy } from "../proxy.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

/** What the page asks LangGraph for. */
const CALLS = [
  "GET /assistants/concierge/graph",
  "GET /threads/:id/state",
  "POST /threads/:id/history",
  "POST /threads/:id/runs/stream",
  "GET /threads/:id/runs",
  "GET /threads/:id/runs/:id",
  "GET /threads/:id/runs/:id/stream",
  "POST /threads/:id/runs/:id/cancel",
];

export interface ChatExample {
  readonly url: string;
  close(): Promise<void>;
}

/** The page's script and the library, with Mermaid as a chunk of its own. */
async function bundlePage(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    entryPoints: [join(here, "page.ts")],
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    write: false,
    outdir: here,
    alias: { "langgraph-remote": join(here, "../../src/index.ts") },
    logLevel: "warning",
  });
  return new Map(outputFiles.map(({ path, contents }) => [`/${path.slice(here.length)}`, contents]));
}

/** Starts the page's server in front of a LangGraph server. */
export async function startChatExample({
  langgraphUrl,
  apiKey,
  port = 0,
}: {
  langgraphUrl: string;
  apiKey?: string | undefined;
  port?: number;
}): Promise<ChatExample> {
  const scripts = await bundlePage();
  const proxy = createProxy({ langgraphUrl, apiKey, calls: CALLS });
  const server = createServer((request, response) => {
    const { url = "/" } = request;
    if (url.startsWith("/api/")) {
      request.url = url.slice("/api".length);
      proxy(request, response);
    } else {
      servePage(new URL(url, "http://page").pathname, response, scripts).catch((error: unknown) => {
        response.destroy(error instanceof Error ? error : new Error(String(error)));
      });
    }
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
}

async function servePage(
  path: string,
  response: ServerResponse,
  scripts: Map<string, Uint8Array>,
): Promise<void> {
  const name = path === "/" ? "/index.html" : path;
  const body =
    scripts.get(name) ??
    (/^\/(index\.html|style\.css)$/.test(name) ? await readFile(join(here, name)) : undefined);
  if (body === undefined) response.writeHead(404).end();
  else response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/plain" }).end(body);
}
