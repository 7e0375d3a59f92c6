import { Graph } from "@langchain/core/runnables/graph";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type DrawableEdge,
  DrawableGraph,
  type MermaidOptions,
  parseDrawable,
} from "../../src/graph/drawable.js";

const wire = {
  nodes: [
    { id: "__start__", type: "schema", data: "__start__" },
    { id: "agent", type: "runnable", data: { id: ["langgraph", "Node"], name: "agent" } },
    { id: "tools", type: "runnable", data: { name: "Tool Node" }, metadata: { slow: true } },
    { id: "__end__", type: "schema", data: "__end__" },
  ],
  edges: [
    { source: "__start__", target: "agent" },
    { source: "agent", target: "tools", conditional: true, data: "call" },
    { source: "tools", target: "agent" },
    { source: "agent", target: "__end__", conditional: true },
  ],
};

describe("parseDrawable", () => {
  test("takes numbers for ids, and whatever is missing for missing", () => {
    const { nodes, edges } = parseDrawable({
      nodes: [{ id: 1 }, { id: 2, name: "two" }],
      edges: [{ source: 1, target: 2 }],
    });
    expect(nodes).toEqual({ 1: { id: "1", name: "1" }, 2: { id: "2", name: "two" } });
    expect(edges).toEqual([{ source: "1", target: "2" }]);
    expect(parseDrawable({}).toJSON()).toEqual({ nodes: [], edges: [] });
  });

  test("gives back what it was given", () => {
    expect(parseDrawable(wire).toJSON()).toEqual(wire);
  });
});

/** What LangChain draws of the same graph, which is what LangGraph draws. */
function drawnByLangChain({ nodes, edges }: Wire, options?: MermaidOptions): string {
  const named = nodes.map((node) => [node.id, { name: node.id, data: {}, ...node }]);
  return new Graph({ nodes: Object.fromEntries(named), edges }).drawMermaid(options);
}

interface Wire {
  nodes: { id: string; metadata?: Record<string, unknown> }[];
  edges: DrawableEdge[];
}

describe("drawMermaid", () => {
  const names = [
    "a",
    "b",
    "Tool Node",
    "child:a",
    "child:b",
    "child:grand:a",
    "child:grand:b c",
    "other-1:x",
  ];
  const aNode = fc.record(
    {
      id: fc.constantFrom(...names),
      metadata: fc.dictionary(
        fc.constantFrom("slow", "__tools", "note"),
        fc.oneof(
          fc.boolean(),
          fc.integer(),
          fc.constantFrom('<x> (y) [z] {q} "w" #1'),
          fc.array(fc.constantFrom("p", "q")),
          fc.constant({ deep: 1 }),
          fc.constant(null),
        ),
      ),
    },
    { requiredKeys: ["id"] },
  );
  const anEdge = fc.record(
    {
      source: fc.constantFrom("__start__", ...names),
      target: fc.constantFrom("__end__", ...names),
      conditional: fc.boolean(),
      data: fc.constantFrom("go", "one two three four five six seven eight nine ten eleven"),
    },
    { requiredKeys: ["source", "target"] },
  );
  const aGraph = fc
    .record({
      nodes: fc.uniqueArray(aNode, { selector: ({ id }) => id }),
      edges: fc.array(anEdge, { maxLength: 12 }),
    })
    .map(({ nodes, edges }): Wire => ({ nodes: [{ id: "__start__" }, ...nodes, { id: "__end__" }], edges }));

  test("draws what LangGraph draws of the same graph", () => {
    const someOptions = fc.constantFrom<MermaidOptions | undefined>(
      undefined,
      { withStyles: false },
      { curveStyle: "basis" },
      { wrapLabelNWords: 2 },
    );
    fc.assert(
      fc.property(aGraph, someOptions, (graph, options) => {
        const drawn = parseDrawable(graph).drawMermaid(options);
        const lines = drawnByLangChain(graph, options).split("\n");
        fc.pre(
          graph.edges.length === lines.filter((line) => line.endsWith(";") && line.includes(">")).length,
        );
        expect(drawn).toBe(lines.join("\n"));
      }),
    );
  });

  test("keeps what a name holds out of Mermaid's grammar, and names apart", () => {
    const odd = ['a"]; click x', "end", "a b", "a_b", "ünï", "a<b>(c)"];
    const drawn = parseDrawable({ nodes: odd.map((id) => ({ id })), edges: [] }).drawMermaid();
    const nodes = drawn.split("\n").filter((line) => /^\t\w+\(/.test(line));
    expect(nodes).toHaveLength(odd.length);
    for (const line of nodes) expect(line).toMatch(/^\t[\w-]+\(([\p{L}\w ]+|"[^"<>()]*")\)$/u);
    expect(new Set(nodes.map((line) => line.split("(")[0])).size).toBe(odd.length);
  });
});

test("a node whose name is a word of Mermaid's grammar is drawn by another id", () => {
  const edges = [{ source: "start", target: "end" }];
  const drawn = parseDrawable({ nodes: [{ id: "start" }, { id: "end" }], edges }).drawMermaid();
  expect(drawn).not.toMatch(/^\s*end\b/m);
  expect(drawn).not.toMatch(/--> end\b/);
  expect(drawn).toContain(`end_(["end"])`);
});

describe("as a part of a parent's drawing", () => {
  test("loses its first and last node where one edge leads there", () => {
    const graph = parseDrawable({
      nodes: [{ id: "__start__" }, { id: "agent" }, { id: "__end__" }],
      edges: [
        { source: "__start__", target: "agent" },
        { source: "agent", target: "__end__" },
      ],
    });
    graph.trimFirstNode();
    graph.trimLastNode();
    expect(graph.toJSON()).toEqual({ nodes: [{ id: "agent" }], edges: [] });
  });

  test("keeps them where several do, or where there is no such node", () => {
    const edges = ["a", "b"].flatMap((id) => [
      { source: "__start__", target: id },
      { source: id, target: "__end__" },
    ]);
    const ids = ["__start__", "a", "b", "__end__"];
    const graph = parseDrawable({ nodes: ids.map((id) => ({ id })), edges });
    graph.trimFirstNode();
    graph.trimLastNode();
    expect(Object.keys(graph.nodes)).toEqual(ids);
    const single = new DrawableGraph({ a: { id: "a", name: "a" } });
    single.trimFirstNode();
    expect(Object.keys(single.nodes)).toEqual(["a"]);
  });
});
