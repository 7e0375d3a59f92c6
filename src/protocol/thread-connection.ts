import { settled } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import { StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import type { CallInit } from "../run/run-requests.js";
import { isRecord } from "../util/record.js";
import { orUnsupported } from "./thread-commands.js";
import type { ThreadEvent } from "./thread-types.js";

/** An event as it came, and the length of its JSON. */
export interface SizedEvent {
  event: ThreadEvent;
  size: number;
}

/** One connection of a thread's events. */
export interface ThreadConnection {
  /** Whether anything came. */
  readonly hasBytes: boolean;
  /** Whether it is known to be closed, although nobody read that. */
  readonly isOver: boolean;
  /**
   * The next events, in order; `undefined` at the connection's end.
   *
   * @throws {ConnectionError} when it breaks, or stays silent for longer than that
   */
  read(silenceMs: number | undefined): Promise<SizedEvent[] | undefined>;
  close(): void;
}

/** Opens a connection that tells what came after an event; 0 for all that the server has kept. */
export type OpenThread = (since: number, init: CallInit) => Promise<ThreadConnection>;

/** All that the server tells. */
export const CHANNELS = [
  "lifecycle",
  "values",
  "updates",
  "messages",
  "tools",
  "custom",
  "input",
  "tasks",
  "checkpoints",
];

/** Opens an event stream: `POST /threads/{thread_id}/stream/events`. */
export function toSseOpener(
  client: Client,
  threadId: string,
  options: { maxEventBytes?: number | undefined } = {},
): OpenThread {
  return async (since, init) => {
    const call = client.POST("/threads/{thread_id}/stream/events", {
      ...init,
      headers: { ...init.headers, accept: "text/event-stream, application/json" },
      params: { path: { thread_id: threadId } },
      body: { channels: CHANNELS, ...(since > 0 ? { since } : {}) },
      parseAs: "stream",
    });
    const answer = await settled<unknown>(call).catch(orUnsupported);
    return new SseThreadConnection(new EventConnection(answer, options));
  };
}

class SseThreadConnection implements ThreadConnection {
  readonly isOver = false;
  readonly #connection: EventConnection;

  constructor(connection: EventConnection) {
    this.#connection = connection;
  }

  get hasBytes(): boolean {
    return this.#connection.hasEvents;
  }

  async read(silenceMs: number | undefined): Promise<SizedEvent[] | undefined> {
    const reading = await this.#connection.read(silenceMs ?? Number.POSITIVE_INFINITY);
    if (reading === "silent") throw this.#connection.idleError(silenceMs ?? 0);
    if ("end" in reading) return undefined;
    return reading.events.flatMap(({ data }) => toEvents(data));
  }

  close(): void {
    this.#connection.close();
  }
}

/**
 * The event that a message holds; none when it holds something else, such as the answer to a command.
 *
 * @throws {StreamError} when it is no JSON
 */
export function toEvents(text: string): SizedEvent[] {
  const parsed = parse(text);
  return isThreadEvent(parsed) ? [{ event: parsed, size: text.length }] : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StreamError(`the thread tells what is no JSON: ${text.slice(0, 200)}`, {}, { cause });
  }
}

/** Without a number an event cannot be told from its repetition. */
const isThreadEvent = (value: unknown): value is ThreadEvent =>
  isRecord(value) &&
  value.type === "event" &&
  typeof value.seq === "number" &&
  typeof value.method === "string" &&
  isRecord(value.params) &&
  Array.isArray(value.params.namespace);
