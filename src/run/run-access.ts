import type { Exchange } from "../client/attempts.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { isApiError, type RunInfo, StreamError } from "../errors.js";
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
import type { EventOptions, RunToJoin, RunToStart } from "./run-types.js";
import { startOnce, startsAtCheckpoint, toStartBody } from "./start-run.js";

/** A run's status, with its row if the server has one. */
export interface RunState {
  status: CloseEvidence["status"];
  row?: Run | undefined;
}

/** One run on the server: starts or joins its stream, gets its status, and stops it. */
export class RunAccess {
  /** The idempotency key of the run's start. */
  readonly idempotencyKey: string | undefined;
  /** The id of the run; `undefined` until the server has sent it. */
  runId: string | undefined;
  readonly #client: Client;
  readonly #run: RunToStart | RunToJoin;
  readonly #options: EventOptions;
  readonly #init: CallInit;
  /** The temporary thread of a stateless run. */
  #temporaryThreadId: string | undefined;

  constructor(client: Client, run: RunToStart | RunToJoin, options: EventOptions, init: CallInit) {
    this.#client = client;
    this.#run = run;
    this.#options = options;
    this.#init = init;
    this.idempotencyKey = "body" in run ? randomUuid() : run.idempotencyKey;
    if ("body" in run) return;
    this.runId = run.runId;
    this.#temporaryThreadId = run.actualThreadId;
  }

  get threadId(): string | undefined {
    return this.#run.threadId;
  }

  /** The thread of the run: the caller's, or a stateless run's temporary one. */
  get actualThreadId(): string | undefined {
    return this.threadId ?? this.#temporaryThreadId;
  }

  /** Whether the run's events can be requested again. */
  get isResumable(): boolean {
    return "body" in this.#run ? this.#run.body.stream_resumable === true : this.#run.resumable !== false;
  }

  /** Whether the server is known to keep the run's events. */
  get keepsEvents(): boolean {
    return "body" in this.#run ? this.isResumable : this.#run.resumable === true;
  }

  /** Whether events have ids only when the stream is joined, not in the response to the start. */
  get isNumberedWhenJoined(): boolean {
    return this.threadId === undefined && "body" in this.#run && serverOf(this.#client).isJoinableStateless;
  }

  get info(): RunInfo {
    return { threadId: this.threadId, runId: this.runId };
  }

