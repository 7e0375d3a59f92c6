/**
 * Reads many streams at the same time and very many one after the other, a third of them cut in the middle, and looks
 * at what is left in the process: `npm run test:soak`. Prints its figures as JSON; exits with 1 when something leaks.
 */
import { fork } from "node:child_process";
import { getEventListeners, once } from "node:events";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { createClient, streamRun } from "../../src/index.js";
import { heapMb, heldNow, settled } from "../support/leftovers.js";
import { toSseText } from "../support/scripted-server.js";

const { values } = parseArgs({
  options: {
    server: { type: "boolean", default: false },
    concurrent: { type: "string", default: "1000" },
    sequential: { type: "string", default: "10000" },
  },
});

const EVENTS = 20;
const CUT_AT = 11;
const frameOf = (id: number) => toSseText({ event: "values", data: { id, text: "x".repeat(100) }, id });
const END = toSseText({ event: "end", data: null });

/** The server, in a process of its own: what it holds must not be taken for the client's. */
function runServer(): void {
  let started = 0;
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    request.resume();
    const { method, url = "" } = request;
    const together = Number(request.headers["x-together"] ?? 0);
    response.writeHead(200, { "content-type": "text/event-stream", "content-location": `/runs/${started}` });
    if (method === "GET") {
      const from = Number(request.headers["last-event-id"]) + 1;
      for (let id = from; id < EVENTS; id += 1) response.write(frameOf(id));
      response.end(END);
      return;
    }
    const isCut = started % 3 === 2 && url.startsWith("/threads");
    started += 1;
    const tell = () => {
      for (let id = 0; id < (isCut ? CUT_AT : EVENTS); id += 1) response.write(frameOf(id));
      if (isCut) setTimeout(() => response.destroy(), 1);
      else response.end(END);
    };
    if (together === 0) {
      tell();
      return;
    }
    // nobody hears more than the headers until all are there
    response.flushHeaders();
    waiting.push(tell);
    if (waiting.length < together) return;
    for (const go of waiting) go();
    waiting = [];
  });
  server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
  process.once("disconnect", () => process.exit());
}

async function runClient(): Promise<void> {
  const concurrent = Number(values.concurrent);
  const sequential = Number(values.sequential);
  const server = fork(process.argv[1] ?? "", ["--server"]);
  const [address] = await once(server, "message");
  const client = createClient({ url: `http://127.0.0.1:${address.port}`, apiKey: null });
  const { signal } = new AbortController();
  let events = 0;

  async function readOne(headers: Record<string, string> = {}): Promise<void> {
    let next = 0;
    const run = streamRun(client, {
      assistantId: "a",
      threadId: "t",
      input: {},
      signal,
      headers,
      timeout: 120_000,
    });
    for await (const { event, id } of run) {
      if (event === "values" && id !== String(next++)) throw new Error(`event ${id} in place of ${next - 1}`);
      events += 1;
    }
    if (next !== EVENTS) throw new Error(`${next} events in place of ${EVENTS}`);
  }

  const heldBefore = heldNow().length;
  await readOne();
  const began = performance.now();
  const together = Array.from({ length: concurrent }, () => readOne({ "x-together": String(concurrent) }));
  await Promise.all(together);
  const concurrentMs = Math.round(performance.now() - began);

  const heaps: number[] = [];
  const rounds = 10;
  const middle = performance.now();
  for (let round = 0; round < rounds; round += 1) {
    for (let index = 0; index < sequential / rounds; index += 1) await readOne();
    heaps.push(await heapMb());
  }
  const sequentialMs = Math.round(performance.now() - middle);
  const held = await settled(heldBefore);
  server.disconnect();
  await once(server, "exit");

  const [, early = 0] = heaps;
  const growthMb = Math.round(((heaps.at(-1) ?? 0) - early) * 100) / 100;
  const figures = {
    concurrent,
    sequential,
    events,
    concurrentMs,
    sequentialMs,
    heaps,
    growthMb,
    held: held.length - heldBefore,
    listeners: getEventListeners(signal, "abort").length,
  };
  console.log(JSON.stringify(figures));
  const leaks = figures.held > 0 || figures.listeners > 0 || growthMb > 1.5;
  const complete = events === (1 + concurrent + sequential) * (EVENTS + 1);
  if (leaks || !complete) process.exitCode = 1;
}

if (values.server) runServer();
else await runClient();
