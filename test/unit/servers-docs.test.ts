import { expect, test } from "vitest";
import { knownFaults } from "../../src/cli/check/known-faults.js";
import { readServersDocs, withTable } from "../support/servers-docs.js";

test("the table in docs/servers.md is that of the live tests: npm run docs:servers", () => {
  expect(readServersDocs()).toBe(withTable(readServersDocs()));
});

test("docs/servers.md names each fault that the check knows", () => {
  const text = readServersDocs().replace(/\s+/g, " ");
  for (const fault of knownFaults()) expect(text).toContain(fault);
});
