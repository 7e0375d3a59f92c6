import * as langgraph from "@langchain/langgraph";
import { describe, type ExpectStatic, test } from "vitest";
import { z } from "zod";
import type { StreamMode } from "../../src/index.js";
import { converse } from "./support/conversation.js";
import { lackFor, needs } from "./support/features.js";
import { newThread } from "./support/graphs.js";
import { toNormalForm } from "./support/normal-form.js";
import { type ChildName, isChild, type Kind, parentOf } from "./support/parents.js";
import { formsOf, type Kit, type Scenario, scenarios, toEnds, waysOn } from "./support/scenarios.js";
import { type Form, streaming } from "./support/turns.js";

const kit: Kit = {
  command: (fields) => new langgraph.Command(fields),
  send: (node, input) => new langgraph.Send(node, input),
};

const modes: StreamMode[] = [
  "values",
  "updates",
  "messages",
  "custom",
  "tasks",
  "checkpoints",
  "debug",
  "tools",
];

const forms: Form[] = [
  ...modes.flatMap((streamMode) => [{ streamMode }, { streamMode, subgraphs: true }]),
  { streamMode: modes },
  { streamMode: modes, subgraphs: true },
];

/** What the server's release can't do of what a parent wants to hear: a node always asks for the values too. */
function lackOfNode({ streamMode, subgraphs = false }: Form) {
  const asked = {
    streamMode: ["values", ...(subgraphs ? [streamMode].flat() : [])] as StreamMode[],
    subgraphs,
  };
  return lackFor(asked);
}

/** Compares what a parent tells of the two nodes; where the release can't do it, sees that this is what is told. */
async function compare(
  kind: Kind,
  scenario: Scenario & { graph: ChildName },
  form: Form,
  expect: ExpectStatic,
) {
  const failure = lackOfNode(form)?.failure;
  if (failure !== undefined) {
    const [turn] = z.array(Told).parse(await tell(kind, scenario.graph, scenario, form));
    return expect(turn?.failure?.message).toContain(failure.message);
  }
  const native = await tell("native", scenario.graph, scenario, form);
  const remote = await tell(kind, scenario.graph, scenario, form);
  const inPieces = kind === "langchain";
  expect(inPieces ? remote : withoutPieces(remote)).toEqual(inPieces ? native : withoutPieces(native));
  expect(native).toMatchObject(toEnds(scenario));
}

const Told = z.object({ failure: z.object({ message: z.string() }).nullable() });

const toTitle = ({ streamMode, subgraphs }: Form): string =>
  `${streamMode === modes ? "all modes" : JSON.stringify(streamMode)}${subgraphs ? " with subgraphs" : ""}`;

async function tell(kind: Kind, graph: ChildName, scenario: Scenario, form: Form): Promise<unknown> {
  const party = {
    side: "local",
    graph: parentOf(graph, kind, { threadId: "derive" }),
    thread: newThread(),
    kit,
  } as const;
  const told = await converse(party, scenario, streaming(form));
  return renumbered(toNormalForm(toNormalForm(withoutNodes(told, scenario), "remote"), "local"));
}

function withoutMap(config: unknown): unknown {
  if (!isRecord(config) || !isRecord(config.configurable)) return config;
  const { checkpoint_map: _, ...configurable } = config.configurable;
  return { ...config, configurable };
}

/** Without what a message of the parent's own making has no more: the pieces that it was streamed in. */
const withoutPieces = (told: unknown): unknown =>
  JSON.parse(JSON.stringify(told), (key, value: unknown) => (key === "tool_call_chunks" ? undefined : value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** The placeholders of ids counted anew: what is left out of one side only has had some of them. */
function renumbered(value: unknown): unknown {
  const numbers = new Map<string, string>();
  const text = JSON.stringify(value).replace(/<\d+>/g, (placeholder) => {
    const number = numbers.get(placeholder) ?? `<${numbers.size + 1}>`;
    numbers.set(placeholder, number);
    return number;
  });
  return JSON.parse(text);
}

/**
 * Takes out what is different of a remote node: it has the tag by which the client finds its run again; what failed is
 * the remote graph, whose own error is named in `error`; and where a parent goes on, it has not heard of what stands
 * above the checkpoint that the remote graph had come to.
 */
function withoutNodes(told: unknown, { failsWith }: Scenario): unknown {
  return JSON.parse(JSON.stringify(told), (key, value: unknown) => {
    if (key === "langgraph_remote_caller") return undefined;
    if (key === "parentConfig") return withoutMap(value);
    return key === "name" && value === "RemoteException" ? failsWith : value;
  });
}

const ofChildren = (list: Scenario[]) =>
  list.flatMap((scenario) => (isChild(scenario.graph) ? [{ ...scenario, graph: scenario.graph }] : []));

/** Ways in which a parent can go on with its node: by an answer, and by no other command. */
const answered = ofChildren(waysOn).filter(({ title }) =>
  /answered with (false|0|""|\{\}|null|a bare null)|one interrupt answered/.test(title),
);

// the truth is the same graph as a native node, which only a graph in JavaScript can be
describe.concurrent(
  "a parent tells of a remote node what it tells of a native one",
  needs("graphs in JavaScript"),
  () => {
    describe.for(ofChildren(scenarios))("$title", (scenario) => {
      test.for(formsOf(scenario, forms).map((form) => [toTitle(form), form] as const))(
        "%s",
        ([, form], { expect }) => compare("langchain", scenario, form, expect),
      );

      // its messages are plain objects, which a parent does not know to be messages before it has made them its own
      test("all modes with subgraphs, without LangChain", ({ expect }) =>
        compare("remote", scenario, { streamMode: modes, subgraphs: true }, expect));
    });

    describe.for(answered)("$title", (scenario) => {
      test.for([{ streamMode: "values" }, { streamMode: modes, subgraphs: true }] as Form[])(
        "as told: %o",
        (form, { expect }) => compare("remote", scenario, form, expect),
      );
    });
  },
);
