import { toSnapshot } from "../checkpoint.js";
import { assertMs, type Client } from "../client.js";
import { toRemoteException } from "../dialect.js";
import { ConnectionError, isApiError, isConnectionError, RemoteException, StreamError } from "../errors.js";
import { toEventFilter } from "../event-name.js";
import { backoffMs, isRetryableStatus } from "../retry.js";
import { historyOf } from "../state/history.js";
import { readState } from "../state/thread-state.js";
import type { StateSnapshot } from "../types.js";
import { isRecord } from "../util/record.js";
import { sleep, toTimeLimit } from "../util/timer.js";
import { untoldFailure, verdictOn } from "./run-end.js";
import { RunEvents } from "./run-events.js";
import { newOutcome, type Outcome, outcomeOf, takeValues } from "./run-outcome.js";
import { becomeReader } from "./run-readers.js";
import { type CallInit, joinRunBody, toCallInit } from "./run-requests.js";
import type { JoinOptions } from "./run-types.js";
import { toSilenceCheck } from "./signs-of-life.js";

/** A run whose end is waited for. */
export interface RunToAwait {
  threadId: string | undefined;
  runId: string;
  tag: string | undefined;
  /** Whether the server keeps the run's events for any number of readers; `undefined` where that is not known. */
  resumable: boolean | undefined;
  /** Whether who waits has stopped it: of a stateless run nothing is left that would tell a stop from an end. */
  wasStopped?: () => Promise<boolean> | undefined;
}

/** For how long a run may wait for its start, or go on by what the server says that broke off. */
const LOST_AFTER_MS = 600_000;

/** For how long a run may go on without leaving anything on its thread: a day. */
const LONGEST_STEP_MS = 86_400_000;

/** How long one request waits for the end, before the run's status is asked for. */
const PATIENCE_MS = 30_000;

/**
 * Waits for a run's end.
 *
 * @returns its last values, and what it asks
 * @throws {RemoteException} when the run failed or was cancelled; {@link StreamError} when the server has lost it;
 * {@link ConnectionError} when `timeoutMs` is over
 */
export async function endOf(client: Client, run: RunToAwait, options: JoinOptions): Promise<Outcome> {
  const { headers, timeoutMs, lostAfterMs } = options;
  assertMs(timeoutMs, "timeoutMs");
  assertMs(lostAfterMs, "lostAfterMs");
  const limit = toTimeLimit(timeoutMs, options.signal, () => tooLate(run, timeoutMs));
  const init = toCallInit({ headers }, limit.signal);
  const waitMs = lostAfterMs ?? LOST_AFTER_MS;
  const isTold = run.resumable === true || run.threadId === undefined;
  try {
    if (isTold) {
      const outcome = await endByEvents(client, run, waitMs, init);
      if (run.threadId === undefined && (await run.wasStopped?.())) throw untoldFailure("cancelled", run);
      return outcome;
    }
    const patience = { waitMs, stepMs: lostAfterMs ?? LONGEST_STEP_MS };
    return await endByJoin(client, { ...run, threadId: run.threadId ?? "" }, patience, init);
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    limit.release();
  }
}

function tooLate({ threadId, runId }: RunToAwait, ms: number | undefined): ConnectionError {
  const path = threadId === undefined ? `/runs/${runId}` : `/threads/${threadId}/runs/${runId}`;
  return new ConnectionError({
    method: "GET",
    path,
    reason: `the run did not end within ${ms} ms`,
    timedOut: true,
  });
}

/** The end of a run whose events the server keeps: what they tell is the run's own, whatever came after it. */
async function endByEvents(
  client: Client,
  run: RunToAwait,
  maxPendingMs: number,
  init: CallInit,
): Promise<Outcome> {
  const { headers, signal } = init;
  const events = new RunEvents(client, run, { headers, signal, maxPendingMs }, toEventFilter("values"));
  try {
    const outcome = await outcomeOf(events);
    const { threadId, runId } = run;
    if (outcome.hasValues) return outcome;
    if (threadId === undefined)
      throw new StreamError(
        "the run told no values, and left none: it is to be started with the mode values",
        {
          runId,
        },
      );
    return endOfState(await lastStateOf(client, threadId, runId, init), outcome);
  } catch (error) {
    const { threadId } = run;
    const isUntold =
      error instanceof StreamError || (error instanceof RemoteException && error.error === "RunFailed");
    if (!isUntold || threadId === undefined) throw error;
    return endWithoutEvents(client, { ...run, threadId }, error, init);
  }
}

