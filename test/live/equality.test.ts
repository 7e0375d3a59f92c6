import { describe, test } from "vitest";
import type { StreamMode } from "../../src/index.js";
import { compareTurns } from "./support/conversation.js";
import { canStream, has } from "./support/features.js";
import { formsOf, isToldWithoutThread, scenarios, toEnds, waysOn } from "./support/scenarios.js";
import { allModes, type Form, streaming } from "./support/turns.js";

const words: StreamMode[] = [...allModes, "messages-tuple"];

/** All modes at once that the server knows, with what subgraphs tell, and without. */
const atOnce: Form[] = [false, true].map((subgraphs) => {
  return { streamMode: allModes.filter((mode) => canStream({ streamMode: mode, subgraphs })), subgraphs };
});

const forms: Form[] = [
  ...words
    .flatMap((streamMode): Form[] => [{ streamMode }, { streamMode, subgraphs: true }])
    .filter(canStream),
  { streamMode: ["updates"] },
  ...atOnce,
];

function toTitle({ streamMode, subgraphs }: Form): string {
  const what =
    streamMode.length > 1 && typeof streamMode !== "string" ? "all modes" : JSON.stringify(streamMode);
  return subgraphs ? `${what} with subgraphs` : what;
}

const titled = (list: Form[]) => list.map((form) => [toTitle(form), form] as const);

describe("the chunks of a remote graph equal the local ones", () => {
  const waysOnForms: Form[] = [{ streamMode: "values" }, ...atOnce.slice(-1)];

  describe.concurrent("on a thread", () => {
    describe.for(scenarios)("$title", (scenario) => {
      test.for(titled(formsOf(scenario, forms)))("%s", async ([, form], { expect }) => {
        const { local, remote } = await compareTurns(scenario, streaming(form));
        expect(remote).toEqual(local);
        expect(local).toMatchObject(toEnds(scenario));
      });
    });

    describe.for(waysOn)("$title", (scenario) => {
      test.for(titled(waysOnForms))("%s", async ([, form], { expect }) => {
        const { local, remote } = await compareTurns(scenario, streaming(form));
        expect(remote).toEqual(local);
        expect(local).toMatchObject(toEnds(scenario));
      });
    });
  });
});

const tellsCheckpoints = (mode: StreamMode) => mode === "checkpoints" || mode === "debug";

/** A run without a thread has no checkpoints to tell, unless it has a hidden one. */
const withoutCheckpoints = has("no checkpoints without a thread")
  ? atOnce
  : atOnce.map(({ streamMode, ...form }) => ({
      ...form,
      streamMode: [streamMode].flat().filter((mode) => !tellsCheckpoints(mode)),
    }));

// Apart from the others, as everything without a thread is (see newThread).
describe("without a thread the chunks of a remote graph equal the local ones", () => {
  describe.concurrent.for(scenarios.filter(isToldWithoutThread))("$title", (scenario) => {
    test.for(titled(withoutCheckpoints))("%s", async ([, form], { expect }) => {
      const { local, remote } = await compareTurns(scenario, streaming(form), { stateless: true });
      expect(remote).toEqual(local);
      expect(local).toMatchObject(toEnds(scenario));
    });
  });
});
