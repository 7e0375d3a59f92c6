import type { Exchange } from "../client/attempts.js";
import { isTransientError } from "../client/retry-policy.js";
import { type ApiError, isApiError, isConnectionError, StreamError } from "../errors.js";
import { isMasked } from "../servers/error-bodies.js";
import { failureInRow } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { classifyClose } from "./classify-close.js";
import { EventConnection } from "./event-connection.js";
import { BEGINNING, EventDeduplicator } from "./event-deduplicator.js";
import type { ServerEvent } from "./event-parser.js";
import type { Close, EventSource, Taken } from "./reconnecting-reader.js";
import type { RunAccess, RunState } from "./run-access.js";
import { toCancelled, toTimedOut } from "./run-failure.js";
import type { RunBody } from "./run-requests.js";
import { RunTimes } from "./run-times.js";
import type { EventOptions, RunEvent, RunToJoin, RunToStart } from "./run-types.js";

/** The event source of one run: opens connections, selects new events, and decides what to do when a connection closes. */
export class RunSource implements EventSource<RunEvent> {
  readonly #access: RunAccess;
  readonly #body: RunBody | undefined;
  readonly #options: EventOptions;
  readonly #accepts: (event: string) => boolean;
  readonly #events: EventDeduplicator;
  readonly #origin: string | undefined;
  readonly #times = new RunTimes();
  readonly #openedAt = performance.now();
  /** How many events the first connection had, of any kind. */
  #firstCount = 0;
  #connections = 0;
  /** Whether the current connection must send at least one event, new or repeated. */
  #owesEvents = false;
  /** Joins in a row that ended before they had repeated all known events: the server may have dropped the first ones. */
  #timesBehind = 0;
  /** The final status of the run, once it was looked up. */
  #ended: RunState | undefined;
  #sawInterrupt = false;
  #endStatus: unknown;
  /** An `error` event without a message, which has to be looked up. */
  #masked: RunEvent | undefined;
  #failure: StreamError | undefined;

  /** @param accepts - whether an event of that name was requested; others are skipped */
  constructor(
    access: RunAccess,
    run: RunToStart | RunToJoin,
    options: EventOptions,
    accepts: (event: string, isFirst: boolean) => boolean,
  ) {
    this.#access = access;
    this.#body = "body" in run ? run.body : undefined;
    this.#options = options;
    this.#accepts = (event) => accepts(event, this.#connections === 1 && this.#isStarted);
    // as in browsers, an empty id means none
    this.#origin = "body" in run ? BEGINNING : run.onlyNew ? undefined : run.lastEventId || BEGINNING;
    this.#events = new EventDeduplicator(this.#origin);
  }

  get lastEventId(): string | undefined {
    return this.#events.lastId ?? (this.#origin === BEGINNING ? undefined : this.#origin);
  }

  async connect(isReconnect: boolean): Promise<EventConnection> {
    if (isReconnect || this.#body === undefined)
      return new EventConnection(await this.#join(isReconnect), this.#options);
    const exchange = await this.#start(this.#body);
    return new EventConnection(exchange ?? (await this.#joinStarted()), this.#options);
  }

  /** Joins a run that was started, although the response was lost. */
  async #joinStarted(): Promise<Exchange> {
    try {
      return await this.#join(false);
    } catch (error) {
      if (!isApiError(error) && !isConnectionError(error)) throw error;
      throw this.toError("the run was started, but its stream could not be joined", error);
    }
  }

  async #start(body: RunBody): Promise<Exchange | undefined> {
    const exchange = await this.#access.start(body);
    this.#connections += 1;
    if (exchange !== undefined && body.after_seconds == null) this.#times.started();
    return exchange;
  }

  async #join(isReconnect: boolean): Promise<Exchange> {
    this.#connections += 1;
    if (this.#access.isNumberedWhenJoined) this.#events.assumeNumbers(this.#firstCount);
    const after = this.#events.resumeFrom;
    const exchange = await this.#access.join(after, isReconnect);
    this.#events.rejoin(after, exchange.response.headers.get("date"));
    this.#owesEvents = this.#events.isEmpty
      ? after === BEGINNING && this.#access.keepsEvents
      : after !== this.#events.lastId;
    return exchange;
  }

  take(events: ServerEvent[], connection: EventConnection, wasBroken: boolean): Taken<RunEvent> {
    const taken: Taken<RunEvent> = { items: [], isProgress: false, isLast: false };
    if (this.#connections === 1) this.#firstCount += events.length;
    for (const event of events) {
      if (!this.#accepts(event.event)) continue;
      // a server that shuts down ends its connections cleanly, and may start the run again when it is back
      if (wasBroken && this.#events.isRestart(event)) {
        this.#failure = this.toError("the server lost the run's events and started the run again");
        taken.isLast = true;
        break;
      }
      if (!this.#isNew(event)) continue;
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
    return this.#body !== undefined;
  }

  /** An `end` or `error` event ends the stream even if it is repeated. */
  #isNew(event: ServerEvent): boolean {
    return event.event === "end" || event.event === "error" || this.#events.isNew(event);
  }

  #parse({ id, event, data }: ServerEvent, connection: EventConnection): RunEvent | undefined {
    let parsed: unknown;
    const json = event === "error" ? connection.redact(data) : data;
    try {
      parsed = json === "" ? null : JSON.parse(json);
    } catch {
      // the parser's own error quotes part of the data, which may be part of a secret
      const cause = new SyntaxError("no JSON");
      const beginning = connection.redact(data.slice(0, 2000)).slice(0, 200);
      this.#failure = this.toError(`the event "${event}" carries data that is not JSON: ${beginning}`, cause);
    }
    if (event === "error" && isUnknownRun(parsed) && !this.#mayBeReplayed)
      this.#failure = this.toError("the server does not know the run, or no longer");
    if (this.#failure !== undefined) return undefined;
    return id === undefined ? { event, data: parsed } : { id, event, data: parsed };
  }

  /**
   * Python removes a stateless run when it ends, and sends "Run not found" to a reader who has joined it just before. A
   * further join gets the rest of its events.
   */
  #isLateJoin({ event, data }: RunEvent): boolean {
    return event === "error" && this.#mayBeReplayed && isUnknownRun(data);
  }

  get #mayBeReplayed(): boolean {
    return this.#access.threadId === undefined && this.#connections > 1 && !this.#events.isEmpty;
  }

  #note({ event, data }: RunEvent): void {
    if (!isRecord(data)) return;
    if (event === "metadata" && typeof data.run_id === "string") this.#access.runId = data.run_id;
    if (event === "end") this.#endStatus = data.status;
    if ("__interrupt__" in data) this.#sawInterrupt = true;
  }

  /** The status `interrupted` in an `end` event means an interrupt or a cancel. */
  async settle(): Promise<RunEvent[]> {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#masked !== undefined) return [await this.#unmask(this.#masked)];
    if (this.#endStatus === "interrupted" && !(await this.#isWaiting())) throw toCancelled(this.#access.info);
    return [];
  }

  /** The `error` event with the message in the run's row, if the server has one there. */
  async #unmask(masked: RunEvent): Promise<RunEvent> {
    const row = await this.#access.row();
    const message = row && failureInRow(row);
    return isRecord(masked.data) && message ? { ...masked, data: { ...masked.data, message } } : masked;
  }

  async #isWaiting(): Promise<boolean> {
    return this.#sawInterrupt || this.#access.isWaiting();
  }

  async judge(close: Close): Promise<"done" | "reconnect" | "check for more" | "alive"> {
    if (close.how === "broken") return this.#verdict(close, { status: "unknown" });
    const state =
      this.#ended ??
      (await this.#access.state().catch((error: unknown) => {
        if (isTransientError(error)) return undefined;
        if (!isApiError(error)) throw error;
        throw this.toError("the status of the run could not be looked up", error);
      }));
    if (state !== undefined && ENDED.has(state.status)) this.#ended = state;
    // a server that shuts down closes its streams first
    if (state === undefined)
      return close.how === "silent" ? "alive" : this.#verdict(close, { status: "running" });
    return close.how === "silent" ? this.#probe(close, state) : this.#verdict(close, state);
  }

