import fc from "fast-check";
import { expect, test } from "vitest";
import { toWire } from "../../src/serialize.js";
import { anyText, FUZZ_CASES } from "./cases.js";

const keys = fc.oneof(
  fc.string({ maxLength: 4 }),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "toString",
    "type",
    "content",
    "role",
    "node",
    "args",
    "lc",
    "id",
  ),
);
const json = fc.letrec((tie) => ({
  leaf: fc.oneof(
    anyText(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
  ),
  list: fc.array(tie("value"), { maxLength: 5 }),
  record: fc.array(fc.tuple(keys, tie("value")), { maxLength: 5 }).map(toRecord),
  value: fc.oneof({ depthSize: "medium", withCrossShrink: true }, tie("leaf"), tie("list"), tie("record")),
})).value;

test("any JSON value arrives as it was, and is not copied", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(json, (value) => {
      const text = JSON.stringify(value);
      const wire = toWire(value);
      expect(JSON.parse(JSON.stringify(wire))).toEqual(JSON.parse(text));
      expect(JSON.stringify(wire)).toBe(text);
      expect(wire).toBe(value);
    }),
    { numRuns: FUZZ_CASES },
  );
});

test("any value is sent as JSON would have it, or refused with the path", { timeout: 600_000 }, () => {
  let sent = 0;
  const anything = fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withTypedArray: true,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const wire = tryWire(value);
      if (wire === undefined) return;
      sent += 1;
      expect(JSON.parse(JSON.stringify(wire))).toEqual(JSON.parse(JSON.stringify(value) ?? "null"));
    }),
    { numRuns: FUZZ_CASES },
  );
  expect(sent).toBeGreaterThan(FUZZ_CASES / 20);
});

function toRecord(entries: [string, unknown][]): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [key, value] of entries) {
    Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return record;
}

function tryWire(value: unknown): unknown {
  try {
    return toWire(value);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toMatch(/^input.*: .* cannot be sent as JSON; /s);
    return undefined;
  }
}
