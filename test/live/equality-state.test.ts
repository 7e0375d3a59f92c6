import { describe, test } from "vitest";
import { compare, compareTurns, converse, type Party } from "./support/conversation.js";
import { needs } from "./support/features.js";
import { isToldWithoutThread, type Scenario, scenarios, toEnds, waysOn } from "./support/scenarios.js";
import { historyOf, stateOf } from "./support/states.js";
import { invoking, toFailure } from "./support/turns.js";

const all = [...scenarios, ...waysOn];

/** Whether branches are joined in a scenario's history, which not every server tells right. */
const joinsBranches = ({ graph }: Scenario) => graph === "parallel";

describe("what a remote graph gives and leaves behind equals the local", () => {
  test.concurrent.for(all)("outputs, states and history: $title", async (scenario, { expect }) => {
    const { local, remote } = await compare(scenario.graph, async (party) => ({
      turns: await converse(party, scenario, async (_, input, options) => ({
        ...(await invoking(party, input, options)),
        state: await stateOf(party),
        withSubgraphs: await stateOf(party, { subgraphs: true }),
      })),
      history: joinsBranches(scenario) ? [] : await historyOf(party),
    }));
    expect(remote).toEqual(local);
    expect(local).toMatchObject({ turns: toEnds(scenario) });
  });

  test.concurrent.for(all.filter(joinsBranches))(
    "history past a join: $title",
    needs("history past a join"),
    async (scenario, { expect }) => {
      const { local, remote } = await compare(scenario.graph, async (party) => {
        await converse(party, scenario, invoking);
        return historyOf(party);
      });
      expect(remote).toEqual(local);
      expect(local).not.toEqual([]);
    },
  );
});

// Apart from the others, as everything without a thread is (see newThread).
describe("without a thread what a remote graph gives equals the local", () => {
  test.concurrent.for(scenarios.filter(isToldWithoutThread))(
    "output: $title",
    async (scenario, { expect }) => {
      const { local, remote } = await compareTurns(scenario, invoking, { stateless: true });
      expect(remote).toEqual(local);
      expect(local).toMatchObject(toEnds(scenario));
    },
  );

  test.concurrent("outputs of a batch", async ({ expect }) => {
    const inputs = [{ limit: 3 }, { limit: 1 }, { limit: 2 }];
    const { local, remote } = await compare("counter", ({ graph }) => graph.batch(inputs), {
      stateless: true,
    });
    expect(remote).toEqual(local);
    expect(local).toMatchObject(inputs.map(({ limit }) => ({ count: limit })));
  });

  test.concurrent(
    "outputs of a batch with an error among them",
    needs("why a run without a thread failed"),
    async ({ expect }) => {
      const inputs = [{ limit: 1 }, { limit: 9 }, { limit: 2 }];
      const batch = async ({ graph }: Party) => {
        const options = { maxConcurrency: 2, returnExceptions: true };
        const outputs = await graph.batch(inputs, { recursionLimit: 4 }, options);
        return outputs.map((output) => (output instanceof Error ? toFailure(output) : output));
      };
      const { local, remote } = await compare("counter", batch, { stateless: true });
      expect(remote).toEqual(local);
      expect(local).toMatchObject([{ count: 1 }, { error: "GraphRecursionError" }, { count: 2 }]);
    },
  );
});
