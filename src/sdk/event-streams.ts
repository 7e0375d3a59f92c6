/** Generators over streams of events that close at once when they are left; and a thread's stream, which never ends. */
import type { FetchResult } from "../client/attempts.js";
import { loggerOf, retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { settled } from "../client/results.js";
import { TimeLimit } from "../client/time-limit.js";
import { StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import { type EventSource, ReconnectingReader } from "../run/reconnecting-reader.js";
import { type CallInit, toCallInit } from "../run/run-requests.js";
import type { RunEvent } from "../run/run-types.js";

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
  const generator = (async function* () {
    try {
      reader = open();
      yield* read(reader);
    } catch (error) {
      throw signal?.aborted ? toAbortError(signal.reason) : error;
    }
  })();
  const { return: leave, throw: fail } = generator;
  return Object.assign(generator, {
    return: async (value: undefined) => {
      await reader?.cancel();
      return leave.call(generator, value);
    },
    throw: async (error: unknown) => {
      await reader?.cancel();
      return fail.call(generator, error);
    },
  });
}

/** What consumers know an abort by, whatever reason it was given. */
function toAbortError(reason: unknown): unknown {
  const isKnown = reason instanceof Error && ["AbortError", "TimeoutError"].includes(reason.name);
  return isKnown ? reason : Object.assign(new DOMException("aborted", "AbortError"), { cause: reason });
}

/** Requests one connection, behind the last event that came before it. */
type Connect = (init: CallInit, lastEventId: string | undefined) => Promise<FetchResult>;

/**
 * A stream of events that a server never ends: reconnects whenever the connection closes. A connection may first repeat
 * known events, which the reader recognises by their id.
 */
export class ThreadFeed {
  readonly #limit: TimeLimit;
  readonly #reader: ReconnectingReader<RunEvent>;
  #opening: Promise<void> | undefined;
  #isCancelled = false;

  constructor(client: Client, signal: AbortSignal | undefined, connect: Connect) {
    this.#limit = new TimeLimit(signal);
    this.#reader = new ReconnectingReader(
      toSource(this.#limit.signal, connect),
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

function toSource(signal: AbortSignal, connect: Connect): EventSource<RunEvent> {
  let lastEventId: string | undefined;
  return {
    async connect(isAgain) {
      // retries are left to the reader's reconnect loop
      const init = toCallInit(isAgain ? { retry: false } : {}, signal);
      return new EventConnection(await settled<unknown>(connect(init, lastEventId)));
    },
    take(events) {
      const items = events.map(({ id, event, data }): RunEvent => {
        const parsed = { event, data: parse(data) };
        return id === undefined ? parsed : { id, ...parsed };
      });
      lastEventId = items.at(-1)?.id ?? lastEventId;
      return { items, isProgress: items.length > 0, isLast: false };
    },
    judge: async ({ how }) => (how === "silent" ? "alive" : "reconnect"),
    judgeRefusal(error) {
      throw error;
    },
    settle: async () => [],
    toExhausted(attempts, cause) {
      const message = `the stream was cut and could not be resumed in ${attempts} attempts`;
      return new StreamError(message, { lastEventId }, { cause });
    },
  };
}

function parse(data: string): unknown {
  try {
    return data === "" ? null : JSON.parse(data);
  } catch (cause) {
    throw new StreamError(`an event of the thread is not JSON: ${data.slice(0, 200)}`, {}, { cause });
  }
}
