import { expect, test } from "vitest";
import { type CloseEvidence, type CloseVerdict, classifyClose } from "../../src/run/classify-close.js";

/** A clean close of the first connection of a resumable run that has told something, and whose status is not known. */
const evidence: CloseEvidence = {
  isResumable: true,
  status: "unknown",
  isWaiting: false,
  endedBeforeClose: false,
  isReconnect: false,
  owesEvents: false,
  isBehind: false,
  hasEvents: true,
  hasNewEvents: true,
  hadEvents: true,
};

const nothingNew = { isReconnect: true, hasNewEvents: false } as const;

const table: [what: string, seen: Partial<CloseEvidence>, verdict: CloseVerdict][] = [
  ["the run is pending", { status: "pending" }, "reconnect"],
  ["the run goes on: a server that shuts down closes cleanly", { status: "running" }, "reconnect"],
  ["the run goes on, and is not resumable", { status: "running", isResumable: false }, "cannot resume"],
  ["the run was over before", { status: "success", endedBeforeClose: true }, "done"],
  ["the run is over, perhaps not before", { status: "success" }, "check for more"],
  ["the run is over, and not resumable", { status: "success", isResumable: false }, "done"],
  ["a join added nothing", { status: "success", ...nothingNew }, "done"],
  ["a join added something", { status: "success", isReconnect: true }, "check for more"],
  ["a join broke off before it had repeated all", { ...nothingNew, isBehind: true }, "check for more"],
  ["a join after a break told nothing", { ...nothingNew, owesEvents: true, hasEvents: false }, "events lost"],
  ["a join told nothing, and nothing ever was", { ...nothingNew, hadEvents: false }, "events lost"],
  ["the run was cancelled", { status: "interrupted" }, "cancelled"],
  ["the run waits for an answer", { status: "interrupted", isWaiting: true, ...nothingNew }, "done"],
  ["the server's time limit ended the run", { status: "timeout" }, "timed out"],
  ["the run failed: one join asks why", { status: "error" }, "check for more"],
  ["the run failed, and a join did not say why", { status: "error", isReconnect: true }, "failed"],
  ["the run failed, and is not resumable", { status: "error", isResumable: false }, "failed"],
  ["the run is gone from a thread that has others: by a rollback", { status: "removed" }, "cancelled"],
  ["the run is gone: by a rollback, or forgotten", { status: "gone" }, "done"],
  ["the run is gone, and told nothing", { status: "gone", hadEvents: false }, "check for more"],
  ["the run can't be asked for", {}, "check for more"],
  ["the run can't be asked for, and is not resumable", { isResumable: false }, "done"],
];

test.each(table)("%s", (_, seen, verdict) => {
  expect(classifyClose({ ...evidence, ...seen })).toBe(verdict);
});
