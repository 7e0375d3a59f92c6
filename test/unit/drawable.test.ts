import { describe, expect, test } from "vitest";
import { DrawableGraph, parseDrawable } from "../../src/drawable.js";

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

const bare = { withStyles: false };

describe("parseDrawable", () => {
  test("gives nodes by id, with the name that people know", () => {
    const { nodes, edges } = parseDrawable(wire);
    expect(Object.values(nodes).map(({ name }) => name)).toEqual([
      "__start__",
      "agent",
      "Tool Node",
      "__end__",
    ]);
    expect(nodes.tools).toMatchObject({ id: "tools", type: "runnable", metadata: { slow: true } });
    expect(edges).toEqual(wire.edges);
  });

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

describe("drawMermaid", () => {
  test("draws nodes, edges, and where the graph decides", () => {
    expect(parseDrawable(wire).drawMermaid(bare)).toBe(
      [
        "graph TD;",
        '\t__start__(["__start__"]):::first',
        '\tagent("agent")',
        '\ttools("tools")',
        '\t__end__(["__end__"]):::last',
        "\t__start__ --> agent;",
        '\tagent -.->|"call"| tools;',
        "\ttools --> agent;",
        "\tagent -.-> __end__;",
        "",
      ].join("\n"),
    );
  });

  test("adds colours and the curve of edges, unless told not to", () => {
    const drawn = parseDrawable(wire).drawMermaid({ curveStyle: "basis" });
    expect(drawn).toContain('"curve": "basis"');
    expect(drawn).toMatch(/classDef first .*\n.*classDef last /);
    expect(parseDrawable(wire).drawMermaid(bare)).not.toContain("classDef");
  });

  test("frames the nodes of each subgraph, one within the other", () => {
    const ids = ["__start__", "child:pre", "child:grand:deep", "child:post", "__end__"];
    const drawn = parseDrawable({ nodes: ids.map((id) => ({ id })), edges: [] }).drawMermaid(bare);
    const lines = drawn.split("\n").map((line) => line.trim());
    const labels = lines.map((line) => /"([^"]+)"/.exec(line)?.[1] ?? line).filter((line) => line !== "");
    expect(labels).toEqual([
      "graph TD;",
      "__start__",
      "__end__",
      "child",
      "pre",
      "post",
      "grand",
      "deep",
      "end",
      "end",
    ]);
  });

  test("keeps what a name holds out of Mermaid's grammar, and names apart", () => {
    const names = ['a"]; click x', "end", "a b", "a-b", "ünï", "a<b>&#c;"];
    const edges = names.map((target) => ({ source: "start", target }));
    const drawn = parseDrawable({ nodes: names.map((id) => ({ id })), edges }).drawMermaid(bare);
    const nodes = drawn.split("\n").filter((line) => line.includes('("'));
    expect(nodes.join()).toContain('"a#60;b#62;#38;#35;c#59;"');
    expect(nodes).toHaveLength(names.length);
    for (const line of nodes) expect(line).toMatch(/^\t[\w-]+\(+\[?"[^"<>]*"\]?\)+(:::\w+)?$/);
    expect(new Set(nodes.map((line) => line.split("(")[0])).size).toBe(names.length);
  });
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
