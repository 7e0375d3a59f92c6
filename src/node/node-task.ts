/** The calls that one task of a parent makes, each recognised when the task is done again. */
import { type NodePlace, placeIn } from "../node.js";
import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";

/** A graph's call in a task: it is there until the call has come to its end. */
export interface TaskCall {
  readonly place: NodePlace;
  /** Names the call among all of all tasks. */
  readonly caller: string;
  /** What the same call came to before in this execution of the task, when that was for the parent. */
  readonly before: Error | undefined;
  /** Takes note of what the call ended with that is no value. */
  fail(error: unknown): void;
}

/** What a parent has for each execution of a task, its retries included; it counts the graphs that the task calls. */
interface Scratchpad extends Record<string, unknown> {
  subgraphCounter?: number;
}

const bubbled = new WeakMap<Scratchpad, Map<string, Error>>();
/** The call that failed last, if no other has begun since. */
const failed = new WeakMap<Scratchpad, { count: number; graphId: string; input: unknown }>();

/** The call that begins, of a graph whose config is a node's. */
export function enterTask(config: RunnableConfig, graphId: string, input: unknown): TaskCall {
  const { __pregel_scratchpad: scratchpad } = config.configurable ?? {};
  return toCall(placeIn(config), graphId, input, isRecord(scratchpad) ? scratchpad : {});
}

/** The call's number in its task. The same call once more, with the same input, is a retry of the one that failed. */
function countCall(scratchpad: Scratchpad, graphId: string, input: unknown): number {
  const last = failed.get(scratchpad);
  failed.delete(scratchpad);
  const next = scratchpad.subgraphCounter ?? 0;
  const isRetry =
    last !== undefined &&
    last.count === next - 1 &&
    last.graphId === graphId &&
    isSameInput(last.input, input);
  const count = isRetry ? last.count : next;
  scratchpad.subgraphCounter = count + 1;
  return count;
}

function isSameInput(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false; // what JSON cannot carry is refused when it is sent
  }
}

function toCall(task: NodePlace, graphId: string, input: unknown, scratchpad: Scratchpad): TaskCall {
  const count = countCall(scratchpad, graphId, input);
  const place = count === 0 ? task : { ...task, namespace: `${task.task}|${count}` };
  const caller = `${graphId}@${place.namespace}`;
  return {
    place,
    caller,
    before: bubbled.get(scratchpad)?.get(caller),
    fail(error) {
      failed.set(scratchpad, { count, graphId, input });
      // a question to the parent is no failure that a retry could mend
      if (!(error instanceof Error && "is_bubble_up" in error)) return;
      bubbled.set(scratchpad, new Map(bubbled.get(scratchpad)).set(caller, error));
    },
  };
}
