import type { Exchange } from "../client/attempts.js";
import { isTransientError } from "../client/retry-policy.js";
import { type ApiError, isApiError, isConnectionError, StreamError } from "../errors.js";
import { isMasked } from "../servers/error-bodies.js";
import { failureInRow } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { type CloseEvidence, classifyClose } from "./classify-close.js";
import { EventConnection } from "./event-connection.js";
import { BEGINNING, EventDeduplicator } from "./event-deduplicator.js";
import type { ServerEvent } from "./event-parser.js";
import type { Close, EventSource, Taken, Verdict } from "./reconnecting-reader.js";
import type { RunAccess, RunState } from "./run-access.js";
import { toCancelled, toTimedOut } from "./run-failure.js";
import type { RunBody } from "./run-requests.js";
import { RunTimes } from "./run-times.js";
import type { EventOptions, RunEvent, RunToRead } from "./run-types.js";

/** The event source of one run: opens connections, selects new events, and decides what to do when a connection closes. */
export class RunSource implements EventSource<RunEvent> {
  readonly #access: RunAccess;
  readonly #body: RunBody | undefined;
  readonly #options: EventOptions;
  readonly #accepts: (event: string, isFirst: boolean) => boolean;
  readonly #events: EventDeduplicator;
  readonly #times = new RunTimes();
  readonly #openedAt = performance.now();
  /** How many events the first connection had, of any kind. */
  #firstCount = 0;
  #connections = 0;
  /** Whether the current connection must send at least one event, new or repeated. */
  #owesEvents = false;
  /** Joins in a row that ended before they had repeated all known events: the server may have dropped the first ones. */
  #timesBehind = 0;
  /** How often a connection was silent although the run was over, since the last new event. */
  #silences = 0;
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
    { body, onlyNew, lastEventId }: RunToRead,
    options: EventOptions,
    accepts: (event: string, isFirst: boolean) => boolean,
  ) {
    this.#access = access;
    this.#body = body;
    this.#options = options;
    this.#accepts = accepts;
    // as in browsers, an empty id means none
    const origin = onlyNew ? undefined : lastEventId || BEGINNING;
    this.#events = new EventDeduplicator(origin, () => this.#times.serverNow);
  }

  get lastEventId(): string | undefined {
    const { lastId, origin } = this.#events;
    return lastId ?? (origin === BEGINNING ? undefined : origin);
  }

  async connect(isReconnect: boolean): Promise<EventConnection> {
    const isStart = this.#body !== undefined && !isReconnect;
    const exchange = isStart ? await this.#start(this.#body) : await this.#join(isReconnect);
    return new EventConnection(exchange, this.#options);
  }

  async #start(body: RunBody): Promise<Exchange> {
    const exchange = await this.#access.start(body);
    this.#connections += 1;
    if (exchange !== undefined && body.after_seconds == null) this.#times.started();
    if (exchange !== undefined) return exchange;
    return this.#join(false).catch((error: unknown) => {
      if (!isApiError(error) && !isConnectionError(error)) throw error;
      throw this.toError("the run was started, but its stream could not be joined", error);
    });
  }

  async #join(isReconnect: boolean): Promise<Exchange> {
    this.#connections += 1;
    const { threadId, isJoinableStateless, resumable } = this.#access;
    // the response to the start of a stateless run had no ids; those of a join count its events
    if (this.#body !== undefined && threadId === undefined && isJoinableStateless)
      this.#events.assumeNumbers(this.#firstCount);
    const after = this.#events.resumeFrom;
    const exchange = await this.#access.join(after, isReconnect);
    this.#events.rejoin(after, exchange.response.headers.get("date"));
    this.#owesEvents = this.#events.isEmpty
      ? after === BEGINNING && resumable === true
      : after !== this.#events.lastId;
    return exchange;
  }

  take(events: ServerEvent[], connection: EventConnection, wasBroken: boolean): Taken<RunEvent> {
    const taken: Taken<RunEvent> = { items: [], isProgress: false, isLast: false };
    const isStart = this.#connections === 1 && this.#body !== undefined;
    if (this.#connections === 1) this.#firstCount += events.length;
    for (const event of events) {
      if (!this.#accepts(event.event, isStart)) continue;
      // even if it is repeated
      const isLast = event.event === "end" || event.event === "error";
      // a server that shuts down ends its connections cleanly, and may start the run again when it is back
      const isRestart = wasBroken && this.#events.isRestart(event);
      if (isRestart)
        this.#failure = this.toError("the server lost the run's events and started the run again");
      else if (!isLast && !this.#events.isNew(event)) continue;
      const parsed = isRestart ? undefined : this.#parse(event, connection);
      if (parsed?.event === "error" && isUnknownRun(parsed.data)) {
        if (this.#mayBeReplayed) {
          taken.lost = new Error("the server removed the run while its stream was joined");
          break;
        }
        this.#failure = this.toError("the server does not know the run, or no longer");
      } else if (parsed?.event === "error" && isMasked(parsed.data)) {
        this.#masked = parsed;
      } else if (parsed !== undefined) {
        taken.items.push(parsed);
        taken.isProgress ||= parsed.event !== "metadata";
        this.#silences = 0;
        this.#note(parsed);
      }
      if (this.#failure !== undefined) taken.lost = this.#failure;
      else taken.isLast = isLast;
      if (isLast || this.#failure !== undefined) break;
    }
    this.#times.received(events.at(-1)?.id, isStart);
    return taken;
  }

  #parse({ id, event, data }: ServerEvent, connection: EventConnection): RunEvent | undefined {
    const json = event === "error" ? connection.redactor.text(data) : data;
    try {
      const parsed: unknown = json === "" ? null : JSON.parse(json);
      return id === undefined ? { event, data: parsed } : { id, event, data: parsed };
    } catch {
      // the parser's own error quotes part of the data, which may be part of a secret
      const cause = new SyntaxError("no JSON");
      const beginning = connection.redactor.beginning(data);
      this.#failure = this.toError(`the event "${event}" carries data that is not JSON: ${beginning}`, cause);
      return undefined;
    }
  }

  /**
   * Python removes a stateless run when it ends, and sends "Run not found" to a reader who has joined it just before. A
   * further join gets the rest of its events.
   */
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
    if (this.#masked !== undefined) return [await this.#unmask(this.#masked)];
    if (this.#endStatus === "interrupted" && !(await this.#isWaiting())) throw toCancelled(this.#access);
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

  async judge(close: Close): Promise<Verdict> {
    if (this.#failure !== undefined) throw this.#failure;
    const state = close.how === "broken" ? undefined : await this.#state();
    if (close.how === "silent") return this.#probe(close, state?.status);
    // a server that shuts down closes its streams first
    const { status = "running", row } = state ?? {};
    const isDoubtful = this.#events.isBehind || (status === "unknown" && close.silentMs < LINGER_MS);
    this.#timesBehind = close.isReconnect && isDoubtful ? this.#timesBehind + 1 : 0;
    // a run may have no events at all: assumed only where new ones were asked for, and for a run that
    // was started here, if no connection broke
    const mayHaveNone = this.#events.origin === undefined || (this.#body !== undefined && !close.wasBroken);
    const hadNone = status === "success" && mayHaveNone;
    const verdict = classifyClose({
      ...close,
      isResumable: this.#access.resumable !== false,
      status,
      isWaiting: status === "interrupted" && (await this.#isWaiting()),
      endedBeforeClose: row !== undefined && this.#times.endedBefore(close.closedAt, row),
      owesEvents: close.wasBroken && this.#owesEvents,
      isBehind: this.#timesBehind > 0 && this.#timesBehind < MOST_BEHIND,
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
        if (this.#events.isEmpty && (await this.#access.endsWith(this.#events.origin))) return "done";
        throw this.toError("the server has no events of the run, or no longer", close.cause);
      case "cancelled":
        throw toCancelled(this.#access);
      case "timed out":
        throw toTimedOut(this.#access);
      case "failed":
        throw await this.#access.findFailure(row);
    }
  }

  /** The run's status; `undefined` when the server does not answer. A final one is looked up once. */
  async #state(): Promise<RunState | undefined> {
    try {
      const state = this.#ended ?? (await this.#access.state());
      if (["success", "error", "timeout"].includes(state.status)) this.#ended = state;
      return state;
    } catch (error) {
      if (isTransientError(error)) return undefined;
      if (!isApiError(error)) throw error;
      throw this.toError("the status of the run could not be looked up", error);
    }
  }

  /**
   * Judges an open connection that sends no events. The last events of a run that is over may arrive a moment later; if they
   * don't, the connection may be dead, and another one may bring them.
   */
  #probe({ hasEvents, cause }: Close, status: CloseEvidence["status"] | undefined): Verdict {
    const { maxPendingMs = Number.POSITIVE_INFINITY } = this.#options;
    if (status === "pending") {
      if (performance.now() - this.#openedAt < maxPendingMs) return "alive";
      throw this.toError(
        `the run did not start within ${maxPendingMs} ms: the server may have lost it`,
        cause,
      );
    }
    const mayGoOn = status === "running" || status === "unknown";
    if (status === undefined || (mayGoOn && (hasEvents || !this.#owesEvents))) return "alive";
    this.#silences += 1;
    if (this.#silences === 1) return "ending";
    if (this.#silences === 2 && this.#access.resumable !== false) return "reconnect";
    throw this.toError("the server no longer has the run's events", cause);
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
    const { threadId, runId } = this.#access;
    const { lastEventId } = this;
    return new StreamError(message, { threadId, runId, lastEventId }, cause === undefined ? {} : { cause });
  }
}

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
