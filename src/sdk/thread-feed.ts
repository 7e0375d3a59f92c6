/** What happens on a thread, over as many connections as it takes. */
import type { paths } from "../../generated/schema.js";
import { loggerOf, retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { TimeLimit } from "../client/time-limit.js";
import { type ApiError, StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import type { ServerEvent } from "../run/event-parser.js";
import { type EventSource, ReconnectingReader, type Taken } from "../run/reconnecting-reader.js";
import type { RunEvent } from "../run/run-types.js";
import { type CallParts, sendCall } from "./call.js";

/** The request of one connection, by the last event that came before it. */
export type FeedRequest = (lastEventId: string | undefined) => CallParts & {
  method: "get" | "post";
  at: keyof paths;
};

/**
 * A stream of events that a server never ends: joined again whenever its connection does. The events of a connection may
 * begin with some that are known; whoever reads them tells those by their id.
 */
export class ThreadFeed implements EventSource<RunEvent> {
  readonly #client: Client;
  readonly #limit: TimeLimit;
  readonly #toRequest: FeedRequest;
  readonly #reader: ReconnectingReader<RunEvent>;
  #lastEventId: string | undefined;
  #isCancelled = false;

  constructor(client: Client, signal: AbortSignal | undefined, toRequest: FeedRequest) {
    this.#client = client;
    this.#limit = new TimeLimit(signal);
    this.#toRequest = toRequest;
    const options = { idleTimeoutMs: undefined, retry: retryOf(client) };
    this.#reader = new ReconnectingReader(this, this.#limit.signal, options, (fields) =>
      loggerOf(client)?.warn("the thread's stream is opened again", fields),
    );
  }

  /** Makes the first connection. */
  open(): Promise<void> {
    return this.#reader.open(false);
  }

  /** The events, once {@link open} has been called. */
  async *events(): AsyncGenerator<RunEvent, void, undefined> {
    try {
      for (;;) {
        const events = await this.#reader.next();
        if (events === undefined) return;
        yield* events;
      }
    } catch (error) {
      if (!this.#isCancelled) throw error;
    } finally {
      await this.cancel();
    }
  }

  /** Closes the connection at once. */
  async cancel(): Promise<void> {
    this.#isCancelled = true;
    this.#reader.close();
    this.#limit.abort(new DOMException("the stream was cancelled", "AbortError"));
  }

  async connect(isAgain: boolean): Promise<EventConnection> {
    const { method, at, headers, ...parts } = this.#toRequest(this.#lastEventId);
    const answer = await sendCall(this.#client, method, at, {
      ...parts,
      headers: { accept: "text/event-stream, application/json", ...headers },
      signal: this.#limit.signal,
      parseAs: "stream",
      ...(isAgain ? { retry: false } : {}), // the one loop that reconnects is the reader's
    });
    return new EventConnection(answer);
  }

  take(events: ServerEvent[]): Taken<RunEvent> {
    const items = events.map(({ id, event, data }) => ({
      ...(id === undefined ? {} : { id }),
      event,
      data: this.#parse(data),
    }));
    this.#lastEventId = items.at(-1)?.id ?? this.#lastEventId;
    return { items, isProgress: items.length > 0, isLast: false };
  }

  #parse(data: string): unknown {
    try {
      return data === "" ? null : JSON.parse(data);
    } catch (cause) {
      throw new StreamError(`an event of the thread is no JSON: ${data.slice(0, 200)}`, {}, { cause });
    }
  }

  async judge({ how }: { how: string }): Promise<"reconnect" | "alive"> {
    return how === "silent" ? "alive" : "reconnect";
  }

  judgeRefusal(error: ApiError): void {
    throw error;
  }

  async settle(): Promise<RunEvent[]> {
    return [];
  }

  toExhausted(attempts: number, cause: unknown): StreamError {
    return new StreamError(
      `the stream was cut and could not be resumed in ${attempts} attempts`,
      { lastEventId: this.#lastEventId },
      { cause },
    );
  }
}
