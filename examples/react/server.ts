/**
 * Serves the page with Vite. The browser talks to this server alone: `/api` goes on to LangGraph, and the key is added
 * here.
 */
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import { createProxy, type ProxyOptions } from "../proxy.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = fileURLToPath(new URL("../..", import.meta.url));

/** What the page asks LangGraph for. */
const CALLS = [
  "GET /threads/:id/state",
  "POST /threads/:id/history",
  "POST /threads/:id/commands",
  "POST /threads/:id/stream/events",
  "GET /threads/:id/runs",
  "GET /threads/:id/runs/:id",
  "POST /threads/:id/runs/:id/cancel",
];

export interface ReactExample {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the page's server in front of a LangGraph server. */
export async function startReactExample({
  port,
  ...server
}: Omit<ProxyOptions, "calls"> & { port: number }): Promise<ReactExample> {
  const proxy = createProxy({ ...server, calls: CALLS });
  const vite = await createServer({
    root: here,
    configFile: false,
    logLevel: "warn",
    server: { host: "127.0.0.1", port, strictPort: true, fs: { allow: [repository] } },
    // in a project of your own, this is the package
    resolve: { alias: { "langgraph-remote/sdk": `${repository}src/sdk.ts` } },
    plugins: [
      { name: "langgraph", configureServer: ({ middlewares }) => void middlewares.use("/api", proxy) },
    ],
  });
  await vite.listen();
  return { url: `http://127.0.0.1:${port}`, close: () => vite.close() };
}
