// A byte order mark inside a value is a character like any other.
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const ZERO = 48;
const NINE = 57;
const MOST_DIGITS = 15;

/** Decodes names, which are mostly the same as the one before: to compare bytes costs less than to decode them. */
export class NameDecoder {
  #bytes = new Uint8Array(0);
  #text = "";

  decode(bytes: Uint8Array): string {
    const known = this.#bytes;
    if (bytes.length !== known.length || bytes.some((byte, at) => byte !== known[at])) {
      this.#bytes = bytes.slice();
      this.#text = decoder.decode(bytes);
    }
    return this.#text;
  }
}

/** Decodes an id; most are numbers, which can be read without a decoder. */
export function decodeId(bytes: Uint8Array): string {
  const isPlain = bytes.length === 1 || (bytes.length > 1 && bytes[0] !== ZERO);
  if (!isPlain || bytes.length > MOST_DIGITS) return decoder.decode(bytes);
  let number = 0;
  for (const byte of bytes) {
    if (byte < ZERO || byte > NINE) return decoder.decode(bytes);
    number = number * 10 + byte - ZERO;
  }
  return String(number);
}
