import { expect, test } from "vitest";
import { dropDeadReferences } from "../../scripts/dead-references.js";

const SCHEMAS = { "Odd/Name": { type: "string" } };

test("a reference that leads somewhere stays, escapes and all", () => {
  const document = { components: { schemas: SCHEMAS }, a: [{ $ref: "#/components/schemas/Odd~1Name" }] };

  expect(dropDeadReferences(document)).toEqual({ document, dead: [] });
});

test("a reference that leads nowhere leaves an open schema, and is named once", () => {
  const dead = { $ref: "#/components/schemas/Missing" };
  const document = { components: { schemas: SCHEMAS }, a: dead, b: [dead], c: { $ref: "other.yaml#/Thing" } };

  expect(dropDeadReferences(document)).toEqual({
    document: { components: { schemas: SCHEMAS }, a: {}, b: [{}], c: {} },
    dead: ["#/components/schemas/Missing", "other.yaml#/Thing"],
  });
});

test("a property that happens to be called $ref is left alone", () => {
  const document = { properties: { $ref: { type: "string" } } };

  expect(dropDeadReferences(document)).toEqual({ document, dead: [] });
});
