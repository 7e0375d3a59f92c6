import { parseTaskError } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import type { Client } from "../client/client-calls.js";
import type { RemoteException, RunInfo } from "../errors.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { failureInRow } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { type CallInit, getRunOutput, getThread, isThreadWaiting, type Run } from "./run-requests.js";

/** The error of a run that was cancelled, where no event reported it. */
export const toCancelled = (run: RunInfo): RemoteException =>
  toRemoteException({ error: "RunCancelled", message: "the run was cancelled before its end" }, run);

/** The error of a run that the server stopped because it took too long. */
export const toTimedOut = (run: RunInfo): RemoteException =>
  toRemoteException({ error: "RunTimeout", message: "the server's time limit ended the run" }, run);

/** What went wrong with a run, by the status in its row: it failed, timed out, or was cancelled; `undefined` for any other. */
export async function failureOf(
  client: Client,
  run: { threadId: string; runId: string },
  row: Run,
  init: CallInit,
): Promise<RemoteException | undefined> {
  if (row.status === "error") return findFailure(client, run, row, init);
  if (row.status === "timeout") return toTimedOut(run);
  if (row.status !== "interrupted") return undefined;
  return (await isThreadWaiting(client, run.threadId, init)) ? undefined : toCancelled(run);
}

/**
 * Why a run failed whose stream had no `error` event. Looked up in its row, `GET /threads/{thread_id}/runs/{run_id}/join`, its thread, or
 * the tasks of the thread's state.
 *
 * @param row - the run as the server keeps it
 */
export async function findFailure(
  client: Client,
  run: { threadId: string; runId: string },
  row: Record<string, unknown>,
  init: CallInit,
): Promise<RemoteException> {
  const message = failureInRow(row);
  if (message !== undefined) return toRemoteException({ error: "RunFailed", message }, run);
  const output = await unlessMissing(getRunOutput(client, run.threadId, run.runId, init));
  if (isRecord(output) && "__error__" in output) return toRemoteException(output.__error__, run);
  // the thread's is that of its last run, perhaps for a moment of the one before it
  const thread = await unlessMissing(getThread(client, run.threadId, init));
  const error = isRecord(thread) ? thread.error : undefined;
  if (isRecord(error)) return toRemoteException(error, run);
  return (await failureInState(client, run, init)) ?? toRemoteException(UNKNOWN_FAILURE, run);
}

const UNKNOWN_FAILURE = { error: "RunFailed", message: "the run failed; the server does not say why" };

/** A failed task stands in the state of its thread until another run goes on. */
async function failureInState(
  client: Client,
  run: { threadId: string; runId: string },
  init: CallInit,
): Promise<RemoteException | undefined> {
  const params = { path: { thread_id: run.threadId } };
  const { data } = await client.GET("/threads/{thread_id}/state", { ...init, params });
  const taskError = (data?.tasks ?? []).find(({ error }) => error !== undefined && error !== null)?.error;
  if (taskError === undefined) return undefined;
  const failure = parseTaskError(taskError);
  const { name = "Error", message } = isRecord(failure) ? failure : { name: undefined, message: failure };
  return toRemoteException({ error: name, message }, run);
}
