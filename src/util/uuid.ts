import { sha1 } from "./sha1.js";

/** A random UUID. `crypto.randomUUID` is missing where a page was not loaded securely; random values never are. */
export function randomUuid(): string {
  const { randomUUID }: Partial<Crypto> = crypto;
  return randomUUID?.call(crypto) ?? toUuid(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/** Sixteen bytes as a UUID of a version, in RFC 9562's layout. */
export function toUuid(bytes: Uint8Array, version: number): string {
  const hex = Array.from(bytes.subarray(0, 16), (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | (version << 4) : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** True for what has a UUID's form, of whatever version; servers take no other id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** The UUID of a name within a namespace, always the same one: version 5 of RFC 9562. */
export function nameUuid(name: string, namespace: string): string {
  const bytes = namespace.replaceAll("-", "").match(/../g) ?? [];
  const space = bytes.map((byte) => Number.parseInt(byte, 16));
  return toUuid(sha1(new Uint8Array([...space, ...new TextEncoder().encode(name)])), 5);
}
