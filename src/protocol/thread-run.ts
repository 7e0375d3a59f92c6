import { loggerOf, retryOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { onAbort, TimeLimit } from "../client/time-limit.js";
import { isStreamError, StreamError } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { ReconnectingReader } from "../run/reconnecting-reader.js";
import { toInvokeResult } from "../run/run-outcome.js";
import { type CallInit, cancelRun } from "../run/run-requests.js";
import type { Decode } from "../stream-mode.js";
import type { GraphTypes, InvokeResult } from "../types.js";
import { quietly } from "../util/quietly.js";
import { type CommandParams, respond } from "./commands.js";
import { toResponses } from "./interrupts.js";
import type { RunStart } from "./run-filter.js";
import { ThreadLog } from "./thread-log.js";
import { EventScope } from "./thread-scope.js";
import { ThreadSource } from "./thread-source.js";
import type { ThreadInterrupt } from "./thread-types.js";

/** A run that has been started on a thread, and how it is read and answered. */
export interface ThreadSession {
  client: Client;
  threadId: string;
  /** Its signal ends the reading. */
  init: CallInit;
  /** Stops the run. */
  stopSignal: AbortSignal | undefined;
  idleTimeoutMs: number | undefined;
  maxEventBytes: number | undefined;
  maxBufferBytes: number;
  decode: Decode | undefined;
  /** What a run that an answer starts is started with. */
  toParams: () => Promise<CommandParams>;
}

/**
 * A run of the thread-centric protocol: its events, by kind; what it waits for, and how to answer; how to stop it.
 *
 * Iterated, it gives the protocol's events. All of its parts end by themselves when the run does, also when it waits for
 * an answer, and fail when it fails. Events are fetched when they are read, and kept up to a size; older ones are fetched
 * again for a reader that comes late.
 */
export class ThreadRun<G extends GraphTypes = GraphTypes> extends EventScope<G> {
  /** The thread that the run is on. */
  readonly threadId: string;
  readonly #session: ThreadSession;
  /** Ends the reading with the caller's signal, or with `abort`. */
  readonly #limit: TimeLimit;
  readonly #init: CallInit;
  readonly #log: ThreadLog;
  #runId: string | undefined;
  #isAnswering = false;
  #output: { leg: number; value: Promise<InvokeResult<G>> } | undefined;
  #stopListening = () => {};

  constructor(session: ThreadSession, start: RunStart) {
    const { client, threadId, decode, maxBufferBytes, idleTimeoutMs } = session;
    const limit = new TimeLimit(session.init.signal ?? undefined);
    const { signal } = limit;
    const init = { ...session.init, signal };
    const retry = init.retry ?? retryOf(client);
    const log: ThreadLog = new ThreadLog(start, {
      toSource: (from) => new ThreadSource(client, threadId, from, init, session),
      toReader: (source) =>
        new ReconnectingReader(source, signal, { idleTimeoutMs, retry }, (fields) =>
          loggerOf(client)?.warn("the thread's stream is opened again", {
            ...fields,
            threadId,
            runId: this.#runId,
          }),
        ),
      signal,
      maxBytes: maxBufferBytes,
      onEnd: () => {
        if (!this.interrupted) this.#release();
      },
    });
    super({ path: [], log, from: 0, decode: (value) => decode?.(value, "values") ?? value });
    this.threadId = threadId;
    this.#session = session;
    this.#limit = limit;
    this.#init = init;
    this.#log = log;
    this.#runId = start.runId;
    // behind a signal nobody is left to hear that the run could not be stopped
    this.#stopListening = onAbort(session.stopSignal, () => void quietly(this.#cancel()));
  }

  /** The run; after an answer, the one that goes on. */
  get runId(): string | undefined {
    return this.#runId;
  }

  /** Whether the run has ended because it waits for an answer, as far as it was read. */
  get interrupted(): boolean {
    return this.#log.isOver && this.interrupts.length > 0;
  }

  /** What the run waits for, as far as it was read. */
  get interrupts(): readonly ThreadInterrupt[] {
    return this.#log.source.outcome.interrupts;
  }

  /**
   * The final values, with `__interrupt__` when the run waits for an answer; after an answer, those of the run that
   * goes on. Rejects when the run failed.
   */
  get output(): Promise<InvokeResult<G>> {
    const { leg } = this.#log;
    if (this.#output?.leg !== leg) this.#output = { leg, value: quietly(this.#end()) };
    return this.#output.value;
  }

  /**
   * Answers what the run waits for, once it has come to that. The run then goes on: whatever is read of it goes on too.
   *
   * @param answer - one answer to all interrupts, or an answer for each id
   * @throws {StreamError} when the run does not wait; TypeError for an id that it did not give
   *
   * Calls `POST /threads/{thread_id}/commands`.
   */
  async respond(answer: unknown): Promise<void> {
    await this.#log.toEnd();
    const { threadId, runId } = this;
    if (this.#isAnswering) throw new StreamError("another answer is on its way", { threadId, runId });
    if (!this.interrupted) throw new StreamError("the run does not wait for an answer", { threadId, runId });
    const { client, toParams } = this.#session;
    const responses = toResponses(answer, this.interrupts);
    this.#isAnswering = true;
    try {
      const afterSeq = this.#log.source.lastSeq;
      const started = await respond(client, threadId, responses, await toParams(), this.#init);
      this.#runId = started.runId;
      this.#log.resume({ ...started, afterSeq });
    } finally {
      this.#isAnswering = false;
    }
  }

  /**
   * Stops the run, and the reading of it: what is being read fails with the reason. A run that is over stays as it is.
   *
   * @param reason - what the readers are given. Default: an `AbortError`
   * @throws {ApiError} when the server refused to stop it
   *
   * Calls `POST /threads/{thread_id}/runs/{run_id}/cancel`.
   */
  async abort(reason: unknown = new DOMException("the run was aborted", "AbortError")): Promise<void> {
    this.#release();
    if (this.#log.isOver) return;
    this.#limit.abort(reason);
    await this.#cancel();
  }

  #release(): void {
    this.#limit.release();
    this.#stopListening();
  }

  async #cancel(): Promise<void> {
    if (this.#runId === undefined || this.#log.isOver) return;
    await cancelRun(this.#session.client, this.threadId, this.#runId, {}, { ...this.#init, signal: null });
  }

  async #end(): Promise<InvokeResult<G>> {
    const { outcome } = this.#log.source;
    const lost = await this.#log.toEnd().then(
      () => undefined,
      (error: unknown) => {
        if (isStreamError(error)) return error;
        throw error;
      },
    );
    if (lost !== undefined || outcome.values === undefined) return this.#endByStatus(lost);
    const { values, interrupts } = outcome;
    const asked = interrupts.map(({ id, value }) => ({ id, value }));
    const whole = { values, hasValues: true, interrupts: asked.length > 0 ? asked : undefined };
    return toInvokeResult<G>(whole, this.#session.decode);
  }

  /** The server may know how a run ended whose events it has lost. */
  async #endByStatus(lost: StreamError | undefined): Promise<InvokeResult<G>> {
    const { client, decode } = this.#session;
    const { threadId, runId } = this;
    if (runId === undefined) throw lost ?? new StreamError("the run ended without its values", { threadId });
    const { headers, signal } = this.#init;
    const run = { threadId, runId, key: undefined, resumable: undefined };
    return toInvokeResult<G>(await awaitRun(client, run, { headers, signal: signal ?? undefined }), decode);
  }
}
