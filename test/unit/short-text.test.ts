import { expect, test } from "vitest";
import { decodeId, NameDecoder } from "../../src/util/short-text.js";

const encoder = new TextEncoder();

test.for([
  "",
  "0",
  "7",
  "42",
  "007",
  "-1",
  "1.5",
  "123456789012345",
  "1234567890123456789",
  "run-ü",
  "\uFEFF1",
])("reads the id %j as any decoder does", (id) => {
  expect(decodeId(encoder.encode(id))).toBe(id);
});

test("reads each name, whatever stood before it, and keeps none of the bytes it was given", () => {
  const names = new NameDecoder();
  for (const name of [
    "values",
    "values",
    "value",
    "",
    "valuez",
    "updates|child:1",
    "\uFEFFvalues",
    "values",
  ]) {
    const bytes = encoder.encode(name);
    expect(names.decode(bytes)).toBe(name);
    bytes.fill(33);
  }
});
