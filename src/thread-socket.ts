import { type Client, endpointOf } from "./client.js";
import { ConnectionError } from "./errors.js";
import { toPath } from "./path.js";
import { startTimer } from "./retry.js";
import {
  CHANNELS,
  type OpenThread,
  type SizedEvent,
  type ThreadConnection,
  toEvents,
} from "./thread-connection.js";

const PATH = "/threads/{thread_id}/stream/events";

/**
 * Opens a WebSocket: `GET /threads/{thread_id}/stream/events`.
 *
 * @throws TypeError where the platform has none, or none that can carry the client's headers
 */
export function toSocketOpener(client: Client, threadId: string): OpenThread {
  const { WebSocket } = globalThis;
  if (WebSocket === undefined) throw new TypeError("transport: this platform has no WebSocket");
  const { base, headers } = endpointOf(client);
  const path = toPath(PATH, { thread_id: threadId });
  const url = new URL(`${base.href.replace(/\/$/, "")}${path}`);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return async (since, init) => {
    const sent = await headers();
    for (const [name, value] of Object.entries(init.headers)) {
      if (value === null) sent.delete(name);
      else if (value !== undefined) sent.set(name, value);
    }
    const socket = openSocket(WebSocket, url, Object.fromEntries(sent));
    const connection = new SocketConnection(socket, url.pathname);
    await connection.opened;
    const params = { channels: CHANNELS, ...(since > 0 ? { since } : {}) };
    socket.send(JSON.stringify({ id: 1, method: "subscription.subscribe", params }));
    return connection;
  };
}

/** A browser's WebSocket carries no headers, and takes them for the name of a protocol. */
function openSocket(
  WebSocket: typeof globalThis.WebSocket,
  url: URL,
  headers: Record<string, string>,
): WebSocket {
  if (Object.keys(headers).length === 0) return new WebSocket(url);
  try {
    return Reflect.construct(WebSocket, [url, { headers }]);
  } catch (cause) {
    throw new TypeError("transport: a WebSocket of this platform cannot carry the key or other headers", {
      cause,
    });
  }
}

/** A socket that is read as a stream is: what comes waits until it is asked for. */
class SocketConnection implements ThreadConnection {
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  readonly #path: string;
  readonly #waiting: string[] = [];
  #hasBytes = false;
  #isOver = false;
  #wake = () => {};

  constructor(socket: WebSocket, path: string) {
    this.#socket = socket;
    this.#path = path;
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () =>
        reject(this.#error("no WebSocket: the server refused it, or knows no such route"));
      socket.onclose = () => {
        this.#isOver = true;
        this.#wake();
        reject(this.#error("the WebSocket was closed"));
      };
    });
    socket.onmessage = ({ data }) => {
      this.#hasBytes = true;
      this.#waiting.push(String(data));
      this.#wake();
    };
  }

  get hasBytes(): boolean {
    return this.#hasBytes;
  }

  async read(silenceMs: number | undefined): Promise<SizedEvent[] | undefined> {
    if (this.#waiting.length === 0 && !this.#isOver) await this.#news(silenceMs);
    if (this.#waiting.length === 0) return undefined;
    return this.#waiting.splice(0).flatMap(toEvents);
  }

  close(): void {
    this.#isOver = true;
    this.#socket.close();
    this.#wake();
  }

  #news(silenceMs: number | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const onSilence = () => reject(this.#error(`no message for ${silenceMs} ms`, true));
      const stop = silenceMs === undefined ? () => {} : startTimer(silenceMs, onSilence);
      this.#wake = () => {
        stop();
        resolve();
      };
    });
  }

  #error(reason: string, timedOut = false): ConnectionError {
    return new ConnectionError({ method: "GET", path: this.#path, reason, timedOut });
  }
}
