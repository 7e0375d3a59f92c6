import fc from "fast-check";
import { expect, test } from "vitest";
import { toPath } from "../../src/client/path.js";
import { anyText, FUZZ_CASES } from "./cases.js";

const piece = fc.constantFrom(
  ".",
  "..",
  "/",
  "\\",
  "%",
  "%2e",
  "%25",
  "2e",
  "2F",
  "\0",
  "\n",
  "?",
  "#",
  ";",
  "@",
  ":",
  "|",
);
const segment = fc.oneof(
  fc
    .array(fc.oneof({ weight: 2, arbitrary: piece }, { weight: 3, arbitrary: anyText(4) }), {
      maxLength: 5,
    })
    .map((pieces) => pieces.join("")),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
    .map((units) => String.fromCharCode(...units)),
  fc.uuid(),
);

test("any string is refused, or becomes exactly one segment that reads as itself", {
  timeout: 600_000,
}, () => {
  let passed = 0;
  fc.assert(
    fc.property(segment, segment, (first, last) => {
      const path = pathOf(first, last);
      if (path === undefined) return;
      passed += 1;
      const url = new URL(path, "http://h");
      expect(url.origin).toBe("http://h");
      expect(url.search + url.hash).toBe("");
      const segments = url.pathname.split("/");
      expect(segments.map(decodeURIComponent)).toEqual(["", "threads", first, "runs", last]);
    }),
    { numRuns: FUZZ_CASES },
  );
  expect(passed).toBeGreaterThan(FUZZ_CASES / 20);
});

function pathOf(first: string, last: string): string | undefined {
  try {
    return toPath("/threads/{thread_id}/runs/{run_id}", { thread_id: first, run_id: last });
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return undefined;
  }
}
