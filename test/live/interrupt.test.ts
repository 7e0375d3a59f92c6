import { HumanMessage } from "@langchain/core/messages";
import * as langgraph from "@langchain/langgraph";
import { describe, test } from "vitest";
import { Command } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { newThread, remoteGraph } from "./support/graphs.js";

const asked = { question: "Publish?", draft: "On rain" };

describe.concurrent("a run that asks something", () => {
  test("gives its values with what it asks, and throws nothing", async ({ expect }) => {
    const output = await remoteGraph("approval").invoke({ topic: "rain" }, newThread());
    expect(output).toEqual({
      topic: "rain",
      draft: "On rain",
      visits: ["write"],
      __interrupt__: [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), value: asked }],
    });
  });

  test("ends its stream with what it asks", async ({ expect }) => {
    const stream = await remoteGraph("approval").stream({ topic: "rain" }, newThread());
    expect((await toArray(stream)).at(-1)).toMatchObject({ __interrupt__: [{ value: asked }] });
  });

  test("asks in one form in every mode", async ({ expect }) => {
    const form = [{ id: expect.stringMatching(/^[0-9a-f]{32}$/), value: asked }];
    const streamMode = ["values", "updates", "tasks", "debug"] as const;
    const stream = await remoteGraph("approval").stream({ topic: "rain" }, { ...newThread(), streamMode });
    const chunks = await toArray(stream);
    const last = (mode: string) => chunks.findLast(([of]) => of === mode)?.[1];
    expect(last("values")).toHaveProperty("__interrupt__", form);
    expect(last("updates")).toEqual({ __interrupt__: form });
    expect(last("tasks")).toHaveProperty("interrupts", form);
    expect(last("debug")).toHaveProperty("payload.interrupts", form);
  });

  test("is answered by anybody who knows its thread", async ({ expect }) => {
    const thread = newThread();
    await remoteGraph("approval").invoke({ topic: "rain" }, thread);
    const output = await remoteGraph("approval").invoke(new Command({ resume: "yes" }), thread);
    expect(output).toMatchObject({ decision: "yes", __interrupt__: [{ value: "Confirm?" }] });
  });

  test("is answered by LangGraph's own Command as well", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("approval");
    await graph.invoke({ topic: "rain" }, thread);
    const output = await graph.invoke(new langgraph.Command({ resume: new Date(0) }), thread);
    expect(output).toMatchObject({
      decision: "1970-01-01T00:00:00.000Z",
      visits: ["write", "review", "publish"],
    });
  });

  test("asks no more once it has its answers", async ({ expect }) => {
    const thread = newThread();
    const graph = remoteGraph("approval");
    await graph.invoke({ topic: "rain" }, thread);
    await graph.invoke(new Command({ resume: "yes" }), thread);
    const output = await graph.invoke(new Command({ resume: "sure" }), thread);
    expect(output).not.toHaveProperty("__interrupt__");
    expect(output).toMatchObject({ decision: "yes", confirmation: "sure" });
    expect(await graph.getState(thread)).toMatchObject({ next: [], interrupts: [] });
  });
});

test("LangChain's message objects serve as input, and plain ones come back", async ({ expect }) => {
  const input = { messages: [new HumanMessage({ content: "Hello", id: "mine" })] };
  const { messages } = await remoteGraph("chat").invoke(input);
  expect(messages).toMatchObject([
    { type: "human", content: "Hello", id: "mine" },
    { type: "ai", content: "You said: Hello." },
  ]);
});
