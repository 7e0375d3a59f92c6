/**
 * Serves the example page on the in-memory LangGraph server: `npm run example:chat`. The browser talks to this server
 * alone; `/api` goes on to LangGraph, and the key is added here, so the browser never has it.
 */

import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};

const ID = "[0-9a-f-]{36}";
/** What the page asks LangGraph for. No other call goes on: the key that is added here opens the whole server. */
const CALLS = [
  "GET /assistants/concierge/graph",
  `GET /threads/${ID}/state`,
  `POST /threads/${ID}/history`,
  `POST /threads/${ID}/runs/stream`,
  `GET /threads/${ID}/runs`,
  `GET /threads/${ID}/runs/${ID}`,
  `GET /threads/${ID}/runs/${ID}/stream`,
  `POST /threads/${ID}/runs/${ID}/cancel`,
].map((call) => new RegExp(`^${call}$`));

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
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://page");
    const answered = pathname.startsWith("/api/")
      ? forward(request, response, langgraphUrl, apiKey)
      : servePage(pathname, response, scripts);
    answered.catch((error: unknown) => {
      // a browser that went away in the middle of a stream is no fault
      if (!response.headersSent) response.writeHead(502).end(String(error));
      else response.destroy();
    });
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

/** Passes a call on with the key, and its answer back, as it comes. */
async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  langgraphUrl: string,
  apiKey: string | undefined,
): Promise<void> {
  const target = (request.url ?? "").slice("/api".length);
  const call = `${request.method} ${target.replace(/\?.*$/, "")}`;
  if (!CALLS.some((allowed) => allowed.test(call))) {
    response.writeHead(403, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: `the page has no use for ${call}` }));
    return;
  }
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const headers = new Headers(apiKey === undefined ? {} : { "x-api-key": apiKey });
  for (const name of ["accept", "content-type", "last-event-id"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const body =
    request.method === "POST" ? await new Response(Readable.toWeb(request) as ReadableStream).text() : null;
  const init = { method: request.method ?? "GET", headers, body, signal: gone.signal };
  const answer = await fetch(`${langgraphUrl}${target}`, init);
  const passed = ["content-type", "content-location"].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  response.writeHead(answer.status, Object.fromEntries(passed));
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
}
