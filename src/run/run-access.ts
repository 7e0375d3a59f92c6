import type { Exchange } from "../client/attempts.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { isApiError, StreamError } from "../errors.js";
import { randomUuid } from "../util/uuid.js";
import type { CloseEvidence } from "./classify-close.js";
import { EventConnection } from "./event-connection.js";
import { BEGINNING } from "./event-deduplicator.js";
import { findFailure } from "./run-failure.js";
import {
  type CallInit,
  cancelRun,
  findRun,
  findThread,
  getRun,
  getRunStream,
  getRuns,
  isThreadWaiting,
  postRunStream,
  type Run,
  type RunBody,
} from "./run-requests.js";
import type { EventOptions, RunToRead } from "./run-types.js";
import { lookUpRun, startOnce, startsAtCheckpoint, toStartBody } from "./start-run.js";

/** A run's status, with its row if the server has one. */
export interface RunState {
  status: CloseEvidence["status"];
  row?: Run | undefined;
}

/** One run on the server: starts or joins its stream, gets its status, and stops it. */
export class RunAccess {
  /** The thread that the caller has named; `undefined` for a stateless run. */
  readonly threadId: string | undefined;
  /** The idempotency key of the run's start. */
  readonly idempotencyKey: string | undefined;
  /** Whether the run's events can be requested again; `undefined` when unknown. */
  readonly resumable: boolean | undefined;
  /** The id of the run; `undefined` until the server has sent it. */
  runId: string | undefined;
  /** The thread that the run is on: the caller's, or a stateless run's temporary one. */
  actualThreadId: string | undefined;
  readonly #client: Client;
  readonly #options: EventOptions;
  readonly #init: CallInit;
  readonly #cancelsOnDisconnect: boolean;

  constructor(client: Client, run: RunToRead, options: EventOptions, init: CallInit) {
    const { body, threadId } = run;
    this.threadId = threadId;
    this.idempotencyKey = body === undefined ? run.idempotencyKey : randomUuid();
    this.resumable = body === undefined ? run.resumable : body.stream_resumable === true;
    this.runId = run.runId;
    this.actualThreadId = threadId ?? run.actualThreadId;
    this.#client = client;
    this.#options = options;
    this.#init = init;
    this.#cancelsOnDisconnect = (body?.on_disconnect ?? run.onDisconnect) === "cancel";
  }

