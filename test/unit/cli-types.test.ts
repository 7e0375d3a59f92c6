import { beforeAll, expect, test } from "vitest";
import { loadCompiler } from "../../src/cli/types/compile.js";
import type { DeployedGraph, GraphSchemas } from "../../src/cli/types/deployment.js";
import { isUpToDate, renderFile, renderGraphs, toCommandLine } from "../../src/cli/types/render.js";
import { typeErrors } from "../support/cli.js";

const compile = await loadCompiler();

const graph = (
  graphId: string,
  schemas: GraphSchemas,
  { nodes = [], namespace = "" }: Partial<DeployedGraph> = {},
): DeployedGraph => ({ graphId, namespace, schemas, nodes });

const render = async (...graphs: DeployedGraph[]) => (await renderGraphs(graphs, compile)).body;

const object = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
const ref = (to: string) => ({ $ref: `#/$defs/${to}` });
const string = { type: "string" };
const number = { type: "number" };
const listOf = (items: object) => ({ type: "array", items });

const message = (type: string, more: object = {}) =>
  object(
    {
      type: { const: type, type: "string" },
      content: { anyOf: [string, { type: "array" }] },
      additional_kwargs: { type: "object" },
      response_metadata: { type: "object" },
      ...more,
    },
    { required: ["content"] },
  );

interface Case {
  graphs: DeployedGraph[];
  /** What the rendered types hold. */
  has?: (string | RegExp)[];
  lacks?: string[];
  /** Code that compiles with them. */
  use?: string;
}

const tree = object(
  { root: ref("Node") },
  {
    required: ["root"],
    $defs: {
      Node: object(
        {
          value: string,
          children: listOf(ref("Node")),
          parent: { anyOf: [ref("Node"), { type: "null" }] },
        },
        { required: ["value", "children"] },
      ),
    },
  },
);

const chain = object({
  next: { $ref: "#" },
  colour: { enum: ["red", "blue"] },
  ground: { $ref: "#/properties/colour" },
});

const knot = object(
  { a: ref("A"), json: ref("Json") },
  {
    $defs: {
      A: { anyOf: [ref("B"), string] },
      B: ref("A"),
      Json: { anyOf: [string, listOf(ref("Json"))] },
    },
  },
);

const withItem = (type: object) =>
  object({ item: ref("Item") }, { $defs: { Item: object({ value: type }) } });

const odd = object(
  {
    "first name": string,
    "__@toStringTag@541": {},
    pair: { type: "array", prefixItems: [string, { type: "integer" }] },
    kind: { const: "a" },
    maybe: { type: ["number", "null"] },
    old: { type: "string", nullable: true },
    anything: true,
  },
  { required: ["first name"], additionalProperties: number },
);

/** A state with a member of each of these definitions: `a0`, `a1`… */
const defined = (names: string[], define: (name: string) => object) =>
  object(Object.fromEntries(names.map((name, at) => [`a${at}`, ref(name)])), {
    $defs: Object.fromEntries(names.map((name) => [name, define(name)])),
  });

const required = object(
  { more: ref("More"), other: ref("Required") },
  {
    $defs: {
      Base: object({ a: string, b: number }),
      More: { allOf: [ref("Base")], required: ["a"] },
      Required: object({ a: string }),
    },
  },
);

const union = object(
  { messages: listOf({ oneOf: [ref("AI"), ref("Human")] }) },
  {
    required: ["messages"],
    $defs: { AI: message("ai", { tool_calls: { type: "array" } }), Human: message("human") },
  },
);

const extended = object(
  { messages: listOf(ref("BaseMessage<A<B>,C>")) },
  { $defs: { "BaseMessage<A<B>,C>": { oneOf: [ref("Remove")] }, Remove: message("remove") } },
);

const onlyNamed = object(
  { kind: { const: "Message", description: "of the Message" } },
  { description: "A Message, or MessageLike", required: ["kind"], additionalProperties: message("ai") },
);

const lookalike = object(
  { last: ref("ChatMessage") },
  { $defs: { ChatMessage: object({ type: {}, content: string }) } },
);

const interfaceNames = {
  "my-agent_v2.final": "MyAgentV2FinalGraph",
  "my-agent-v2-final": "MyAgentV2FinalGraph2",
  "2nd try": "Graph2ndTry",
  "---": "Graph",
  state_graph: "StateGraph",
  агент: "АгентGraph",
  message: "MessageGraph",
};
const record = defined(["Record<string,number>"], () => object({}));

