/**
 * What not every server has, and how the one that lacks it is known to: a test names what it needs, and is left out
 * where it is missing.
 */
import { inject, type TestOptions } from "vitest";
import type { ServerKind } from "../../support/servers/index.js";
import type { Form } from "./turns.js";

/** That a server lacks a feature: the recorded fact, and how a run fails that wants it all the same. */
export interface Lack {
  fact: string;
  failure?: { error: string; message: string };
}

type Row = Partial<Record<ServerKind, Lack>>;

const stuckAfterRestart = {
  fact: 'WIRE.md 9: "After a server restart a formerly running run stays `running`: join/stream never end"',
};

const ofNpm = { fact: "it is the JavaScript server: it serves no graph that is written in Python" };

const table = {
  "graphs in Python": { js: ofNpm, "js-2.0.0": ofNpm },
  "thread protocol": {
    "js-2.0.0": { fact: 'WIRE.md 13: "No v2, no `tools` mode (400)"' },
  },
  "custom events in the protocol": {
    "js-2.0.0": { fact: 'WIRE.md 13: "No v2, no `tools` mode (400)"' },
    python: {
      fact: 'WIRE-PYTHON.md 8: "Only `values`, `messages`, `lifecycle`, `input.requested` are sent for a plain Python graph"',
    },
  },
  "tool events in the protocol": {
    "js-2.0.0": { fact: 'WIRE.md 13: "No v2, no `tools` mode (400)"' },
    python: { fact: 'WIRE-PYTHON.md 8: "A writer\'s custom events and tool events are lost"' },
    aegra: { fact: "seen on 0.11.0: a run of a graph with tools sends no event of the channel `tools`" },
  },
  "batches of runs": { aegra: { fact: "recorded here: POST /runs/batch is answered 404" } },
  "copies of threads": { aegra: { fact: "recorded here: POST /threads/{id}/copy is answered 404" } },
  "count of threads": { aegra: { fact: "recorded here: POST /threads/count is answered 405" } },
  "dates of items": { aegra: { fact: "recorded here: an item of the store comes without its dates" } },
  "null for an item that is missing": {
    aegra: { fact: "recorded here: GET /store/items is answered 404 `Item not found`" },
  },
  "streams of a thread": {
    js: { fact: "recorded here: GET /threads/{id}/stream is answered 404" },
    "js-2.0.0": { fact: "recorded here: GET /threads/{id}/stream is answered 404" },
    aegra: { fact: "recorded here: GET /threads/{id}/stream is answered 404" },
  },
  crons: {
    js: { fact: "WIRE.md 3: crons are answered 500 `Not implemented`" },
    "js-2.0.0": { fact: "WIRE.md 3: crons are answered 500 `Not implemented`" },
  },
  "ids of new crons": {
    js: { fact: "WIRE.md 3: crons are answered 500 `Not implemented`" },
    "js-2.0.0": { fact: "WIRE.md 3: crons are answered 500 `Not implemented`" },
    aegra: { fact: "recorded here: POST /runs/crons is answered by a run, without the id of the cron" },
  },
  "graphs in JavaScript": {
    python: { fact: "it serves graphs in Python, and the nodes of the relay are this library" },
    aegra: { fact: "it serves graphs in Python, and the nodes of the relay are this library" },
  },
  "stream mode tools": {
    "js-2.0.0": {
      fact: 'WIRE.md 13: "no `tools` mode (400)"',
      failure: { error: "ApiError", message: '400 this server does not have the stream mode "tools"' },
    },
    python: {
      fact: 'WIRE-PYTHON.md 4: "`stream_mode` `tools`, `lifecycle` or unknown | 422"',
      failure: { error: "ApiError", message: '422 this server does not have the stream mode "tools"' },
    },
  },
  "values of subgraphs": {
    "js-2.0.0": {
      fact: 'WIRE.md 13: "`stream_subgraphs:true` together with `values` or `messages` fails the run"',
      failure: { error: "TypeError", message: "Cannot read properties of undefined (reading 'map')" },
    },
  },
  "history past a join": {
    python: {
      fact: "recorded here: GET /threads/{id}/history tells `next: []` where the last of several branches has ended and the node that they lead to is next",
    },
  },
  "settings of a run": {
    aegra: { fact: 'WIRE-AEGRA.md: "run rows have no `metadata`", and seen on 0.11.0: no `kwargs`' },
  },
  "no checkpoints without a thread": {
    aegra: { fact: "recorded here: a stateless run has a hidden thread, and tells of its checkpoints" },
  },
  "update with nothing": {
    aegra: {
      fact: "recorded here: POST /threads/{id}/state with `values: null` reads the state, and writes none",
    },
  },
  "multitask strategies": {
    aegra: { fact: 'WIRE-AEGRA.md: "`multitask_strategy` and `after_seconds` are ignored"' },
  },
  "runs that start later": {
    aegra: { fact: 'WIRE-AEGRA.md: "`multitask_strategy` and `after_seconds` are ignored"' },
  },
  "runs whose events are told once": {
    aegra: { fact: 'WIRE-AEGRA.md: "event ids | … kept for 600 s", of each run' },
  },
  "runs that a restart loses": {
    python: {
      fact: "seen on 0.16.7: a run that was at work before a restart is `pending` after it, and begins again",
    },
  },
  "class of a failure in /join": {
    aegra: {
      fact: "recorded here: `/join` and a run's row tell the text of a failure, its `error` event the class",
    },
  },
  "why a run without a thread failed": {
    aegra: {
      fact: 'WIRE-AEGRA.md: "the run row\'s `error_message` has the text", and here the row goes with the thread',
    },
  },
  "runs without a thread that are over": {
    aegra: {
      fact: 'WIRE-AEGRA.md: "stateless runs … `/join` fails there"; seen on 0.11.0: a run goes with its thread',
    },
  },
  "cancel that waits, without a thread": {
    aegra: {
      fact: "seen on 0.11.0: the cancel is done, and answered with 500, since the run has gone with its thread",
    },
  },
  "drawing of one level": {
    aegra: { fact: "seen on 0.11.0: `xray=1` is taken for `true`, which draws all levels" },
  },
  "runs that a restart goes on with": {
    js: stuckAfterRestart,
    "js-2.0.0": stuckAfterRestart,
    aegra: { fact: 'WIRE-AEGRA.md: "a crash without Redis leaves a run "running" for ever"' },
  },
  "headers for the graph": {
    aegra: {
      fact: "seen in 0.11.0: nothing of a request's headers is handed on, and `http.configurable_headers` is unknown",
    },
  },
  "webhooks to this machine": {
    aegra: { fact: "seen in 0.11.0: a run's `webhook` is ignored" },
    python: { fact: 'WIRE-PYTHON.md 4: "`webhook` to loopback, private or relative | 422"' },
  },
} satisfies Record<string, Row>;

