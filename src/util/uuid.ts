import { sha1 } from "./sha1.js";

/** A random UUID. `crypto.randomUUID` is missing outside of a secure context; `crypto.getRandomValues` is not. */
export function randomUuid(): string {
  const { randomUUID }: Partial<Crypto> = crypto;
  return randomUUID?.call(crypto) ?? toUuid(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/** Formats 16 bytes as a UUID of a version (RFC 9562). */
function toUuid(bytes: Uint8Array, version: number): string {
  const hex = Array.from(bytes.subarray(0, 16), (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | (version << 4) : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** True for a UUID of any version; servers accept no other thread id. */
export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** The version 5 UUID of a name within a namespace (RFC 9562): the same name always has the same UUID. */
export function nameUuid(name: string, namespace: string): string {
  const bytes = namespace.replaceAll("-", "").match(/../g) ?? [];
  const space = bytes.map((byte) => Number.parseInt(byte, 16));
  return toUuid(sha1(new Uint8Array([...space, ...new TextEncoder().encode(name)])), 5);
}
