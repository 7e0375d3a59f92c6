/** Runs against one server behind the harmful proxy, and what came of them. */
import { type ChildProcess, fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Client, createClient, RemoteGraph } from "../../src/index.js";
import { freePort } from "../../test/support/free-port.js";
import { type RunningServer, type ServerKind, startServer } from "../../test/support/servers/index.js";

const TOKENS = 40;
const EXPECTED = Array.from({ length: TOKENS }, (_, index) => `${index} `);
const INPUT = { count: TOKENS, delayMs: 15 };
/** Of a stream without a byte, and of a call without an answer. */
const STALLED_AFTER_MS = 4000;
const KEPT_FAULTS = 20;

/** What came of the runs against one server. */
interface Figures {
  runs: number;
  /** Those whose tokens all came, each once and in order. */
  whole: number;
  tokens: number;
  /** Those that the killed server took with it, each reported by a `StreamError`, after tokens that came once each. */
  lostWithServer: number;
  /** Those whose start was sent while the server was killed, so that nobody can tell whether it began: the error says so. */
  startsUntold: number;
  restarts: number;
  /** What breaks the promise; the first few in words. */
  faults: number;
  faultsInWords: string[];
}

const isLoss = (error: unknown): boolean => error instanceof Error && error.name === "StreamError";
const isUntoldStart = (error: unknown): boolean =>
  String(error).includes("the run may have started all the same");

export class Lane {
  readonly kind: ServerKind;
  readonly figures: Figures = {
    runs: 0,
    whole: 0,
    tokens: 0,
    lostWithServer: 0,
    startsUntold: 0,
    restarts: 0,
    faults: 0,
    faultsInWords: [],
  };
  readonly #proxy: ChildProcess;
  readonly #graph: RemoteGraph;
  /** Past the proxy. */
  readonly #direct: Client;
  #server: RunningServer;

  private constructor(server: RunningServer, proxy: ChildProcess, proxyUrl: string) {
    this.kind = server.kind;
    this.#server = server;
    this.#proxy = proxy;
    // at this rate of harm, five attempts in a row fail once in some thousand runs
    const retry = { maxRetries: 8 };
    const client = createClient({ url: proxyUrl, apiKey: null, timeoutMs: STALLED_AFTER_MS, retry });
    this.#graph = new RemoteGraph({ graphId: "tokens", client });
    this.#direct = createClient({ url: server.url, apiKey: null });
  }

  static async start(kind: ServerKind): Promise<Lane> {
    const server = await startServer({ kind, port: await freePort(), graphs: ["tokens"] });
    const proxy = fork(fileURLToPath(new URL("harmful-proxy.ts", import.meta.url)), [server.url]);
    const [{ url }] = await once(proxy, "message");
    return new Lane(server, proxy, url);
  }

  /** Starts runs, a number at the same time, until then; at the end kills the server in the middle of them, if wanted. */
  async runUntil(end: number, atOnce: number, kill: boolean): Promise<void> {
    const workers = Array.from({ length: atOnce }, async () => {
      while (performance.now() < end) await this.#runOnce();
    });
    const all = Promise.all(workers);
    await Promise.race([all, delay(end - performance.now())]);
    if (kill) await this.#restart();
    await all;
  }

  async #restart(): Promise<void> {
    this.figures.restarts += 1;
    const { kind, folder, url } = this.#server;
    await this.#server.kill();
    this.#server = await startServer({ kind, folder, port: Number(new URL(url).port), graphs: ["tokens"] });
  }

  async #runOnce(): Promise<void> {
    const { figures } = this;
    const restarts = figures.restarts;
    const thread_id = randomUUID();
    const got: string[] = [];
    figures.runs += 1;
    try {
      const options = {
        configurable: { thread_id },
        streamMode: "messages",
        idleTimeoutMs: STALLED_AFTER_MS,
      } as const;
      for await (const [{ content }] of await this.#graph.stream(INPUT, options)) {
        if (content !== "") got.push(String(content));
      }
      if (got.join() !== EXPECTED.join()) this.#fault(thread_id, `ended after "${got.join("")}"`);
      else figures.whole += 1;
    } catch (error) {
      if (got.some((token, at) => token !== EXPECTED[at])) this.#fault(thread_id, `told "${got.join("")}"`);
      else if (figures.restarts === restarts) this.#fault(thread_id, `failed: ${error}`);
      else if (isLoss(error)) figures.lostWithServer += 1;
      else if (got.length === 0 && isUntoldStart(error)) figures.startsUntold += 1;
      else this.#fault(thread_id, `failed in a restart: ${error}`);
    }
    figures.tokens += got.length;
    await this.#countStarts(thread_id, () => figures.restarts > restarts);
  }

  /** Looks how many runs the thread has: one; or none, of a server that was killed with what it had not written down. */
  async #countStarts(thread_id: string, isHit: () => boolean): Promise<void> {
    const { data } = await this.#direct
      .GET("/threads/{thread_id}/runs", { params: { path: { thread_id } } })
      .catch((error: unknown) => {
        if (!isHit()) throw error;
        return { data: undefined };
      });
    const starts = data?.length ?? 0;
    if (starts > 1 || (starts === 0 && !isHit())) this.#fault(thread_id, `was started ${starts} times`);
  }

  #fault(thread: string, what: string): void {
    this.figures.faults += 1;
    console.error(`${this.kind}: ${thread} ${what}`);
    if (this.figures.faultsInWords.length < KEPT_FAULTS) this.figures.faultsInWords.push(`${thread} ${what}`);
  }

  /** What the proxy did, and the CPU that it took. */
  async harm(): Promise<{ harm: Record<string, number>; cpu: NodeJS.CpuUsage }> {
    const report = once(this.#proxy, "message");
    this.#proxy.send("report");
    const [told] = await report;
    return told;
  }

  async stop(): Promise<void> {
    this.#proxy.disconnect();
    await Promise.all([once(this.#proxy, "exit"), this.#server.stop()]);
  }
}
