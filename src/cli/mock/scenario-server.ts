import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { messageOf } from "../command.js";
import type { Scenario } from "./scenario.js";
import { type Answer, ScriptedRuns, type ServerEvent } from "./scripted-runs.js";

/** What belongs to a connection, and not to what is sent through it. */
const HOP = ["connection", "content-length", "content-encoding", "host", "keep-alive", "transfer-encoding"];

/** Answers as the scenario says what Prism finds in order, and leaves everything else to Prism. */
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
) {
  const { method = "GET", url = "/", headers } = request;
  const body = await buffer(request);
  const kept = Object.entries(headers).filter(([name]) => !HOP.includes(name));
  const fromPrism = await fetch(`${prismUrl}${url}`, {
    method,
    redirect: "manual",
    headers: kept.map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  });
  const bytes = new Uint8Array(await fromPrism.arrayBuffer());
  const own = [...fromPrism.headers].filter(([name]) => !HOP.includes(name));
  const lastEventId = headers["last-event-id"]?.toString();
  const { pathname } = new URL(url, prismUrl);
  const scripted = fromPrism.ok ? runs.answer(method, pathname, body.toString(), lastEventId) : undefined;
  if (scripted === undefined)
    return void response.writeHead(fromPrism.status, Object.fromEntries(own)).end(bytes);
  // the others, such as where a run is, are those of an example
  for (const [name, value] of own) if (name.startsWith("access-control-")) response.setHeader(name, value);
  send(scripted, response);
}

function send({ status = 200, headers, body, events, cut }: Answer, response: ServerResponse): void {
  const type = events === undefined ? "application/json" : "text/event-stream";
  response.writeHead(status, { "content-type": type, ...headers });
  if (events === undefined) response.end(JSON.stringify(body));
  else if (cut) response.write(events.map(toText).join(""), () => response.destroy());
  else response.end(events.map(toText).join(""));
}

const toText = ({ id, event, data }: ServerEvent): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\nid: ${id}\n\n`;
