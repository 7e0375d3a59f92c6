import { AIMessage, HumanMessage } from "@langchain/core/messages";
import { describe, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { compare, type Party } from "./support/conversation.js";
import { type Feature, needs } from "./support/features.js";
import { type GraphName, type Snapshot, serverClient } from "./support/graphs.js";
import { historyOf, stateOf } from "./support/states.js";
import { invoking } from "./support/turns.js";

interface Update {
  title: string;
  graph: GraphName;
  input: object;
  needs?: Feature[];
  /** Writes to the thread that the input has run on; what it gives is compared, and the thread's states. */
  write: (party: Party) => Promise<unknown>;
}

const chat = { messages: [{ role: "user", content: "Hello" }] };

/** The thread's state of so many steps ago. */
async function back({ graph, thread }: Party, steps: number): Promise<Snapshot> {
  const states = await toArray(graph.getStateHistory(thread));
  const [found] = states.slice(steps);
  if (found === undefined) throw new Error(`the thread has ${states.length} states`);
  return found;
}

const updates: Update[] = [
  {
    title: "as the node that ran last",
    graph: "counter",
    input: { limit: 2 },
    write: ({ graph, thread }) => graph.updateState(thread, { count: 7, trail: ["by hand"] }),
  },
  {
    title: "as a node that is named, so that the graph goes on behind it",
    graph: "approval",
    input: { topic: "rain" },
    write: async (party) => [
      await party.graph.updateState(party.thread, { decision: "no" }, "review"),
      await invoking(party, null, party.thread),
    ],
  },
  {
    title: "as the end, so that nothing is left to do",
    graph: "approval",
    input: { topic: "rain" },
    write: ({ graph, thread }) => graph.updateState(thread, null, "__end__"),
  },
  {
    title: "with nothing",
    graph: "slow",
    input: { ms: 1 },
    needs: ["update with nothing"],
    write: ({ graph, thread }) => graph.updateState(thread, null),
  },
  {
    title: "with message objects",
    graph: "chat",
    input: chat,
    write: ({ graph, thread }) =>
      graph.updateState(thread, {
        messages: [
          new HumanMessage({ content: "And you?", id: "asked" }),
          new AIMessage({
            content: "Well.",
            id: "said",
            response_metadata: { finish_reason: "stop" },
          }),
        ],
      }),
  },
  {
    title: "at an earlier checkpoint, which forks the thread",
    graph: "counter",
    input: { limit: 3 },
    write: async (party) => {
      const { config } = await back(party, 2);
      const fork = await party.graph.updateState(config, { count: 1, trail: ["forked"] });
      return [fork, await stateOf(party, {}, fork), await invoking(party, null, fork)];
    },
  },
  {
    title: "in a subgraph that waits",
    graph: "delegated",
    input: { topic: "rain" },
    write: async (party) => {
      const { tasks } = await party.graph.getState(party.thread);
      const inside = tasks[0]?.state ?? {};
      return [
        await stateOf(party, {}, inside),
        await party.graph.updateState(inside, { topic: "snow" }),
        await stateOf(party, { subgraphs: true }),
      ];
    },
  },
];

describe.concurrent("a written state equals the local one", () => {
  for (const { title, graph, input, write, needs: wanted = [] } of updates) {
    test(title, needs(...wanted), async ({ expect }) => {
      const { local, remote } = await compare(graph, async (party) => [
        await invoking(party, input, party.thread),
        await write(party),
        await stateOf(party),
        await historyOf(party),
      ]);
      expect(remote).toEqual(local);
    });
  }
});

describe.concurrent("a state that is asked for in another way equals the local one", () => {
  const ran = (act: (party: Party) => Promise<unknown>, graph: GraphName = "counter", input = {}) =>
    compare(graph, async (party) => {
      await invoking(party, input, party.thread);
      return act(party);
    });

  test("by its checkpoint", async ({ expect }) => {
    const { local, remote } = await ran(async (party) => stateOf(party, {}, (await back(party, 3)).config));
    expect(remote).toEqual(local);
  });

  test("by the config of a task of a subgraph, with the history there", async ({ expect }) => {
    const inside = async (party: Party) => {
      const { tasks } = await party.graph.getState(party.thread);
      const config = tasks[0]?.state ?? {};
      return [await stateOf(party, {}, config), await historyOf(party, {}, config)];
    };
    const { local, remote } = await ran(inside, "delegated");
    expect(remote).toEqual(local);
  });

  test("a few of the history", async ({ expect }) => {
    const { local, remote } = await ran((party) => historyOf(party, { limit: 2 }));
    expect(remote).toEqual(local);
    expect(local).toHaveLength(2);
  });

  test("the history before a checkpoint", async ({ expect }) => {
    const { local, remote } = await ran(async (party) =>
      historyOf(party, { before: (await back(party, 2)).config }),
    );
    expect(remote).toEqual(local);
    expect(local).toHaveLength(4);
  });

  test("the history that a filter leaves", async ({ expect }) => {
    const { local, remote } = await ran((party) => historyOf(party, { filter: { source: "input" } }));
    expect(remote).toEqual(local);
    expect(local).toHaveLength(1);
  });

  test("of a thread where nothing has run", async ({ expect }) => {
    const { local, remote } = await compare("counter", async (party) => {
      const { thread_id = "" } = party.thread.configurable ?? {};
      if (party.side === "remote") await serverClient().POST("/threads", { body: { thread_id } });
      return [await stateOf(party), await historyOf(party)];
    });
    expect(remote).toEqual(local);
  });
});