/** The end of a run that is over, although its events are gone. */
async function endWithoutEvents(
  client: Client,
  run: RunToAwait & { threadId: string },
  cause: Error,
  init: CallInit,
): Promise<Outcome> {
  const verdict = await verdictOn(client, run, init);
  if (verdict === "ended")
    return endOfState(await lastStateOf(client, run.threadId, run.runId, init), newOutcome());
  if (verdict === "failed") throw (await failureIn(client, run.threadId, run.runId, init)) ?? cause;
  throw verdict === "cancelled" ? untoldFailure(verdict, run) : cause;
}

/**
 * The end of a run whose events are told once: `GET /threads/{thread_id}/runs/{run_id}/join`. What that gives may be
 * the thread's state instead, or the interrupts without any state, so the run's status and its last state decide.
 */
async function endByJoin(
  client: Client,
  run: RunToAwait & { threadId: string },
  { waitMs, stepMs }: { waitMs: number; stepMs: number },
  init: CallInit,
): Promise<Outcome> {
  const { threadId, runId, resumable } = run;
  // the request would take what a reader is to be told
  const mayJoin = resumable !== false || becomeReader(client, runId);
  const isSilent = toSilenceCheck(client, threadId, stepMs, init);
  const startedAt = Date.now();
  let brokenAt: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const joined = mayJoin ? await joinFor(Math.min(PATIENCE_MS, stepMs), client, run, init) : undefined;
    if (joined === "broken") brokenAt ??= Date.now();
    const body = isRecord(joined) ? joined : {};
    const verdict = await verdictOn(client, run, init);
    switch (verdict) {
      case "failed":
        if ("__error__" in body) throw toRemoteException(body.__error__, run);
        throw (await failureIn(client, threadId, runId, init)) ?? untoldFailure(verdict, run);
      case "cancelled":
        throw untoldFailure(verdict, run);
      case "waiting":
      case "running": {
        const since = verdict === "waiting" ? startedAt : brokenAt;
        const isLost = since === undefined ? await isSilent() : Date.now() - since > waitMs;
        if (isLost)
          throw new StreamError("the run shows no sign of life any more: the server may have lost it", run);
        if (joined !== undefined || !mayJoin) await sleep(backoffMs(attempt), init.signal);
        break;
      }
      default:
        return endOfState(await lastStateOf(client, threadId, runId, init), toOutcome(body));
    }
  }
}

/** What a run came to, if it does so in time. */
async function joinFor(
  ms: number,
  client: Client,
  { threadId, runId }: { threadId: string; runId: string },
  init: CallInit,
): Promise<unknown> {
  const limit = toTimeLimit(ms, init.signal, () => undefined);
  try {
    return await joinRunBody(client, threadId, runId, { ...init, signal: limit.signal, retry: false });
  } catch (error) {
    init.signal.throwIfAborted();
    if (limit.signal.aborted) return undefined;
    if (isConnectionError(error)) return "broken";
    if (isApiError(error) && isRetryableStatus(error.status, true, false)) return "broken";
    throw error;
  } finally {
    limit.release();
  }
}

function toOutcome(body: Record<string, unknown>): Outcome {
  const outcome = newOutcome();
  if (!("__error__" in body) && Object.keys(body).length > 0) takeValues(outcome, body);
  return outcome;
}

/** What a run's last state says, for what its events did not. */
function endOfState({ state, isHead }: LastState, told: Outcome): Outcome {
  return {
    values: told.hasValues && isHead ? told.values : state.values,
    hasValues: true,
    interrupts: told.interrupts ?? (state.interrupts.length > 0 ? state.interrupts : undefined),
  };
}

/** The failure that the run's last state tells of. */
async function failureIn(
  client: Client,
  threadId: string,
  runId: string,
  init: CallInit,
): Promise<RemoteException | undefined> {
  const { state } = await lastStateOf(client, threadId, runId, init);
  const failed = state.tasks.find((task) => task.error !== undefined)?.error;
  if (failed === undefined) return undefined;
  const { name, message } = isRecord(failed) ? failed : { name: undefined, message: failed };
  return toRemoteException({ error: name ?? "Error", message }, { threadId, runId });
}

interface LastState {
  state: StateSnapshot<unknown>;
  /** Whether the thread stands there still. */
  isHead: boolean;
}

/** The last state that a run made; of a run that made none, the thread's. */
async function lastStateOf(
  client: Client,
  threadId: string,
  runId: string,
  init: CallInit,
): Promise<LastState> {
  const thread = { configurable: { thread_id: threadId } };
  const head = toSnapshot(await readState(client, thread, {}, init), thread);
  if (head.metadata?.run_id === runId) return { state: head, isHead: true };
  const query = { limit: 1, before: undefined, filter: { run_id: runId } };
  for await (const state of historyOf(client, threadId, thread, query, init)) {
    return { state: toSnapshot(state, thread), isHead: false };
  }
  return { state: head, isHead: true };
}
