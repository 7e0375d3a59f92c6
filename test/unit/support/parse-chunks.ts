import { EventParser } from "../../../src/run/event-parser.js";
import type { ReferenceResult } from "./reference-event-stream.js";

/** What the parser makes of a stream that arrives in these chunks. */
export function parseChunks(chunks: Iterable<Uint8Array>): ReferenceResult {
  const parser = new EventParser();
  const events: ReferenceResult["events"] = [];
  for (const chunk of chunks) events.push(...parser.push(chunk.slice()));
  const wasCut = parser.end();
  return { events, retryMs: parser.retryMs, wasCut };
}

/** Cuts bytes at the given offsets (in any order, repeated ones give empty chunks). */
export function cutAt(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const inOrder = [0, ...[...offsets].sort((a, b) => a - b), bytes.length];
  return inOrder.slice(1).map((end, index) => bytes.subarray(inOrder[index], end));
}
