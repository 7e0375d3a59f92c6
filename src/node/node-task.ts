/** The calls that one task of a parent makes, each recognised when the task is done again. */
import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";
import { type NodePlace, placeOf } from "./node-place.js";

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

/** Where the calls of remote graphs are noted in the task that makes them. */
const CALLS = Symbol("langgraph-remote calls");

/** What a parent has for each execution of a task, its retries included; it counts the graphs that the task calls. */
interface Scratchpad {
  subgraphCounter?: number;
  [CALLS]?: {
    /** What calls came to that was for the parent, by the names of the calls. */
    bubbled: Map<string, Error>;
    /** The call that failed last, if no other has begun since. */
    failed: { count: number; graphId: string; input: unknown } | undefined;
  };
}

/** The call that begins, of a graph whose config is a node's. */
export function enterTask(config: RunnableConfig, graphId: string, input: unknown): TaskCall {
  const { __pregel_scratchpad: given } = config.configurable ?? {};
  const scratchpad: Scratchpad = isRecord(given) ? given : {};
  const { [CALLS]: calls = { bubbled: new Map(), failed: undefined }, subgraphCounter: next = 0 } =
    scratchpad;
  // the same call once more, with the same input, is a retry of the one that failed
  const { failed } = calls;
  const isRetry =
    failed?.count === next - 1 && failed.graphId === graphId && isSameInput(failed.input, input);
  const count = isRetry ? next - 1 : next;
  calls.failed = undefined;
  scratchpad[CALLS] = calls;
  scratchpad.subgraphCounter = count + 1;

  const task = placeOf(config);
  const place = count === 0 ? task : { ...task, namespace: `${task.task}|${count}` };
  const caller = `${graphId}@${place.namespace}`;
  return {
    place,
    caller,
    before: calls.bubbled.get(caller),
    fail(error) {
      calls.failed = { count, graphId, input };
      // a question to the parent is no failure that a retry could mend
      if (error instanceof Error && "is_bubble_up" in error) calls.bubbled.set(caller, error);
    },
  };
}

function isSameInput(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false; // what JSON cannot carry is refused when it is sent
  }
}
