/** A run from outside: how it stands, and how it is stopped. */
import type { Client } from "../client.js";
import { isApiError, StreamError } from "../errors.js";
import { type CallInit, cancelRun, findThread, getRun, START_TAG } from "./run-requests.js";
import type { CancelOptions, RunStatus } from "./run-types.js";

/** A run that has its name. */
interface NamedRun {
  runId: string;
  threadId: string | undefined;
  /** The thread that the server made for a stateless run, where it is known. */
  home?: string | undefined;
  tag?: string | undefined;
}

/** Asks how a run stands. */
export async function statusOf(client: Client, run: NamedRun, init: CallInit): Promise<RunStatus> {
  const { runId } = run;
  const threadId = await threadOf(client, run, init);
  if (threadId === undefined) throw new StreamError("the server keeps nothing of a stateless run", { runId });
  return (await getRun(client, threadId, runId, init)).status;
}

/**
 * Stops a run. One that is over stays as it is.
 *
 * @returns whether the server has taken the stop
 */
export async function cancel(
  client: Client,
  run: NamedRun,
  { action, wait }: Pick<CancelOptions, "action" | "wait">,
  init: CallInit,
): Promise<boolean> {
  const how = { ...(action === undefined ? {} : { action }), ...(wait === undefined ? {} : { wait }) };
  const threadId = await threadOf(client, run, init);
  if (threadId === undefined) return false;
  return cancelRun(client, threadId, run.runId, how, init).then(
    () => true,
    (error: unknown) => {
      const isGone = isApiError(error) && error.status === 404 && run.threadId === undefined;
      if (!isGone && !(isApiError(error) && error.status === 409)) throw error;
      return false;
    },
  );
}

/** A stateless run is on a thread of its own for as long as it lasts. */
async function threadOf(
  client: Client,
  { threadId, home, tag }: NamedRun,
  init: CallInit,
): Promise<string | undefined> {
  if (threadId !== undefined || home !== undefined || tag === undefined) return threadId ?? home;
  return (await findThread(client, [START_TAG, tag], init))?.thread_id;
}