  /** Starts the run; `undefined` when the response was lost, so that the run has to be joined. */
  async start(body: RunBody): Promise<Exchange | undefined> {
    const { threadId, idempotencyKey: key = "" } = this;
    const wire = await toStartBody(this.#client, threadId, withDisconnect(body), key, this.#init);
    const send = () => postRunStream(this.#client, threadId, wire, this.#init);
    const fromCheckpoint = startsAtCheckpoint(body);
    const started = await startOnce(this.#client, { threadId, key, send, fromCheckpoint }, this.#init);
    if ("runId" in started) {
      this.runId = started.runId;
      return undefined;
    }
    const named = started.result.response.headers.get("content-location") ?? "";
    this.runId = named.match(/\/runs\/([^/?]+)/)?.[1];
    this.actualThreadId ??= named.match(/\/threads\/([^/?]+)\/runs\//)?.[1];
    // the server sends each event once, to this reader
    if (!this.resumable && this.runId !== undefined) serverOf(this.#client).claimReader(this.runId);
    return started.result;
  }

  /**
   * Joins the run's stream: on its thread; of a stateless run at `/runs/{run_id}`, or through its temporary thread. If that
   * thread no longer exists, throws the 404 of the first path.
   *
   * @param isReconnect - makes one attempt only: the reader has its own backoff
   */
  async join(lastEventId: string | undefined, isReconnect: boolean): Promise<Exchange> {
    this.runId ??= await this.#findId(this.#limited);
    const { threadId, runId } = this;
    if (runId === undefined)
      throw new StreamError("the stream broke off before the server had named the run", { threadId });
    // the idle time limit also applies to the response headers of a reconnect
    const { timeoutMs = this.#options.idleTimeoutMs } = this.#init;
    // an error's body counts too: that of a stream doesn't
    const limits = timeoutMs === undefined ? {} : { timeoutMs, timeout: timeoutMs };
    const init = isReconnect ? { ...this.#init, retry: false as const, ...limits } : this.#init;
    const how = { lastEventId, cancelOnDisconnect: this.#cancelsOnDisconnect };
    const joinAt = (thread: string | undefined) =>
      getRunStream(this.#client, { threadId: thread, runId }, how, init);
    if (threadId !== undefined || !this.isJoinableStateless)
      return joinAt(threadId ?? (await this.#findThread(this.#limited)));
    try {
      return await joinAt(undefined);
    } catch (error) {
      if (!isApiError(error) || error.status !== 404) throw error;
      serverOf(this.#client).noteNotJoinableStateless();
      const thread = await this.#findThread(this.#limited);
      if (thread === undefined) throw error;
      return joinAt(thread);
    }
  }

  /** Whether a stateless run is joined by its id alone. */
  get isJoinableStateless(): boolean {
    return serverOf(this.#client).isJoinableStateless;
  }

  /** Whether the events of a run that is over end with the one of an id, as a replay shows. */
  async endsWith(id: string | undefined): Promise<boolean> {
    if (id === undefined || id === BEGINNING) return false;
    const connection = new EventConnection(await this.join(BEGINNING, true), this.#options);
    try {
      for (let last: string | undefined; ; ) {
        const reading = await connection.read(LONGEST_REPLAY_MS);
        if (reading === "silent") return false;
        if (reading === "end") return last === id;
        last = reading.events.findLast((event) => event.id !== undefined)?.id ?? last;
      }
    } finally {
      connection.close();
    }
  }

  /** The run's id; if the server has not sent it, the run is looked up by its idempotency key. */
  async #findId(init: CallInit): Promise<string | undefined> {
    const key = this.idempotencyKey;
    if (this.runId !== undefined || key === undefined) return this.runId;
    const thread = await this.#findThread(init);
    const found = thread === undefined ? undefined : await findRun(this.#client, thread, key, init);
    return typeof found === "object" ? found.runId : undefined;
  }

  /** The id of a run whose start was aborted: the server may still be creating the run. */
  async #lookUp(thread: string, init: CallInit): Promise<string | undefined> {
    const key = this.idempotencyKey;
    const found = key === undefined ? undefined : await lookUpRun(this.#client, thread, key, init);
    return typeof found === "object" ? found.runId : undefined;
  }

  /** The thread of the run; `undefined` when a stateless run's was removed with the run, or the run's key is unknown. */
  async #findThread(init: CallInit): Promise<string | undefined> {
    const key = this.idempotencyKey;
    if (key !== undefined) this.actualThreadId ??= await findThread(this.#client, key, init);
    return this.actualThreadId;
  }

  /** The options of a look-up, or of a cancel, that must not be waited for forever. */
  get #limited(): CallInit {
    return { ...this.#init, timeout: this.#options.idleTimeoutMs ?? LONGEST_LOOK_UP_MS };
  }

  /** Whether the run's thread has a pending interrupt. */
  async isWaiting(): Promise<boolean> {
    const thread = this.actualThreadId;
    return thread !== undefined && isThreadWaiting(this.#client, thread, this.#limited);
  }

  /** The run's status. A stateless run that can be joined by its id is not looked up: `unknown`. */
  async state(): Promise<RunState> {
    const limited = this.#limited;
    const init = { ...limited, retry: false as const };
    if (this.actualThreadId === undefined) {
      if (this.isJoinableStateless || this.idempotencyKey === undefined) return { status: "unknown" };
      if ((await this.#findThread(limited)) === undefined) return { status: "gone" };
    }
    if (this.runId === undefined || this.actualThreadId === undefined) return { status: "unknown" };
    const row = await this.row(init);
    if (row !== undefined) return { status: row.status, row };
    const others = await getRuns(this.#client, this.actualThreadId, { offset: 0, count: 1 }, init);
    return { status: others.length > 0 ? "removed" : "gone" };
  }

  /** The run's row; `undefined` when the server has none. */
  async row(init = this.#limited): Promise<Run | undefined> {
    if (this.runId === undefined || this.actualThreadId === undefined) return undefined;
    return unlessMissing(getRun(this.#client, this.actualThreadId, this.runId, init));
  }

  /** Why the run failed. */
  async findFailure(row: Run | undefined): Promise<Error> {
    const { runId = "", actualThreadId: threadId = "" } = this;
    return findFailure(this.#client, { threadId, runId }, row ?? {}, this.#limited);
  }

  /** Stops the run on the server if the caller wants that when a reader leaves early. */
  async leave(): Promise<void> {
    if (!(this.#options.stopOnLeave ?? this.#cancelsOnDisconnect)) return;
    const init = { ...this.#limited, signal: null };
    const thread = await this.#findThread(init);
    if (thread === undefined) return;
    const { runId = await this.#lookUp(thread, init) } = this;
    if (runId !== undefined) await cancelRun(this.#client, thread, runId, {}, init);
  }
}

/** aegra cancels a run whose connection breaks unless `on_disconnect` is "continue". */
function withDisconnect(body: RunBody): RunBody {
  return body.stream_resumable === true && body.on_disconnect == null
    ? { ...body, on_disconnect: "continue" }
    : body;
}

/** How long the look-up of a run, or its cancel, may take, so that no reader waits for it forever. */
export const LONGEST_LOOK_UP_MS = 10_000;

/** How long a replay of a run that is over may be silent. */
const LONGEST_REPLAY_MS = 10_000;
