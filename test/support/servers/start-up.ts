import { setTimeout as pause } from "node:timers/promises";
import type { ManagedProcess } from "../managed-process.js";

/** How long a server may take until it listens. */
export const startUpMs = 60_000;

/** How long a server may take to end in an orderly way. */
export const terminateMs = 30_000;

/** The error that tells what to do, when a server failed because something else has its port. */
export function toPortError(error: unknown, port: number, output: string): unknown {
  if (!/EADDRINUSE|address already in use/i.test(output)) return error;
  const remedy = "stop what listens there, or choose another one (--port 0 takes a free one)";
  return new Error(`port ${port} is in use: ${remedy}`, { cause: error });
}

/**
 * Waits until a server answers that it is well.
 *
 * @throws when its process ends before, or takes too long.
 */
export async function whenHealthy(server: ManagedProcess, url: string): Promise<void> {
  const asking = new AbortController();
  try {
    await server.alive(firstAnswer(url, asking.signal), startUpMs);
  } finally {
    asking.abort();
  }
}

/** Asks until there is a good answer; nobody listens at first. */
async function firstAnswer(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const answer = await fetch(url, { signal }).catch(() => undefined);
    if (answer?.ok) return;
    await pause(100);
  }
}
