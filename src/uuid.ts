/** A random UUID. `crypto.randomUUID` is missing where a page was not loaded securely; random values never are. */
export function randomUuid(): string {
  return toUuid(crypto.getRandomValues(new Uint8Array(16)), 4);
}

/** Sixteen bytes as a UUID of a version, in RFC 9562's layout. */
export function toUuid(bytes: Uint8Array, version: number): string {
  const hex = Array.from(bytes.subarray(0, 16), (byte, at) => {
    const marked = at === 6 ? (byte & 0x0f) | (version << 4) : at === 8 ? (byte & 0x3f) | 0x80 : byte;
    return marked.toString(16).padStart(2, "0");
  }).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
