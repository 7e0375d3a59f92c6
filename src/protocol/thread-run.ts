import { onAbort, TimeLimit } from "../client/time-limit.js";
import { isStreamError, StreamError } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { toInvokeResult } from "../run/run-outcome.js";
import { cancelRun } from "../run/run-requests.js";
import type { Decode } from "../stream-mode.js";
import type { GraphTypes, InvokeResult } from "../types.js";
import { quietly } from "../util/quietly.js";
import { type GraphThread, respond } from "./commands.js";
import type { RunStart } from "./run-filter.js";
import { ThreadLog } from "./thread-log.js";
import { ThreadScope } from "./thread-scope.js";
import type { ThreadSource } from "./thread-source.js";
import type { ThreadInterrupt } from "./thread-types.js";

/**
 * A run of the thread-centric protocol: its events, by kind; what it waits for, and how to answer; how to stop it.
 *
 * Iterated, it gives the protocol's events. All of its parts end by themselves when the run does, also when it waits for
 * an answer, and fail when it fails. Events are fetched when they are read, and kept up to a size; older ones are fetched
 * again for a reader that comes late.
 */
export class ThreadRun<G extends GraphTypes = GraphTypes> extends ThreadScope<G> {
  /** The thread that the run is on. */
  readonly threadId: string;
  readonly #thread: GraphThread;
  readonly #decode: Decode | undefined;
  /** Ends the reading with the caller's signal, or with `abort`. */
  readonly #limit: TimeLimit;
  readonly #log: ThreadLog;
  #isAnswering = false;
  #output: { source: ThreadSource; value: Promise<InvokeResult<G>> } | undefined;
  #stopListening = () => {};

  /**
   * @param given - how the thread is reached: the signal of its `init` ends the reading, that of its options stops the run
   * @param reading - what the kept events may take up in bytes of JSON, and what to make of messages
   */
  constructor(
    given: GraphThread,
    start: RunStart,
    { maxBufferBytes, decode }: { maxBufferBytes: number; decode: Decode | undefined },
  ) {
    const limit = new TimeLimit(given.init.signal ?? undefined);
    const { signal } = limit;
    const thread = { ...given, init: { ...given.init, signal } };
    const onEnd = () => {
      if (!this.interrupted) this.#release();
    };
    const log = new ThreadLog(thread, start, { signal, maxBytes: maxBufferBytes, onEnd });
    super({ path: [], log, from: 0, decode: (value) => decode?.(value, "values") ?? value });
    this.threadId = thread.threadId;
    this.#thread = thread;
    this.#decode = decode;
    this.#limit = limit;
    this.#log = log;
    // a signal has no one to report a failed cancel to
    this.#stopListening = onAbort(thread.options.signal, () => void quietly(this.#cancel()));
  }

  /** The run; after an answer, the one that goes on. */
  get runId(): string | undefined {
    return this.#log.source.start.runId;
  }

  /** Whether the run has ended because it waits for an answer, as far as it was read. */
  get interrupted(): boolean {
    return this.#log.isOver && this.interrupts.length > 0;
  }

  /** What the run waits for, as far as it was read. */
  get interrupts(): readonly ThreadInterrupt[] {
    return [...this.#log.source.interrupts.values()];
  }

  /**
   * The final values, with `__interrupt__` when the run waits for an answer; after an answer, those of the run that
   * goes on. Rejects when the run failed.
   */
  get output(): Promise<InvokeResult<G>> {
    const { source } = this.#log;
    if (this.#output?.source !== source) this.#output = { source, value: quietly(this.#end(source)) };
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
    this.#isAnswering = true;
    try {
      const afterSeq = this.#log.source.lastSeq;
      this.#log.resume({ ...(await respond(this.#thread, answer, this.interrupts)), afterSeq });
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
    const { client, threadId, init } = this.#thread;
    if (this.runId === undefined || this.#log.isOver) return;
    await cancelRun(client, threadId, this.runId, {}, { ...init, signal: null });
  }

  async #end(source: ThreadSource): Promise<InvokeResult<G>> {
    const lost = await this.#log.toEnd().then(
      () => undefined,
      (error: unknown) => {
        if (isStreamError(error)) return error;
        throw error;
      },
    );
    const { values } = source;
    if (lost !== undefined || values === undefined) return this.#endByStatus(lost);
    const asked = [...source.interrupts.values()].map(({ id, value }) => ({ id, value }));
    const interrupts = asked.length > 0 ? asked : undefined;
    return toInvokeResult<G>({ values, hasValues: true, interrupts }, this.#decode);
  }

  /** The server may know how a run ended whose events it has lost. */
  async #endByStatus(lost: StreamError | undefined): Promise<InvokeResult<G>> {
    const { threadId, runId } = this;
    if (runId === undefined) throw lost ?? new StreamError("the run ended without its values", { threadId });
    const { client, init } = this.#thread;
    const run = { threadId, runId, key: undefined, resumable: undefined };
    const options = { headers: init.headers, signal: init.signal ?? undefined };
    return toInvokeResult<G>(await awaitRun(client, run, options), this.#decode);
  }
}
