import type { Client } from "../client/client-calls.js";
import { onAbort } from "../client/time-limit.js";
import { StreamError } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { toInvokeResult } from "../run/run-outcome.js";
import { type CallInit, cancelRun } from "../run/run-requests.js";
import type { Decode } from "../stream-mode.js";
import type { GraphTypes, InvokeResult } from "../types.js";
import { quietly } from "../util/quietly.js";
import { toResponses } from "./thread-answer.js";
import { type BegunRun, type CommandParams, respond } from "./thread-commands.js";
import type { OpenThread } from "./thread-connection.js";
import { isRootEnd, type ThreadFeed } from "./thread-feed.js";
import { ThreadLog } from "./thread-log.js";
import { ThreadOutcome } from "./thread-outcome.js";
import { EventScope } from "./thread-scope.js";
import type { ThreadInterrupt } from "./thread-types.js";

/** A run that has been started on a thread, and how it is read and answered. */
export interface ThreadSession {
  client: Client;
  threadId: string;
  init: CallInit;
  feed: ThreadFeed;
  /** Opens what was told before; absent where the server cannot tell it again. */
  again: OpenThread | undefined;
  maxBufferBytes: number;
  decode: Decode | undefined;
  /** Whether the run is stopped when the signal aborts. */
  stopsOnAbort: boolean;
  /** What a run that an answer starts is started with. */
  resumeParams: () => Promise<CommandParams>;
}

/**
 * A run of the thread-centric protocol: what it tells, by kind; what it asks, and how to answer; how to stop it.
 *
 * Iterated, it gives the protocol's events. All of its parts end by themselves when the run does, also when it waits for
 * an answer, and fail when it fails. What was told is fetched when it is read, and kept up to a size; what is older is
 * fetched again for a reader that comes late.
 */
export class ThreadRun<G extends GraphTypes = GraphTypes> extends EventScope<G> {
  /** The thread that the run is on. */
  readonly threadId: string;
  readonly #session: ThreadSession;
  readonly #feed: ThreadFeed;
  readonly #log: ThreadLog;
  #runId: string | undefined;
  #outcome: ThreadOutcome;
  #stopListening = () => {};
  #isAnswering = false;
  #output: { leg: number; value: Promise<InvokeResult<G>> } | undefined;

  /** @param since - the number of the thread's last event before the run */
  constructor(session: ThreadSession, run: BegunRun, since: number) {
    const { threadId, init, feed, again, maxBufferBytes, decode } = session;
    const log: ThreadLog = new ThreadLog(feed, init, {
      maxBytes: maxBufferBytes,
      again,
      onEvent: (event) => {
        this.#outcome.take(event);
        if (isRootEnd(event) && !this.interrupted) this.#stopListening();
      },
      mayGoOn: () => this.interrupted,
      failureOf: () => this.#outcome.failure,
    });
    super({ path: [], log, from: log.beginning, decode: (value) => decode?.(value, "values") ?? value });
    this.threadId = threadId;
    this.#session = session;
    this.#feed = feed;
    this.#log = log;
    this.#runId = run.runId;
    this.#outcome = new ThreadOutcome(threadId, run.runId);
    feed.begin(run, since);
    if (!session.stopsOnAbort) return;
    // nobody is left to hear that the run could not be stopped
    const stop = () => void this.abort(init.signal?.reason).catch(() => undefined);
    this.#stopListening = onAbort(init.signal ?? undefined, stop);
  }

  /** The run; after an answer, the one that goes on. */
  get runId(): string | undefined {
    return this.#runId;
  }

  /** Whether the run has ended because it waits for an answer, as far as it was read. */
  get interrupted(): boolean {
    return this.#outcome.isInterrupted;
  }

  /** What the run asks, as far as it was read. */
  get interrupts(): readonly ThreadInterrupt[] {
    return this.#outcome.interrupts;
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
   * Answers what the run asks, once it has come to that. The run then goes on: whatever is read of it goes on too.
   *
   * @param answer - one answer to all that is asked, or an answer for each id
   * @throws {StreamError} when the run asks nothing; TypeError for an id that it did not give
   *
   * Calls `POST /threads/{thread_id}/commands`.
   */
  async respond(answer: unknown): Promise<void> {
    await this.#log.rest();
    const { threadId, runId } = this;
    if (this.#isAnswering) throw new StreamError("another answer is on its way", { threadId, runId });
    if (!this.interrupted) throw new StreamError("the run does not wait for an answer", { threadId, runId });
    const { client, init, resumeParams } = this.#session;
    const responses = toResponses(answer, this.interrupts);
    this.#isAnswering = true;
    try {
      await this.#feed.prepare();
      const run = await respond(client, threadId, responses, await resumeParams(), init);
      this.#runId = run.runId;
      this.#outcome = new ThreadOutcome(threadId, run.runId, this.#outcome.values);
      this.#feed.begin(run);
      this.#log.resume();
    } finally {
      this.#isAnswering = false;
    }
  }

  /**
   * Stops the run, and the reading of it: what is being read fails with the reason. A run that is over stays as it is.
   *
   * @param reason - what the readers are told. Default: an `AbortError`
   * @throws {ApiError} when the server refused to stop it
   *
   * Calls `POST /threads/{thread_id}/runs/{run_id}/cancel`.
   */
  async abort(reason: unknown = new DOMException("the run was aborted", "AbortError")): Promise<void> {
    const isOver = this.#log.isResting;
    this.#stopListening();
    if (isOver) this.#feed.pause();
    else this.#log.fail(reason);
    if (isOver || this.#runId === undefined) return;
    const { client, init } = this.#session;
    const own = { ...init, signal: null };
    await cancelRun(client, this.threadId, this.#runId, {}, own);
  }

  async #end(): Promise<InvokeResult<G>> {
    const { decode } = this.#session;
    const outcome = this.#outcome;
    const lost = await this.#log.rest().then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof StreamError) return error;
        throw error;
      },
    );
    if (lost !== undefined || outcome.values === undefined) return this.#endByStatus(lost);
    const { values, interrupts } = outcome;
    const asked = interrupts.map(({ id, value }) => ({ id, value }));
    const told = { values, hasValues: true, interrupts: outcome.isInterrupted ? asked : undefined };
    return toInvokeResult<G>(told, decode);
  }

  /** The server may know how a run ended whose events it has lost. */
  async #endByStatus(lost: StreamError | undefined): Promise<InvokeResult<G>> {
    const { client, threadId, init, decode } = this.#session;
    const runId = this.#runId;
    if (runId === undefined)
      throw lost ?? new StreamError("the run ended without telling its values", { threadId });
    const run = { threadId, runId, key: undefined, resumable: undefined };
    return toInvokeResult<G>(await awaitRun(client, run, { ...init, signal: init.signal ?? undefined }), decode);
  }
}
