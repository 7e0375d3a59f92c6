import { has } from "./features.js";
import type { GraphName } from "./graphs.js";
import { contextOfRun, contextOfUser, metadataOfRun } from "./left-out.js";
import { isPython } from "./python-graph.js";
import type { Form } from "./turns.js";

/** What a turn may answer: the interrupts that the thread waits with. */
export type Pending = { id?: string; value?: unknown }[];

/** What makes a command: for the local graph LangGraph's classes, for the remote one this library's. */
export interface Kit {
  command(fields: CommandFields): object;
  send(node: string, input: unknown): Target;
}

interface CommandFields {
  resume?: unknown;
  update?: Record<string, unknown> | [string, unknown][];
  goto?: string | Target[];
}

interface Target {
  node: string;
  args: unknown;
}

/** A conversation with a graph, from its first input to its end. */
export interface Scenario {
  title: string;
  graph: GraphName;
  options?: object;
  /** The inputs in their order; each is made when its turn has come. */
  turns: ((kit: Kit, pending: Pending) => unknown)[];
  /** The class of the error that the last turn ends with. */
  failsWith?: string;
  /** The class there, when it is another one. */
  failsInPythonWith?: string;
}

const resume =
  (value: unknown) =>
  ({ command }: Kit) =>
    command({ resume: value });

/** Answers interrupts by their ids. */
const answer =
  (choose: (pending: Pending) => Pending, toValue = (asked: unknown): unknown => ({ re: asked })) =>
  ({ command }: Kit, pending: Pending) =>
    command({ resume: Object.fromEntries(choose(pending).map(({ id, value }) => [id, toValue(value)])) });

const each = (pending: Pending) => pending;
const first = (pending: Pending) => pending.slice(0, 1);

const goOn = () => null;

/** Each fixture graph once at least: what the chunks of every mode and form are compared for. */
export const scenarios: Scenario[] = [
  {
    title: "approval, two interrupts answered",
    graph: "approval",
    turns: [() => ({ topic: "rain" }), resume({ verdict: "yes" }), resume("sure")],
  },
  {
    title: "chat without a tool",
    graph: "chat",
    turns: [() => ({ messages: [{ role: "user", content: "Hello there" }] })],
  },
  {
    title: "chat with a tool, then without",
    graph: "chat",
    turns: [
      () => ({ messages: [{ role: "user", content: "What is the weather?" }] }),
      () => ({ messages: [{ role: "user", content: "Thanks" }] }),
    ],
  },
  {
    title: "context",
    graph: "context",
    options: { context: contextOfUser },
    turns: [() => ({ question: "how are you?" })],
  },
  { title: "counter", graph: "counter", turns: [() => ({ limit: 3 })] },
  {
    title: "counter with too many steps",
    graph: "counter",
    options: { recursionLimit: 3 },
    turns: [() => ({ limit: 9 })],
    failsWith: "GraphRecursionError",
  },
  {
    title: "delegated, an interrupt in a subgraph answered",
    graph: "delegated",
    turns: [() => ({ topic: "rain" }), resume("good")],
  },
  {
    title: "echo",
    graph: "echo",
    options: {
      recursionLimit: 7,
      tags: ["seen"],
      metadata: metadataOfRun,
      context: contextOfRun,
    },
    turns: [() => ({ said: { deep: [1, null, "two", { three: true }] } })],
  },
  {
    title: "failing",
    graph: "failing",
    turns: [() => ({ account: "ada" })],
    failsWith: "QuotaExceededError",
  },
  { title: "fanout", graph: "fanout", turns: [() => ({ items: ["a", "b", "c"] })] },
  { title: "nested", graph: "nested", turns: [() => ({ messages: [] })] },
  { title: "notes", graph: "notes", turns: [() => ({ owner: crypto.randomUUID(), note: "first" })] },
  {
    title: "parallel, both interrupts answered by their ids",
    graph: "parallel",
    turns: [() => ({ topic: "rain" }), answer(each)],
  },
  { title: "slow", graph: "slow", turns: [() => ({ ms: 5 })] },
  { title: "tokens", graph: "tokens", turns: [() => ({ count: 4 })] },
  { title: "writer", graph: "writer", turns: [() => ({ count: 2, size: 3 })] },
];

