import type { Client } from "../client.js";
import { isApiError, RemoteException } from "../errors.js";
import {
  type CallInit,
  cancelRun,
  findRun,
  findThread,
  getRun,
  getThread,
  type Run,
  START_TAG,
} from "./run-requests.js";

/** A run as its reader knows it; `tag` is there when this process started it. */
export interface KnownRun {
  threadId: string | undefined;
  runId: string | undefined;
  tag: string | undefined;
}

/** What a run's status says of its stream: it will begin, more will come, all has been said, or a failure was not told. */
export type Verdict = "waiting" | "running" | "ended" | "failed" | "cancelled" | "unknown";

/** Asks the server whether a run that sends nothing any more has ended. */
export async function verdictOn(client: Client, run: KnownRun, init: CallInit): Promise<Verdict> {
  if (run.threadId === undefined) return verdictOnStateless(client, run, init);
  if (run.runId === undefined) return "unknown";
  const verdict = toVerdict((await getRun(client, run.threadId, run.runId, init)).status);
  return verdict === "cancelled" && (await asksSomething(client, run.threadId, init)) ? "ended" : verdict;
}

function toVerdict(status: Run["status"]): Verdict {
  switch (status) {
    case "pending":
      return "waiting";
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

/** Some servers call a run interrupted that waits for an answer, others only one that was cancelled. */
async function asksSomething(client: Client, threadId: string, init: CallInit): Promise<boolean> {
  const { interrupts } = await getThread(client, threadId, init);
  return Object.keys(interrupts ?? {}).length > 0;
}

/** A stateless run has a thread of its own that carries its tag, and goes with it. */
async function verdictOnStateless(client: Client, { tag }: KnownRun, init: CallInit): Promise<Verdict> {
  if (tag === undefined) return "unknown";
  try {
    const thread = await findThread(client, [START_TAG, tag], init);
    if (thread?.status !== "busy") return "ended";
    const { thread_id } = thread;
    const runId = await findRun(client, thread_id, [START_TAG, tag], init);
    return runId === undefined ? "ended" : toVerdict((await getRun(client, thread_id, runId, init)).status);
  } catch (error) {
    if (isApiError(error)) return "unknown"; // a server that does not let its threads be searched
    throw error;
  }
}

/** What a connection was to tell: a run's first everything, a later one the rest, or everything once more. */
export type Asked = "first" | "the rest" | "everything";

/** What is known of a connection that came to a clean end, after the run's. */
export interface CleanEnd {
  asked: Asked;
  /** Whether it told anything, whether any of that was new, and whether it broke off before all that was not. */
  hasFrames: boolean;
  hasNews: boolean;
  isBehind: boolean;
  /** Whether the server let some time pass before it. */
  afterSilence: boolean;
  /** Whether the connection before this one came to such an end too. */
  isSecond: boolean;
}

/**
 * Whether all has been told. An end without a word of it may be a cut by something on the way, which shows when the
 * run is joined again; and a server that has lost the events shows when it is asked for all of them.
 */
export function meaningOf(
  end: CleanEnd,
): "all was told" | "join for the rest" | "join for everything" | "lost" {
  const addsNothing = end.asked !== "first" && !end.hasNews && !end.isBehind;
  if (end.asked === "first" || end.hasFrames)
    return end.afterSilence || addsNothing ? "all was told" : "join for the rest";
  if (end.isSecond) return "all was told";
  return end.asked === "everything" ? "lost" : "join for everything";
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
