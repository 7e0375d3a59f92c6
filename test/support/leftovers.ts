/** What is left in this process: memory, sockets, timers. */
import { setTimeout as delay } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
export const collectGarbage: () => void = runInNewContext("gc");

/** The heap in MB, after what nobody holds is gone. */
export async function heapMb(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    await delay(20);
    collectGarbage();
  }
  return Math.round((process.memoryUsage().heapUsed / 1024 / 1024) * 100) / 100;
}

/** The sockets and timers that are open. */
export const heldNow = (): string[] =>
  process.getActiveResourcesInfo().filter((name) => /Timeout|TCPSocket/.test(name));

/** Sockets that are kept for the next request are given up by the platform after some seconds. */
export async function settled(before: number): Promise<string[]> {
  for (let waited = 0; heldNow().length > before && waited < 15_000; waited += 100) await delay(100);
  return heldNow();
}