export type Feature = keyof typeof table;

/** What the server under test lacks of a feature, or nothing. */
export const lackOf = (feature: Feature, kind = inject("serverKind")): Lack | undefined =>
  (table[feature] as Row)[kind];

/** The features of which `langgraph-remote check` finds out whether a server has them, where one lacks it. */
const checked = {
  "stream mode tools": "stream mode tools",
  "streams of subgraphs": "values of subgraphs",
  "run handles (streamEvents v3)": "thread protocol",
  crons: "crons",
} as const satisfies Record<string, Feature>;

export type CheckedFeature = (typeof checked)[keyof typeof checked];

/** What a server lacks of what the check finds out, or nothing. */
export const lackOfChecked = (name: string, kind?: ServerKind): Lack | undefined => {
  const feature = (checked as Partial<Record<string, Feature>>)[name];
  return feature && lackOf(feature, kind);
};

export const isServed = (name: string): boolean => lackOfChecked(name) === undefined;

export const has = (feature: Feature): boolean => lackOf(feature) === undefined;

declare module "vitest" {
  interface TaskMeta {
    needs?: readonly Feature[];
  }
}

/** The options of a test, or of a group of tests, that is left out where the server lacks a feature. */
export const needs = (...features: Feature[]): TestOptions => ({ meta: { needs: features } });

/** Ways of streaming that need a feature, with examples. */
export const formFeatures: { feature: Feature; concerns: (form: Form) => boolean; examples: Form[] }[] = [
  {
    feature: "stream mode tools",
    concerns: (form) => asks(form, "tools"),
    examples: [{ streamMode: "tools" }, { streamMode: ["updates", "tools"], subgraphs: true }],
  },
  {
    feature: "values of subgraphs",
    concerns: (form) => asks(form, "values") && form.subgraphs === true,
    examples: [
      { streamMode: "values", subgraphs: true },
      { streamMode: ["updates", "values"], subgraphs: true },
    ],
  },
];

const asks = ({ streamMode }: Form, mode: string): boolean =>
  typeof streamMode === "string" ? streamMode === mode : streamMode.some((one) => one === mode);

/** What the server under test lacks for streaming in a form, or nothing. */
export function lackFor(form: Form): Lack | undefined {
  return formFeatures
    .filter(({ concerns }) => concerns(form))
    .map(({ feature }) => lackOf(feature))
    .find((lack) => lack !== undefined);
}

export const canStream = (form: Form): boolean => lackFor(form) === undefined;