/** Graphs in which a graph is a node. */
const withSubgraphs: GraphName[] = ["delegated", "nested"];

/** Graphs that tell in one mode what others don't: interrupts, tokens and tools, a failure, events of their own. */
const withMore: GraphName[] = [...withSubgraphs, "approval", "chat", "failing", "writer"];

/**
 * The forms that a scenario is compared in. Those of one mode are for graphs that have more to tell in it, with subgraphs
 * for graphs that have some; of the others, the forms of all modes tell each chunk that they would.
 */
export const formsOf = ({ graph }: Scenario, forms: readonly Form[]): Form[] =>
  forms.filter(
    ({ subgraphs, streamMode }) =>
      typeof streamMode !== "string" || (subgraphs ? withSubgraphs : withMore).includes(graph),
  );

/** Ways to go on, compared for a few forms. */
export const waysOn: Scenario[] = [
  ...[false, 0, "", {}].map((value) => ({
    title: `approval, both interrupts answered with ${JSON.stringify(value)}`,
    graph: "approval" as const,
    turns: [() => ({ topic: "rain" }), resume(value), resume(value)],
  })),
  {
    title: "approval, answered with null by its id",
    graph: "approval",
    turns: [() => ({ topic: "rain" }), answer(each, () => null)],
  },
  {
    title: "approval, answered with a bare null, which LangGraph takes for no answer",
    graph: "approval",
    turns: [() => ({ topic: "rain" }), resume(null)],
    failsWith: "EmptyInputError",
    failsInPythonWith: "UnboundLocalError",
  },
  {
    title: "approval, answered with an update beside it",
    graph: "approval",
    turns: [
      () => ({ topic: "rain" }),
      ({ command }) => command({ resume: "yes", update: { draft: "Rewritten" } }),
    ],
  },
  {
    title: "approval, sent elsewhere instead of answered",
    graph: "approval",
    turns: [() => ({ topic: "rain" }), ({ command }) => command({ goto: "archive" })],
  },
  {
    title: "counter, its state rewritten by pairs once it had ended",
    graph: "counter",
    turns: [() => ({ limit: 1 }), ({ command }) => command({ update: [["limit", 3]], goto: "step" })],
  },
  {
    title: "fanout, sent to a node with an input of its own",
    graph: "fanout",
    turns: [
      () => ({ items: ["a"] }),
      ({ command, send }) => command({ goto: [send("work", { item: "z" })] }),
    ],
  },
  {
    title: "slow, stopped before a node",
    graph: "slow",
    options: { interruptBefore: ["dawdle"] },
    turns: [() => ({ ms: 5 }), goOn],
  },
  {
    title: "slow, stopped after a node",
    graph: "slow",
    options: { interruptAfter: ["prepare"] },
    turns: [() => ({ ms: 5 }), goOn],
  },
  {
    title: "counter, stopped before each node",
    graph: "counter",
    options: { interruptBefore: "*" },
    turns: [() => ({ limit: 2 }), goOn, goOn],
  },
  {
    title: "parallel, one interrupt answered, then the other",
    graph: "parallel",
    turns: [() => ({ topic: "rain" }), answer(first), answer(each)],
  },
  {
    title: "counter with nothing to begin with",
    graph: "counter",
    turns: [goOn],
    failsWith: "EmptyInputError",
  },
  { title: "counter sent on at its end", graph: "counter", turns: [() => ({ limit: 1 }), goOn] },
];

/** Whether a scenario can be compared that has no thread: its one turn needs none, and the server tells why it fails. */
export const isToldWithoutThread = ({ turns, failsWith }: Scenario): boolean =>
  turns.length === 1 && (failsWith === undefined || has("why a run without a thread failed"));

/** How each turn of a scenario ends: in peace, but for the last of one that is to fail. */
export function toEnds({
  turns,
  failsWith,
  failsInPythonWith = failsWith,
}: Scenario): { failure: unknown }[] {
  const error = isPython() ? failsInPythonWith : failsWith;
  return turns.map((_, at) => ({
    failure: error !== undefined && at === turns.length - 1 ? { error } : null,
  }));
}
