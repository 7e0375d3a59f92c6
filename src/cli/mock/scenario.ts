import type { ErrorObject } from "ajv";
import type { Document, LineCounter } from "yaml";
import { CommandError, didYouMean, loadPeer } from "../command.js";
import { readText } from "../document.js";
import { toKey } from "../json.js";

/** The scripted turns of each graph: the first run on a thread plays the first turn, and so on. */
export type Scenario = Readonly<Record<string, readonly Turn[]>>;

/** The script of one run. */
export interface Turn {
  /** The events that the run streams, each of one stream mode. */
  events?: readonly Partial<Record<Mode, unknown>>[];
  /** The value of the interrupt that ends the run; resuming it plays the next turn. */
  interrupt?: unknown;
  /** The error that the run fails with. */
  fail?: { error: string; message: string };
  /** The number of events after which the connection breaks. */
  cut?: number;
  /** The error response of a server that does not start the run. */
  refuse?: { status: number; detail?: unknown; headers?: Record<string, string> };
}

export const MODES = ["values", "updates", "messages", "custom"] as const;
export type Mode = (typeof MODES)[number];

const closed = (properties: object, more: object = {}) =>
  ({ type: "object", additionalProperties: false, properties, ...more }) as const;
const text = { type: "string" };

const EVENT = closed(
  {
    values: { type: "object" },
    updates: { type: "object" },
    messages: { type: "array", items: text, minItems: 1 },
    custom: {},
  },
  { minProperties: 1, maxProperties: 1, $comment: "an event is of one mode; write one item for each" },
);

const TURN = closed(
  {
    events: { type: "array", items: EVENT },
    interrupt: {},
    fail: closed({ error: text, message: text }, { required: ["error", "message"] }),
    cut: { type: "integer", minimum: 0 },
    refuse: closed(
      {
        status: { type: "integer", minimum: 400, maximum: 599 },
        detail: {},
        headers: { type: "object", additionalProperties: text },
      },
      { required: ["status"] },
    ),
  },
  {
    dependentSchemas: {
      refuse: { maxProperties: 1, $comment: "refuse must be the only key: the run is not started" },
      fail: { not: { required: ["interrupt"] }, $comment: "a run either fails or is interrupted" },
    },
  },
);

const SCENARIO = closed(
  {
    graphs: {
      type: "object",
      minProperties: 1,
      additionalProperties: { type: "array", items: TURN, minItems: 1 },
    },
  },
  { required: ["graphs"] },
);

/**
 * Reads a scenario, in YAML or JSON.
 *
 * @throws {CommandError} that names the file, the line and the path of the first mistake
 */
export async function readScenario(file: string): Promise<Scenario> {
  const yaml = await loadPeer("yaml", "mock --scenario", () => import("yaml"));
  const { Ajv2020 } = await loadPeer("ajv", "mock --scenario", () => import("ajv/dist/2020.js"));
  const lines = new yaml.LineCounter();
  const document = yaml.parseDocument(readText(file), { lineCounter: lines, prettyErrors: false });
  const [unreadable] = document.errors;
  if (unreadable !== undefined) {
    throw new CommandError(`${file}:${lines.linePos(unreadable.pos[0]).line}: ${unreadable.message}`);
  }
  const validate = new Ajv2020({ verbose: true }).compile<{ graphs: Scenario }>(SCENARIO);
  const scenario: unknown = document.toJS();
  if (validate(scenario)) return scenario.graphs;
  const { path, problem } = explain(validate.errors?.[0]);
  const place = path.length === 0 ? "" : `${path.join(".")}: `;
  throw new CommandError(`${file}:${lineOf(yaml, document, lines, path)}: ${place}${problem}`);
}

/** The path of a mistake, and its description: the `$comment` of the violated schema, if it has one. */
function explain({ instancePath = "", keyword, params, parentSchema, message }: Partial<ErrorObject> = {}) {
  const path = instancePath.split("/").slice(1).map(toKey);
  if (keyword !== "additionalProperties") return { path, problem: parentSchema?.$comment ?? message };
  const key = String(params?.additionalProperty);
  const known = Object.keys(parentSchema?.properties ?? {});
  const problem = `unknown key${didYouMean(key, known) || `; known are ${known.join(", ")}`}`;
  return { path: [...path, key], problem };
}

/** The line of the value at a path, or of its key. */
function lineOf(
  yaml: typeof import("yaml"),
  document: Document,
  lines: LineCounter,
  path: readonly string[],
): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = yaml.isMap(parent) ? parent.items.find(({ key }) => String(key) === path.at(-1)) : undefined;
  const node = pair?.key ?? document.getIn(path, true) ?? document.contents;
  return yaml.isNode(node) && node.range ? lines.linePos(node.range[0]).line : 1;
}
