import type { LifecycleEventData } from "../../generated/schema.js";
import type { Exchange } from "../client/attempts.js";
import type { Redactor } from "../client/redact.js";
import { settled, unlessMissing } from "../client/results.js";
import { isTransientError } from "../client/retry-policy.js";
import { type ApiError, isConnectionError, type RemoteException, StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import type { ServerEvent } from "../run/event-parser.js";
import type { Close, EventSource, Taken, Verdict } from "../run/reconnecting-reader.js";
import { LONGEST_LOOK_UP_MS } from "../run/run-access.js";
import { failureOf, findFailure, toCancelled } from "../run/run-failure.js";
import { getRun, getThread, type Run, streaming } from "../run/run-requests.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { isNumbered, isSynthetic } from "../servers/protocol.js";
import { isRecord } from "../util/record.js";
import { type GraphThread, orUnsupported, readWaitingState, toThreadInterrupt } from "./commands.js";
import { GaplessConnection, REPLAY_TIMEOUT_MS } from "./gapless-connection.js";
import { endAt, NamedEvents, NumberedEvents, type RunStart, type SizedEvent } from "./run-filter.js";
import type { ThreadEvent, ThreadInterrupt } from "./thread-types.js";

/** All channels of a thread. */
const CHANNELS = [
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

/** How long a stream is silent after `interrupted`, before the run's status is looked up. */
const STOP_PROBE_MS = 200;

/** The events of one run, selected from the stream of its thread: `POST /threads/{thread_id}/stream/events`, a stream that never ends. */
export class ThreadSource implements EventSource<SizedEvent> {
  readonly start: RunStart;
  /** The last state of the graph itself; `undefined` before the first. */
  values: unknown;
  /** The pending interrupts, by id. */
  readonly interrupts = new Map<string, ThreadInterrupt>();
  readonly #thread: GraphThread;
  #filter: NumberedEvents | NamedEvents;
  /** Removes the secrets of the latest request, so that an error may quote its events. */
  #redactor: Redactor | undefined;
  #hasEvents = false;
  /** The `seq` that the current connection started after, and whether the next one has to start at the first event. */
  #since = 0;
  #asksForAll = false;
  #end: { event: ThreadEvent; data: LifecycleEventData } | undefined;
  /** How often a connection was silent although the run was over. */
  #silences = 0;

  constructor(thread: GraphThread, start: RunStart) {
    this.start = start;
    this.#thread = thread;
    this.#filter = new NumberedEvents(start);
  }

  /** The `seq` of the last event if the server numbers events, else 0. */
  get lastSeq(): number {
    return this.#filter.seq;
  }

  /** Whether the server has restarted and lost the events that it sent before. */
  get wasRestarted(): boolean {
    return this.#filter.wasRestarted;
  }

  async connect(): Promise<EventConnection> {
    this.#since = this.#asksForAll ? 0 : this.#filter.seq;
    this.#asksForAll = false;
    const exchange = await this.#request();
    this.#filter.connected();
    const { options } = this.#thread;
    return new GaplessConnection(exchange, options, this.#parse, async () => {
      // without a limit, one that a browser queues behind its other connections would be waited for forever
      return new EventConnection(await this.#request({ timeout: REPLAY_TIMEOUT_MS }), options);
    });
  }

  async #request(limit: { timeout?: number } = {}): Promise<Exchange> {
    const { client, threadId, init, options } = this.#thread;
    const { timeoutMs = options.idleTimeoutMs } = init;
    const call = client.POST("/threads/{thread_id}/stream/events", {
      ...streaming(init),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      ...limit,
      retry: false,
      params: { path: { thread_id: threadId } },
      body: { channels: CHANNELS, ...(this.#since > 0 ? { since: this.#since } : {}) },
    });
    const exchange = await settled<unknown>(call).catch(orUnsupported);
    this.#redactor = exchange.redactor;
    return exchange;
  }

  take(events: ServerEvent[]): Taken<SizedEvent> {
    const items: SizedEvent[] = [];
    for (const { data } of events) {
      const event = this.#parse(data);
      if (event === undefined || this.#isOver) continue;
      if (!isNumbered(event) && this.#filter instanceof NumberedEvents)
        this.#filter = new NamedEvents(this.start);
      for (const taken of this.#filter.take({ event, size: data.length })) this.#add(taken, items);
    }
    const isProgress = items.length > 0;
    this.#hasEvents ||= isProgress;
    const isStopping = this.#end !== undefined && !this.#isOver;
    const probe = isStopping ? { probeMs: STOP_PROBE_MS } : {};
    return { items, isProgress, isLast: this.#isOver, ...probe };
  }

  #add(taken: SizedEvent, items: SizedEvent[]): void {
    if (this.#isOver) return; // events after the end belong to another run
    const { event } = taken;
    const { method, params } = event;
    items.push(taken);
    if (method === "values" && params.namespace.length === 0) this.values = params.data;
    if (method === "input.requested") {
      const { interrupt_id: id, payload } = params.data;
      this.interrupts.set(id, toThreadInterrupt(id, payload, params.namespace));
    }
    const data = endAt([], event);
    if (data !== undefined) this.#end = { event, data };
  }

  /** Whether the run sends no more events; Python sends some after `interrupted`. */
  get #isOver(): boolean {
    if (this.#end === undefined) return this.#filter.isReplaced;
    const { event, data } = this.#end;
    return data.event !== "interrupted" || !isSynthetic(event.event_id) || this.#filter.isReplaced;
  }

  /** @throws {StreamError} when it is not JSON */
  readonly #parse = (data: string): ThreadEvent | undefined => {
    try {
      const parsed: unknown = JSON.parse(data);
      return isThreadEvent(parsed) ? parsed : undefined;
    } catch {
      // the parser's own error quotes part of the data, which may be part of a secret
      const beginning = this.#redactor?.beginning(data);
      throw this.#toError(`an event of the thread is not JSON: ${beginning}`, new SyntaxError("no JSON"));
    }
  };

  async judge({ how, hasEvents, hasNewEvents, cause }: Close): Promise<Verdict> {
    // a server never ends the stream of a thread
    if (how !== "silent") return "reconnect";
    const row = await this.#row().catch((error: unknown) => {
      if (isTransientError(error)) return "unknown" as const;
      throw error;
    });
    if (row === "unknown") return "alive";
    const isRunning = row?.status === "pending" || row?.status === "running";
    if (isRunning && (this.#end !== undefined || hasEvents || !this.#hasEvents)) return "alive";
    if (this.#end !== undefined) {
      await this.#settleInterrupted(row);
      return "done";
    }
    if (!hasEvents && this.#since > 0) {
      this.#asksForAll = true; // a restarted server numbers from 1 again, and would skip the events up to `since`
      return "reconnect";
    }
    if (isRunning) throw this.#toError("the server no longer has the run's events", cause);
    // the end may not have been sent yet, or the connection may be dead; Python sends none after a timeout
    if (row !== undefined && row.status !== "timeout" && (hasNewEvents || this.#silences < 2)) {
      this.#silences += 1;
      return this.#silences === 1 ? "ending" : "reconnect";
    }
    const message = "the run has ended; the server did not send its end";
    throw (await this.#failureOf(row, cause)) ?? this.#toError(message, cause);
  }

  judgeRefusal(error: ApiError): void {
    throw this.#hasEvents ? this.#toError("the stream could not be resumed", error) : error;
  }

  toExhausted(attempts: number, cause: unknown): Error {
    if (!this.#hasEvents && isConnectionError(cause)) return cause;
    return this.#toError(`the stream was cut and could not be resumed in ${attempts} attempts`, cause);
  }

  async settle(): Promise<never[]> {
    if (this.#end === undefined) {
      const message = "another run was started on the thread: the server sends no more events of this one";
      throw (await this.#failureOf(await this.#row())) ?? this.#toError(message);
    }
    const { event, data } = this.#end;
    if (data.event === "failed") throw await this.#toFailure(data.error);
    const isWhole = isNumbered(event) && this.interrupts.size > 0;
    if (data.event === "interrupted" && !isWhole) await this.#settleInterrupted(await this.#row());
    return [];
  }

  /** A run with the status `interrupted` has an interrupt, stopped at a breakpoint, or was cancelled. */
  async #settleInterrupted(row: Run | undefined): Promise<void> {
    if (row === undefined) throw toCancelled(this.info);
    const isAsking = row.status === "interrupted" && this.interrupts.size > 0;
    const failure = isAsking ? undefined : await this.#failureOf(row);
    if (failure !== undefined) throw failure;
    const state = await readWaitingState(this.#limited);
    if (state === undefined) return;
    this.values = state.values;
    // events have the namespace of an interrupt, the state hasn't
    for (const one of state.interrupts) if (!this.interrupts.has(one.id)) this.interrupts.set(one.id, one);
  }

  /** The failure of a run that has ended, by its row: Python sends no event after a timeout or a rollback. */
  async #failureOf(row: Run | undefined, cause?: unknown): Promise<Error | undefined> {
    const { client, threadId, init } = this.#limited;
    if (row !== undefined) return failureOf(client, { threadId, runId: row.run_id }, row, init);
    if (this.start.runId === undefined) return undefined;
    // a rollback removes the run from its thread
    const thread = await unlessMissing(getThread(client, threadId, init));
    return thread === undefined
      ? this.#toError("the server no longer has the thread", cause)
      : toCancelled(this.info);
  }

  /** The failure of a run. Its event holds the class and the message on JavaScript; on others one of them, or neither. */
  async #toFailure(given: string | undefined): Promise<RemoteException> {
    const { threadId, runId } = this.info;
    const text = given && this.#redactor?.text(given);
    const known = toRemoteException(text, this.info);
    const isWhole = text !== undefined && known.message !== text;
    if (runId === undefined || isWhole) return known;
    const { client, init } = this.#limited;
    return findFailure(client, { threadId, runId }, (await this.#row()) ?? {}, init, text);
  }

  /** The run's row; `undefined` when it was removed, or the run's id is unknown. */
  async #row(): Promise<Run | undefined> {
    const { client, threadId, init } = this.#limited;
    return this.start.runId === undefined
      ? undefined
      : unlessMissing(getRun(client, threadId, this.start.runId, init));
  }

  /** The thread, with a time limit for each look-up. */
  get #limited(): GraphThread {
    const { init, options } = this.#thread;
    const timeout = options.idleTimeoutMs ?? LONGEST_LOOK_UP_MS;
    return { ...this.#thread, init: { ...init, timeout } };
  }

  /** The ids of the run. */
  get info(): { threadId: string; runId: string | undefined } {
    return { threadId: this.#thread.threadId, runId: this.start.runId };
  }

  #toError(message: string, cause?: unknown): StreamError {
    return new StreamError(message, this.info, cause === undefined ? {} : { cause });
  }
}

/** True for an event; false for the response to a command. */
const isThreadEvent = (value: unknown): value is ThreadEvent =>
  isRecord(value) &&
  value.type === "event" &&
  typeof value.seq === "number" &&
  typeof value.method === "string" &&
  isRecord(value.params) &&
  Array.isArray(value.params.namespace);
