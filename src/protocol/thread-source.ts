import type { LifecycleEventData } from "../../generated/schema.js";
import { settled, unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import { isTransientError } from "../client/retry-policy.js";
import { type ApiError, RemoteException, StreamError } from "../errors.js";
import { EventConnection } from "../run/event-connection.js";
import type { ServerEvent } from "../run/event-parser.js";
import type { Close, EventSource, Taken } from "../run/reconnecting-reader.js";
import { findFailure, toCancelled, toTimedOut } from "../run/run-failure.js";
import { type CallInit, getRun, getThread, isThreadWaiting, type Run } from "../run/run-requests.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { failureClass, isNumbered, isSynthetic } from "../servers/protocol.js";
import { failureInRow } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { orUnsupported } from "./commands.js";
import { readWaitingState, ThreadOutcome } from "./interrupts.js";
import { isRootEnd, RunFilter, type RunStart, type SizedEvent } from "./run-filter.js";
import type { ThreadEvent } from "./thread-types.js";

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

/** How long a stream is silent behind `interrupted`, before it is asked whether the run has stopped. */
const STOP_PROBE_MS = 200;

/** Options of reading a thread's events. */
export interface ThreadSourceOptions {
  /** Time in ms to the answer of each connection. */
  idleTimeoutMs: number | undefined;
  /** The largest event in bytes. */
  maxEventBytes: number | undefined;
}

/** One run's events among those of its thread: `POST /threads/{thread_id}/stream/events`, a stream that never ends. */
export class ThreadSource implements EventSource<SizedEvent> {
  readonly outcome = new ThreadOutcome();
  readonly #client: Client;
  readonly #threadId: string;
  readonly #start: RunStart;
  readonly #init: CallInit;
  readonly #options: ThreadSourceOptions;
  readonly #filter: RunFilter;
  /** The event that the current connection began behind, and whether the next one is to begin at the first. */
  #since = 0;
  #asksForAll = false;
  #end: { event: ThreadEvent; data: LifecycleEventData } | undefined;

  constructor(
    client: Client,
    threadId: string,
    start: RunStart,
    init: CallInit,
    options: ThreadSourceOptions,
  ) {
    this.#client = client;
    this.#threadId = threadId;
    this.#start = start;
    this.#init = init;
    this.#options = options;
    this.#filter = new RunFilter(start);
  }

  /** The number of the last event, where the server numbers them; otherwise 0. */
  get lastSeq(): number {
    return this.#filter.since;
  }

  /** Whether the server was restarted meanwhile, so that it has lost what it sent before. */
  get wasRestarted(): boolean {
    return this.#filter.wasRestarted;
  }

  async connect(): Promise<EventConnection> {
    this.#since = this.#asksForAll ? 0 : this.#filter.since;
    this.#asksForAll = false;
    const { idleTimeoutMs } = this.#options;
    const { timeoutMs = idleTimeoutMs, headers } = this.#init;
    const call = this.#client.POST("/threads/{thread_id}/stream/events", {
      ...this.#init,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      retry: false,
      headers: { ...headers, accept: "text/event-stream, application/json" },
      params: { path: { thread_id: this.#threadId } },
      body: { channels: CHANNELS, ...(this.#since > 0 ? { since: this.#since } : {}) },
      parseAs: "stream",
    });
    const answer = await settled<unknown>(call).catch(orUnsupported);
    this.#filter.connected();
    return new EventConnection(answer, this.#options);
  }

  take(events: ServerEvent[]): Taken<SizedEvent> {
    const items: SizedEvent[] = [];
    for (const { data } of events) {
      const event = this.#parse(data);
      if (event === undefined || this.#isOver) continue;
      for (const taken of this.#filter.take({ event, size: data.length })) this.#add(taken, items);
    }
    const isStopping = this.#end !== undefined && !this.#isOver;
    return {
      items,
      isProgress: items.length > 0,
      isLast: this.#isOver,
      ...(isStopping ? { probeMs: STOP_PROBE_MS } : {}),
    };
  }

  #add(taken: SizedEvent, items: SizedEvent[]): void {
    if (this.#isOver) return; // what comes behind the end is another run's
    const { event } = taken;
    items.push(taken);
    this.outcome.take(event);
    if (event.method === "lifecycle" && isRootEnd(event)) this.#end = { event, data: event.params.data };
  }

  /** Whether no more events of the run come; Python sends some behind `interrupted`. */
  get #isOver(): boolean {
    if (this.#end === undefined) return this.#filter.isReplaced;
    const { event, data } = this.#end;
    return data.event !== "interrupted" || !isSynthetic(event.event_id) || this.#filter.isReplaced;
  }

  /** @throws {StreamError} when it is no JSON */
  #parse(data: string): ThreadEvent | undefined {
    try {
      const parsed: unknown = JSON.parse(data);
      return isThreadEvent(parsed) ? parsed : undefined;
    } catch (cause) {
      throw this.#toError(`an event of the thread is no JSON: ${data.slice(0, 200)}`, cause);
    }
  }

  async judge({ how, hasEvents, cause }: Close): Promise<"done" | "reconnect" | "alive"> {
    // the stream of a thread never ends by itself
    if (how !== "silent") return "reconnect";
    const row = await this.#row().catch((error: unknown) => {
      if (isTransientError(error)) return "unknown" as const;
      throw error;
    });
    if (row === "unknown") return "alive";
    const isRunning = row?.status === "pending" || row?.status === "running";
    if (this.#end !== undefined) {
      if (isRunning) return "alive";
      await this.#settleInterrupted(row);
      return "done";
    }
    if (isRunning && (hasEvents || !this.#filter.hasEvents)) return "alive";
    if (!hasEvents && this.#since > 0) {
      this.#asksForAll = true; // a server that was restarted begins at 1 again, and hides what is below
      return "reconnect";
    }
    if (isRunning) throw this.#toError("the server no longer has the run's events", cause);
    throw await this.#toMissingEnd(row, "the run has ended; the server did not send its end", cause);
  }

  judgeRefusal(error: ApiError): void {
    throw this.#filter.hasEvents ? this.#toError("the stream could not be resumed", error) : error;
  }

  toExhausted(attempts: number, cause: unknown): StreamError {
    return this.#toError(`the stream was cut and could not be resumed in ${attempts} attempts`, cause);
  }

  async settle(): Promise<never[]> {
    if (this.#end === undefined) {
      const message = "another run was started on the thread: the server sends no more events of this one";
      throw await this.#toMissingEnd(await this.#row(), message);
    }
    const { event, error } = this.#end.data;
    if (event === "failed") throw await this.#toFailure(error);
    const isWhole = isNumbered(this.#end.event) && this.outcome.interrupts.length > 0;
    if (event === "interrupted" && !isWhole) await this.#settleInterrupted(await this.#row());
    return [];
  }

  /** A run that is `interrupted` waits for an answer, stopped at a breakpoint, or was cancelled. */
  async #settleInterrupted(row: Run | undefined): Promise<void> {
    if (row === undefined) throw toCancelled(this.#info);
    const isCancelled =
      row.status === "interrupted" && this.outcome.interrupts.length === 0 && !(await this.#isWaiting());
    if (isCancelled) throw toCancelled(this.#info);
    if (row.status === "error") throw await this.#toFailure(undefined);
    const state = await readWaitingState(this.#client, this.#threadId, this.#init);
    if (state !== undefined) this.outcome.complete(state);
  }

  #isWaiting(): Promise<boolean> {
    return isThreadWaiting(this.#client, this.#threadId, this.#init);
  }

  /** Why the run failed. The event holds its class and its message on JavaScript, elsewhere one of them, or nothing. */
  async #toFailure(text: string | undefined): Promise<RemoteException> {
    const { threadId, runId } = this.#info;
    const told = toRemoteException(text, this.#info);
    const isWhole = text !== undefined && told.message !== text;
    if (runId === undefined || isWhole) return told;
    const row = (await this.#row()) ?? {};
    const failure = await findFailure(this.#client, { threadId, runId }, row, this.#init);
    if (failure.error !== "RunFailed") return failure;
    const { error, message } = failure;
    return new RemoteException({
      error: failureClass(text) ?? error,
      message: failureInRow(row) ?? text ?? message,
      threadId,
      runId,
    });
  }

  /** Why a run's end did not come: Python sends none of a timeout and a rollback. */
  async #toMissingEnd(row: Run | undefined, message: string, cause?: unknown): Promise<Error> {
    if (this.#info.runId === undefined) return this.#toError(message, cause);
    switch (row?.status) {
      case "error":
        return this.#toFailure(undefined);
      case "timeout":
        return toTimedOut(this.#info);
      case "interrupted":
        return (await this.#isWaiting()) ? this.#toError(message, cause) : toCancelled(this.#info);
      case undefined: {
        // a rollback removes the run from its thread
        const thread = await unlessMissing(getThread(this.#client, this.#threadId, this.#init));
        return thread === undefined
          ? this.#toError("the server no longer has the thread", cause)
          : toCancelled(this.#info);
      }
      default:
        return this.#toError(message, cause);
    }
  }

  /** The run as the server keeps it; `undefined` when it is gone, or nobody knows its id. */
  async #row(): Promise<Run | undefined> {
    const { threadId, runId } = this.#info;
    return runId === undefined ? undefined : unlessMissing(getRun(this.#client, threadId, runId, this.#init));
  }

  get #info(): { threadId: string; runId: string | undefined } {
    return { threadId: this.#threadId, runId: this.#start.runId };
  }

  #toError(message: string, cause?: unknown): StreamError {
    return new StreamError(message, this.#info, cause === undefined ? {} : { cause });
  }
}

/** True for an event, as against the answer to a command. */
const isThreadEvent = (value: unknown): value is ThreadEvent =>
  isRecord(value) &&
  value.type === "event" &&
  typeof value.seq === "number" &&
  typeof value.method === "string" &&
  isRecord(value.params) &&
  Array.isArray(value.params.namespace);
