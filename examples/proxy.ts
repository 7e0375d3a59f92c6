/**
 * What stands between a page and LangGraph: the browser talks to the page's own server alone, which passes on the calls
 * that the page needs and adds the key, so the browser never has it.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface ProxyOptions {
  langgraphUrl: string;
  apiKey?: string | undefined;
  /** What the page asks for, as `GET /threads/:id/state`. No other call goes on: the key opens the whole server. */
  calls: readonly string[];
}

const ID = "[0-9a-f-]{36}";

/** Makes a handler of requests whose path is the one on the LangGraph server. */
export function createProxy({ langgraphUrl, apiKey, calls }: ProxyOptions) {
  const allowed = calls.map((call) => new RegExp(`^${call.replaceAll(":id", ID)}$`));
  return (request: IncomingMessage, response: ServerResponse): void => {
    const call = `${request.method} ${request.url?.replace(/\?.*$/, "")}`;
    if (!allowed.some((pattern) => pattern.test(call))) {
      response.writeHead(403, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `the page has no use for ${call}` }));
      return;
    }
    forward(request, response, `${langgraphUrl}${request.url}`, apiKey).catch((error: unknown) => {
      // a browser that went away in the middle of a stream is no fault
      if (!response.headersSent) response.writeHead(502).end(String(error));
      else response.destroy();
    });
  };
}

/** Passes a call on with the key, and its answer back, as it comes. */
async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  url: string,
  apiKey: string | undefined,
): Promise<void> {
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
  const answer = await fetch(url, init);
  const passed = ["content-type", "content-location"].flatMap((name) => {
    const value = answer.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  response.writeHead(answer.status, Object.fromEntries(passed));
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]), response);
}
