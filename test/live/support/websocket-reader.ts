/** Reads runs over a WebSocket, in a process that has one, and prints what came of them as one line of JSON. */
import { RemoteGraph } from "../../../src/index.js";

const [url = "", proxyUrl = ""] = process.argv.slice(2);
const options = { version: "v3", transport: "websocket" } as const;
const graph = (graphId: string, at = url) => new RemoteGraph({ graphId, url: at, apiKey: "a-key" });

async function tokens() {
  const run = await graph("chat").streamEvents(
    { messages: [{ role: "user", content: "Hello there" }] },
    options,
  );
  const told: string[][] = [];
  for await (const message of run.messages) {
    const words: string[] = [];
    for await (const word of message) words.push(word);
    told.push(words);
  }
  return told;
}

async function answered() {
  const run = await graph("approval").streamEvents({ topic: "tea" }, options);
  const seen: unknown[] = [];
  for await (const event of run) {
    seen.push(event.method);
    if (event.method === "input.requested") await run.respond("yes");
  }
  return { asked: seen.filter((method) => method === "input.requested").length, output: await run.output };
}

/** The server forgets a run whose socket is cut: its readers hear of it, and its output is there all the same. */
async function cut() {
  const run = await graph("slow", proxyUrl).streamEvents({ ms: 1500 }, options);
  const reading = (async () => {
    for await (const _ of run.values);
  })();
  const [read, output] = await Promise.allSettled([reading, run.output]);
  return { read: read.status === "rejected" ? read.reason.name : read.status, output };
}

/** A thread is spoken to again, at once. */
async function again() {
  const config = { configurable: { thread_id: crypto.randomUUID() } };
  const counts: unknown[] = [];
  for (const limit of [3, 2]) {
    const run = await graph("counter").streamEvents({ count: 0, limit }, { ...options, ...config });
    let states = 0;
    for await (const _ of run.values) states += 1;
    counts.push([states, (await run.output).count]);
  }
  return counts;
}

console.log(
  JSON.stringify({
    tokens: await tokens(),
    answered: await answered(),
    again: await again(),
    cut: await cut(),
  }),
);
