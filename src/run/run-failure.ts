import { parseTaskError } from "../checkpoint.js";
import type { Client } from "../client/client-calls.js";
import { settled, unlessMissing } from "../client/results.js";
import { isApiError, isConnectionError, RemoteException, type RunInfo } from "../errors.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { failureClass } from "../servers/protocol.js";
import { failureInRow } from "../servers/server.js";
import { isRecord } from "../util/record.js";
import { type CallInit, getRunOutput, getThread, isThreadWaiting, type Run } from "./run-requests.js";

/** The error of a cancelled run, whose stream has no `error` event. */
export const toCancelled = (run: RunInfo): RemoteException =>
  toRemoteException({ error: "RunCancelled", message: "the run was cancelled before its end" }, run);

/** The error of a run that the server's time limit has ended. */
export const toTimedOut = (run: RunInfo): RemoteException =>
  toRemoteException({ error: "RunTimeout", message: "the server's time limit ended the run" }, run);

/** The error of a run by the status in its row: it failed, timed out, or was cancelled; `undefined` for any other status. */
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
 * The error of a failed run whose stream had no `error` event. It is looked up in the run's row, by
 * `GET /threads/{thread_id}/runs/{run_id}/join`, in the thread's row, and in the tasks of the thread's state. If none tells
 * it, the `cause` is the failure of the first look-up that failed.
 *
 * @param text - what an event says of it: its class, its message, or nothing
 */
export async function findFailure(
  client: Client,
  run: { threadId: string; runId: string },
  row: Record<string, unknown>,
  init: CallInit,
  text?: string,
): Promise<RemoteException> {
  const error = failureClass(text) ?? "RunFailed";
  const message = failureInRow(row);
  if (message !== undefined) return toRemoteException({ error, message }, run);
  let cause: unknown;
  for (const lookUp of [failureInOutput, failureInThread, failureInState]) {
    try {
      const found = await lookUp(client, run, init);
      if (found !== undefined) return found;
    } catch (failure) {
      if (!isApiError(failure) && !isConnectionError(failure)) throw failure;
      cause ??= failure;
    }
  }
  const unknown = { error, message: text ?? "the run failed; the server does not say why", ...run };
  return new RemoteException(unknown, cause === undefined ? {} : { cause });
}

type LookUp = (
  client: Client,
  run: { threadId: string; runId: string },
  init: CallInit,
) => Promise<RemoteException | undefined>;

const failureInOutput: LookUp = async (client, run, init) => {
  const output = await unlessMissing(getRunOutput(client, run.threadId, run.runId, init));
  return isRecord(output) && "__error__" in output ? toRemoteException(output.__error__, run) : undefined;
};

/** The thread has the error of its last run, and for a moment that of the run before. */
const failureInThread: LookUp = async (client, run, init) => {
  const thread = await unlessMissing(getThread(client, run.threadId, init));
  return isRecord(thread?.error) ? toRemoteException(thread.error, run) : undefined;
};

/** The error of a failed task, which is in the thread's state until another run continues. */
const failureInState: LookUp = async (client, run, init) => {
  const params = { path: { thread_id: run.threadId } };
  const asking = settled(client.GET("/threads/{thread_id}/state", { ...init, params }));
  const { data, redactor } = (await unlessMissing(asking)) ?? {};
  const taskError = (data?.tasks ?? []).find(({ error }) => error !== undefined && error !== null)?.error;
  if (taskError === undefined) return undefined;
  const failure = parseTaskError(redactor?.value(taskError));
  const { name = "Error", message } = isRecord(failure) ? failure : { name: undefined, message: failure };
  return toRemoteException({ error: name, message }, run);
};
