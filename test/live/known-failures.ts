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
  /** It depends on chance whether it fails: a failure is reported as left out, and a success is none. */
  sometimes?: true;
}

export const knownFailures: Record<ServerKind, readonly KnownFailure[]> = {
  js: [],
  "js-2.0.0": [],
  python: [
    {
      file: "started-once.test.ts",
      test: "54 starts that fail after the server took them make 54 runs",
      part: 8,
      why: "several events of one millisecond share an id there, so that the place to go on from is not the id alone",
      sometimes: true,
    },
    {
      file: "cut-streams.test.ts",
      test: "48 streams of tokens, each cut 5 times, lose and double nothing",
      part: 8,
      why: "several events of one millisecond share an id there, so that the place to go on from is not the id alone",
      sometimes: true,
    },
    {
      file: "run-handle.test.ts",
      test: /^joinStream > (survives cuts|goes on after an event)$/,
      part: 8,
      why: "as above",
      sometimes: true,
    },
    {
      file: "stream-events.test.ts",
      test: "streamEvents v2 > is resumed after cuts without loss",
      part: 8,
      why: "as above",
      sometimes: true,
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > gives (what it asks with its state around it|all that parallel branches ask) \(resumable: false\)$/,
      part: 8,
      why: "the interrupts of a state stand at its top level and in its tasks there: they are told twice",
    },
    {
      file: "node-parent.test.ts",
      test: "what a remote node hears of its parent > is what the caller said, and nothing of the parent's own",
      part: 8,
      why: "context and configurable in one run are a 400 there: one of them has to carry both",
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
  aegra: [
    {
      file: "langchain.test.ts",
      test: /^as a Runnable > (several inputs run at most so many at a time|a retry of LangChain's starts one run)/,
      part: 8,
      why: "an error event says `<Class>: execution failed` there: the text is the `error_message` of the run",
    },
    {
      file: "left-runs.test.ts",
      test: /goes on where nothing else was asked for$/,
      part: 8,
      why: "the default of `on_disconnect` is cancel there: who leaves a run ends it unless `continue` is sent",
    },
    {
      file: "langchain.test.ts",
      test: "as a Runnable > its drawing is LangChain's own",
      part: 9,
      why: "GET /assistants/{id}/graph is a 404 for a graph's name: the assistant has to be searched for first",
    },
    {
      file: "node-left.test.ts",
      test: /./,
      part: 9,
      why: "run rows have no metadata there, by which the node finds its own run of the task",
    },
    {
      file: "equality.test.ts",
      test: /'(counter with too many steps|failing|approval, answered with a bare null)/,
      part: 9,
      why: "an error event says `<Class>: execution failed` there: the sentence is the run row's `error_message`",
    },
    {
      file: "equality.test.ts",
      test: /'(slow, stopped|counter, stopped|counter with nothing|counter sent on)/,
      part: 8,
      why: "`input: null` alone is a 422 there: with `checkpoint: {}` beside it a run goes on",
    },
    {
      file: "equality.test.ts",
      test: /'echo' > (\[?"(values|updates|debug|tasks|checkpoints)|all modes)/,
      part: 8,
      why: "a run's `metadata` reaches no node and no checkpoint there: `config.metadata` does",
    },
    {
      file: "run.test.ts",
      test: /that fails throws a RemoteException|is limited in its steps only by a limit that the caller set/,
      part: 8,
      why: "an error event says `<Class>: execution failed` there: the text is the `error_message` of the run",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > fails as invoke does, every time/,
      part: 8,
      why: "as above",
    },
    {
      file: "run-options.test.ts",
      test: "what the caller sets > of the config reaches the nodes, but for what is internal or cannot travel",
      part: 8,
      why: "metadata reaches the graph by `config.metadata` only there",
    },
    {
      file: "thread-run.test.ts",
      test: "streamEvents v3 > carries config and metadata, and refuses what the protocol cannot carry",
      part: 8,
      why: "metadata reaches the graph by `config.metadata` only there",
    },
    {
      file: "run-handle.test.ts",
      test: /^(a stream's run > is (stopped from outside|found by its start)|a run in the background > is (stopped, and says so|waited for no longer))/,
      part: 8,
      why: "`wait` of a cancel is an integer there: `true` is a 422",
    },
    {
      file: "run-handle.test.ts",
      test: "joinStream > goes on after an event",
      part: 8,
      why: "the default of `on_disconnect` is cancel there: who leaves a run ends it unless `continue` is sent",
    },
    {
      file: "run-handle.test.ts",
      test: "joinStream > says what is missing before it asks, and what the server does not know",
      part: 8,
      why: "an unknown run is a 404 there",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > gives (what it asks with its state around it|all that parallel branches ask) \(resumable: false\)$/,
      part: 8,
      why: "`end` says `interrupted` of a run that waits and of one that was cancelled there: the thread tells them apart",
    },
    {
      file: "multitask.test.ts",
      test: "a run that somebody else cancels > does not end as if it were done",
      part: 8,
      why: "as above",
    },
    {
      file: "run-handle.test.ts",
      test: /^a run in the background > (needs no thread|without a thread gives its output whatever modes)/,
      part: 8,
      why: "there is no GET /runs/{run_id}/stream: `Content-Location` names the thread, below which the run is read",
    },
    {
      file: "run-handle.test.ts",
      test: "a run in the background > is started once, also when the answer gets lost",
      part: 8,
      why: "run rows have no metadata there, by which a run is found again: `config.metadata` is what they echo",
    },
    {
      file: "cut-streams.test.ts",
      test: "48 streams of tokens, each cut 5 times, lose and double nothing",
      part: 8,
      why: "the default of `on_disconnect` is cancel there: a cut ends the run unless `continue` is sent",
    },
    {
      file: "equality-state.test.ts",
      test: /(output(?: and states)?: '(counter with too many|failing|approval, answered with a bare null)|outputs of a batch with an error)/,
      part: 9,
      why: "an error event says `<Class>: execution failed` there: the sentence is the run row's `error_message`",
    },
    {
      file: "equality-state.test.ts",
      test: /(stopped (before|after)|counter with nothing to begin|output and states: 'counter sent on)/,
      part: 8,
      why: "`input: null` alone is a 422 there: with `checkpoint: {}` beside it a run goes on",
    },
    {
      file: "equality-state.test.ts",
      test: /'echo'/,
      part: 8,
      why: "a run's `metadata` reaches no node and no checkpoint there: `config.metadata` does",
    },
    {
      file: "equality-state.test.ts",
      test: /(output and states: 'delegated|history > '(delegated|nested))/,
      part: 9,
      why: "a task's `state` is a config there, where it was not asked for: it is taken for a state and gives an empty one",
    },
    {
      file: "equality-update.test.ts",
      test: /(in a subgraph that waits|by the config of a task of a subgraph)/,
      part: 9,
      why: "as above",
    },
    {
      file: "equality-update.test.ts",
      test: /as a node that is named/,
      part: 8,
      why: "`input: null`, as above",
    },
    {
      file: "equality-update.test.ts",
      test: /of a thread where nothing has run/,
      part: 9,
      why: "a thread without a checkpoint has one without an id there, and its empty namespace comes into the config",
    },
    {
      file: "equality-drawing.test.ts",
      test: /./,
      part: 9,
      why: "GET /assistants/{id}/graph and /subgraphs are a 404 for a graph's name there: the assistant has to be searched for",
    },
    {
      file: "deployment.test.ts",
      test: /refuses what is no such model/,
      part: 9,
      why: "the sentence of an error, as above",
    },
    {
      file: "node.test.ts",
      test: /^a parent that goes on > goes on where the remote graph failed$/,
      part: 8,
      why: "an input of null alone is a 422 there: `checkpoint: {}` has to stand beside it",
    },
    {
      file: "node-parent.test.ts",
      test: "a remote node that fails > is retried by the parent's policy only, from where it failed",
      part: 8,
      why: "as above",
    },
    {
      file: "started-once.test.ts",
      test: "54 starts that fail after the server took them make 54 runs",
      part: 8,
      why: "run rows have no metadata there, by which a run is found again: `config.metadata` is what they echo",
    },
    {
      file: "stream-events.test.ts",
      test: "streamEvents v2 > is resumed after cuts without loss",
      part: 8,
      why: "the default of `on_disconnect` is cancel there: a cut ends the run unless `continue` is sent",
    },
    {
      file: "restarted-server.test.ts",
      test: "a run that a server calls running after a restart, and has forgotten, is reported to who joins it later",
      part: 8,
      why: "who joins such a run gets heartbeats for ever there: a comment is no sign that the run lives",
    },
    {
      file: "node-parent.test.ts",
      test: "a remote node that fails > fails its parent with one RemoteException that names the node",
      part: 9,
      why: "an error event says `<Class>: execution failed` there: the text is the `error_message` of the run",
    },
    {
      file: "stream-events.test.ts",
      test: "encoding > tells a failure as an event",
      part: 9,
      why: "as above",
    },
    {
      file: "stream-events.test.ts",
      test: /tells of (approval|chat|counter|fanout|nested) what|excludeTags|tells what the run asks/,
      part: 9,
      why: "events of the graph itself (on_chain_stream) are not left out, though they tell `debug` chunks there",
    },
    {
      file: "node.test.ts",
      test: /^a parent that goes on > (does not begin a remote graph again that had come to its end|tells two remote graphs of one task apart: inherit)/,
      part: 9,
      why: "run rows have no metadata there, by which the node finds its own run of the task",
    },
    {
      file: "node.test.ts",
      test: /^a parent that goes on > goes on behind a breakpoint of the remote graph/,
      part: 9,
      why: "a breakpoint is told as `__interrupt__: []` in updates only, and the node does not ask for them",
    },
    {
      file: "node.test.ts",
      test: "the thread of a remote node > is needed by a graph that asks, and that is said",
      part: 9,
      why: "a run without a thread that asks is told like any other there, and can't be answered",
    },
    {
      file: "node-parent.test.ts",
      test: /^the state of a remote node > is read and written below the node too, by the name of a subgraph there: (remote|langchain)$/,
      part: 9,
      why: "POST state/checkpoint wants a checkpoint_id there: the head of a namespace is GET state with `?namespace=`",
    },
    {
      file: "thread.test.ts",
      test: "a thread's history > is read page by page, no further than it is asked for",
      part: 9,
      why: "POST history with `metadata` is always a 500 there",
    },
    {
      file: "thread.test.ts",
      test: "a thread's state > is empty, with the caller's config, while nothing has run there",
      part: 9,
      why: "the state of a thread that was never used has a checkpoint_ns and empty metadata there",
    },
    {
      file: "conformance.test.ts",
      test: /^(the document and the server agree|a document that is wrong)/,
      part: 9,
      why: "the check begins with GET /ok and a search with a limit of 1000: there is no /ok there, and 100 is the most",
    },
    {
      file: "cli-check.test.ts",
      test: /^(a server that is (what the document says|not)|what cannot be removed|stopped by Ctrl-C)|refuses a graph that is not there/,
      part: 9,
      why: "as above",
    },
  ],
};
