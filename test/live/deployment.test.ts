/** A deployment as people build one in Python: agents with tools and approval, a deep agent, pydantic state, messages. */
import { describe, inject, test } from "vitest";
import { Command, RemoteGraph } from "../../src/index.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import { newThread } from "./support/graphs.js";

interface Said {
  type: string;
  content: string;
  tool_calls?: { name: string; args: object }[];
}

interface Conversation {
  messages: Said[];
}

const graphOf = (graphId: string) => new RemoteGraph({ graphId, url: inject("serverUrl"), apiKey: null });
const say = (content: string) => ({ messages: [{ role: "user", content }] });
const ada = { context: { name: "Ada", seat: "aisle" } };

const said = (state: unknown) => (state as Conversation).messages.map(({ content }) => content);
const decide = (decision: object) => new Command({ resume: { decisions: [decision] } });

describe("an agent with tools", needs("graphs in Python"), () => {
  test.concurrent("tells its tokens", async ({ expect }) => {
    const tokens: string[] = [];
    const stream = await graphOf("assistant").stream(say("hello there"), {
      ...newThread(),
      streamMode: "messages",
    });
    for await (const [message] of stream) tokens.push(String(message.content));
    expect(tokens.filter((token) => token !== "")).toEqual(["You", " said", " hello", " there"]);
  });

  test.concurrent("tells what its tool writes, between the call and its result", async ({ expect }) => {
    const told: unknown[] = [];
    const options = { ...newThread(), streamMode: ["updates", "custom"] } as const;
    for await (const [mode, data] of await graphOf("assistant").stream(say("search"), options)) {
      told.push(mode === "custom" ? data : Object.keys(data as object));
    }
    const progress = [1, 2, 3].map((done) => ({ tool: "search_trains", done, of: 3 }));
    const approved = ["HumanInTheLoopMiddleware.after_model"];
    expect(told).toEqual([["model"], approved, ...progress, ["tools"], ["model"], approved]);
  });

  test.concurrent("asks before it books, and books when that is approved, for whom the context names", async ({
    expect,
  }) => {
    const thread = newThread();
    const graph = graphOf("assistant");
    const asked = await graph.invoke(say("book"), { ...thread, ...ada });
    expect(asked).toMatchObject({
      __interrupt__: [
        {
          value: {
            action_requests: [{ name: "book_train", args: { to: "Tartu", seats: 2 } }],
            review_configs: [{ action_name: "book_train", allowed_decisions: ["approve", "edit", "reject"] }],
          },
        },
      ],
    });
    expect(await graph.getState(thread)).toMatchObject({
      next: ["HumanInTheLoopMiddleware.after_model"],
      interrupts: [{ value: { action_requests: [{ name: "book_train" }] } }],
    });
    const output = await graph.invoke(decide({ type: "approve" }), { ...thread, ...ada });
    expect(said(output)).toEqual([
      "book",
      "Booking.",
      "2 aisle seat(s) to Tartu for Ada.",
      "Done: 2 aisle seat(s) to Tartu for Ada.",
    ]);
    expect(output).not.toHaveProperty("__interrupt__");
  });

  test.concurrent("books what a person has edited", async ({ expect }) => {
    const thread = newThread();
    const graph = graphOf("assistant");
    await graph.invoke(say("book"), { ...thread, ...ada });
    const edited_action = { name: "book_train", args: { to: "Narva", seats: 1 } };
    const output = await graph.invoke(decide({ type: "edit", edited_action }), { ...thread, ...ada });
    expect(said(output)[2]).toContain("1 aisle seat(s) to Narva for Ada.");
  });

  test.concurrent("does not book what a person rejects", async ({ expect }) => {
    const thread = newThread();
    const graph = graphOf("assistant");
    await graph.invoke(say("book"), { ...thread, ...ada });
    const updates = await toArray(
      await graph.stream(decide({ type: "reject", message: "Too far." }), { ...thread, ...ada }),
    );
    expect(updates.flatMap((update) => Object.keys(update))).not.toContain("tools");
    const { values } = await graph.getState(thread);
    expect(said(values)[2]).toContain("Too far.");
  });

  test.concurrent("is told the context by each call", async ({ expect }) => {
    const book = async (options: object) => {
      const thread = newThread();
      const graph = graphOf("assistant");
      await graph.invoke(say("book"), { ...thread, ...options });
      return said(await graph.invoke(decide({ type: "approve" }), { ...thread, ...options }))[2];
    };
    expect(await book({})).toBe("2 any seat(s) to Tartu for nobody.");
    expect(await book({ context: { name: "Bob", seat: "window" } })).toBe(
      "2 window seat(s) to Tartu for Bob.",
    );
  });
});

