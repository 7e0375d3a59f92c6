/** Waits for the end of a run that was started earlier: `RunHandle.join`. */
import { toSnapshot } from "../checkpoint.js";
import { assertMs, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { backoffMs, isTransientError } from "../client/retry-policy.js";
import { sleep, TimeLimit } from "../client/time-limit.js";
import { ConnectionError, StreamError } from "../errors.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { historyOf, readState } from "../thread-state.js";
import type { StateSnapshot } from "../types.js";
import { isRecord } from "../util/record.js";
import { toEventFilter } from "../wire/event-name.js";
import { RunEvents } from "./run-events.js";
import { failureOf, toCancelled } from "./run-failure.js";
import { addValues, newOutcome, type Outcome, readOutcome } from "./run-outcome.js";
import { type CallInit, getRun, getRunOutput, toCallInit } from "./run-requests.js";
import type { JoinOptions, RunToJoin } from "./run-types.js";

/** The run to wait for. */
interface RunToAwait
  extends Pick<RunToJoin, "threadId" | "runId" | "idempotencyKey" | "actualThreadId" | "resumable"> {
  /** Whether the caller has stopped the run: the server can't tell once the run is removed. */
  wasStopped?: () => Promise<boolean> | undefined;
}

/** How long a run may stay `pending`, or stay `running` after the server broke off a join. */
const LOST_AFTER_MS = 600_000;

/** How long a run may go without changing its thread: a day. */
const MAX_STEP_MS = 86_400_000;

/** How long one join request waits before the run's status is looked up. */
const JOIN_MS = 30_000;

/**
 * Waits for a run's end.
 *
 * @returns its last values and its interrupts
 * @throws {RemoteException} when the run failed or was cancelled; {@link StreamError} when the server has lost it;
 * {@link ConnectionError} after `timeoutMs`
 */
export async function awaitRun(client: Client, run: RunToAwait, options: JoinOptions): Promise<Outcome> {
  const { headers, timeoutMs, lostAfterMs } = options;
  assertMs(timeoutMs, "timeoutMs");
  assertMs(lostAfterMs, "lostAfterMs");
  const limit = new TimeLimit(options.signal);
  limit.within(timeoutMs, () => tooLate(run, timeoutMs));
  const init = toCallInit({ headers }, limit.signal);
  try {
    const { threadId } = run;
    const ending =
      threadId !== undefined && run.resumable !== true
        ? endByJoin(client, { ...run, threadId }, lostAfterMs, init)
        : endByEvents(client, run, lostAfterMs ?? LOST_AFTER_MS, init);
    const [end] = await Promise.allSettled([ending]);
    limit.signal.throwIfAborted();
    if ((await run.wasStopped?.()) && !(await exists(client, run, init))) throw toCancelled(run);
    if (end.status === "rejected") throw end.reason;
    return end.value;
  } catch (error) {
    limit.signal.throwIfAborted();
    throw error;
  } finally {
    limit.release();
  }
}

/** Whether the run still exists: a stateless run is removed at its end, any other by a rollback. */
async function exists(client: Client, { threadId, runId }: RunToAwait, init: CallInit): Promise<boolean> {
  return threadId !== undefined && (await unlessMissing(getRun(client, threadId, runId, init))) !== undefined;
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

/** The outcome by the events that the server keeps, which later runs on the thread don't change. */
async function endByEvents(
  client: Client,
  run: RunToAwait,
  maxPendingMs: number,
  init: CallInit,
): Promise<Outcome> {
  const { headers, signal } = init;
  const { threadId, runId } = run;
  const reading = { headers, signal: signal ?? undefined, maxPendingMs };
  const events = new RunEvents(client, run, reading, toEventFilter("values"));
  try {
    const outcome = await readOutcome(events);
    if (outcome.hasValues) return outcome;
    if (threadId === undefined)
      throw new StreamError(
        "the run had no `values` event, and its thread no longer exists: start it with the stream mode values",
        {
          runId,
        },
      );
    return endOfState(await lastStateOf(client, threadId, runId, init), outcome);
  } catch (error) {
    if (!(error instanceof StreamError) || threadId === undefined) throw error;
    const row = await getRun(client, threadId, runId, init);
    const failure = await failureOf(client, { threadId, runId }, row, init);
    if (failure !== undefined) throw failure;
    if (row.status === "pending" || row.status === "running") throw error;
    return endOfState(await lastStateOf(client, threadId, runId, init), newOutcome());
  }
}

/**
 * The outcome of a run whose events are sent once: `GET /threads/{thread_id}/runs/{run_id}/join`. A server may respond
 * with the thread's state, or with interrupts only, so the run's status and its last state decide.
 */
async function endByJoin(
  client: Client,
  run: RunToAwait & { threadId: string },
  lostAfterMs: number | undefined,
  init: CallInit,
): Promise<Outcome> {
  const { threadId, runId } = run;
  const stepMs = lostAfterMs ?? MAX_STEP_MS;
  // on a JavaScript server, the join would take the events from another reader
  const mayJoin = run.resumable !== false || serverOf(client).claimReader(runId);
  const isSilent = toSilenceCheck(client, threadId, stepMs, init);
  const startedAt = Date.now();
  let brokenAt: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const joined = mayJoin ? await joinFor(Math.min(JOIN_MS, stepMs), client, run, init) : undefined;
    if (joined === "broken") brokenAt ??= Date.now();
    const body = isRecord(joined) ? joined : {};
    const row = await getRun(client, threadId, runId, init);
    if (row.status === "error" && "__error__" in body) throw toRemoteException(body.__error__, run);
    const failure = await failureOf(client, run, row, init);
    if (failure !== undefined) throw failure;
    if (row.status !== "pending" && row.status !== "running")
      return endOfState(await lastStateOf(client, threadId, runId, init), toOutcome(body));
    const since = row.status === "pending" ? startedAt : brokenAt;
    const isLost =
      since === undefined ? await isSilent() : Date.now() - since > (lostAfterMs ?? LOST_AFTER_MS);
    if (isLost)
      throw new StreamError(
        "the run no longer changes its thread or its status: the server may have lost it",
        run,
      );
    if (joined !== undefined || !mayJoin) await sleep(backoffMs(attempt), init.signal ?? undefined);
  }
}

/** The run's output; `undefined` when it isn't over in time, `"broken"` when the server broke off. */
async function joinFor(
  ms: number,
  client: Client,
  { threadId, runId }: { threadId: string; runId: string },
  init: CallInit,
): Promise<unknown> {
  const limit = new TimeLimit(init.signal ?? undefined);
  const late = new DOMException("the run goes on", "TimeoutError");
  limit.within(ms, () => late);
  try {
    return await getRunOutput(client, threadId, runId, { ...init, signal: limit.signal, retry: false });
  } catch (error) {
    init.signal?.throwIfAborted();
    if (error === late) return undefined;
    if (isTransientError(error)) return "broken";
    throw error;
  } finally {
    limit.release();
  }
}

function toOutcome(body: Record<string, unknown>): Outcome {
  const outcome = newOutcome();
  if (!("__error__" in body) && Object.keys(body).length > 0) addValues(outcome, body);
  return outcome;
}

interface LastState {
  state: StateSnapshot<unknown>;
  /** Whether it is the thread's latest state. */
  isHead: boolean;
}

/** A run's outcome by its events, completed by its last state. */
function endOfState({ state, isHead }: LastState, streamed: Outcome): Outcome {
  // the JavaScript server still lists an answered interrupt beside the result of its task
  const waiting = state.tasks.filter(({ result }) => result === undefined);
  const interrupts = waiting.flatMap((task) => task.interrupts);
  return {
    values: streamed.hasValues && isHead ? streamed.values : state.values,
    hasValues: true,
    interrupts: streamed.interrupts ?? (interrupts.length > 0 ? interrupts : undefined),
  };
}

/** The last state that a run wrote; of a run that wrote none, the thread's. */
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

/**
 * Detects a run that the server has lost but reports as running: it no longer changes its thread or its subgraphs.
 *
 * @returns a function to poll: whether the thread has not changed for longer than `longestMs`
 */
function toSilenceCheck(
  client: Client,
  threadId: string,
  longestMs: number,
  init: CallInit,
): () => Promise<boolean> {
  let last: { state: string; seenAt: number } | undefined;
  return async () => {
    if (last !== undefined && Date.now() - last.seenAt <= longestMs) return false;
    const thread = { configurable: { thread_id: threadId } };
    const { checkpoint, tasks } = await readState(client, thread, { subgraphs: true }, init);
    const state = JSON.stringify([checkpoint, tasks]);
    if (last?.state === state) return true;
    last = { state, seenAt: Date.now() };
    return false;
  };
}
