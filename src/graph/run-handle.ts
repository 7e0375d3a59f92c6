import { serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { StreamError } from "../errors.js";
import { awaitRun } from "../run/await-run.js";
import { RunEvents } from "../run/run-events.js";
import { toInvokeResult } from "../run/run-outcome.js";
import { type CallInit, cancelRun, findThread, getRun, toCallInit } from "../run/run-requests.js";
import type {
  CancelOptions,
  EventReader,
  JoinOptions,
  JoinStreamOptions,
  RunEvent,
  RunStatus,
} from "../run/run-types.js";
import { toChunker, toSelection, toWireModes } from "../stream-mode.js";
import type { ChunkOf, GraphTypes, InvokeResult, RequestOptions, StreamMode } from "../types.js";
import { toEventFilter } from "../wire/event-name.js";
import { asPlain, type Decode } from "../wire/messages.js";
import { RunStream } from "./run-stream.js";

/** The run of a handle. */
export interface HandledRun
  extends Pick<
    EventReader,
    "threadId" | "runId" | "actualThreadId" | "idempotencyKey" | "resumable" | "modes"
  > {
  /** Converts the events of a run that was started by the thread protocol. */
  readonly translate?: ((event: RunEvent) => RunEvent | undefined) | undefined;
}

/** The handle of a run that the server has named already. */
export type StartedRun<G extends GraphTypes = GraphTypes> = RunHandle<G> & {
  /** The run. */
  readonly runId: string;
};

/** A run, wherever it was started: its status, its result, its stream, and how to stop it. */
export class RunHandle<G extends GraphTypes = GraphTypes> {
  readonly #client: Client;
  readonly #run: HandledRun;
  readonly #headers: RequestOptions["headers"];
  readonly #decode: Decode;
  /** Whether the server has accepted a cancel request. */
  #stop: Promise<boolean> | undefined;

  constructor(
    client: Client,
    run: HandledRun,
    { headers, decode = asPlain }: { headers?: RequestOptions["headers"]; decode?: Decode | undefined } = {},
  ) {
    this.#client = client;
    this.#run = run;
    this.#headers = headers;
    this.#decode = decode;
  }

  /** The run; `undefined` until the server has named it. */
  get runId(): string | undefined {
    return this.#run.runId;
  }

  /** The thread that the run is on; `undefined` for a stateless run. */
  get threadId(): string | undefined {
    return this.#run.threadId;
  }

  /**
   * Gets the run's status.
   *
   * @param options - headers, a signal and a time limit of the request
   * @throws {ApiError} with status 404 when the server no longer has the run, as when a stateless one is over
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}`.
   */
  async status(options: RequestOptions = {}): Promise<RunStatus> {
    const init = this.#init(options);
    const { runId } = this.#named();
    const thread = await this.#findActualThread(init);
    if (thread === undefined) throw new StreamError("the server does not keep a stateless run", { runId });
    return (await getRun(this.#client, thread, runId, init)).status;
  }

  /**
   * Waits for the run's end.
   *
   * A run that a server has lost is reported: at once where the server keeps events and has none of a run that it
   * calls running; else after `lostAfterMs`.
   *
   * @param options - headers, a signal, and for how long to wait
   * @returns the output as from `invoke`, with `__interrupt__` when the run was interrupted
   * @throws {RemoteException} when the run failed or was cancelled; {@link StreamError} when the server has lost it;
   * {@link ConnectionError} with `timedOut` after `timeoutMs`
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}/stream`, or of a run that was not started as resumable
   * `GET /threads/{thread_id}/runs/{run_id}/join`.
   */
  async join(options: JoinOptions = {}): Promise<InvokeResult<G>> {
    const run = { ...this.#named(), wasStopped: () => this.#stop };
    const headers = { ...this.#headers, ...options.headers };
    return toInvokeResult<G>(await awaitRun(this.#client, run, { ...options, headers }), this.#decode);
  }

  /**
   * Reads the run's stream, from its start or after `lastEventId`: chunks of the modes that it was started with.
   *
   * A run that was not started as resumable sends each event once, to one reader; a second one in this process is
   * refused.
   *
   * @param options - what to stream, and after which event to begin
   * @throws TypeError for a mode that the run was not started with
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}/stream` or `GET /runs/{run_id}/stream`.
   */
  stream<
    const Mode extends StreamMode | readonly StreamMode[] = "updates",
    Subgraphs extends boolean = false,
  >(options: JoinStreamOptions<Mode, Subgraphs> = {}): RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>> {
    const { streamMode, subgraphs, lastEventId, onDisconnect, ...rest } = options;
    const { modes, translate = (event: RunEvent) => event } = this.#run;
    const run = this.#named();
    const { threadId, runId, resumable } = run;
    const selection = toSelection(streamMode, subgraphs);
    const asked = toWireModes(selection);
    assertStreamed(asked, modes);
    if (resumable === false && lastEventId !== undefined) {
      const position = { threadId, runId, lastEventId };
      const message = "the run was not started as resumable, so it cannot be joined after an event";
      throw new StreamError(message, position);
    }
    const accepts = toEventFilter(asked, selection.subgraphs);
    const events = new RunEvents(
      this.#client,
      { ...run, lastEventId, onDisconnect },
      { ...rest, headers: { ...this.#headers, ...rest.headers } },
      toEventFilter(asked, true), // translation may change an event's namespace
    );
    // after all other checks: a call that throws must not count as the reader
    if (resumable === false && !rest.signal?.aborted && !serverOf(this.#client).claimReader(runId)) {
      const message =
        "the run was not started as resumable, so its events are sent once, and another reader has them already";
      throw new StreamError(message, { threadId, runId });
    }
    const toChunks = toChunker<ChunkOf<G, Mode, Subgraphs>>(selection, this.#decode);
    const toTranslated = (event: RunEvent, into: ChunkOf<G, Mode, Subgraphs>[]) => {
      const translated = translate(event);
      if (translated !== undefined && accepts(translated.event)) toChunks(translated, into);
    };
    return new RunStream(events, toTranslated, this);
  }

  /**
   * Stops the run. One that is over stays as it is.
   *
   * @param options - whether to wait for the stop, and whether to roll back. Default: neither
   * @throws {ApiError} when the server refused to stop it
   *
   * Calls `POST /threads/{thread_id}/runs/{run_id}/cancel`.
   */
  async cancel({ action, wait, ...options }: CancelOptions = {}): Promise<void> {
    const before = this.#stop;
    const { runId } = this.#named();
    const init = this.#init(options);
    const stopping = this.#findActualThread(init).then(
      (thread) => thread !== undefined && cancelRun(this.#client, thread, runId, { action, wait }, init),
    );
    const taken = stopping.catch(() => false); // the caller gets the failure below
    this.#stop = Promise.all([before, taken]).then((stops) => stops.includes(true));
    await stopping;
  }

  /** The run's thread; for a stateless run, the temporary thread that exists until the run ends. */
  async #findActualThread(init: CallInit): Promise<string | undefined> {
    const { threadId, actualThreadId, idempotencyKey } = this.#run;
    if (threadId !== undefined || actualThreadId !== undefined || idempotencyKey === undefined)
      return threadId ?? actualThreadId;
    return findThread(this.#client, idempotencyKey, init);
  }

  #init(options: RequestOptions): CallInit {
    const headers = { ...this.#headers, ...options.headers };
    return toCallInit({ ...options, headers }, options.signal);
  }

  /** A copy of what is known of the run, once the server has named it. */
  #named() {
    const { threadId, runId, actualThreadId, idempotencyKey, resumable } = this.#run;
    if (runId === undefined) throw new StreamError("the server has not named the run yet", { threadId });
    return { threadId, runId, actualThreadId, idempotencyKey, resumable };
  }
}

function assertStreamed(modes: readonly string[], started: readonly string[] | undefined): void {
  const missing = started && modes.find((mode) => !started.includes(mode));
  if (missing === undefined) return;
  throw new TypeError(
    `the run was started with the modes ${started?.join(", ")}; it does not stream ${missing}`,
  );
}