const cases: Record<string, Case> = {
  "a definition that refers to itself becomes a type that does": {
    graphs: [graph("tree", { state: tree, output: tree })],
    has: ["export type TreeNode = {", "children: TreeNode[];", "parent?: TreeNode | null;"],
    use: `import type { TreeGraph } from "./graphs.js";
      export const leaf = (state: TreeGraph["State"]): string | undefined => state.root.children[0]?.children[0]?.value;
      // @ts-expect-error a value is no number
      export const wrong = (state: TreeGraph["State"]): number => state.root.value;`,
  },
  "a whole schema may refer to itself, and a reference may lead to any place in it": {
    graphs: [graph("chain", { state: chain })],
    has: ["next?: ChainState;", "ground?: ChainColour;"],
    use: `import type { ChainGraph } from "./graphs.js";
      export const colour = (s: ChainGraph["State"]): "red" | "blue" | undefined => s.next?.next?.ground;`,
  },
  "types that are nothing but each other are cut, those that go round by way of a list are not": {
    graphs: [graph("knot", { state: knot })],
    has: ["export type KnotJson = string | KnotJson[];"],
  },
  "definitions of the same name but another content get names of their own": {
    graphs: [graph("shop", { state: withItem(string), input: withItem(number) })],
    has: [
      /State: \{\n {4}item\?: ShopItem;/,
      /Input: \{\n {4}item\?: ShopItem2;/,
      /export type ShopItem2 = \{\n {2}value\?: number;/,
    ],
  },
  "names that are no identifiers, members beside an open rest, tuples, constants and null": {
    graphs: [graph("odd", { state: odd })],
    lacks: ["toStringTag"],
    use: `import type { OddGraph } from "./graphs.js";
      export const odd: OddGraph["State"] = {
        "first name": "Ada", pair: ["a", 1], kind: "a", maybe: null, old: null, anything: 1, more: "of it",
      };
      // @ts-expect-error kind is "a"
      export const wrong: OddGraph["State"] = { "first name": "Ada", kind: "b" };`,
  },
  "names of definitions may be of any script": {
    graphs: [graph("maß", { state: defined(["Größe", "名前", "𝒜"], () => object({ ä: string })) })],
    has: ["a0?: MaßGröße;", "a1?: Maß名前;", "a2?: Maß𝒜;"],
    use: `import type { MaßGraph } from "./graphs.js";
      export const text = (state: MaßGraph["State"]): string | undefined => state.a0?.ä ?? state.a1?.ä;`,
  },
  "a member that only an intersection requires is required, also beside a definition of the helper's name": {
    graphs: [graph("with", { state: required }), graph("other", { state: required })],
    has: ["type WithRequired<"],
    use: `import type { WithGraph } from "./graphs.js";
      export const right: WithGraph["State"] = { more: { a: "a" }, other: {} };
      // @ts-expect-error a is missing
      export const wrong: WithGraph["State"] = { more: { b: 1 } };`,
  },
  "the helper is there only where it is needed, and what ends a comment does not end ours": {
    graphs: [
      graph("note", { state: object({ a: { ...string, description: "x */ y" } }, { description: "d" }) }),
    ],
    lacks: ["WithRequired"],
  },
  "a union of LangChain's messages is a Message when read, and anything like one when sent": {
    graphs: [graph("agent", { state: union, input: union })],
    has: [
      'import type { Message, MessageLike } from "langgraph-remote";',
      /State: \{\n {4}messages: Message\[\];/,
      /Input: \{\n {4}messages: MessageLike\[\];/,
    ],
    lacks: ["export type"],
    use: `import { AIMessage } from "@langchain/core/messages";
      import { RemoteGraph } from "langgraph-remote";
      import type { AgentGraph } from "./graphs.js";
      const agent = new RemoteGraph<AgentGraph>({ graphId: "agent", url: "http://localhost" });
      export async function use() {
        const { messages } = await agent.invoke({
          messages: ["hi", { role: "user", content: "hi" }, ["user", "hi"], { type: "human", content: "hi" }, new AIMessage("hi")],
        });
        const [first] = messages;
        if (first?.type === "ai") return first.tool_calls?.[0]?.name;
        // @ts-expect-error a message is no number
        await agent.invoke({ messages: [1] });
      }`,
  },
  "a class that messages extend, as TypeScript tells it, is one too": {
    graphs: [graph("agent", { state: extended })],
    has: ["messages?: Message[];"],
  },
  "a message type is imported only where a type refers to it": {
    graphs: [graph("agent", { state: onlyNamed, input: onlyNamed }, { nodes: ["MessageLike"] })],
    has: ['kind: "Message";'],
    lacks: ["import"],
  },
  "a list that LangGraph marks as messages is one, whatever its items are": {
    graphs: [graph("agent", { state: object({ messages: { langgraph_type: "messages", ...listOf({}) } }) })],
    has: ["messages?: Message[];"],
  },
  "a type that is only called a message is left alone": {
    graphs: [graph("agent", { state: lookalike })],
    has: ["last?: AgentChatMessage;"],
    lacks: ["langgraph-remote"],
  },
  "names come from whatever a graph is called, and no two are the same": {
    graphs: Object.keys(interfaceNames).map((id) => graph(id, { state: record })),
    has: [
      ...Object.values(interfaceNames).map((name) => `export interface ${name} {`),
      "a0?: StateRecordStringNumber;",
    ],
  },
  "a graph called graph gives its definitions names that are identifiers, and no other's": {
    graphs: [
      graph("graph", { state: defined(["1st", "---", "Omit", "Promise"], (name) => ({ enum: [name] })) }),
    ],
    has: ["Graph1st", "GraphState", "GraphOmit", "GraphPromise"].map((name) => `export type ${name} =`),
  },
  "a graph of which nothing is known is typed as one without types": {
    graphs: [graph("secret", {})],
    has: ["export interface SecretGraph {}"],
    use: `import { RemoteGraph } from "langgraph-remote";
      import type { SecretGraph } from "./graphs.js";
      export const values = async (): Promise<Record<string, unknown>> =>
        (await new RemoteGraph<SecretGraph>({ graphId: "secret", url: "http://x" }).getState({})).values;`,
  },
  "nodes key the updates, subgraphs are named after their way": {
    graphs: [graph("g", {}, { nodes: ["a", 'b"c'] }), graph("g", {}, { namespace: "child|grand" })],
    has: [
      'Nodes: "a" | "b\\"c";',
      "/** The subgraph `child|grand` of `g`: the deployment does not describe its types. */",
      "export interface GChildGrandGraph {}",
    ],
  },
};

const titles = Object.keys(cases);
let bodies: string[];
let errors: string;

// one program for all, which takes hardly longer than one for each
beforeAll(async () => {
  bodies = await Promise.all(Object.values(cases).map(({ graphs }) => render(...graphs)));
  const files = Object.values(cases).flatMap(({ use = "export {};" }, at) => [
    [`graphs-${at}.ts`, bodies[at] ?? ""],
    [`use-${at}.ts`, use.replace("./graphs.js", `./graphs-${at}.js`)],
  ]);
  errors = await typeErrors(Object.fromEntries(files));
});

test.for(titles)("%s", (title) => {
  const at = titles.indexOf(title);
  const { has = [], lacks = [] } = cases[title] ?? {};
  for (const text of has) expect(bodies[at]).toMatch(text);
  for (const text of lacks) expect(bodies[at]).not.toContain(text);
  expect(errors.split("\n").filter((line) => line.includes(`-${at}.ts(`))).toEqual([]);
});

test("and nothing else is wrong with any of them", () => expect(errors).toBe(""));

test("a reference that leads nowhere is unknown, and said to be", async () => {
  const state = object({ a: ref("None"), b: { $ref: "https://x.y/z.json" } });
  const { body, deadRefs } = await renderGraphs([graph("lost", { state })], compile);
  expect(deadRefs).toEqual(["lost: #/$defs/None", "lost: https://x.y/z.json"]);
  expect(body).toMatch(/a\?: unknown;\n {4}b\?: unknown;/);
});

test("the order in which a server tells things does not matter", async () => {
  const one = { type: "object", properties: { a: string, b: number } };
  const other = { properties: { b: number, a: string }, type: "object" };
  expect(await render(graph("g", { state: one }))).toBe(await render(graph("g", { state: other })));
});

test("a formatter may change the file, a schema may not", async () => {
  const body = await render(graph("g", { state: object({ a: string }) }));
  const file = renderFile(body, "npx langgraph-remote types");
  expect(isUpToDate(file.replaceAll("  ", "\t").replaceAll(";", ""), body)).toBe(true);
  expect(isUpToDate(file, body.replace("string", "number"))).toBe(false);
  expect(isUpToDate("export {};", body)).toBe(false);
});

test("the command line in the header can be pasted into a shell, and cannot leave its comment", () => {
  expect(toCommandLine(["--graph", "it's\n$HOME", "--out", "src/graphs.ts"])).toBe(
    "npx langgraph-remote types --graph 'it'\\''s $HOME' --out src/graphs.ts",
  );
});
