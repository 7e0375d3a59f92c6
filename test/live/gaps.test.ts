import { describe, inject, test } from "vitest";
import { toArray } from "../support/to-array.js";
import { compare, converse, type Party } from "./support/conversation.js";
import { formFeatures, lackOf } from "./support/features.js";
import { newThread, remoteGraph } from "./support/graphs.js";
import { allKeysLeftOut } from "./support/left-out.js";
import { findLeftOut } from "./support/normal-form.js";
import { isPython } from "./support/python-graph.js";
import { scenarios } from "./support/scenarios.js";
import { historyOf, stateOf } from "./support/states.js";
import { invoking, streaming, toFailure } from "./support/turns.js";

describe.concurrent("the gaps between a remote graph and the local one are these", () => {
  test("keys that only one of them has", async ({ expect }) => {
    const found: Record<Party["side"], Set<string>> = { local: new Set(), remote: new Set() };
    const look = (side: Party["side"], value: unknown, options = {}) => {
      for (const name of findLeftOut(value, side, options)) found[side].add(name);
    };
    const streamed = streaming({ streamMode: ["messages", "checkpoints", "tasks"], subgraphs: true });
    await Promise.all([
      ...scenarios
        .filter(({ graph }) => ["echo", "delegated", "context"].includes(graph))
        .map((scenario) =>
          compare(scenario.graph, async (party) => {
            look(party.side, await converse(party, scenario, streamed));
            look(party.side, await historyOf(party));
          }),
        ),
      compare("counter", async (party) => {
        await invoking(party, { limit: 2 }, party.thread);
        const [, early] = await toArray(party.graph.getStateHistory(party.thread));
        await invoking(party, null, early?.config ?? {});
        look(party.side, await historyOf(party));
      }),
      compare("delegated", async (party) => {
        await invoking(party, { topic: "rain" }, party.thread);
        look(party.side, await stateOf(party, { subgraphs: true }));
      }),
    ]);
    await compare(
      "echo",
      async (party) => look(party.side, await invoking(party, {}, {}), { stateless: true }),
      { stateless: true },
    );
    expect([...found.remote].sort()).toEqual(allKeysLeftOut("remote").sort());
    expect(allKeysLeftOut("local").filter((name) => !found.local.has(name))).toEqual([]);
  });

  test("a node sees an empty context where nobody gave one", async ({ expect }) => {
    const { local, remote } = await compare("echo", (party) => invoking(party, {}, party.thread));
    expect(local).toMatchObject({ output: { seen: { context: null } } });
    expect(remote).toMatchObject({ output: { seen: { context: {} } } });
  });

  test("a state that is written as a node that is not there is refused, by some without a reason", async ({
    expect,
  }) => {
    const inJavaScript = "500 Internal Server Error";
    const refusals = {
      js: inJavaScript,
      "js-2.0.0": inJavaScript,
      python: "400 Node nobody does not exist",
      aegra: "500 Failed to update thread state: Node nobody does not exist",
    };
    const { local, remote } = await compare("counter", async ({ graph, thread, side }) => {
      await graph.invoke({}, thread);
      const failure = await graph.updateState(thread, {}, "nobody").catch(toFailure);
      return side === "local" ? failure : { ...failure, thread };
    });
    expect(local).toMatchObject({ error: "InvalidUpdateError" });
    expect(remote).toMatchObject({
      error: "ApiError",
      message: expect.stringContaining(`POST /threads/<1>/state: ${refusals[inject("serverKind")]}`),
    });
  });

  test("a thread that was never used is none to the server, and an empty one here", async ({ expect }) => {
    const { local, remote } = await compare("counter", ({ graph, thread }) =>
      graph.getState(thread).catch(toFailure),
    );
    expect(local).toMatchObject({ values: {} });
    expect(remote).toMatchObject({ error: "ApiError", message: expect.stringContaining("404") });
  });

  test("after a run from a checkpoint, the plain run of another process begins there too, in JavaScript", async ({
    expect,
  }) => {
    // that server keeps the checkpoint in the thread's settings; clients know of the runs that were begun by the same `fetch`
    const thread = newThread();
    const graph = remoteGraph("counter");
    await graph.invoke({ limit: 3 }, thread);
    const states = await toArray(graph.getStateHistory(thread));
    const early = states.find(({ values }) => values.count === 1);
    await graph.invoke(null, early?.config);
    await graph.updateState(thread, { trail: ["at the head"] });

    const elsewhere = remoteGraph("counter", { fetch: (input, init) => fetch(input, init) });
    const byAnother = await elsewhere.invoke({ limit: 1 }, thread);
    if (isPython()) expect(byAnother.trail).toContain("at the head");
    else expect(byAnother.trail).not.toContain("at the head");
    await graph.updateState(thread, { trail: ["at the head"] });
    const byTheSame = await remoteGraph("counter").invoke({ limit: 1 }, thread);
    expect(byTheSame.trail).toContain("at the head");
  });
});

describe.for(formFeatures.filter(({ feature }) => lackOf(feature)?.failure !== undefined))(
  "the server says that it lacks: $feature",
  ({ feature, examples }) => {
    test.for(examples)("$streamMode", async (form, { expect }) => {
      const { local, remote } = await compare("counter", (party) => streaming(form)(party, {}, party.thread));
      const { error, message } = lackOf(feature)?.failure ?? {};
      expect(local).toMatchObject({ failure: null });
      expect(remote).toMatchObject({ failure: { error, message: expect.stringContaining(message ?? "") } });
    });
  },
);
