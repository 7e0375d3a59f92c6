/** `docs/servers.md`, whose table is made from what the live tests know of each server. */
import { readFileSync } from "node:fs";
import { featureNames } from "../../src/cli/check/features.js";
import { type CheckedFeature, type Feature, lackOf, lackOfChecked } from "../live/support/features.js";
import { type ServerKind, serverKinds } from "./servers/kinds.js";

const file = new URL("../../docs/servers.md", import.meta.url);

export const readServersDocs = (): string => readFileSync(file, "utf8");

/** What the live tests leave out where a server lacks it, in a user's words; none where no user would miss it. */
const labels: Record<Exclude<Feature, CheckedFeature>, string | undefined> = {
  "graphs in Python": "graphs in Python",
  "graphs in JavaScript": "graphs in JavaScript",
  "custom events in the protocol": "run handles: custom events",
  "tool events in the protocol": "run handles: tool events",
  "history past a join": "`next` in a history where branches join",
  "settings of a run": "settings of a run are kept",
  "no checkpoints without a thread": undefined,
  "update with nothing": "`updateState` with `null` writes a checkpoint",
  "batches of runs": "runs are created in batches",
  "copies of threads": "threads are copied",
  "count of threads": "threads are counted",
  "dates of items": "items of the store have dates",
  "null for an item that is missing": "the store answers `null` for an item that is missing",
  "ids of new crons": "making a cron gives its id",
  "streams of a thread": "a thread is followed, run after run",
  "multitask strategies": "`multitaskStrategy`",
  "runs that start later": "`afterSeconds`",
  "runs whose events are told once": undefined,
  "runs that a restart loses": undefined,
  "runs that a restart goes on with": undefined,
  "class of a failure in /join": "the class of a failure when a run is joined",
  "why a run without a thread failed": "why a run without a thread failed",
  "runs without a thread that are over": "a run without a thread can be joined when it is over",
  "cancel that waits, without a thread": "waiting for the cancel of a run without a thread",
  "drawing of one level": "drawings of one level of subgraphs",
  "headers for the graph": "headers of the call reach the graph",
  "webhooks to this machine": "webhooks to local addresses",
};

type LackIn = (kind: ServerKind) => unknown;

const row = (label: string, lackIn: LackIn): string =>
  `| ${[label, ...serverKinds.map((kind) => (lackIn(kind) === undefined ? "yes" : "–"))].join(" | ")} |`;

function formatServersTable(): string {
  const known = Object.keys(labels) as (keyof typeof labels)[];
  return [
    "| | js 1.5.1 | js 2.0.0 | python 0.16.7 | aegra 0.11.0 |",
    "|---|---|---|---|---|",
    ...featureNames.map((name) => row(name, (kind) => lackOfChecked(name, kind))),
    ...known.flatMap((feature) => {
      const label = labels[feature];
      return label === undefined ? [] : [row(label, (kind) => lackOf(feature, kind))];
    }),
  ].join("\n");
}

const TABLE = /(?<=<!-- table: npm run docs:servers -->\n)[\s\S]*?(?=<!-- end -->)/;

/** The document with the table as it should be. */
export function withTable(text: string): string {
  if (!TABLE.test(text)) throw new Error("docs/servers.md has no place for the table");
  return text.replace(TABLE, () => `${formatServersTable()}\n`);
}
