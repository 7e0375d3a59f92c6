import { expect, test } from "vitest";
import type { operations } from "../../src/index.js";
import { readOperations } from "../support/document.js";
import { assistants } from "./operations/assistants.js";
import { crons } from "./operations/crons.js";
import { interfaces } from "./operations/interfaces.js";
import { runs } from "./operations/runs.js";
import { store } from "./operations/store.js";
import { threads } from "./operations/threads.js";
import { type Calls, calledOperations } from "./support.js";

const calls = {
  ...assistants,
  ...threads,
  ...runs,
  ...crons,
  ...store,
  ...interfaces,
} satisfies Calls<keyof operations>;

test.each(Object.entries(calls))("%s", async (id, call) => {
  await Promise.all(call());
  expect(calledOperations()).toContain(id);
});

test("every operation of the document is called", () => {
  expect(Object.keys(calls).toSorted()).toEqual([...readOperations().keys()].toSorted());
});
