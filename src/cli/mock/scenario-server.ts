import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { messageOf } from "../command.js";
import type { Scenario } from "./scenario.js";
import { type ScriptedResponse, ScriptedRuns, type ServerEvent } from "./scripted-runs.js";

/** Headers that concern one connection only: a proxy must not forward them. */
const HOP_HEADERS = "connection content-length content-encoding host keep-alive transfer-encoding".split(" ");

/**
 * A proxy in front of Prism. Every request goes to Prism, which validates it; the response to a valid request about a
 * scripted run is then replaced by that of the scenario.
 */
export function createScenarioServer(scenario: Scenario, prismUrl: string): Server {
  const runs = new ScriptedRuns(scenario);
  return createServer((request, response) => {
    answer(runs, prismUrl, request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ detail: `Prism does not answer: ${messageOf(error)}` }));
    });
  });
}

async function answer(
  runs: ScriptedRuns,
  prismUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = request;
  const body = await buffer(request);
  const sent = Object.entries(headers).filter(([name]) => !HOP_HEADERS.includes(name));
  const fromPrism = await fetch(`${prismUrl}${url}`, {
    method,
    redirect: "manual",
    headers: sent.map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  const bytes = new Uint8Array(await fromPrism.arrayBuffer());
  const received = [...fromPrism.headers].filter(([name]) => !HOP_HEADERS.includes(name));
  const { pathname } = new URL(url, prismUrl);
  const lastEventId = headers["last-event-id"]?.toString();
  const scripted = fromPrism.ok ? runs.answer(method, pathname, body.toString(), lastEventId) : undefined;
  if (scripted === undefined) {
    response.writeHead(fromPrism.status, Object.fromEntries(received)).end(bytes);
    return;
  }
  // the other headers, such as `location`, belong to Prism's example response
  for (const [name, value] of received)
    if (name.startsWith("access-control-")) response.setHeader(name, value);
  send(scripted, response);
}

function send(
  { status = 200, headers, body, events, isCut }: ScriptedResponse,
  response: ServerResponse,
): void {
  const type = events === undefined ? "application/json" : "text/event-stream";
  response.writeHead(status, { "content-type": type, ...headers });
  const text = events?.map(toText).join("") ?? JSON.stringify(body);
  if (isCut) response.write(text, () => response.destroy());
  else response.end(text);
}

const toText = ({ id, event, data }: ServerEvent): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\nid: ${id}\n\n`;
