import type { Client } from "../client.js";
import { NEVER_ABORTED } from "../util/abort.js";
import { Connection } from "./connection.js";
import type { EventOptions } from "./event-options.js";
import { type KnownRun, stopRun, type Verdict, verdictOn } from "./run-end.js";
import { becomeReader } from "./run-readers.js";
import { type CallInit, findRun, getRunStream, postRun, START_TAG, toCallInit } from "./run-requests.js";
import type { RunSource } from "./run-source.js";
import { startOnce } from "./run-start.js";
import { toWireBody } from "./wire-body.js";

/** A run as its reader reaches it: starts it, joins it, asks how it stands, stops it. */
export class RunLink {
  readonly #client: Client;
  readonly #source: RunSource;
  readonly #options: EventOptions;
  readonly #init: CallInit;
  #runId: string | undefined;

  /** @param signal - ends every request */
  constructor(client: Client, source: RunSource, options: EventOptions, signal: AbortSignal) {
    this.#client = client;
    this.#source = source;
    this.#options = { ...options, timeout: undefined };
    this.#init = toCallInit(this.#options, signal);
    this.#runId = source.runId;
  }

  get runId(): string | undefined {
    return this.#runId;
  }

  set runId(told: string | undefined) {
    this.#runId = told ?? this.#runId;
  }

  get signal(): AbortSignal {
    return this.#init.signal;
  }

  /** The run, as far as it is known. */
  get known(): KnownRun {
    const { threadId, tag } = this.#source;
    return { threadId, runId: this.#runId, tag };
  }

  /** Starts the run; `undefined` when there is none to start, or it had begun without an answer: it is to be joined. */
  async start(): Promise<Connection | undefined> {
    const { threadId, start, isResumable } = this.#source;
    if (start === undefined) return undefined;
    const { body, tag } = start;
    const wire = toWireBody(body);
    const send = () => postRun(this.#client, threadId, wire, this.#init);
    const started = await startOnce(this.#client, { threadId, tag, send }, this.#init);
    const answer = "runId" in started ? undefined : started.answer;
    this.#runId = "runId" in started ? started.runId : runNamedIn(started.answer);
    // its events are told once, and to this reader
    if (!isResumable && this.#runId !== undefined) becomeReader(this.#client, this.#runId);
    return answer && new Connection(answer, this.#options);
  }

  /** Joins the run, in one attempt when it is done again. */
  async join(runId: string, lastEventId: string, { again }: { again: boolean }): Promise<Connection> {
    const { threadId, cancelsOnDisconnect } = this.#source;
    const how = { lastEventId, cancelOnDisconnect: cancelsOnDisconnect };
    const init = again ? this.#once() : this.#init;
    return new Connection(await getRunStream(this.#client, { threadId, runId }, how, init), this.#options);
  }

  /** A server that is silent when it is joined again is no better than one that is silent later. */
  #once(): CallInit {
    const { timeoutMs = this.#options.idleTimeoutMs } = this.#init;
    return { ...this.#init, retry: false, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  }

  /** Looks for a run that was started, and not named. */
  async find(): Promise<string | undefined> {
    const { threadId, tag } = this.#source;
    if (this.#runId === undefined && threadId !== undefined && tag !== undefined) {
      this.#runId = await findRun(this.#client, threadId, [START_TAG, tag], this.#init);
    }
    return this.#runId;
  }

  verdict(): Promise<Verdict> {
    return verdictOn(this.#client, this.known, this.#init);
  }

  /** Stops the run on the server, when that is what the caller wants of a reader that leaves early. */
  async leave(): Promise<void> {
    if (!(this.#options.stopOnLeave ?? this.#source.cancelsOnDisconnect)) return;
    await stopRun(this.#client, this.known, toCallInit(this.#options, NEVER_ABORTED));
  }
}

const runNamedIn = ({ headers }: Response): string | undefined =>
  headers.get("content-location")?.match(/\/runs\/([^/?]+)/)?.[1];
