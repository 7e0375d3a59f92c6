import { StreamError } from "../errors.js";

/** Runs whose events are told once only, and that somebody in this process has begun to read. */
const readRuns = new WeakMap<object, Set<string>>();

const REMEMBERED = 1000;

/**
 * Takes note of the one reader of a run that was not started as resumable: the server tells each of its events once,
 * to whoever asks first, so that two readers would get a part each.
 *
 * @throws {StreamError} when somebody in this process reads the run already, or has read it
 */
export function claimReader(client: object, threadId: string | undefined, runId: string): void {
  if (becomeReader(client, runId)) return;
  throw new StreamError(
    "the run was not started as resumable, so its events are told once, and they have a reader already",
    { threadId, runId },
  );
}

/** Takes note of a run's one reader; `false` when it has one already. */
export function becomeReader(client: object, runId: string): boolean {
  const runs = readRuns.get(client) ?? new Set();
  readRuns.set(client, runs);
  if (runs.has(runId)) return false;
  runs.add(runId);
  for (const oldest of runs) {
    if (runs.size <= REMEMBERED) break;
    runs.delete(oldest);
  }
  return true;
}
