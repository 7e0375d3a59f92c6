import { unlessMissing } from "../client/answers.js";
import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { isTransient } from "../client/retry-policy.js";
import { type ApiError, isApiError, isConnectionError, type RunInfo, StreamError } from "../errors.js";
import { isMasked } from "../servers/error-bodies.js";
import { failureInRow, isWaiting } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { randomUuid } from "../util/uuid.js";
import { type CloseEvidence, classifyClose } from "./classify-close.js";
import { EventConnection } from "./event-connection.js";
import { BEGINNING, EventDeduplicator } from "./event-deduplicator.js";
import type { ServerEvent } from "./event-parser.js";
import type { Close, EventSource, Taken } from "./reconnecting-reader.js";
import { findFailure, toCancelled, toTimedOut } from "./run-failure.js";
import {
  type CallInit,
  cancelRun,
  findRun,
  findThread,
  getRun,
  getRunStream,
  getRuns,
  getThread,
  postRunStream,
  type Run,
  type RunBody,
} from "./run-requests.js";
import { RunTimes } from "./run-times.js";
import type { EventOptions, RunEvent, RunToJoin, RunToStart } from "./run-types.js";
import { startOnce, toStartBody } from "./start-run.js";

/** How a run stands, with its row where the server gave one. */
interface RunState {
  status: CloseEvidence["status"];
  row?: Run | undefined;
}

/** One run as a source of events: starts or joins it, sorts its events, and asks the server how it stands. */
export class RunSource implements EventSource<RunEvent> {
  readonly key: string | undefined;
  readonly #client: Client;
  readonly #run: RunToStart | RunToJoin;
  readonly #options: EventOptions;
  readonly #init: CallInit;
  readonly #accepts: (event: string) => boolean;
  readonly #events: EventDeduplicator;
  readonly #origin: string | undefined;
  readonly #times = new RunTimes();
  readonly #openedAt = performance.now();
  #runId: string | undefined;
  /** The thread that the server made for a stateless run. */
  #home: string | undefined;
  #metadata: string | undefined;
  /** How many events the first connection told, whatever they are. */
  #firstCount = 0;
  #connections = 0;
  /** Whether the current connection has to repeat an event, or tell a first one. */
  #owesEvents = false;
  /** Joins in a row that broke off before they had repeated what is known: a server may have dropped its beginning. */
  #timesBehind = 0;
  /** How the run ended, once the server has told it: that does not change any more. */
  #ended: RunState | undefined;
  #sawInterrupt = false;
  #endStatus: unknown;
  /** An `error` event whose text has to be asked for. */
  #masked: RunEvent | undefined;
  #failure: StreamError | undefined;

  /** @param accepts - tells by an event's name whether it was asked for; the others are passed over */
  constructor(
    client: Client,
    run: RunToStart | RunToJoin,
    options: EventOptions,
    init: CallInit,
    accepts: (event: string, isFirst: boolean) => boolean,
  ) {
    this.#client = client;
    this.#run = run;
    this.#options = options;
    this.#init = init;
    this.#accepts = (event) => accepts(event, this.#connections === 1 && "body" in run);
    this.key = "body" in run ? randomUuid() : run.key;
    // an empty id is what browsers call none
    this.#origin = "body" in run ? BEGINNING : run.onlyNew ? undefined : run.lastEventId || BEGINNING;
    this.#events = new EventDeduplicator(this.#origin);
    if ("body" in run) return;
    this.#runId = run.runId;
    this.#home = run.home;
  }

  get threadId(): string | undefined {
    return this.#run.threadId;
  }

  get runId(): string | undefined {
    return this.#runId;
  }

  get lastEventId(): string | undefined {
    return this.#events.lastId ?? (this.#origin === BEGINNING ? undefined : this.#origin);
  }

  /** The thread by which the run can be asked for. */
  get home(): string | undefined {
    return this.threadId ?? this.#home;
  }

