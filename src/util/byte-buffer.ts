const NONE = new Uint8Array(0);

/** Bytes that arrive piece by piece: kept in blocks, joined once. `bytes()` is valid until the next change. */
export class ByteBuffer {
  static readonly #smallestBlock = 1024;
  static readonly #largestBlock = 1024 * 1024;
  // What one large event needed is let go with it.
  static readonly #largestKept = 64 * 1024;
  #full: Uint8Array[] = [];
  #fullLength = 0;
  #block: Uint8Array = NONE;
  #blockLength = 0;

  get length(): number {
    return this.#fullLength + this.#blockLength;
  }

  bytes(): Uint8Array {
    const tail = this.#block.subarray(0, this.#blockLength);
    if (this.#full.length === 0) return tail;
    const joined = new Uint8Array(this.length);
    let at = 0;
    for (const block of [...this.#full, tail]) {
      joined.set(block, at);
      at += block.length;
    }
    return joined;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length > this.#block.length - this.#blockLength) this.#startBlock(bytes.length);
    this.#block.set(bytes, this.#blockLength);
    this.#blockLength += bytes.length;
  }

  clear(): void {
    this.#full = [];
    this.#fullLength = 0;
    this.#blockLength = 0;
    if (this.#block.length > ByteBuffer.#largestKept) this.#block = NONE;
  }

  #startBlock(byteCount: number): void {
    if (this.#blockLength > 0) this.#full.push(this.#block.subarray(0, this.#blockLength));
    this.#fullLength += this.#blockLength;
    this.#blockLength = 0;
    const size = Math.min(this.#block.length * 2, ByteBuffer.#largestBlock);
    this.#block = new Uint8Array(Math.max(byteCount, size, ByteBuffer.#smallestBlock));
  }
}
