import { type Client, endpointOf } from "../client.js";
import { ConnectionError } from "../errors.js";
import { toPath } from "../http/path.js";
import { abortable } from "../util/abort.js";
import { startTimer } from "../util/timer.js";
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
export function toSocketOpener(client: Client, threadId: string, maxBytes: number): OpenThread {
  const { WebSocket } = globalThis;
  if (WebSocket === undefined) throw new TypeError("transport: this platform has no WebSocket");
  const { base, headers } = endpointOf(client);
  const path = toPath(PATH, { thread_id: threadId });
  const url = new URL(`${base.href.replace(/\/$/, "")}${path}`);
  url.protocol = base.protocol === "https:" ? "wss:" : "ws:";
  return async (...[, init]) => {
    const sent = await headers();
    for (const [name, value] of Object.entries(init.headers)) {
      if (value === null) sent.delete(name);
      else if (value !== undefined) sent.set(name, value);
    }
    const socket = openSocket(WebSocket, url, Object.fromEntries(sent));
    const connection = new SocketConnection(socket, url.pathname, maxBytes);
    await abortable(connection.opened, init.signal).catch((error: unknown) => {
      connection.close();
      throw error;
    });
    // a server forgets the thread with its socket and counts anew, so there is nothing to go on behind
    const params = { channels: CHANNELS };
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

/**
 * A socket that is read as a stream is: what comes waits until it is asked for. Nothing holds a server back that sends
 * through a socket, so one that is read too slowly is given up.
 */
class SocketConnection implements ThreadConnection {
  readonly opened: Promise<void>;
  readonly #socket: WebSocket;
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #waiting: string[] = [];
  #hasBytes = false;
  #isOver = false;
  #waitingBytes = 0;
  #wake = () => {};

  constructor(socket: WebSocket, path: string, maxBytes: number) {
    this.#socket = socket;
    this.#path = path;
    this.#maxBytes = maxBytes;
    const refused = "no WebSocket: the server refused it, or knows no such route";
    this.opened = new Promise((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(this.#error(refused));
    });
    socket.onclose = () => {
      this.#isOver = true;
      this.#wake();
    };
    socket.onmessage = ({ data }) => this.#take(String(data));
  }

  get hasBytes(): boolean {
    return this.#hasBytes;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  async read(silenceMs: number | undefined): Promise<SizedEvent[] | undefined> {
    if (this.#waiting.length === 0 && !this.#isOver) await this.#news(silenceMs);
    if (this.#waiting.length === 0) return undefined;
    this.#waitingBytes = 0;
    return this.#waiting.splice(0).flatMap(toEvents);
  }

  #take(message: string): void {
    if (this.#isOver) return;
    this.#hasBytes = true;
    this.#waiting.push(message);
    this.#waitingBytes += message.length;
    if (this.#waitingBytes > this.#maxBytes) this.close();
    else this.#wake();
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