  get #cancelsOnDisconnect(): boolean {
    return ("body" in this.#run ? this.#run.body.on_disconnect : this.#run.onDisconnect) === "cancel";
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
    this.#temporaryThreadId = named.match(/\/threads\/([^/?]+)\/runs\//)?.[1];
    // the server sends each event once, to this reader
    if (!this.isResumable && this.runId !== undefined) serverOf(this.#client).claimReader(this.runId);
    return started.result;
  }

  /**
   * Joins the run's stream.
   *
   * @param isReconnect - makes one attempt only: the reader has its own backoff
   */
  async join(lastEventId: string | undefined, isReconnect: boolean): Promise<Exchange> {
    const runId = await this.#find();
    const how = { lastEventId, cancelOnDisconnect: this.#cancelsOnDisconnect };
    // the idle time limit also applies to the response headers of a reconnect
    const { timeoutMs = this.#options.idleTimeoutMs } = this.#init;
    const limits = timeoutMs === undefined ? {} : { timeoutMs };
    const init = isReconnect ? { ...this.#init, retry: false as const, ...limits } : this.#init;
    return this.#joinAt(runId, how, init);
  }

  /**
   * Joins a run on its thread; a stateless run at `/runs/{run_id}`, or through its temporary thread. If that thread no longer
   * exists, throws the 404 of the first path.
   */
  async #joinAt(runId: string, how: Parameters<typeof getRunStream>[2], init: CallInit) {
    const { threadId } = this;
    const joinAt = (thread: string | undefined) =>
      getRunStream(this.#client, { threadId: thread, runId }, how, init);
    if (threadId !== undefined) return joinAt(threadId);
    const server = serverOf(this.#client);
    const findTemporary = async () => this.#temporaryThreadId ?? (await this.#findThread())?.threadId;
    if (!server.isJoinableStateless) return joinAt(await findTemporary());
    try {
      return await joinAt(undefined);
    } catch (error) {
      if (!isApiError(error) || error.status !== 404) throw error;
      server.noteNotJoinableStateless();
      const thread = await findTemporary();
      if (thread === undefined) throw error;
      return joinAt(thread);
    }
  }

  /** Whether the events of a run that is over end with the one of an id, as a replay shows. */
  async endsWith(id: string | undefined): Promise<boolean> {
    if (id === undefined || id === BEGINNING) return false;
    const connection = new EventConnection(await this.join(BEGINNING, true), this.#options);
    try {
      for (let last: string | undefined; ; ) {
        const reading = await connection.read(LONGEST_REPLAY_MS);
        if (reading === "silent") return false;
        if ("end" in reading) return last === id;
        last = reading.events.findLast((event) => event.id !== undefined)?.id ?? last;
      }
    } finally {
      connection.close();
    }
  }

  /** The run's id; if the server has not sent it, the run is looked up by its idempotency key. */
  async #find(): Promise<string> {
    if (this.runId === undefined && this.idempotencyKey !== undefined) {
      const thread = this.actualThreadId ?? (await this.#findThread())?.threadId;
      const found = thread && (await findRun(this.#client, thread, this.idempotencyKey, this.#init));
      if (typeof found === "object") this.runId = found.runId;
    }
    if (this.runId === undefined)
      throw new StreamError("the stream broke off before the server had named the run", this.info);
    return this.runId;
  }

  /** The temporary thread of a stateless run; `undefined` when it was removed with the run, or the run's key is unknown. */
  async #findThread() {
    const key = this.idempotencyKey;
    const thread = key === undefined ? undefined : await findThread(this.#client, key, this.#init);
    this.#temporaryThreadId ??= thread?.threadId;
    return thread;
  }

  /** Whether the run's thread has a pending interrupt. */
  async isWaiting(): Promise<boolean> {
    const thread = this.actualThreadId;
    return thread !== undefined && isThreadWaiting(this.#client, thread, this.#init);
  }

  /** The run's status. A stateless run that can be joined by its id is not looked up: `unknown`. */
  async state(): Promise<RunState> {
    if (this.actualThreadId === undefined) {
      if (serverOf(this.#client).isJoinableStateless || this.idempotencyKey === undefined)
        return { status: "unknown" };
      if ((await this.#findThread()) === undefined) return { status: "gone" };
    }
    if (this.runId === undefined || this.actualThreadId === undefined) return { status: "unknown" };
    const init = { ...this.#init, retry: false as const };
    const row = await unlessMissing(getRun(this.#client, this.actualThreadId, this.runId, init));
    if (row !== undefined) return { status: row.status, row };
    const others = await getRuns(this.#client, this.actualThreadId, { offset: 0, count: 1 }, init);
    return { status: others.length > 0 ? "removed" : "gone" };
  }

  /** The run's row; `undefined` when the server has none. */
  async row(): Promise<Run | undefined> {
    if (this.runId === undefined || this.actualThreadId === undefined) return undefined;
    return unlessMissing(getRun(this.#client, this.actualThreadId, this.runId, this.#init));
  }

  /** Why the run failed. */
  async findFailure(row: Run | undefined): Promise<Error> {
    const { runId = "", actualThreadId: threadId = "" } = this;
    return findFailure(this.#client, { threadId, runId }, row ?? {}, this.#init);
  }

  /** Stops the run on the server if the caller wants that when a reader leaves early. */
  async leave(): Promise<void> {
    if (!(this.#options.stopOnLeave ?? this.#cancelsOnDisconnect)) return;
    const init = { ...this.#init, signal: null };
    const key = this.idempotencyKey;
    const thread = this.actualThreadId ?? (key && (await findThread(this.#client, key, init))?.threadId);
    if (!thread) return;
    const found = this.runId ?? (key && (await findRun(this.#client, thread, key, init)));
    const runId = typeof found === "object" ? found.runId : found;
    if (runId && runId !== "unmarked") await cancelRun(this.#client, thread, runId, {}, init);
  }
}

/** aegra cancels a run whose connection breaks unless `on_disconnect` is "continue". */
function withDisconnect(body: RunBody): RunBody {
  return body.stream_resumable === true && body.on_disconnect == null
    ? { ...body, on_disconnect: "continue" }
    : body;
}

/** How long a replay of a run that is over may be silent. */
const LONGEST_REPLAY_MS = 10_000;
