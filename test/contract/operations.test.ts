import "./operations/a2a.js";
import "./operations/assistants.js";
import "./operations/crons.js";
import "./operations/mcp.js";
import "./operations/runs.js";
import "./operations/stateless-runs.js";
import "./operations/store.js";
import "./operations/streaming.js";
import "./operations/system.js";
import "./operations/threads.js";
import { expect, test } from "vitest";
import { readOperations } from "../support/document.js";
import { calledOperations } from "./support.js";

// Last in the one file that holds all the others: a test that is run by its name alone does not ask for the rest.
test("every operation of the document was called", () => {
  const uncalled = [...readOperations().keys()].filter((id) => !calledOperations().has(id));
  expect(uncalled).toEqual([]);
});
