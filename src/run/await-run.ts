/** Waits for the end of a run that was started earlier: `RunHandle.join`. */
import { toSnapshot } from "../checkpoint.js";
import { assertMs, serverOf } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { unlessMissing } from "../client/results.js";
import { backoffMs, isTransientError } from "../client/retry-policy.js";
import { sleep, TimeLimit } from "../client/time-limit.js";
import { ConnectionError, isConnectionError, StreamError } from "../errors.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { historyOf, readState } from "../thread-state.js";
import { isRecord } from "../util/record.js";
import { toEventFilter } from "../wire/event-name.js";
import { RunEvents } from "./run-events.js";
import { failureOf, toCancelled } from "./run-failure.js";
import { addValues, newOutcome, type Outcome, readOutcome } from "./run-outcome.js";
import { type CallInit, getRun, getRunOutput, type Run, toCallInit } from "./run-requests.js";
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
  const given = toCallInit({ headers }, options.signal); // throws before there is a listener or a timer
  const limit = new TimeLimit(options.signal);
  limit.within(timeoutMs, () => tooLate(run, timeoutMs));
  const init = { ...given, signal: limit.signal };
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
  const reason = `the run did not end within ${ms} ms`;
  return new ConnectionError({ method: "GET", path, reason, timedOut: true });
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
  let output = newOutcome();
  let lost: StreamError | undefined;
  try {
    output = await readOutcome(new RunEvents(client, run, reading, toEventFilter("values")));
    if (output.hasValues) return output;
  } catch (error) {
    if (!(error instanceof StreamError)) throw error;
    lost = error;
  }
  const noValues =
    "the run had no `values` event, and its thread no longer exists: start it with the stream mode values";
  if (threadId === undefined) throw lost ?? new StreamError(noValues, { runId });
  const row = lost && (await getRun(client, threadId, runId, init));
  const outcome = await outcomeOf(client, { threadId, runId }, row, output, init);
  if (outcome === undefined) throw lost;
  return outcome;
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
  const joining = { ...init, timeout: Math.min(JOIN_MS, stepMs), retry: false as const };
  const startedAt = Date.now();
  let brokenAt: number | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const joined = mayJoin ? await getRunOutput(client, threadId, runId, joining).catch(toMissed) : undefined;
    if (joined === "broken") brokenAt ??= Date.now();
    const body = isRecord(joined) ? joined : {};
    const row = await getRun(client, threadId, runId, init);
    if (row.status === "error" && "__error__" in body) throw toRemoteException(body.__error__, run);
    const outcome = await outcomeOf(client, run, row, toOutcome(body), init);
    if (outcome !== undefined) return outcome;
    const since = row.status === "pending" ? startedAt : brokenAt;
    const isLost =
      since === undefined ? await isSilent() : Date.now() - since > (lostAfterMs ?? LOST_AFTER_MS);
    const message = "the run no longer changes its thread or its status: the server may have lost it";
    if (isLost) throw new StreamError(message, run);
    if (joined !== undefined || !mayJoin) await sleep(backoffMs(attempt), init.signal ?? undefined);
  }
}

/** The failure of a join: `undefined` when the run was not over in time, `"broken"` when the server broke off. */
function toMissed(error: unknown): "broken" | undefined {
  if (isConnectionError(error) && error.timedOut) return undefined;
  if (isTransientError(error)) return "broken";
  throw error;
}

function toOutcome(body: Record<string, unknown>): Outcome {
  const outcome = newOutcome();
  if (!("__error__" in body) && Object.keys(body).length > 0) addValues(outcome, body);
  return outcome;
}

/**
 * A run's outcome by its output, and by the last state that it wrote; if it wrote none, by the thread's.
 *
 * @param row - `undefined` when the run is known to be over
 * @returns `undefined` while the run goes on
 * @throws {RemoteException} when the run failed
 */
async function outcomeOf(
  client: Client,
  run: { threadId: string; runId: string },
  row: Run | undefined,
  output: Outcome,
  init: CallInit,
): Promise<Outcome | undefined> {
  const failure = row && (await failureOf(client, run, row, init));
  if (failure !== undefined) throw failure;
  if (row?.status === "pending" || row?.status === "running") return undefined;
  const { threadId, runId } = run;
  const thread = { configurable: { thread_id: threadId } };
  const head = toSnapshot(await readState(client, thread, {}, init), thread);
  let own = head.metadata?.run_id === runId ? head : undefined;
  if (own === undefined) {
    const query = { limit: 1, before: undefined, filter: { run_id: runId } };
    for await (const state of historyOf(client, threadId, thread, query, init))
      own ??= toSnapshot(state, thread);
  }
  const { values, tasks } = own ?? head;
  // the JavaScript server still lists an answered interrupt beside the result of its task
  const interrupts = tasks.filter(({ result }) => result === undefined).flatMap((task) => task.interrupts);
  return {
    values: output.hasValues && (own ?? head) === head ? output.values : values,
    hasValues: true,
    interrupts: output.interrupts ?? (interrupts.length > 0 ? interrupts : undefined),
  };
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
