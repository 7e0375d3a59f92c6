import * as langgraph from "@langchain/langgraph";
import * as library from "../../../src/index.js";
import {
  type GraphName,
  type LocalGraph,
  localGraph,
  newThread,
  remoteGraph,
  type Thread,
} from "./graphs.js";
import type { Origin } from "./left-out.js";
import { toNormalForm } from "./normal-form.js";
import { isPython, PythonCommand } from "./python-graph.js";
import type { Kit, Pending, Scenario } from "./scenarios.js";

/** One side of a comparison: the graph, its thread, and the classes that its callers use. */
export interface Party {
  side: Origin["side"];
  graph: LocalGraph;
  thread: Thread | Record<string, never>;
  kit: Kit;
}

/** What is done with each input of a scenario; what it gives is compared. */
export type Turn = (party: Party, input: unknown, options: object) => Promise<unknown>;

interface Comparable {
  local: unknown;
  remote: unknown;
}

/** Has a conversation with the local graph and with the one on the server; gives what each turn gave. */
export function compareTurns(
  scenario: Scenario,
  turn: Turn,
  { stateless = false } = {},
): Promise<Comparable> {
  return compare(scenario.graph, (party) => converse(party, scenario, turn), { stateless });
}

/** Does the same with the local graph and with the one on the server; gives what each gave. */
export async function compare(
  graph: GraphName,
  act: (party: Party) => Promise<unknown>,
  { stateless = false } = {},
): Promise<Comparable> {
  const thread = () => (stateless ? {} : newThread());
  const parties: Party[] = [
    { side: "local", graph: localGraph(graph, { stateless }), thread: thread(), kit: localKit() },
    { side: "remote", graph: remoteGraph(graph), thread: thread(), kit: libraryKit },
  ];
  const [local, remote] = await Promise.all(
    parties.map(async (party) => toNormalForm(await act(party), party.side, { stateless })),
  );
  return { local, remote };
}

const langgraphKit: Kit = {
  command: (fields) => new langgraph.Command(fields),
  send: (node, input) => new langgraph.Send(node, input),
};

const pythonKit: Kit = {
  command: (fields) => new PythonCommand(fields),
  send: (node, args) => ({ node, args }),
};

const localKit = (): Kit => (isPython() ? pythonKit : langgraphKit);

const libraryKit: Kit = {
  command: (fields) => new library.Command(fields),
  send: (node, input) => new library.Send(node, input),
};

export async function converse(party: Party, { options, turns }: Scenario, turn: Turn): Promise<unknown[]> {
  const gave: unknown[] = [];
  for (const [at, toInput] of turns.entries()) {
    const pending = at === 0 ? [] : await pendingOf(party);
    gave.push(await turn(party, toInput(party.kit, pending), { ...options, ...party.thread }));
  }
  return gave;
}

export async function pendingOf({ graph, thread }: Party): Promise<Pending> {
  return (await graph.getState(thread)).tasks.flatMap(({ interrupts }) => interrupts);
}
