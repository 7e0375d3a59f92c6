import { onServer } from "./on-server.js";

interface Cancelled {
  /** What the server calls a run that was cancelled. */
  status: string;
  /** What its reader hears. */
  failure: { error: string; message: string };
}

const stopped: Cancelled = {
  status: "interrupted",
  failure: { error: "RunCancelled", message: "the run was cancelled before its end" },
};

/** What becomes of a run that somebody cancels, on the server under test. */
export const cancelled = (): Cancelled =>
  onServer({
    js: stopped,
    // it takes a run that was cancelled for one that failed, with no more to tell them apart than the word
    "js-2.0.0": { status: "error", failure: { error: "Error", message: "interrupt" } },
    python: stopped,
    aegra: stopped,
  });
