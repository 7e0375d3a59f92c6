import type { Close } from "./reconnecting-reader.js";
import type { Run } from "./run-requests.js";

/** What is known about a connection that closed without an `error` or `end` event. */
export interface CloseEvidence extends Pick<Close, "isReconnect" | "hasEvents" | "hasNewEvents"> {
  /** Whether the run's events can be requested again. */
  isResumable: boolean;
  /**
   * The run's status, `running` also after a break, or when the server does not answer; `removed` when the thread has other
   * runs but no longer this one, `gone` when the server has neither this run nor others on its thread, `unknown` when it
   * can't be looked up.
   */
  status: Run["status"] | "removed" | "gone" | "unknown";
  /** Whether the run has stopped at an interrupt. */
  isWaiting: boolean;
  /** Whether the run ended before the connection closed, independent of clock skew. */
  endedBeforeClose: boolean;
  /** Whether the previous connection broke, and this one has to prove that the server still has the events. */
  owesEvents: boolean;
  /** Whether it closed before it had replayed all known events, and another join may be tried. */
  isBehind: boolean;
  /** Whether any connection sent events. */
  hadEvents: boolean;
}

/** What to do: finish; reconnect after a pause; join once more at once, for remaining events; or fail with a reason. */
export type CloseVerdict =
  | "done"
  | "reconnect"
  | "check for more"
  | "cannot resume"
  | "events lost"
  | "failed"
  | "cancelled"
  | "timed out";

/** Decides what to do after a close. The conditions are in order of precedence; `classify-close.test.ts` holds the table. */
export function classifyClose(evidence: CloseEvidence): CloseVerdict {
  const { status, isResumable, isWaiting, endedBeforeClose, isReconnect } = evidence;
  // a server that shuts down ends its streams cleanly, while the runs go on
  if (status === "pending" || status === "running") return isResumable ? "reconnect" : "cannot resume";
  // a rollback removes the run
  if (status === "removed" || (status === "interrupted" && !isWaiting)) return "cancelled";
  if (status === "timeout") return "timed out";
  // the `error` event may be missing: one join may bring it
  if (status === "error") return isReconnect || !isResumable ? "failed" : "check for more";
  if (!isResumable) return "done";
  if (isReconnect && evidence.isBehind) return "check for more";
  if (isReconnect && !evidence.hasNewEvents) {
    const isLost = evidence.owesEvents && !evidence.hasEvents;
    return isLost || !evidence.hadEvents ? "events lost" : "done";
  }
  if (status === "success" && endedBeforeClose) return "done";
  // a rollback of a thread's only run looks like a server that has forgotten the run
  if (status === "gone" && evidence.hadEvents) return "done";
  return "check for more";
}
