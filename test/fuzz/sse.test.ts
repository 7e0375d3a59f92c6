import fc from "fast-check";
import { expect, test } from "vitest";
import { cutAt, parseChunks } from "../unit/support/parse-chunks.js";
import { readEventStream } from "../unit/support/reference-event-stream.js";
import { FUZZ_CASES } from "./cases.js";

const encoder = new TextEncoder();
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

const pieces = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      "data",
      "data:",
      "data: ",
      "id",
      "id:",
      "event",
      "event:",
      "retry:",
      "retry: 12",
    ),
  },
  { weight: 10, arbitrary: fc.constantFrom("\n", "\r", "\r\n", "\n\n", "\r\r", "\r\n\r\n") },
  {
    weight: 6,
    arbitrary: fc.constantFrom(":", " ", "\0", "0", "7", "é", "好", "🦜", "\ufeff", "x", "Data:"),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);
const lineEnd = fc.constantFrom("\n", "\r", "\r\n");
const value = fc.array(fc.constantFrom("1", "20", "a", " ", ":", "\0", "é", "\ufeff"), { maxLength: 3 });
const fieldLine = fc
  .tuple(
    fc.constantFrom("data", "id", "event", "retry", "", "dat", "ID"),
    fc.constantFrom(": ", ":", ""),
    value,
    lineEnd,
  )
  .map(([name, colon, characters, end]) => name + colon + characters.join("") + end);
const textBytes = fc.oneof(pieces, fieldLine, lineEnd).map((piece) => [...encoder.encode(piece)]);
const brokenBytes = fc.oneof(
  fc.constantFrom([0xf0, 0x9f], [0xe5, 0xa5], [0xc3], [0x80], [0xff], BYTE_ORDER_MARK, [0xef, 0xbb], [0xef]),
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }),
);
// Longer than the slices that the parser works in, so that lines begin and end in different ones.
const longRun = fc.integer({ min: 4000, max: 20_000 }).map((length) => new Array<number>(length).fill(0x61));

const stream = fc
  .array(
    fc.oneof(
      { weight: 60, arbitrary: textBytes },
      { weight: 6, arbitrary: brokenBytes },
      { weight: 1, arbitrary: longRun },
    ),
    { maxLength: 60 },
  )
  .map((parts) => Uint8Array.from(parts.flat()));

const markedStream = fc
  .tuple(fc.constantFrom([], BYTE_ORDER_MARK), stream)
  .map(([mark, bytes]) => Uint8Array.from([...mark, ...bytes]));

const streamAndCuts = markedStream.chain((bytes) =>
  fc.tuple(fc.constant(bytes), fc.array(fc.nat({ max: bytes.length }), { maxLength: 30 })),
);

test("reads any bytes in any chunks as the reference does", { timeout: 600_000 }, () => {
  fc.assert(
    fc.property(streamAndCuts, ([bytes, cuts]) => {
      expect(parseChunks(cutAt(bytes, cuts))).toEqual(readEventStream(bytes));
    }),
    { numRuns: FUZZ_CASES },
  );
});

test("reads any bytes one at a time as the reference does", { timeout: 600_000 }, () => {
  const shortStream = markedStream.filter((bytes) => bytes.length < 2000);
  fc.assert(
    fc.property(shortStream, (bytes) => {
      const eachByte = Array.from(bytes, (byte) => Uint8Array.of(byte));
      expect(parseChunks(eachByte)).toEqual(readEventStream(bytes));
    }),
    { numRuns: Math.ceil(FUZZ_CASES / 10) },
  );
});
