import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { SessionOptions } from "../../src/cli/check/session.js";
import { freePort } from "./free-port.js";
import { ManagedProcess } from "./managed-process.js";

const bundledDocument = fileURLToPath(new URL("../../generated/server-api.json", import.meta.url));
const startUpMs = 30_000;

export interface PrismOptions {
  /** A free one when left out. */
  port?: number;
  document?: string;
  onLine?: (line: string) => void;
}

export interface RunningPrism {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the document's own examples; an example that contradicts its schema is answered by a 500. */
export function startMock(options: PrismOptions = {}): Promise<RunningPrism> {
  return startPrism("mock", ["--errors"], options);
}

/** Stands between a client and a real server, and reports in `sl-violations` where the document is wrong. */
export function startValidatingProxy(upstream: string, options: PrismOptions = {}): Promise<RunningPrism> {
  return startPrism("proxy", [upstream], options);
}

async function startPrism(command: string, rest: string[], options: PrismOptions): Promise<RunningPrism> {
  const { document = bundledDocument, onLine } = options;
  if (!existsSync(document)) throw new Error(`there is no ${document}: run "npm run generate"`);
  // Prism starts over when the document changes, so it needs a port that it can have again.
  const port = options.port ?? (await freePort());
  const prism = new ManagedProcess({
    name: `prism ${command}`,
    args: [locatePrism(), command, document, ...rest, "-h", "127.0.0.1", "-p", String(port)],
    env: { ...process.env, NODE_ENV: "test", NO_COLOR: "1" },
    ...(onLine === undefined ? {} : { onLine }),
  });
  try {
    const url = await prism.ready(toListeningUrl, startUpMs);
    return { url, stop: () => prism.stop() };
  } catch (error) {
    if (!prism.output.includes("EADDRINUSE")) throw error;
    throw new Error(`port ${port} is in use: stop what listens there, or choose another one`, {
      cause: error,
    });
  }
}

function toListeningUrl(said: unknown): string | undefined {
  return typeof said === "string" ? /Prism is listening on (http:\S+)/.exec(said)?.[1] : undefined;
}

function locatePrism(): string {
  try {
    return createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
  } catch (error) {
    throw new Error('@stoplight/prism-cli is not installed: run "npm ci"', { cause: error });
  }
}

/** Streams without an end, for which Prism would wait. */
const ENDLESS = /\/stream\/events$|^\/threads\/[^/]+\/stream$/;

/** Has a session's calls go through a validating proxy, and reads what that has against the answers. */
export function throughPrism(
  serverUrl: string,
  proxyUrl: string,
): Required<Pick<SessionOptions, "fetch" | "inspect">> {
  return {
    async fetch(input, init) {
      const url = String(input);
      const { pathname } = new URL(url);
      if (ENDLESS.test(pathname)) return onOpenConnection(() => fetch(url, init));
      const { connection: _, ...headers } = Object.fromEntries(new Headers(init?.headers));
      return onOpenConnection(() => fetch(url.replace(serverUrl, proxyUrl), { ...init, headers }));
    },
    inspect: ({ headers }) => readViolations(headers.get("sl-violations")),
  };
}

/** Sends once more what met a connection that the other side had closed while nobody used it. */
async function onOpenConnection(send: () => Promise<Response>): Promise<Response> {
  try {
    const response = await send();
    return (await isReset(response)) ? await send() : response;
  } catch (error) {
    const cause = error instanceof TypeError ? error.cause : undefined;
    if (!(cause instanceof Error && /other side closed|ECONNRESET/.test(cause.message))) throw error;
    return send();
  }
}

/** Whether Prism, not we, met such a connection. */
const isReset = async (response: Response): Promise<boolean> =>
  response.status === 500 && /ECONNRESET|socket hang up/.test(await response.clone().text());

interface PrismViolation {
  location: string[];
  severity: string;
  message: string;
}

/** Prism takes a body without a content type for JSON; what the document has as text may come so too. */
const isUntypedText = ({ message }: PrismViolation) => /media type "" .*text\/plain/.test(message);

function readViolations(header: string | null): string[] {
  if (header === null) return [];
  const violations: PrismViolation[] = JSON.parse(header);
  if (violations.some(isUntypedText)) return [];
  return violations.map(({ location, severity, message }) => `${severity} ${location.join(".")}: ${message}`);
}
