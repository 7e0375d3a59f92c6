/** Identifies each call that a task of the parent makes, so that a retried task repeats the same calls. */
import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";
import { type NodePlace, placeOf } from "./node-place.js";

/** One call of a remote graph by a task. */
export interface TaskCall {
  readonly place: NodePlace;
  /** The call's unique name: `graph@namespace`. */
  readonly caller: string;
  /** The `GraphBubbleUp` that the same call threw earlier in this execution of the task. */
  readonly bubbled: Error | undefined;
  /** Records the error that ended the call. */
  fail(error: unknown): void;
}

/** The key of the scratchpad under which the task's calls are recorded. */
const CALLS = Symbol("langgraph-remote calls");

/** LangGraph's scratchpad, one for each execution of a task with its retries; it counts the graphs that the task calls. */
interface Scratchpad {
  subgraphCounter?: number;
  [CALLS]?: {
    /** The `GraphBubbleUp` errors that calls threw, by the calls' names. */
    bubbled: Map<string, Error>;
    /** The call that failed last, unless another has started since. */
    failed: { count: number; graphId: string; input: unknown } | undefined;
  };
}

/** Registers a call with its task. */
export function enterTask(config: RunnableConfig, graphId: string, input: unknown): TaskCall {
  const { __pregel_scratchpad: given } = config.configurable ?? {};
  const scratchpad: Scratchpad = isRecord(given) ? given : {};
  const { [CALLS]: calls = { bubbled: new Map(), failed: undefined }, subgraphCounter: next = 0 } =
    scratchpad;
  // the same graph with the same input, right after a failure, is a retry
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
    bubbled: calls.bubbled.get(caller),
    fail(error) {
      calls.failed = { count, graphId, input };
      // a retry can't change an interrupt or a command for the parent: both are thrown again
      if (error instanceof Error && "is_bubble_up" in error) calls.bubbled.set(caller, error);
    },
  };
}

function isSameInput(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  try {
    return JSON.stringify(one) === JSON.stringify(other);
  } catch {
    return false; // an input that JSON can't carry fails when it is sent
  }
}
