/** Generators over streams of events that close at once when they are left; and a thread's stream, which never ends. */
import type { FetchResult } from "../client/attempts.js";
import { loggerOf, retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { settled } from "../client/results.js";
import { TimeLimit } from "../client/time-limit.js";
import { StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import type { EventDeduplicator } from "../run/event-deduplicator.js";
import { type EventSource, ReconnectingReader } from "../run/reconnecting-reader.js";
import { type CallInit, toCallInit } from "../run/run-requests.js";
import type { RunEvent } from "../run/run-types.js";
import { leavable } from "../util/leavable.js";
import { quietly } from "../util/quietly.js";

/**
 * An async generator over a reader's items, which opens the reader at the first `next`. Leaving it while it waits for an
 * event closes the connection at once: a plain generator would first wait for the event. An abort ends it with an `AbortError`.
 */
export function guarded<Reader extends { cancel(): Promise<void> }, Item>(
  signal: AbortSignal | undefined,
  open: () => Reader,
  read: (reader: Reader) => AsyncIterable<Item>,
): AsyncGenerator<Item, void, undefined> {
  let reader: Reader | undefined;
  const generator = async function* () {
    try {
      reader = open();
      yield* read(reader);
    } catch (error) {
      // such as that of a callback, which matters more than a failed attempt to stop the run
      if (reader !== undefined) quietly(reader.cancel());
      throw signal?.aborted ? toAbortError(signal.reason) : error;
    }
  };
  return leavable(generator(), () => reader?.cancel());
}

/** What consumers know an abort by, whatever reason it was given. */
function toAbortError(reason: unknown): unknown {
  const isKnown = reason instanceof Error && ["AbortError", "TimeoutError"].includes(reason.name);
  return isKnown ? reason : Object.assign(new DOMException("aborted", "AbortError"), { cause: reason });
}

/** Requests one connection, behind the event of an id. */
export type Connect = (init: CallInit, lastEventId: string | undefined) => Promise<FetchResult>;

/**
 * A stream of events that a server never ends: reconnects whenever the connection closes. A connection may first repeat
 * known events.
 */
export class ThreadFeed {
  readonly #limit: TimeLimit;
  readonly #reader: ReconnectingReader<RunEvent>;
  #opening: Promise<void> | undefined;
  #isCancelled = false;

  /** @param known - drops the events that a reconnect repeats. Default: none is dropped, and the caller recognises them */
  constructor(client: Client, signal: AbortSignal | undefined, connect: Connect, known?: EventDeduplicator) {
    this.#limit = new TimeLimit(signal);
    this.#reader = new ReconnectingReader(
      toSource(this.#limit.signal, connect, known),
      this.#limit.signal,
      { idleTimeoutMs: undefined, retry: retryOf(client) },
      (fields) => loggerOf(client)?.warn("the thread's stream is opened again", fields),
    );
  }

  /** Opens the first connection. */
  open(): Promise<void> {
    this.#opening ??= this.#reader.open(false);
    return this.#opening;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    try {
      await this.open();
      for (let events = await this.#reader.next(); events; events = await this.#reader.next()) yield* events;
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
}

function toSource(
  signal: AbortSignal,
  connect: Connect,
  known: EventDeduplicator | undefined,
): EventSource<RunEvent> {
  // without deduplication, each connection repeats all events: only more than ever before are progress
  let sent = 0;
  let most = 0;
  return {
    async connect(isAgain) {
      // retries are left to the reader's reconnect loop
      const init = toCallInit(isAgain ? { retry: false } : {}, signal);
      const after = known?.resumeFrom;
      if (known === undefined) sent = 0;
      const exchange = await settled<unknown>(connect(init, after));
      if (isAgain) known?.rejoin(after, exchange.response.headers.get("date"));
      return new EventConnection(exchange);
    },
    take(events, connection) {
      const items = events
        .filter((one) => known?.isNew(one) ?? true)
        .map(({ id, event, data }): RunEvent => {
          const parsed = { event, data: parse(data, connection) };
          return id === undefined ? parsed : { id, ...parsed };
        });
      sent += items.length;
      const isProgress = sent > most;
      most = Math.max(most, sent);
      return { items, isProgress, isLast: false };
    },
    judge: async ({ how }) => (how === "silent" ? "alive" : "reconnect"),
    judgeRefusal(error) {
      throw error;
    },
    settle: async () => [],
    toExhausted(attempts, cause) {
      const message = `the stream was cut and could not be resumed in ${attempts} attempts`;
      return new StreamError(message, { lastEventId: known?.lastId }, { cause });
    },
  };
}

function parse(data: string, connection: EventConnection): unknown {
  try {
    return data === "" ? null : JSON.parse(data);
  } catch {
    // the parser's own error quotes part of the data, which may be part of a secret
    const cause = new SyntaxError("no JSON");
    const beginning = connection.redactor.beginning(data);
    throw new StreamError(`an event of the thread is not JSON: ${beginning}`, {}, { cause });
  }
}
