/**
 * The server that the benchmarks measure against, in a process of its own: answers are made once and sent as they are,
 * so that its cost is the same for every client. It prints its address.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { eventsOf, RUN_ID, STATE } from "./scripts.js";

const CHUNK_BYTES = 64 * 1024;
/** How a dripping stream comes: so many events at a time, and a pause after them. */
const DRIP = { events: 10, pauseMs: 20 };

/** What a stream sends, chunk by chunk. */
function* chunksOf(script: string): Generator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  const isDrip = script.startsWith("drip-");
  for (const event of eventsOf(script)) {
    held.push(event);
    bytes += event.length;
    if (isDrip ? held.length < DRIP.events : bytes < CHUNK_BYTES) continue;
    yield* slices(Buffer.concat(held), isDrip);
    held = [];
    bytes = 0;
  }
  yield Buffer.concat(held);
}

function* slices(bytes: Buffer, whole: boolean): Generator<Buffer> {
  const step = whole ? bytes.length : CHUNK_BYTES;
  for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
}

const ready = new Map<string, Buffer[]>();

/** The chunks of a stream, made once; those of a very long one are made while it is sent. */
function scriptedChunks(script: string): Iterable<Buffer> {
  if (script.startsWith("long-")) return chunksOf(script);
  const chunks = ready.get(script) ?? [...chunksOf(script)];
  ready.set(script, chunks);
  return chunks;
}

const gates = new Map<string, (() => void)[]>();

/** Lets the streams of a dripping script begin when as many are open as it says, so that all of them are open at a time. */
async function allOpen(script: string): Promise<void> {
  const waiting = gates.get(script) ?? [];
  gates.set(script, waiting);
  const begin = new Promise<void>((resolve) => waiting.push(resolve));
  if (waiting.length === Number(script.split("-")[2] ?? 1)) {
    for (const go of waiting.splice(0)) go();
  }
  await begin;
}

async function send(response: ServerResponse, script: string): Promise<void> {
  const closed = new AbortController();
  response.once("close", () => closed.abort());
  response.flushHeaders();
  if (script.startsWith("drip-")) await allOpen(script);
  for (const chunk of scriptedChunks(script)) {
    if (closed.signal.aborted) return;
    if (!response.write(chunk)) await once(response, "drain", closed);
    if (script.startsWith("drip-")) await pause(DRIP.pauseMs, undefined, closed);
  }
  response.end();
}

function answer(path: string, body: string, response: ServerResponse): void {
  if (path.endsWith("/state") || path.endsWith("/state/checkpoint")) {
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(STATE) };
    response.writeHead(200, headers).end(STATE);
  } else if (path.endsWith("/runs/stream")) {
    const { assistant_id: script } = JSON.parse(body);
    response.writeHead(200, {
      "content-type": "text/event-stream",
      "content-location": path.replace(/stream$/, RUN_ID),
    });
    send(response, script).catch((error: unknown) => {
      if (!response.destroyed) throw error;
    });
  } else {
    response.writeHead(404).end();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) text += chunk;
  return text;
}

const server = createServer(async (request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://server");
  answer(pathname, await textOf(request), response);
});

server.listen(0, "127.0.0.1", 2048, () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});

// it ends with the process that started it, however that ends
process.stdin.resume().once("end", () => process.exit());
