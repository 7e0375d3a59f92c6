import { onAbort, TimeLimit } from "../client/time-limit.js";
import { isStreamError, StreamError } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { LONGEST_LOOK_UP_MS } from "../run/run-access.js";
import { toInvokeResult } from "../run/run-outcome.js";
import { cancelRun } from "../run/run-requests.js";
import type { GraphTypes, InvokeResult } from "../types.js";
import { quietly } from "../util/quietly.js";
import type { Decode } from "../wire/messages.js";
import { type GraphThread, respond } from "./commands.js";
import type { RunStart } from "./run-filter.js";
import { ThreadLog } from "./thread-log.js";
import { ThreadScope } from "./thread-scope.js";
import type { ThreadSource } from "./thread-source.js";
import type { ThreadInterrupt } from "./thread-types.js";

/**
 * A run of the thread protocol: iterates over its events, all or by kind; reads its interrupts, resumes it and stops it.
 *
 * Each of its iterables ends when the run ends or is interrupted, and throws when the run fails. Events are fetched when
 * they are read, and kept up to `maxBufferBytes`; a reader that starts later fetches older events again.
 */
export class ThreadRun<G extends GraphTypes = GraphTypes> extends ThreadScope<G> {
  /** The id of the run's thread. */
  readonly threadId: string;
  readonly #thread: GraphThread;
  readonly #decode: Decode;
  /** Ends the reading with the caller's signal, or with `abort`. */
  readonly #limit: TimeLimit;
  readonly #log: ThreadLog;
  #isAnswering = false;
  #output: { source: ThreadSource; value: Promise<InvokeResult<G>> } | undefined;
  #stopListening = () => {};

  /**
   * @param given - the thread; the signal of its `init` ends the reading, the signal of its `options` stops the run
   * @param reading - the size limit of kept events, in bytes of JSON, and the conversion of messages
   */
  constructor(
    given: GraphThread,
    start: RunStart,
    { maxBufferBytes, decode }: { maxBufferBytes: number; decode: Decode },
  ) {
    const limit = new TimeLimit(given.init.signal ?? undefined);
    const { signal } = limit;
    const thread = { ...given, init: { ...given.init, signal } };
    const onEnd = () => {
      if (!this.interrupted) this.#release();
    };
    const log = new ThreadLog(thread, start, { signal, maxBytes: maxBufferBytes, onEnd });
    super({ path: [], log, from: 0, decode });
    this.threadId = thread.threadId;
    this.#thread = thread;
    this.#decode = decode;
    this.#limit = limit;
    this.#log = log;
    // nobody awaits this cancel, so its failure can't be reported
    this.#stopListening = onAbort(thread.options.signal, () => void quietly(this.#cancel()));
  }

  /** The id of the run; after `respond`, of the run that continues it. */
  get runId(): string | undefined {
    return this.#log.source.start.runId;
  }

  /** Whether the events that were read so far end with an interrupt. */
  get interrupted(): boolean {
    return this.#log.isOver && this.interrupts.length > 0;
  }

  /** The pending interrupts among the events that were read so far. */
  get interrupts(): readonly ThreadInterrupt[] {
    return [...this.#log.source.interrupts.values()];
  }

  /**
   * The final values, with `__interrupt__` when the run was interrupted; after `respond`, the final values of the run that
   * continues it. Rejects when the run failed.
   */
  get output(): Promise<InvokeResult<G>> {
    const { source } = this.#log;
    if (this.#output?.source !== source) this.#output = { source, value: quietly(this.#end(source)) };
    return this.#output.value;
  }

  /**
   * Waits for the run's interrupt and resumes it with an answer; iterables that are being read continue.
   *
   * @param answer - one answer to all interrupts, or an object of answers by interrupt id
   * @throws {StreamError} when the run was not interrupted; TypeError for an unknown interrupt id
   *
   * Calls `POST /threads/{thread_id}/commands`.
   */
  async respond(answer: unknown): Promise<void> {
    await this.#log.toEnd();
    const { threadId, runId } = this;
    if (this.#isAnswering) throw new StreamError("another answer is on its way", { threadId, runId });
    if (!this.interrupted) throw new StreamError("the run does not wait for an answer", { threadId, runId });
    this.#isAnswering = true;
    try {
      const afterSeq = this.#log.source.lastSeq;
      this.#log.resume({ ...(await respond(this.#thread, answer, this.interrupts)), afterSeq });
    } finally {
      this.#isAnswering = false;
    }
  }

  /**
   * Stops the run; its iterables throw the reason. A run that has ended stays as it is.
   *
   * @param reason - what the iterables throw. Default: an `AbortError`
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
    const { client, threadId, init } = this.#thread;
    if (this.runId === undefined || this.#log.isOver) return;
    const limits = { ...init, signal: null, timeout: LONGEST_LOOK_UP_MS };
    await cancelRun(client, threadId, this.runId, {}, limits);
  }

  /** The outcome by the run's events; if the server no longer has them all, by the run's status. */
  async #end(source: ThreadSource): Promise<InvokeResult<G>> {
    let lost: StreamError | undefined;
    try {
      await this.#log.toEnd();
    } catch (error) {
      if (!isStreamError(error)) throw error;
      lost = error;
    }
    const { values } = source;
    if (lost === undefined && values !== undefined) {
      const pending = [...source.interrupts.values()].map(({ id, value }) => ({ id, value }));
      const interrupts = pending.length > 0 ? pending : undefined;
      return toInvokeResult<G>({ values, hasValues: true, interrupts }, this.#decode);
    }
    const { threadId, runId } = this;
    if (runId === undefined) throw lost ?? new StreamError("the run ended without its values", { threadId });
    const { client, init } = this.#thread;
    const options = { headers: init.headers, signal: init.signal ?? undefined };
    return toInvokeResult<G>(await awaitRun(client, { threadId, runId }, options), this.#decode);
  }
}
