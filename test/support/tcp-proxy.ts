import { once } from "node:events";
import { createServer, connect as openSocket, type Server, type Socket } from "node:net";
import { type RequestLine, RequestLines } from "./request-lines.js";
import { forward, type Shape } from "./shaped-pipe.js";

/** What happens to the bytes of a connection; what is left out passes untouched. */
export interface Plan {
  /** The connection is reset as soon as it is made. */
  refuse?: boolean;
  request?: Shape;
  response?: Shape;
}

export interface SeenRequest extends RequestLine {
  /** Which request it is, over all connections. */
  index: number;
  /** Which connection carries it. */
  connection: number;
}

export interface TcpProxyOptions {
  /** The URL of the server behind the proxy. */
  target: string;
  /** Says, for each new connection, what happens to it. */
  onConnection?: (index: number) => Plan | undefined;
  /** Says, for each request, what happens from there on: a connection kept alive carries several. Bytes count anew. */
  onRequest?: (request: SeenRequest) => Omit<Plan, "refuse"> | undefined;
}

export interface TcpProxy {
  readonly url: string;
  /** Connections made so far. */
  readonly connections: number;
  /** Connections that are still open. */
  readonly open: number;
  readonly bytes: { readonly request: number; readonly response: number };
  readonly requests: readonly SeenRequest[];
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

/** Starts a proxy that stands between a client and a server and does harm, as told. */
export async function startTcpProxy(options: TcpProxyOptions): Promise<TcpProxy> {
  const { hostname, port: targetPort } = new URL(options.target);
  const clients = new Set<Socket>();
  const requests: SeenRequest[] = [];
  const bytes = { request: 0, response: 0 };
  let connections = 0;

  function accept(client: Socket): void {
    const index = connections++;
    const plan = options.onConnection?.(index) ?? {};
    if (plan.refuse) {
      client.resetAndDestroy();
      return;
    }
    const server = openSocket(Number(targetPort), hostname);
    const lines = new RequestLines();
    // What goes wrong on a socket is noticed by the one that reads from it.
    for (const socket of [client, server]) socket.on("error", () => {});
    clients.add(client);
    client.once("close", () => {
      clients.delete(client);
      server.destroy();
    });
    const toServer = forward(client, server, plan.request, (chunk) => {
      bytes.request += chunk.length;
      for (const line of lines.push(chunk)) {
        const request = { ...line, index: requests.length, connection: index };
        requests.push(request);
        if (options.onRequest === undefined) continue;
        const { request: toServerNow, response: toClientNow } = options.onRequest(request) ?? plan;
        toServer.reshape(toServerNow ?? {});
        toClient.reshape(toClientNow ?? {});
      }
    });
    const toClient = forward(server, client, plan.response, (chunk) => {
      bytes.response += chunk.length;
    });
  }

  const server = createServer({ noDelay: true }, accept);
  const port = await listen(server, 0);

  return {
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return connections;
    },
    get open() {
      return clients.size;
    },
    bytes,
    requests,
    count: (method, path = /./) =>
      requests.filter((request) => request.method === method && path.test(request.path)).length,
    cut(how) {
      for (const client of clients) {
        if (how === "reset") client.resetAndDestroy();
        else client.destroySoon();
      }
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

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the proxy has no port");
  return address.port;
}
