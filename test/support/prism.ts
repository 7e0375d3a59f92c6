import { createRequire } from "node:module";
import type { SessionOptions } from "../../src/cli/check/session.js";
import { OWN_DOCUMENT } from "../../src/cli/document.js";
import { freePort } from "./free-port.js";
import { ManagedProcess } from "./managed-process.js";

const startUpMs = 30_000;

export interface RunningPrism {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the document's own examples; an example that contradicts its schema is answered by a 500. */
export function startMock(): Promise<RunningPrism> {
  return startPrism("mock", OWN_DOCUMENT, "--errors");
}

/** Stands between a client and a real server, and reports in `sl-violations` where the document is wrong. */
export function startValidatingProxy(upstream: string, document = OWN_DOCUMENT): Promise<RunningPrism> {
  return startPrism("proxy", document, upstream);
}

async function startPrism(command: string, document: string, ...rest: string[]): Promise<RunningPrism> {
  const program = createRequire(import.meta.url).resolve("@stoplight/prism-cli/dist/index.js");
  // Prism starts over when the document changes, so it needs a port that it can have again.
  const port = String(await freePort());
  const prism = new ManagedProcess({
    name: `prism ${command}`,
    args: [program, command, document, ...rest, "-h", "127.0.0.1", "-p", port],
    env: { ...process.env, NODE_ENV: "test", NO_COLOR: "1" },
  });
  const url = await prism.ready(toListeningUrl, startUpMs);
  return { url, stop: () => prism.stop() };
}

function toListeningUrl(said: unknown): string | undefined {
  return typeof said === "string" ? /Prism is listening on (http:\S+)/.exec(said)?.[1] : undefined;
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
