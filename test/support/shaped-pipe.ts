import type { Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How bytes are passed on. */
export interface Shape {
  /** After that many bytes the connection is reset, ended cleanly, or kept open without another byte. */
  cut?: { afterBytes: number; how: "reset" | "end" | "stall" };
  /** No piece is longer than that. */
  chunkBytes?: number;
  /** Pause before each piece. */
  delayMs?: number;
}

export interface ShapedPipe {
  /** Passes what comes from now on in another way; bytes are counted anew. */
  reshape(shape: Shape): void;
}

/** Passes bytes from one socket to another as the shape says; `onBytes` sees them when they come in. */
export function forward(
  source: Socket,
  sink: Socket,
  shape: Shape = {},
  onBytes: (chunk: Buffer) => void = () => {},
): ShapedPipe {
  let current = shape;
  let passed = 0;

  async function pass(chunk: Buffer): Promise<void> {
    let rest = chunk;
    while (rest.length > 0 && !sink.destroyed) {
      const { cut, chunkBytes = rest.length, delayMs } = current;
      const allowed = cut === undefined ? rest.length : cut.afterBytes - passed;
      if (cut !== undefined && allowed <= 0) return strike(cut.how);
      if (delayMs !== undefined) await delay(delayMs);
      const piece = rest.subarray(0, Math.min(chunkBytes, allowed));
      rest = rest.subarray(piece.length);
      passed += piece.length;
      await write(sink, piece);
    }
    if (current.cut !== undefined && passed >= current.cut.afterBytes) await strike(current.cut.how);
  }

  async function strike(how: "reset" | "end" | "stall"): Promise<void> {
    if (how === "reset") sink.resetAndDestroy();
    else if (how === "end") sink.destroySoon();
    // Whoever waits for bytes waits until the socket is closed from somewhere else.
    else await new Promise<void>((resolve) => sink.once("close", () => resolve()));
  }

  async function pump(): Promise<void> {
    try {
      for await (const chunk of source) {
        onBytes(chunk);
        await pass(chunk);
      }
      sink.end();
    } catch {
      // One side went away without a word: so does the other.
      sink.destroy();
    }
  }

  void pump();
  return {
    reshape(next) {
      current = next;
      passed = 0;
    },
  };
}

function write(sink: Socket, piece: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    sink.write(piece, (error) => (error ? reject(error) : resolve()));
  });
}
