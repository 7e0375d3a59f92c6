import { setTimeout as delay } from "node:timers/promises";
import { afterEach } from "vitest";
import {
  type ClientOptions,
  createClient,
  RemoteGraph,
  type RemoteGraphOptions,
} from "../../../src/index.js";
import {
  type Answer,
  Cut,
  type Frames,
  type RecordedRequest,
  type Script,
  type ScriptedServer,
  type SseFrame,
  sse,
  startScriptedServer,
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
  /** The answer to a start in the background; `count` starts were before it. */
  create?: (request: RecordedRequest, count: number) => ReturnType<Script>;
  /** The answer to a join; `count` joins were before it. */
  join?: (request: RecordedRequest, count: number) => ReturnType<Script>;
  /** The status of the run. Default `success`. */
  status?: string | (() => string);
  /** What else the run's row holds. */
  row?: () => Record<string, unknown>;
  /** The thread's runs, for a look-up. Default: none. */
  runs?: (request: RecordedRequest) => unknown;
}

export const RUN_ID = "11111111-1111-4111-8111-111111111111";
export const THREAD_ID = "22222222-2222-4222-8222-222222222222";

/** What names the run in an answer. */
export const ROW = { run_id: RUN_ID, thread_id: THREAD_ID };

/** A server of one run. */
export function serveRun({
  start,
  create,
  join,
  status = "success",
  row,
  runs,
}: RunScript): Promise<ScriptedServer> {
  let starts = 0;
  let joins = 0;
  return serve((request) => {
    const { method, path } = request;
    if (/\/runs\/stream$/.test(path)) return start?.(request, starts++) ?? stream([END]);
    if (method === "POST" && /\/runs$/.test(path)) return create?.(request, starts++) ?? { body: ROW };
    if (/\/runs\/[^/]+\/stream/.test(path)) return join?.(request, joins++) ?? stream([END]);
    if (/\/cancel/.test(path)) return { status: 202, body: "" };
    if (method === "GET" && /\/runs\?/.test(path)) return { body: runs?.(request) ?? [] };
    if (method === "POST" && path === "/threads/search") return { body: [] };
    const now = typeof status === "string" ? status : status();
    if (path === `/threads/${THREAD_ID}`) return { body: { thread_id: THREAD_ID, status: "idle" } };
    return { body: { ...ROW, status: now, ...row?.() } };
  });
}

export const END: SseFrame = { event: "end", data: null };

export const values = (n: number): SseFrame => ({ event: "values", data: { n }, id: String(n) });

/** An event stream with the head that names the run. */
export const stream = (frames: Frames): Answer =>
  sse(frames, { "content-location": `/threads/${THREAD_ID}/runs/${RUN_ID}` });

/** Frames, and then nothing more, while the connection stays open. */
export async function* thenSilence(...frames: (SseFrame | string)[]) {
  yield* frames;
  await delay(600_000, undefined, { ref: false });
}

/** Frames, and then a reset of the connection. */
export async function* thenCut(...frames: (SseFrame | string)[]) {
  yield* frames;
  throw new Cut();
}

type Where = Pick<ScriptedServer, "url">;

/** The config of a call on the thread of the scripted server. */
export const thread = { configurable: { thread_id: THREAD_ID } };

export const clientOn = ({ url }: Where, options: Omit<ClientOptions, "url"> = {}) =>
  createClient({ url, apiKey: null, ...options });

export const graphOn = (
  { url }: Where,
  options: Omit<ClientOptions, "url"> & Partial<RemoteGraphOptions> = {},
) => new RemoteGraph({ graphId: "g", url, apiKey: null, ...options });

/** What a call failed with. */
export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => "nothing",
    (error: unknown) => error,
  );
