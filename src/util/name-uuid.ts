import { sha1 } from "./sha1.js";
import { toUuid } from "./uuid.js";

/** The UUID of a name within a namespace, always the same one: version 5 of RFC 9562. */
export function nameUuid(name: string, namespace: string): string {
  const bytes = namespace.replaceAll("-", "").match(/../g) ?? [];
  const space = bytes.map((byte) => Number.parseInt(byte, 16));
  return toUuid(sha1(new Uint8Array([...space, ...new TextEncoder().encode(name)])), 5);
}
