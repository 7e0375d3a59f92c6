import { afterEach } from "vitest";
import {
  type Answer,
  type RecordedRequest,
  type Script,
  type ScriptedServer,
  type SseFrame,
  startScriptedServer,
  toSseText,
} from "../../support/scripted-server.js";

const running: { close(): Promise<void> }[] = [];

/** Starts a scripted server that is closed after the test. */
export async function serve(script: Script): Promise<ScriptedServer> {
  return until(await startScriptedServer(script));
}

/** Has something closed after the test. */
export function until<T extends { close(): Promise<void> }>(one: T): T {
  running.push(one);
  return one;
}

afterEach(async () => {
  for (const one of running.splice(0).reverse()) await one.close();
});

/** What a script answers to the requests of one run, of which each kind is told apart. */
export interface RunScript {
  /** The answer to the start; `count` starts were before it. */
  start?: (request: RecordedRequest, count: number) => ReturnType<Script>;
  /** The answer to a join; `count` joins were before it. */
  join?: (request: RecordedRequest, count: number) => ReturnType<Script>;
  /** The status of the run. Default `success`. */
  status?: string | (() => string);
  /** What else the run's row holds. */
  row?: () => Record<string, unknown>;
  /** The thread's runs, for a look-up. Default: none. */
  runs?: () => unknown;
}

export const RUN_ID = "11111111-1111-4111-8111-111111111111";
export const THREAD_ID = "22222222-2222-4222-8222-222222222222";

/** A server of one run. */
export function serveRun({ start, join, status = "success", row, runs }: RunScript): Promise<ScriptedServer> {
  let starts = 0;
  let joins = 0;
  return serve((request) => {
    const { method, path } = request;
    if (/\/runs\/stream$/.test(path)) return start?.(request, starts++) ?? stream([END]);
    if (/\/runs\/[^/]+\/stream/.test(path)) return join?.(request, joins++) ?? stream([END]);
    if (/\/cancel/.test(path)) return { status: 202, body: "" };
    if (method === "GET" && /\/runs\?/.test(path)) return { body: runs?.() ?? [] };
    if (method === "POST" && path === "/threads/search") return { body: [] };
    const now = typeof status === "string" ? status : status();
    if (path === `/threads/${THREAD_ID}`) return { body: { thread_id: THREAD_ID, status: "idle" } };
    return { body: { run_id: RUN_ID, thread_id: THREAD_ID, status: now, ...row?.() } };
  });
}

export const END: SseFrame = { event: "end", data: null };

export const values = (n: number): SseFrame => ({ event: "values", data: { n }, id: String(n) });

/** An event stream with the head that names the run. */
export function stream(
  pieces: Iterable<SseFrame | string | Uint8Array> | AsyncIterable<SseFrame | string | Uint8Array>,
): Answer {
  async function* texts() {
    for await (const piece of pieces) {
      yield typeof piece === "string" || piece instanceof Uint8Array ? piece : toSseText(piece);
    }
  }
  return {
    headers: {
      "content-type": "text/event-stream",
      "content-location": `/threads/${THREAD_ID}/runs/${RUN_ID}`,
    },
    body: texts(),
  };
}
