import { describe, expect, test } from "vitest";
import { createClient, streamRun } from "../../src/index.js";
import { startScriptedServer } from "../support/scripted-server.js";
import { addTo, forEach, noFigures, withoutId } from "./support/figures.js";
import { toFetch } from "./support/in-process.js";
import { type Harm, type RunsBehaviour, ScriptedRuns } from "./support/scripted-runs.js";
import { createDistinctTranscript, createTranscript } from "./support/transcript.js";

interface Server extends RunsBehaviour {
  says: string;
  stateless?: boolean;
  isCommon?: boolean;
  /** The first byte at which a cut can be made good: before it nobody can know that ids repeat. */
  firstCut?: number;
  /** A second cut could not be made good: nobody could say what the second connection's ids mean, or whether it ended. */
  isCutOnce?: boolean;
}

const transcript = createTranscript();
const distinct = createDistinctTranscript();
const half = (place: number) => String(Math.floor(place / 2));

const SERVERS: Server[] = [
  { says: "numbers its events", transcript, isCommon: true },
  { says: "says `end`", transcript: createTranscript({ withEnd: true }) },
  { says: "has finished the run before the cut", transcript, finishesAtOnce: true, isCutOnce: true },
  {
    says: "runs without a thread, with ids on the joined stream alone",
    transcript,
    stateless: true,
    isCommon: true,
  },
  {
    says: "runs without a thread, and has finished before the cut",
    transcript,
    stateless: true,
    finishesAtOnce: true,
    isCutOnce: true,
  },
  {
    says: "runs without a thread, and sends everything again",
    transcript,
    stateless: true,
    resumeAt: () => 0,
  },
  {
    says: "gives one id to two events, and goes on after the first of them",
    transcript: distinct,
    idOf: half,
    resumeAt: (id, ids) => ids.indexOf(id) + 1,
  },
  {
    says: "gives one id to two events, and goes on after the second",
    transcript: distinct,
    idOf: half,
    firstCut: textBytes(distinct.slice(0, 4)),
  },
  {
    says: "gives no id to most events",
    transcript,
    idOf: (place) => (place % 3 === 2 ? String(place) : undefined),
  },
  { says: "sends the last event again", transcript, resumeAt: (id, ids) => ids.indexOf(id) },
  { says: "sends everything again", transcript, resumeAt: () => 0 },
  {
    says: "sends everything again under new ids",
    transcript,
    idOf: (place, connection) => String(place + (connection === 0 ? 100 : 0)),
    resumeAt: () => 0,
  },
  {
    says: "counts from 0 again on the joined stream",
    transcript: distinct,
    idOf: (place, _connection, from) => String(place - from),
    isCutOnce: true,
  },
  {
    says: "adds modes and subgraphs to the joined stream",
    transcript,
    prelude: (connection) =>
      connection === 0
        ? []
        : [
            { event: "updates", data: { unasked: true } },
            { event: "values|child:1", data: { unasked: true } },
            { event: "checkpoints", data: { id: "c" }, id: 3 },
            ": heartbeat\n\n",
          ],
  },
];

function textBytes(frames: readonly { event?: string; data?: unknown }[]): number {
  return new ScriptedRuns({ transcript: [...frames], idOf: half }).bodyBytes;
}

/** Reads a run that each harm is done to, and says what came of all of them. */
async function readAll(server: Server, harms: readonly Harm[], url: string, fetch?: typeof globalThis.fetch) {
  const client = createClient({ url, apiKey: null, ...(fetch === undefined ? {} : { fetch }) });
  const told = server.transcript.map(({ event, data }) => ({ event, data }));
  const figures = noFigures();
  await forEach(harms, 200, async (input) => {
    const run = streamRun(client, {
      assistantId: "any",
      input: { ...input },
      stream_mode: ["values", "messages-tuple"],
      ...(server.stateless ? {} : { threadId: crypto.randomUUID() }),
    });
    const got: unknown[] = [];
    for await (const event of run) got.push(withoutId(event));
    addTo(figures, told, got);
  });
  return figures;
}

const ways = ["reset", "clean"] as const;

/**
 * A cut at each byte of the body, or at each `stride`th, in the one way at other bytes than in the other; every other
 * stream is cut on its second connection too.
 */
function harmsOf(bytes: number, how: "reset" | "clean", server: Server, stride: number): Harm[] {
  const { firstCut = 0, isCutOnce = false } = server;
  const first = firstCut + ((SERVERS.indexOf(server) + ways.indexOf(how)) % stride);
  return Array.from({ length: Math.ceil((bytes - first) / stride) }, (_, index) => {
    const at = first + index * stride;
    return { how, cuts: index % 2 === 0 || isCutOnce ? [at] : [at, (at * 7) % bytes] };
  });
}

/** Between the bytes at which there is a cut, where not at each. */
const STRIDE = process.env.SOAK ? 1 : 23;

/** The servers that users meet are cut at every byte in the one way or the other, the odd ones when there is time. */
const strideOf = ({ isCommon = false }: Server) => (isCommon ? Math.min(2, STRIDE) : STRIDE);

describe.each(SERVERS)("a server that $says", (server) => {
  test.each(ways)("loses and doubles nothing, wherever it is cut by %s", async (how) => {
    const runs = new ScriptedRuns(server);
    const harms = harmsOf(runs.bodyBytes, how, server, strideOf(server));
    const figures = await readAll(server, harms, "http://server.invalid", toFetch(runs.answer));
    const posts = runs.count(server.stateless ? "POST /runs/stream" : "POST /threads/{id}/runs/stream");
    console.log(`${how}, ${server.says}: ${JSON.stringify({ ...figures, posts, runs: runs.started })}`);
    expect(figures).toEqual({ streams: harms.length, lost: 0, doubled: 0, disordered: 0 });
    expect({ posts, runs: runs.started }).toEqual({ posts: harms.length, runs: harms.length });
  });
});

describe.each(SERVERS.filter(({ isCommon }) => isCommon))("over sockets, a server that $says", (server) => {
  test.each(ways)("loses and doubles nothing, wherever it is cut by %s", async (how) => {
    const runs = new ScriptedRuns(server);
    const harms = harmsOf(runs.bodyBytes, how, server, STRIDE);
    const http = await startScriptedServer(runs.answer);
    const figures = await readAll(server, harms, http.url).finally(() => http.close());
    console.log(
      `over sockets, ${how}, ${server.says}: ${JSON.stringify({ ...figures, runs: runs.started })}`,
    );
    expect(figures).toEqual({ streams: harms.length, lost: 0, doubled: 0, disordered: 0 });
    expect(runs.started).toBe(harms.length);
  });
});
