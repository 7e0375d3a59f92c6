/**
 * The program of a proxy that does harm at random, in a process of its own: what it holds must not be taken for the client's.
 * Its argument is the server's URL. A relay answers 502 and 503, loses answers of requests that the server has got, and forgets
 * where a stream was taken up, so that all events come again; the TCP proxy before it resets, ends and stalls
 * connections at any byte. It tells its parent its URL, and at the message "report" what it did.
 */
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { pipeline } from "node:stream/promises";
import { type Cut, startTcpProxy } from "../../test/support/tcp-proxy.js";

/** How often what is done: of 100 requests, answers, streams, calls, streams that are taken up again. */
const PERCENT = { unavailable: 4, answerLost: 3, streamCut: 40, callCut: 5, replayed: 20 };

/** How often it was done. */
const harm = {
  requests: 0,
  answered502: 0,
  answered503: 0,
  answersLost: 0,
  reset: 0,
  ended: 0,
  stalled: 0,
  replayed: 0,
};

const [target = ""] = process.argv.slice(2);
const happens = (percent: number): boolean => randomInt(100) < percent;
const isStream = (path: string): boolean => /\/stream(\?|$)/.test(path);

function relay(request: IncomingMessage, response: ServerResponse): void {
  if (happens(PERCENT.unavailable)) {
    request.resume();
    refuse(response, happens(50) ? 502 : 503);
    return;
  }
  const { method, url } = request;
  const headers = { ...request.headers };
  if (headers["last-event-id"] !== undefined && happens(PERCENT.replayed)) {
    harm.replayed += 1;
    headers["last-event-id"] = "-1";
  }
  const upstream = sendRequest(new URL(url ?? "/", target), { method, headers }, (answer) => {
    if (happens(PERCENT.answerLost)) {
      harm.answersLost += 1;
      refuse(response, 502);
      answer.destroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, response).catch(() => response.destroy());
  });
  // the server is not there, or went away: what a gateway says then
  upstream.on("error", () => (response.headersSent ? response.destroy() : refuse(response, 502)));
  response.on("close", () => upstream.destroy());
  request.pipe(upstream);
}

function refuse(response: ServerResponse, status: 502 | 503): void {
  harm[`answered${status}`] += 1;
  response.writeHead(status, status === 503 && happens(50) ? { "retry-after": "1" } : {}).end();
}

const WAYS = ["reset", "end", "stall"] as const;
const COUNTED = { reset: "reset", end: "ended", stall: "stalled" } as const;

/** Where an answer is cut, and how; a call's answer stalls before its first byte, where its time limit counts. */
function cutOf(path: string): Cut | undefined {
  if (!happens(isStream(path) ? PERCENT.streamCut : PERCENT.callCut)) return undefined;
  const how = WAYS[randomInt(WAYS.length)] ?? "reset";
  harm[COUNTED[how]] += 1;
  const most = isStream(path) ? 15_000 : 300;
  return { afterBytes: how === "stall" && !isStream(path) ? 0 : randomInt(most), how };
}

const server = createServer(relay).listen(0, "127.0.0.1");
await once(server, "listening");
const proxy = await startTcpProxy({
  target: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  onRequest: ({ path }) => {
    harm.requests += 1;
    return cutOf(path);
  },
});
process.on("message", () => process.send?.({ harm, cpu: process.cpuUsage() }));
process.once("disconnect", () => process.exit());
process.send?.({ url: proxy.url });