  /** Judges an open connection that sends no events. */
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
    // a run may have no events at all: assumed only for a run that was started here, if no connection broke
    const hadNone = this.#isStarted && status === "success" && !close.wasBroken;
    const isDoubtful = this.#events.isBehind || (status === "unknown" && close.silentMs < LINGER_MS);
    this.#timesBehind = close.isReconnect && isDoubtful ? this.#timesBehind + 1 : 0;
    const verdict = classifyClose({
      how: isBroken ? "broken" : "clean",
      isResumable: this.#access.isResumable,
      status,
      isWaiting: status === "interrupted" && (await this.#isWaiting()),
      endedBeforeClose: row !== undefined && this.#times.endedBefore(close.closedAt, row),
      isJoin: close.isReconnect,
      wasBroken: close.wasBroken && this.#owesEvents,
      isBehind: this.#timesBehind > 0 && this.#timesBehind < MOST_BEHIND,
      hasEvents: close.hasEvents,
      hasNewEvents: close.hasNewEvents,
      hadEvents: close.hasEvents || !this.#events.isEmpty || this.#events.hasMetadata || hadNone,
    });
    switch (verdict) {
      case "done":
      case "reconnect":
      case "check for more":
        return verdict;
      case "cannot resume":
        throw this.toError("the stream was cut, and the run was not started as resumable", close.cause);
      case "events lost":
        // a caller who has seen the last event may join after it, as a page does that is loaded again
        if (this.#events.isEmpty && (await this.#access.endsWith(this.#origin))) return "done";
        throw this.toError("the server has no events of the run, or no longer", close.cause);
      case "cancelled":
        throw toCancelled(this.#access.info);
      case "timed out":
        throw toTimedOut(this.#access.info);
      case "failed":
        throw await this.#access.findFailure(row);
    }
  }

  judgeRefusal(error: ApiError, wasCheck: boolean): void {
    // the run has ended successfully and the stream is complete: the server may have removed its events
    if (error.status === 404 && wasCheck) return;
    throw this.toError("the stream could not be resumed", error);
  }

  toExhausted(attempts: number, cause: unknown): StreamError {
    return this.toError(`the stream was cut and could not be resumed in ${attempts} attempts`, cause);
  }

  /** An error with the run's ids and the last event id, after which another reader can resume. */
  toError(message: string, cause?: unknown): StreamError {
    const { lastEventId } = this;
    return new StreamError(
      message,
      { ...this.#access.info, lastEventId },
      cause === undefined ? {} : { cause },
    );
  }
}

const ENDED = new Set<RunState["status"]>(["success", "error", "timeout"]);

/** How often a join is repeated that did not replay all known events. */
const MOST_BEHIND = 3;

/**
 * A JavaScript server closes a stream half a second after its last event; a stream that closes sooner was cut. If the run's
 * status can't be looked up, one more join follows such a close.
 */
const LINGER_MS = 300;

/** Python and aegra send an object with the error's class, JavaScript a string. */
const isUnknownRun = (data: unknown): boolean =>
  data === "Run not found" || (isRecord(data) && data.message === "404: Run not found");
