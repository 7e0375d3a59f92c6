const LF = 10;
const CR = 13;

// A native search costs more to begin than to look at so many bytes here.
const NEAR = 24;

/** Where the lines of some bytes end. Each byte is searched twice, natively, however the lines end. */
export class LineEnds {
  readonly #bytes: Uint8Array;
  #lineFeed = -1;
  #carriageReturn = -1;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** The first end at or after a place; the number of bytes when there is none. */
  after(from: number): number {
    if (this.#lineFeed < from) this.#lineFeed = this.#find(LF, from);
    if (this.#carriageReturn < from) this.#carriageReturn = this.#find(CR, from);
    return Math.min(this.#lineFeed, this.#carriageReturn);
  }

  #find(byte: number, from: number): number {
    const bytes = this.#bytes;
    const near = Math.min(from + NEAR, bytes.length);
    for (let at = from; at < near; at += 1) if (bytes[at] === byte) return at;
    const at = bytes.indexOf(byte, near);
    return at === -1 ? bytes.length : at;
  }
}
