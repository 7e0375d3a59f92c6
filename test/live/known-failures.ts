/**
 * Where the client fails on a server that can do what is asked of it: faults of ours, to be mended. These tests run as
 * expected failures; one that passes is an error, and so is an entry that fits no test.
 */
import type { ServerKind } from "../support/servers/index.js";

export interface KnownFailure {
  /** The test's file, below `test/live`. */
  file: string;
  /** The names of its groups and its own, joined by ` > `; a pattern stands for all that it fits. */
  test: string | RegExp;
  /** Where it is mended: 8 is the run engine (start, read, resume, join, cancel), 9 is all else. */
  part: 8 | 9;
  why: string;
}

export const knownFailures: Record<ServerKind, readonly KnownFailure[]> = {
  js: [],
  "js-2.0.0": [],
  python: [
    {
      file: "cut-streams.test.ts",
      test: "48 streams of tokens, each cut 5 times, lose and double nothing",
      part: 8,
      why: "several events of one millisecond share an id there, so that the place to go on from is not the id alone",
    },
    {
      file: "run-handle.test.ts",
      test: /^joinStream > (survives cuts|goes on after an event)$/,
      part: 8,
      why: "as above",
    },
    {
      file: "stream-events.test.ts",
      test: "streamEvents v2 > is resumed after cuts without loss",
      part: 8,
      why: "as above",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > fails as invoke does, every time/,
      part: 8,
      why: "the error of a task is a Python repr there, `QuotaExceededError('text')`, and not JSON; that of the thread has the class",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > gives (what it asks with its state around it|all that parallel branches ask) \(resumable: false\)$/,
      part: 8,
      why: "the interrupts of a state stand at its top level and in its tasks there: they are told twice",
    },
    {
      file: "run-handle.test.ts",
      test: "a run in the background > is stopped, and says so to those who wait for it",
      part: 8,
      why: "to cancel a run that is over is a 404 there, and no failure",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > (needs no thread|without a thread gives its output whatever modes)/,
      part: 8,
      why: "there is no GET /runs/{run_id}/stream: POST /runs tells the hidden thread, below which the run is read",
    },
    {
      file: "run-handle.test.ts",
      test: "joinStream > says what is missing before it asks, and what the server does not know",
      part: 8,
      why: "an unknown run is told by an error event, `HTTPException` with `404: Run not found`",
    },
    {
      file: "node-parent.test.ts",
      test: "what a remote node hears of its parent > is what the caller said, and nothing of the parent's own",
      part: 8,
      why: "context and configurable in one run are a 400 there: one of them has to carry both",
    },
    {
      file: "thread.test.ts",
      test: "a thread's history > is read page by page, no further than it is asked for",
      part: 9,
      why: "POST history with a checkpoint as `before` is a 500 there",
    },
    {
      file: "node.test.ts",
      test: /^a parent that goes on > goes on behind a breakpoint of the remote graph/,
      part: 9,
      why: "a breakpoint is told as `__interrupt__: []` in updates only there, and the node does not ask for them",
    },
    {
      file: "node.test.ts",
      test: "the thread of a remote node > is needed by a graph that asks, and that is said",
      part: 9,
      why: "a run without a thread that asks is told like any other there, and can't be answered",
    },
    {
      file: "conformance.test.ts",
      test: "the document and the server agree, in every operation, and nothing is left behind",
      part: 9,
      why: "the document does not know what GET /metrics, and 422 and 404 without a content type, are there",
    },
    {
      file: "cli-check.test.ts",
      test: "a server that is what the document says: said so, and nothing is left behind",
      part: 9,
      why: "as above; and the search by values, and GET /runs/{run_id}/stream, end the check of threads and runs",
    },
    {
      file: "thread-restart.test.ts",
      test: /./,
      part: 9,
      why: "the command `state.get`, which is asked on a thread that is given, is unknown there: the state is to be read by REST",
    },
    {
      file: "thread-run.test.ts",
      test: /^streamEvents v3 > (stops at what it asks|tells only its own run|carries config and metadata|is told from its own start|is read as any other run|says so when another run|resumes a thread with a Command|begins at a checkpoint|gives bytes that end)/,
      part: 9,
      why: "as above",
    },
    {
      file: "thread-run.test.ts",
      test: "streamEvents v3 > assembles messages as the state holds them",
      part: 9,
      why: "the state has an index in each block of text there",
    },
    {
      file: "thread-run.test.ts",
      test: "streamEvents v3 > fails with its run, in all of its parts",
      part: 9,
      why: "a failed run's event has the message alone there: the class stands in the thread's error",
    },
    {
      file: "thread-run.test.ts",
      test: /^streamEvents v3 > (can be answered from within the reading|answers what parallel branches ask|takes one answer at a time)/,
      part: 9,
      why: "the events of a thread are numbered anew for each connection there, so that those after an answer are taken for old ones",
    },
    {
      file: "thread-socket.test.ts",
      test: "a run is read and answered over a WebSocket",
      part: 9,
      why: "as above",
    },
    {
      file: "equality-update.test.ts",
      test: /the history before a checkpoint$/,
      part: 9,
      why: "POST history with a checkpoint as `before` is a 500 there: it takes `{configurable: {checkpoint_id}}`, GET takes the id",
    },
    {
      file: "deployment.test.ts",
      test: /a long history > is told (whole|from a checkpoint on)/,
      part: 9,
      why: "the second page of a history is asked for by `before`, as above: nobody gets more than the first",
    },
    {
      file: "equality-drawing.test.ts",
      test: /has the subgraphs of the local one/,
      part: 9,
      why: "GET /assistants/{id}/subgraphs is a 422 for a graph's name: the assistant has to be searched for first",
    },
    {
      file: "stream-events.test.ts",
      test: /tells of (approval|chat|counter|fanout|nested) what|excludeTags|tells what the run asks/,
      part: 9,
      why: "events of the graph itself (on_chain_stream) are left out where the server is not JavaScript, but Python's tells them as `updates` only, too",
    },
  ],
  aegra: [],
};
