import { once } from "node:events";
import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { type RequestLine, RequestLines } from "./request-lines.js";

/** After how many bytes of an answer its connection breaks off, and how. */
export interface Cut {
  afterBytes: number;
  /** It is reset, ended, or kept open without another byte. */
  how: "reset" | "end" | "stall";
}

export interface TcpProxyOptions {
  /** The URL of the server behind the proxy. */
  target: string;
  /** Says, for each request, where its answer breaks off; `index` counts the requests of all connections. */
  onRequest?: (request: RequestLine & { index: number }) => Cut | undefined;
}

export interface TcpProxy {
  readonly url: string;
  /** Connections that are open. */
  readonly open: number;
  /** Bytes of answers that were passed on. */
  readonly received: number;
  /** How many requests had that method, and a path that the pattern matches. */
  count(method: string, path?: RegExp): number;
  /** Ends all connections now. */
  cut(how: "reset" | "end"): void;
  /** Stops listening, so that a new connection is refused by the system; open ones live on. */
  pause(): void;
  /** Listens again, on the same port. */
  resume(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy that stands between a client and a server and breaks connections off, as told. */
export async function startTcpProxy({ target, onRequest }: TcpProxyOptions): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(target);
  const clients = new Set<Socket>();
  const requests: RequestLine[] = [];
  let received = 0;

  function accept(client: Socket): void {
    const server = openSocket(Number(targetPort), hostname);
    const lines = new RequestLines();
    let cut: Cut | undefined;
    let passed = 0;
    // What goes wrong on a socket is noticed by the one that reads from it.
    for (const socket of [client, server]) socket.on("error", () => {});
    clients.add(client);
    client.once("close", () => {
      clients.delete(client);
      server.destroy();
    });
    forward(client, server, (chunk) => {
      for (const line of lines.push(chunk)) {
        // a connection that is kept alive carries several
        cut = onRequest?.({ ...line, index: requests.length });
        passed = 0;
        requests.push(line);
      }
      return chunk;
    });
    forward(server, client, (chunk) => {
      received += chunk.length;
      const piece = cut === undefined ? chunk : chunk.subarray(0, Math.max(cut.afterBytes - passed, 0));
      passed += piece.length;
      return cut !== undefined && passed >= cut.afterBytes ? { last: piece, how: cut.how } : piece;
    });
  }

  const server = createServer({ noDelay: true }, accept);
  const port = await listen(server, 0);

  return {
    url: `http://127.0.0.1:${port}`,
    get open() {
      return clients.size;
    },
    get received() {
      return received;
    },
    count: (method, path = /./) =>
      requests.filter((request) => request.method === method && path.test(request.path)).length,
    cut(how) {
      for (const client of clients) breakOff(client, how);
    },
    pause() {
      // Not awaited: it is over when the last connection is gone, but nothing new is let in from now on.
      server.close();
    },
    async resume() {
      await listen(server, port);
    },
    async close() {
      const closed = server.listening ? once(server, "close") : undefined;
      server.close();
      for (const client of clients) client.destroy();
      await closed;
    },
  };
}

type Passed = Buffer | { last: Buffer; how: Cut["how"] };

/** Passes bytes from one socket to another, as much of each chunk as `shape` gives back. */
async function forward(source: Socket, sink: Socket, shape: (chunk: Buffer) => Passed): Promise<void> {
  try {
    for await (const chunk of source) {
      const piece = shape(chunk);
      if (Buffer.isBuffer(piece)) {
        await write(sink, piece);
        continue;
      }
      if (piece.last.length > 0) await write(sink, piece.last);
      if (piece.how === "stall") await once(sink, "close");
      else breakOff(sink, piece.how);
      return;
    }
    sink.end();
  } catch {
    // One side went away without a word: so does the other.
    sink.destroy();
  }
}

function breakOff(socket: Socket, how: "reset" | "end"): void {
  if (how === "reset") socket.resetAndDestroy();
  else socket.destroySoon();
}

function write(sink: Socket, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the proxy has no port");
  return address.port;
}
