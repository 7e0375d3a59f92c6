import { Annotation, interrupt, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { expect, test } from "vitest";
import { Command } from "../../src/wire/command.js";

const State = Annotation.Root({
  steps: Annotation<string[]>({ reducer: (a, b) => a.concat(b), default: () => [] }),
});

test("a node of a local graph may return it", async () => {
  const graph = new StateGraph(State)
    .addNode("first", () => new Command({ update: { steps: ["first"] }, goto: "second" }), {
      ends: ["second"],
    })
    .addNode("second", () => new Command({ update: [["steps", ["second"]]] }))
    .addEdge(START, "first")
    .compile();
  expect(await graph.invoke({})).toEqual({ steps: ["first", "second"] });
});

test("a local graph is resumed by it", async () => {
  const graph = new StateGraph(State)
    .addNode("ask", () => ({ steps: [interrupt<string, string>("go on?")] }))
    .addEdge(START, "ask")
    .compile({ checkpointer: new MemorySaver() });
  const config = { configurable: { thread_id: "1" } };
  await graph.invoke({}, config);
  const input: object = new Command({ resume: "yes" });
  expect(await graph.invoke(input, config)).toEqual({ steps: ["yes"] });
});
