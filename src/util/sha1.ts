/**
 * The SHA-1 digest (RFC 3174) of a short message, for version 5 UUIDs. `crypto.subtle` digests only asynchronously, and is
 * missing outside of a secure context.
 */
export function sha1(message: Uint8Array): Uint8Array {
  let hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const blocks = padded(message);
  for (let at = 0; at < blocks.byteLength; at += 64) {
    hash = compress(hash, new DataView(blocks, at, 64));
  }
  const digest = new DataView(new ArrayBuffer(20));
  for (const [index, word] of hash.entries()) digest.setUint32(index * 4, word);
  return new Uint8Array(digest.buffer);
}

/** The message, a one bit, zeros, and its length in bits: whole blocks of 64 bytes. */
function padded(message: Uint8Array): ArrayBuffer {
  const blocks = new ArrayBuffer(Math.ceil((message.length + 9) / 64) * 64);
  new Uint8Array(blocks).set(message);
  const view = new DataView(blocks);
  view.setUint8(message.length, 0x80);
  view.setUint32(blocks.byteLength - 4, message.length * 8);
  return blocks;
}

function compress(hash: number[], block: DataView): number[] {
  const words = Array.from({ length: 16 }, (_, index) => block.getUint32(index * 4));
  const word = (at: number): number => words[at] ?? 0;
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = hash;
  for (let round = 0; round < 80; round += 1) {
    if (round >= 16) {
      words.push(rotated(word(round - 3) ^ word(round - 8) ^ word(round - 14) ^ word(round - 16), 1));
    }
    const next = (rotated(a, 5) + mixed(round, b, c, d) + e + word(round)) >>> 0;
    [a, b, c, d, e] = [next, a, rotated(b, 30), c, d];
  }
  return [a, b, c, d, e].map((value, index) => (value + (hash[index] ?? 0)) >>> 0);
}

function mixed(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

const rotated = (value: number, bits: number): number => ((value << bits) | (value >>> (32 - bits))) >>> 0;
