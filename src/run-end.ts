import type { Client } from "./client.js";
import { isApiError, RemoteException } from "./errors.js";
import { type CallInit, cancelRun, findRun, findThread, getRun, START_TAG } from "./run-requests.js";

/** A run as its reader knows it; `tag` is there when this process started it. */
export interface KnownRun {
  threadId: string | undefined;
  runId: string | undefined;
  tag: string | undefined;
}

/** What a run's status says of its stream: more will come, all has been said, or a failure was not told. */
export type Verdict = "running" | "ended" | "failed" | "cancelled" | "unknown";

/** Asks the server whether a run that sends nothing any more has ended. */
export async function verdictOn(client: Client, run: KnownRun, init: CallInit): Promise<Verdict> {
  if (run.threadId === undefined) return verdictOnStateless(client, run, init);
  if (run.runId === undefined) return "unknown";
  const { status } = await getRun(client, run.threadId, run.runId, init);
  switch (status) {
    case "pending":
    case "running":
      return "running";
    case "success":
      return "ended";
    case "interrupted":
      return "cancelled";
    default:
      return "failed";
  }
}

/** A stateless run has a thread of its own that carries its tag, and goes with it. */
async function verdictOnStateless(client: Client, { tag }: KnownRun, init: CallInit): Promise<Verdict> {
  if (tag === undefined) return "unknown";
  try {
    const thread = await findThread(client, [START_TAG, tag], init);
    return thread?.status === "busy" ? "running" : "ended";
  } catch (error) {
    if (isApiError(error)) return "unknown"; // a server that does not let its threads be searched
    throw error;
  }
}

/** The error of a run that failed, or was cancelled, without an event that says so. */
export function untoldFailure(verdict: "failed" | "cancelled", run: KnownRun): RemoteException {
  const { threadId, runId } = run;
  return verdict === "cancelled"
    ? new RemoteException({
        error: "RunCancelled",
        message: "the run was cancelled before its end",
        threadId,
        runId,
      })
    : new RemoteException({
        error: "RunFailed",
        message: "the run failed; the server does not say why",
        threadId,
        runId,
      });
}

/** Stops a run that nobody reads any more. A run that is over already is left as it is. */
export async function stopRun(client: Client, run: KnownRun, init: CallInit): Promise<void> {
  const { tag } = run;
  const byTag = tag === undefined ? undefined : ([START_TAG, tag] as const);
  const threadId = run.threadId ?? (byTag && (await findThread(client, byTag, init))?.thread_id);
  if (threadId === undefined) return;
  const runId = run.runId ?? (byTag && (await findRun(client, threadId, byTag, init)));
  if (runId === undefined) return;
  await cancelRun(client, threadId, runId, {}, init).catch((error: unknown) => {
    if (!isApiError(error) || (error.status !== 404 && error.status !== 409)) throw error;
  });
}
