import { RemoteGraph, type RemoteGraphOptions, type RunOptions } from "../../../src/index.js";
import { isRecord } from "../../../src/util/record.js";
import { type SseFrame, toSseText } from "../../support/scripted-server.js";

/** A request as a server would see it. */
export interface SentRequest {
  /** Method and path: `POST /threads/t1/state`. */
  line: string;
  query: Record<string, string>;
  headers: Headers;
  /** The parsed body; `undefined` when there was none. */
  body: unknown;
}

/** Answers of a server, by method and path. What is no `Response` is sent as JSON; a function gives a new one each time. */
export type Answers = Record<string, unknown>;

export interface FakeServer {
  fetch: typeof fetch;
  sent: SentRequest[];
}

/** What `GET /info` gives on a JavaScript server. */
const JAVASCRIPT = { version: "1.5.1", context: "js", langgraph_js_version: "1.7.3" };

/** A `fetch` that remembers what was sent and answers without a network; a request without an answer fails the test. */
export function fakeServer(answers: Answers): FakeServer {
  const sent: SentRequest[] = [];
  const fake: typeof fetch = async (input, init = {}) => {
    init.signal?.throwIfAborted();
    const { method = "GET", body } = init;
    const url = new URL(input instanceof Request ? input.url : input);
    const request: SentRequest = {
      line: `${method} ${url.pathname}`,
      query: Object.fromEntries(url.searchParams),
      headers: new Headers(init.headers),
      body: typeof body === "string" ? withoutConfigKey(JSON.parse(body)) : undefined,
    };
    if (request.line.endsWith("/info") && !(request.line in answers)) return Response.json(JAVASCRIPT);
    sent.push(request);
    if (!(request.line in answers)) throw new Error(`nobody expected ${request.line}`);
    const answer = answers[request.line];
    const given: unknown = await (typeof answer === "function" ? answer(request) : answer);
    return given instanceof Response ? given : Response.json(given);
  };
  return { fetch: fake, sent };
}

/** A body without the key of a start in its config's metadata, which stands in the body's own metadata as well. */
function withoutConfigKey(body: unknown): unknown {
  if (!isRecord(body) || !isRecord(body.config) || !isRecord(body.config.metadata)) return body;
  const { config, ...others } = body;
  const { metadata, ...rest } = config as Record<string, unknown>;
  const { langgraph_remote_start: _, ...kept } = metadata as Record<string, unknown>;
  const left = Object.keys(kept).length > 0 ? { ...rest, metadata: kept } : rest;
  return Object.keys(left).length > 0 ? { ...others, config: left } : others;
}

/** The stream of a run: its metadata, these frames, and the end. */
export function runStream(...frames: SseFrame[]): () => Response {
  const all = [{ event: "metadata", data: { run_id: "r1" } }, ...frames, { event: "end", data: null }];
  const text = all.map((frame, id) => toSseText({ id, ...frame })).join("");
  return () => new Response(text, { headers: { "content-type": "text/event-stream" } });
}

/** The value, so that whoever writes to it, or to what it holds, throws. */
export function deepFreeze<T>(value: T): T {
  if ((isRecord(value) || Array.isArray(value)) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

/** A graph behind an address with a path of its own, on a server that gives these answers. */
export function connect(
  answers: Answers,
  options: Partial<RemoteGraphOptions> = {},
): { graph: RemoteGraph; sent: SentRequest[] } {
  const url = "http://graphs.test/base";
  const base = Object.entries(answers).map(([line, answer]) => [line.replace(" ", " /base"), answer]);
  const { fetch, sent } = fakeServer(Object.fromEntries(base));
  const graph = new RemoteGraph({ graphId: "agent", url, fetch, apiKey: null, retry: false, ...options });
  return { graph, sent };
}

export const onThread = deepFreeze({ configurable: { thread_id: "t1" } });

/** Starts a run, and gives the one request that this sent. */
export async function sendRun(
  options: RunOptions,
  { input = {}, graph: settings = {} }: { input?: unknown; graph?: Partial<RemoteGraphOptions> } = {},
): Promise<SentRequest & { body: Record<string, unknown> }> {
  const start = { "POST /threads/t1/runs/stream": runStream(), "POST /runs/stream": runStream() };
  const { graph, sent } = connect(start, settings);
  await graph.stream(input, options);
  const [request, ...more] = sent;
  if (request === undefined || more.length > 0 || !isRecord(request.body)) {
    throw new Error(`a run was to be started by one request, not by ${sent.length}`);
  }
  return { ...request, body: request.body };
}
