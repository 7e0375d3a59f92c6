import { createEventParser } from "../../../src/sse.js";
import type { ReferenceResult } from "./reference-event-stream.js";

/** What the parser makes of a stream that arrives in these chunks. Each chunk's memory is overwritten after its push. */
export function parseChunks(chunks: Iterable<Uint8Array>): ReferenceResult {
  const parser = createEventParser();
  const events: ReferenceResult["events"] = [];
  for (const chunk of chunks) {
    const lent = chunk.slice();
    events.push(...parser.push(lent));
    lent.fill(0x21);
  }
  const wasCut = parser.end();
  return { events, lastEventId: parser.lastEventId, retryMs: parser.retryMs, wasCut };
}

/** Cuts bytes at the given offsets (in any order, repeated ones give empty chunks). */
export function cutAt(bytes: Uint8Array, offsets: readonly number[]): Uint8Array[] {
  const inOrder = [0, ...[...offsets].sort((a, b) => a - b), bytes.length];
  return inOrder.slice(1).map((end, index) => bytes.subarray(inOrder[index], end));
}