  get #isResumable(): boolean {
    return "body" in this.#run ? this.#run.body.stream_resumable === true : this.#run.resumable !== false;
  }

  get #cancelsOnDisconnect(): boolean {
    return ("body" in this.#run ? this.#run.body.on_disconnect : this.#run.onDisconnect) === "cancel";
  }

  async connect(isAgain: boolean): Promise<EventConnection> {
    const connection = isAgain || !("body" in this.#run) ? undefined : await this.#start(this.#run.body);
    this.#connections += 1;
    return connection ?? this.#join(isAgain);
  }

  /** Starts the run; `undefined` when it had begun without an answer, and is to be joined. */
  async #start(body: RunBody): Promise<EventConnection | undefined> {
    const { threadId, key = "" } = this;
    const wire = await toStartBody(this.#client, threadId, withDisconnect(body), key);
    const send = () => postRunStream(this.#client, threadId, wire, this.#init);
    const fromCheckpoint = body.checkpoint != null || body.checkpoint_id != null;
    const started = await startOnce(this.#client, { threadId, key, send, fromCheckpoint }, this.#init);
    if ("runId" in started) {
      this.#runId = started.runId;
      this.#home = started.threadId;
      this.#connections += 1;
      return undefined;
    }
    const named = started.answer.response.headers.get("content-location") ?? "";
    this.#runId = named.match(/\/runs\/([^/?]+)/)?.[1];
    this.#home = named.match(/\/threads\/([^/?]+)\/runs\//)?.[1];
    if (body.after_seconds == null) this.#times.started();
    // its events are told once, and to this reader
    if (!this.#isResumable && this.#runId !== undefined) serverOf(this.#client).claimReader(this.#runId);
    return new EventConnection(started.answer, this.#options);
  }

  async #join(isAgain: boolean): Promise<EventConnection> {
    const runId = await this.#find();
    // a JavaScript server numbers the events of a stateless run, but not in the answer to its start
    if (this.threadId === undefined && this.#isStarted && serverOf(this.#client).isJoinableStateless)
      this.#events.assumeNumbers(this.#firstCount);
    const asked = this.#events.resumeFrom;
    const how = { lastEventId: asked, cancelOnDisconnect: this.#cancelsOnDisconnect };
    const { idleTimeoutMs } = this.#options;
    // a server that is silent when it is joined again is no better than one that is silent later
    const { timeoutMs = idleTimeoutMs } = this.#init;
    const limits = timeoutMs === undefined ? {} : { timeoutMs };
    const init = isAgain ? { ...this.#init, retry: false as const, ...limits } : this.#init;
    const answer = await this.#joinAt(runId, how, init);
    this.#events.rejoin(asked, answer.response.headers.get("date"));
    this.#owesEvents = this.#events.isEmpty
      ? asked === BEGINNING && this.#keepsEvents
      : asked !== this.#events.lastId;
    return new EventConnection(answer, this.#options);
  }

  /** Whether the server is known to keep the run's events. */
  get #keepsEvents(): boolean {
    return "body" in this.#run ? this.#isResumable : this.#run.resumable === true;
  }

  /** Joins a run on its thread; a stateless one at its own path, or through the thread that the server made for it. */
  async #joinAt(runId: string, how: Parameters<typeof getRunStream>[2], init: CallInit) {
    const { threadId } = this;
    const server = serverOf(this.#client);
    let refusal: ApiError | undefined;
    if (threadId !== undefined || server.isJoinableStateless || (this.key === undefined && !this.#home)) {
      try {
        return await getRunStream(this.#client, { threadId, runId }, how, init);
      } catch (error) {
        if (threadId !== undefined || !isApiError(error) || error.status !== 404) throw error;
        server.noteNotJoinableStateless();
        refusal = error;
      }
    }
    const home = this.#home ?? (await this.#findThread())?.threadId;
    if (home === undefined)
      throw refusal ?? this.toError("the run is over, and its thread, by which it could be joined, is gone");
    return getRunStream(this.#client, { threadId: home, runId }, how, init);
  }

  /** The run's id; one that was started, and not named, is looked for by its key. */
  async #find(): Promise<string> {
    if (this.#runId === undefined && this.key !== undefined) {
      const home = this.home ?? (await this.#findThread())?.threadId;
      const found = home && (await findRun(this.#client, home, this.key, this.#init));
      if (typeof found === "object") this.#runId = found.runId;
    }
    if (this.#runId === undefined)
      throw this.toError("the stream broke off before the server had named the run");
    return this.#runId;
  }

  /** The thread of a stateless run; `undefined` when it is gone with the run, or nobody here knows the run's key. */
  async #findThread() {
    const thread = this.key === undefined ? undefined : await findThread(this.#client, this.key, this.#init);
    this.#home ??= thread?.threadId;
    return thread;
  }

  take(events: ServerEvent[], connection: EventConnection): Taken<RunEvent> {
    const taken: Taken<RunEvent> = { items: [], isProgress: false, isLast: false };
    if (this.#connections === 1) this.#firstCount += events.length;
    for (const event of events) {
      if (!this.#accepts(event.event) || !this.#isNew(event)) continue;
      const parsed = this.#parse(event, connection);
      if (parsed !== undefined && this.#isLateJoin(parsed)) {
        taken.lost = new Error("the server removed the run while its stream was joined");
        break;
      }
      taken.isLast = parsed === undefined || parsed.event === "end" || parsed.event === "error";
      if (parsed?.event === "error" && isMasked(parsed.data)) this.#masked = parsed;
      else if (parsed !== undefined) {
        taken.items.push(parsed);
        taken.isProgress ||= parsed.event !== "metadata";
        this.#note(parsed);
      }
      if (taken.isLast) break;
    }
    this.#times.received(events.at(-1)?.id);
    return taken;
  }

  get #isStarted(): boolean {
    return "body" in this.#run;
  }

  /** `metadata` comes again with each connection, outside the order of the others; an end is an end. */
  #isNew(event: ServerEvent): boolean {
    if (event.event === "end" || event.event === "error") return true;
    if (event.event !== "metadata") return this.#events.isNew(event);
    const isNew = event.data !== this.#metadata;
    this.#metadata = event.data;
    return isNew;
  }

  #parse({ id, event, data }: ServerEvent, connection: EventConnection): RunEvent | undefined {
    let parsed: unknown;
    const told = event === "error" ? connection.redact(data) : data;
    try {
      parsed = told === "" ? null : JSON.parse(told);
    } catch {
      // the parser's own error quotes a piece of the data, which may hold a piece of a secret
      const cause = new SyntaxError("no JSON");
      const beginning = connection.redact(data.slice(0, 2000)).slice(0, 200);
      this.#failure = this.toError(`the event "${event}" carries what is no JSON: ${beginning}`, cause);
    }
    if (event === "error" && isUnknownRun(parsed) && !this.#mayBeReplayed)
      this.#failure = this.toError("the server does not know the run, or no longer");
    if (this.#failure !== undefined) return undefined;
    return id === undefined ? { event, data: parsed } : { id, event, data: parsed };
  }

  /**
   * Python removes a stateless run when it ends, and tells a reader who had joined it just before that it is unknown; who
   * asks again gets the rest of its events.
   */
  #isLateJoin({ event, data }: RunEvent): boolean {
    return event === "error" && this.#mayBeReplayed && isUnknownRun(data);
  }

  get #mayBeReplayed(): boolean {
    return this.threadId === undefined && this.#connections > 1 && !this.#events.isEmpty;
  }

  #note({ event, data }: RunEvent): void {
    if (!isRecord(data)) return;
    if (event === "metadata" && typeof data.run_id === "string") this.#runId = data.run_id;
    if (event === "end") this.#endStatus = data.status;
    if ("__interrupt__" in data) this.#sawInterrupt = true;
  }

  /** An `end` that calls a run interrupted may mean an answer that it waits for, or a cancel. */
  async settle(): Promise<RunEvent[]> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#masked !== undefined) return [await this.#unmask(this.#masked)];
    if (this.#endStatus === "interrupted" && !(await this.#isWaiting())) throw toCancelled(this.#info);
    return [];
  }

  /** An error with the text that the run's row has, where the server tells it there. */
  async #unmask(masked: RunEvent): Promise<RunEvent> {
    if (this.#runId === undefined || this.home === undefined) return masked;
    const row = await unlessMissing(getRun(this.#client, this.home, this.#runId, this.#init));
    const message = row && failureInRow(row);
    return isRecord(masked.data) && message ? { ...masked, data: { ...masked.data, message } } : masked;
  }

  async #isWaiting(): Promise<boolean> {
    if (this.#sawInterrupt || this.home === undefined) return this.#sawInterrupt;
    const thread = await unlessMissing(getThread(this.#client, this.home, this.#init));
    return thread !== undefined && isWaiting(thread);
  }

  async judge(close: Close): Promise<"done" | "reconnect" | "check for more" | "alive"> {
    if (close.how === "broken") return this.#verdict(close, { status: "unknown" });
    const state =
      this.#ended ??
      (await this.#state().catch((error: unknown) => {
        if (isConnectionError(error)) return undefined;
        if (!isApiError(error)) throw error;
        if (isTransient(error.status)) return undefined;
        throw this.toError("the server does not tell whether the run has ended", error);
      }));
    if (state !== undefined && ENDED.has(state.status)) this.#ended = state;
    // a server that shuts down ends its streams first
    if (state === undefined)
      return close.how === "silent" ? "alive" : this.#verdict(close, { status: "running" });
    return close.how === "silent" ? this.#probe(close, state) : this.#verdict(close, state);
  }

  /** What an open connection means that tells nothing. */
  #probe(close: Close, { status }: RunState): "alive" {
    const isOver = status !== "pending" && status !== "running" && status !== "unknown";
    const owes = this.#owesEvents && !close.hasEvents && status !== "pending";
    if (isOver || owes) throw this.toError("the server no longer has the run's events", close.cause);
    const { maxPendingMs = Number.POSITIVE_INFINITY } = this.#options;
    if (status === "pending" && performance.now() - this.#openedAt > maxPendingMs)
      throw this.toError(
        `the run did not start within ${maxPendingMs} ms: the server may have lost it`,
        close.cause,
      );
    return "alive";
  }

  async #verdict(close: Close, { status, row }: RunState): Promise<"done" | "reconnect" | "check for more"> {
    const isBroken = close.how === "broken";
    // a run may have nothing to tell: one that was started here, by connections that both ended well
    const toldNothing = this.#isStarted && status === "success" && !close.wasBroken;
    const isDoubtful = this.#events.isBehind || (status === "unknown" && close.silentMs < LINGER_MS);
    this.#timesBehind = close.isAgain && isDoubtful ? this.#timesBehind + 1 : 0;
    const verdict = classifyClose({
      how: isBroken ? "broken" : "clean",
      isResumable: this.#isResumable,
      status,
      isWaiting: status === "interrupted" && (await this.#isWaiting()),
      wasOverBefore: row !== undefined && this.#times.wasOverBefore(close.closedAt, row),
      isJoin: close.isAgain,
      wasBroken: close.wasBroken && this.#owesEvents,
      isBehind: this.#timesBehind > 0 && this.#timesBehind < MOST_BEHIND,
      hasEvents: close.hasEvents,
      hasNewEvents: close.hasNewEvents,
      hasEverEvents: !this.#events.isEmpty || this.#metadata !== undefined || toldNothing,
    });
    switch (verdict) {
      case "done":
      case "reconnect":
      case "check for more":
        return verdict;
      case "cannot resume":
        throw this.toError("the stream was cut, and the run was not started as resumable", close.cause);
      case "events lost":
        throw this.toError("the server has no events of the run, or no longer", close.cause);
      case "cancelled":
        throw toCancelled(this.#info);
      case "timed out":
        throw toTimedOut(this.#info);
      case "failed":
        throw await this.#findFailure(row);
    }
  }

  async #findFailure(row: Run | undefined): Promise<Error> {
    const { runId = "", home: threadId = "" } = this;
    return findFailure(this.#client, { threadId, runId }, row ?? {}, this.#init);
  }

  /** How the run stands: one request at the most, and none of a stateless run that can simply be joined. */
  async #state(): Promise<RunState> {
    if (this.home === undefined) {
      if (serverOf(this.#client).isJoinableStateless || this.key === undefined) return { status: "unknown" };
      if ((await this.#findThread()) === undefined) return { status: "gone" };
    }
    if (this.#runId === undefined || this.home === undefined) return { status: "unknown" };
    const init = { ...this.#init, retry: false as const };
    const row = await unlessMissing(getRun(this.#client, this.home, this.#runId, init));
    if (row !== undefined) return { status: row.status, row };
    const others = await getRuns(this.#client, this.home, { offset: 0, count: 1 }, init);
    return { status: others.length > 0 ? "removed" : "gone" };
  }

  judgeRefusal(error: ApiError, wasCheck: boolean): void {
    // the stream of a run that has ended well came to its end: a server may forget its events then
    if (error.status === 404 && wasCheck) return;
    throw this.toError("the stream could not be resumed", error);
  }

  toExhausted(attempts: number, cause: unknown): StreamError {
    return this.toError(`the stream was cut and could not be resumed in ${attempts} attempts`, cause);
  }

  /** Stops the run on the server, when that is what the caller wants of a reader that leaves early. */
  async leave(): Promise<void> {
    if (!(this.#options.stopOnLeave ?? this.#cancelsOnDisconnect)) return;
    const init = { ...this.#init, signal: null };
    const home = this.home ?? (this.key && (await findThread(this.#client, this.key, init))?.threadId);
    if (!home) return;
    const found = this.#runId ?? (this.key && (await findRun(this.#client, home, this.key, init)));
    const runId = typeof found === "object" ? found.runId : found;
    if (runId && runId !== "unmarked") await cancelRun(this.#client, home, runId, {}, init);
  }

  get #info(): RunInfo {
    return { threadId: this.threadId, runId: this.#runId };
  }

  /** An error that says which run it is about, and where another reader can go on. */
  toError(message: string, cause?: unknown): StreamError {
    const { lastEventId } = this;
    return new StreamError(message, { ...this.#info, lastEventId }, cause === undefined ? {} : { cause });
  }
}

const ENDED = new Set<RunState["status"]>(["success", "error", "timeout"]);

/** How often a join is made again that did not show whether anything is left. */
const MOST_BEHIND = 3;

/**
 * A JavaScript server closes a stream half a second after its last event; something that cuts it does not wait. Where
 * nothing else can be asked, an end at once is worth another look.
 */
const LINGER_MS = 300;

/** Python and aegra say it with a class, JavaScript with a sentence. */
const isUnknownRun = (data: unknown): boolean =>
  data === "Run not found" || (isRecord(data) && data.message === "404: Run not found");

/** aegra cancels a run whose connection breaks, unless told otherwise: a run that is to be resumed goes on. */
function withDisconnect(body: RunBody): RunBody {
  return body.stream_resumable === true && body.on_disconnect == null
    ? { ...body, on_disconnect: "continue" }
    : body;
}
