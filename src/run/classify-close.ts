import type { Run } from "./run-requests.js";

/** What is known when a connection has closed without an `error` or an `end` event that settles it. */
export interface CloseEvidence {
  /** How it closed; `broken` also when it was silent for too long, or ended inside an event. */
  how: "clean" | "broken";
  /** Whether the run's events can be requested again. */
  isResumable: boolean;
  /**
   * The run's status; `removed` when its thread has others and this one no more, `gone` when the server has nothing of it,
   * `unknown` when it can't be looked up.
   */
  status: Run["status"] | "removed" | "gone" | "unknown";
  /** Whether the run has stopped at an interrupt. */
  isWaiting: boolean;
  /** Whether the run was over before the connection was, by times that no skew of clocks touches. */
  wasOverBefore: boolean;
  /** Whether this connection joined the run to see whether anything is left. */
  isJoin: boolean;
  /** Whether the connection before this one broke: the join has to show that the server still has the events. */
  wasBroken: boolean;
  /** Whether it broke off before it had repeated what is known, and a join may be tried once more. */
  isBehind: boolean;
  /** Whether this connection had events, known or not; whether any was new; whether any connection had one. */
  hasEvents: boolean;
  hasNewEvents: boolean;
  hasEverEvents: boolean;
}

/**
 * What follows from a close: the stream is complete; reconnect after a pause; join once, at once, for what is left; or fail.
 */
export type CloseVerdict =
  | "done"
  | "reconnect"
  | "check for more"
  | "cannot resume"
  | "events lost"
  | "failed"
  | "cancelled"
  | "timed out";

/** Judges a close. The rows are in order of precedence; `classify-close.test.ts` holds the table. */
export function classifyClose(evidence: CloseEvidence): CloseVerdict {
  const { how, status, isResumable, isWaiting, wasOverBefore, isJoin } = evidence;
  if (how === "broken") return isResumable ? "reconnect" : "cannot resume";
  // a server that shuts down ends its streams cleanly, while the runs go on
  if (status === "pending" || status === "running") return isResumable ? "reconnect" : "cannot resume";
  // a rollback removes the run
  if (status === "removed" || (status === "interrupted" && !isWaiting)) return "cancelled";
  if (status === "timeout") return "timed out";
  // the `error` event may be missing: one join may bring it
  if (status === "error") return isJoin || !isResumable ? "failed" : "check for more";
  if (!isResumable) return "done";
  if (isJoin && evidence.isBehind) return "check for more";
  if (isJoin && !evidence.hasNewEvents) {
    const isLost = evidence.wasBroken && !evidence.hasEvents;
    return isLost || !evidence.hasEverEvents ? "events lost" : "done";
  }
  if (status === "success" && wasOverBefore) return "done";
  // a rollback of a thread's only run looks like a server that has forgotten the run
  if (status === "gone" && evidence.hasEverEvents) return "done";
  return "check for more";
}
