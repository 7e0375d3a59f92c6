import { expect, test } from "vitest";
import { type StreamEvent, toEventPredicate } from "../../src/graph/stream-events.js";

const told = (event: string, name: string): StreamEvent =>
  ({ event, run_id: "r", name, tags: [], metadata: {}, data: {} }) as StreamEvent;
const events = [
  told("on_chain_start", "node"),
  told("on_custom_event", "progress"),
  told("on_chain_end", "node"),
];

test.for([
  [{ includeNames: ["node"] }, true],
  [{ includeNames: ["progress"] }, false],
  [{ includeTypes: ["chain"] }, true],
  [{ includeTypes: ["custom"] }, false],
  [{ excludeNames: ["node"] }, false],
  [{ excludeNames: ["progress"] }, true],
  [{ excludeTypes: ["chain"] }, false],
  [{}, true],
] as const)("an event of a graph's own is judged by what dispatched it: %o", ([filters, isWanted]) => {
  const lists = Object.fromEntries(Object.entries(filters).map(([name, list]) => [name, [...list]]));
  const names = events.filter(toEventPredicate(lists)).map(({ name }) => name);
  expect(names.includes("progress")).toBe(isWanted);
});