describe("a long history", needs("graphs in Python"), () => {
  /** A thread of so many steps; sixty leave more checkpoints than fit into one answer. */
  async function live(limit = 60) {
    const thread = newThread();
    const graph = graphOf("counter");
    await graph.invoke({ limit }, thread);
    return { graph, thread };
  }

  test.concurrent("is told whole, newest first", async ({ expect }) => {
    const { graph, thread } = await live();
    const counts = (await toArray(graph.getStateHistory(thread))).map(({ values }) => values.count);
    expect(counts).toEqual([...Array.from({ length: 61 }, (_, index) => 60 - index), 0]);
  });

  test.concurrent("is told from a checkpoint on", async ({ expect }) => {
    const { graph, thread } = await live();
    const states = await toArray(graph.getStateHistory(thread, { limit: 5 }));
    const before = states[4]?.config;
    const older = await toArray(graph.getStateHistory(thread, { limit: 55, before }));
    expect(older.map(({ values }) => values.count)).toEqual(
      Array.from({ length: 55 }, (_, index) => 55 - index),
    );
  });

  test.concurrent("is gone back in: what ran from there is another branch", async ({ expect }) => {
    const { graph, thread } = await live(6);
    const states = await toArray(graph.getStateHistory(thread));
    const early = states.find(({ values }) => values.count === 2);
    const fork = await graph.updateState(early?.config ?? {}, { limit: 3, trail: ["forked"] });
    const output = await graph.invoke(null, fork);
    expect(output).toEqual({ count: 3, limit: 3, trail: ["step 1", "step 2", "forked", "step 3"] });
    const all = await toArray(graph.getStateHistory(thread));
    expect(all.filter(({ values }) => values.count === 6)).toHaveLength(1);
    expect(await graph.getState(thread)).toMatchObject({ values: { count: 3 } });
  });

  test.concurrent("is gone back in by a run: it goes on from there", async ({ expect }) => {
    const { graph, thread } = await live(4);
    const states = await toArray(graph.getStateHistory(thread));
    const early = states.find(({ values }) => values.count === 1);
    expect(await graph.invoke(null, early?.config)).toMatchObject({ count: 4 });
    const counts = (await toArray(graph.getStateHistory(thread))).map(({ values }) => values.count);
    expect(counts.slice(0, 3)).toEqual([4, 3, 2]);
    expect(counts.filter((count) => count === 4)).toHaveLength(2);
  });
});

describe("a deep agent", needs("graphs in Python"), () => {
  test.concurrent("works with its tools, its subagent and its files", async ({ expect }) => {
    const thread = newThread();
    const output = await graphOf("researcher").invoke(say("Write of rain"), thread);
    expect((output as unknown as Conversation).messages.map(({ type, content }) => [type, content])).toEqual([
      ["human", "Write of rain"],
      ["ai", "Looking."],
      ["tool", expect.any(String)],
      ["ai", "Asking."],
      ["tool", "What is rain? Rain is water."],
      ["ai", "Writing."],
      ["tool", expect.stringContaining("/notes.md")],
      ["ai", "The notes are written."],
    ]);
    expect(output).toMatchObject({ files: { "/notes.md": { content: "Rain is water." } } });
  });

  test.concurrent("tells what its subagent says, in the namespace of that", async ({ expect }) => {
    const told: [string, string][] = [];
    const options = { ...newThread(), streamMode: "messages", subgraphs: true } as const;
    for await (const [namespace, [message]] of await graphOf("researcher").stream(say("Write"), options)) {
      if (message.type === "AIMessageChunk" && message.content !== "")
        told.push([namespace.map((part) => part.split(":")[0]).join("|"), String(message.content)]);
    }
    const words = told.filter(([namespace]) => namespace === "tools").map(([, word]) => word);
    expect(words.join("")).toBe("What is rain? Rain is water.");
    expect(told.filter(([namespace]) => namespace === "").map(([, word]) => word)).toContain("Looking.");
  });
});

describe("a state of pydantic models", needs("graphs in Python"), () => {
  const items = [{ name: "tea", price: 2.5, size: "large" }];

  test.concurrent("comes back as plain objects, in what is asked too", async ({ expect }) => {
    const thread = newThread();
    const graph = graphOf("order");
    const asked = await graph.invoke({ items }, thread);
    expect(asked).toMatchObject({
      receipt: { total: 2.5, note: null },
      __interrupt__: [{ value: { total: 2.5, items } }],
    });
    const output = await graph.invoke(new Command({ resume: "thanks" }), thread);
    expect(output).toEqual({ items, receipt: { total: 2.5, note: "thanks" }, log: ["priced", "confirmed"] });
    expect((await graph.getState(thread)).values).toEqual(output);
  });

  test.concurrent("refuses what is no such model, with the sentence of pydantic's", async ({ expect }) => {
    const wrong = graphOf("order").invoke({ items: [{ name: "tea", price: -1 }] }, newThread());
    await expect(wrong).rejects.toMatchObject({
      error: "ValidationError",
      message: expect.stringContaining("greater than or equal to 0"),
    });
  });
});

test.concurrent("a graph of messages remembers its thread", needs("graphs in Python"), async ({ expect }) => {
  const thread = newThread();
  const graph = graphOf("talk");
  await graph.invoke(say("one"), thread);
  expect(said(await graph.invoke(say("two"), thread))).toEqual(["one", "1: one", "two", "3: two"]);
});
