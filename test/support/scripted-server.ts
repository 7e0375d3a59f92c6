import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

type Bytes = string | Uint8Array;

export interface RecordedRequest {
  /** Which request it is, from 0. */
  index: number;
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** As text; `""` when there was none. */
  body: string;
  /** The body, parsed. */
  json(): unknown;
  /** Settles when the client has gone away, or has got the whole answer. */
  closed: Promise<void>;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /**
   * Text and bytes are sent as they are, anything else as JSON. Of a generator each piece is sent as it comes; one that
   * throws resets the connection.
   */
  body?: unknown;
}

/** Bytes that go straight onto the connection, head and all; the connection is ended after them. */
export interface RawAnswer {
  raw: Bytes | AsyncIterable<Bytes>;
}

export type Script = (request: RecordedRequest) => Answer | RawAnswer | Promise<Answer | RawAnswer>;

export interface ScriptedServer {
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  close(): Promise<void>;
}

/** Starts an HTTP server that answers as the script says and remembers what it was asked. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const requests: RecordedRequest[] = [];
  const failures: unknown[] = [];

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const index = requests.length;
    const closed = new Promise<void>((resolve) => response.once("close", () => resolve()));
    const request: RecordedRequest = {
      index,
      method: incoming.method ?? "",
      path: incoming.url ?? "",
      headers: incoming.headers,
      body: "",
      json: () => JSON.parse(request.body),
      closed,
    };
    requests.push(request);
    request.body = (await buffer(incoming)).toString();
    const answer = await script(request);
    if ("raw" in answer) await sendRaw(answer, response);
    else await send(answer, response);
  }

  const server = createServer((incoming, response) => {
    handle(incoming, response).catch((error: unknown) => {
      failures.push(error);
      response.socket?.resetAndDestroy();
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the scripted server has no port");

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
      const bugs = failures.filter((failure) => !(failure instanceof Cut));
      if (bugs.length > 0) throw new AggregateError(bugs, "the script threw");
    },
  };
}

/** Thrown by a script, or by a generator that it answers with: the connection is reset on purpose. */
export class Cut extends Error {}

/** The script of a server that resets each connection. */
export function cut(): never {
  throw new Cut();
}

/** The script of a server that takes each request and answers none. */
export const keepSilent: Script = ({ closed }) => closed.then(() => ({}));

async function send(
  { status = 200, headers = {}, body = "" }: Answer,
  response: ServerResponse,
): Promise<void> {
  if (isStream(body)) {
    response.writeHead(status, headers).flushHeaders();
    for await (const piece of body) {
      if (response.destroyed) return;
      await new Promise<void>((resolve) => response.write(piece, () => resolve()));
    }
    response.end();
    return;
  }
  const isPlain = typeof body === "string" || body instanceof Uint8Array;
  response
    .writeHead(status, isPlain ? headers : { "content-type": "application/json", ...headers })
    .end(isPlain ? body : JSON.stringify(body));
}

async function sendRaw({ raw }: RawAnswer, response: ServerResponse): Promise<void> {
  const { socket } = response;
  if (socket === null) throw new Error("the connection is gone");
  for await (const piece of isStream(raw) ? raw : [raw]) socket.write(piece);
  socket.end();
}

export function isStream(body: unknown): body is AsyncIterable<Bytes> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}

export interface SseFrame {
  id?: string | number;
  event?: string;
  data?: unknown;
}

export type Frames = Iterable<SseFrame | Bytes> | AsyncIterable<SseFrame | Bytes>;

/** A frame as the server writes it: `event`, then `data` as JSON, then `id`. */
export function toSseText({ event, data, id }: SseFrame): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(data === undefined ? [] : [`data: ${JSON.stringify(data)}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
  ];
  return `${lines.join("\n")}\n\n`;
}

/** An event stream of these frames; text and bytes among them are sent as they are. */
export function sse(frames: Frames, headers: Record<string, string> = {}): Answer {
  async function* pieces() {
    for await (const frame of frames)
      yield typeof frame === "string" || frame instanceof Uint8Array ? frame : toSseText(frame);
  }
  return { headers: { "content-type": "text/event-stream", ...headers }, body: pieces() };
}
