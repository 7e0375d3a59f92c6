export interface RequestLine {
  method: string;
  path: string;
}

const headEnd = "\r\n\r\n";
const chunkedEnd = "0\r\n\r\n";

/** Finds where each HTTP/1.1 request begins in the bytes that a client sends over one connection. */
export class RequestLines {
  #pending = "";
  #bodyLeft = 0;
  #inChunkedBody = false;

  /** Takes the next bytes; gives back the requests that began in them. */
  push(bytes: Uint8Array): RequestLine[] {
    // A character a byte, so that lengths are the wire's.
    this.#pending += Buffer.from(bytes).toString("latin1");
    const found: RequestLine[] = [];
    while (this.#skipBody()) {
      const end = this.#pending.indexOf(headEnd);
      if (end < 0) break;
      const head = this.#pending.slice(0, end);
      this.#pending = this.#pending.slice(end + headEnd.length);
      this.#bodyLeft = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      this.#inChunkedBody = /^transfer-encoding:.*chunked/im.test(head);
      const [method = "", path = ""] = head.split(" ", 2);
      found.push({ method, path });
    }
    return found;
  }

  /** @returns whether the body is behind us. */
  #skipBody(): boolean {
    if (this.#inChunkedBody) {
      const end = this.#pending.indexOf(chunkedEnd);
      if (end < 0) return false;
      this.#pending = this.#pending.slice(end + chunkedEnd.length);
      this.#inChunkedBody = false;
    }
    const skipped = Math.min(this.#bodyLeft, this.#pending.length);
    this.#pending = this.#pending.slice(skipped);
    this.#bodyLeft -= skipped;
    return this.#bodyLeft === 0;
  }
}
