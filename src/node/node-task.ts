/** The calls that one task of a parent makes, each told from the others when the task is done again. */
import { type NodePlace, placeIn } from "../node.js";
import type { RunnableConfig } from "../types.js";
import { isRecord } from "../util/record.js";

/** A graph's call in a task: it is there until the call has come to its end. */
export interface TaskCall {
  readonly place: NodePlace;
  /** Names the call among all of all tasks. */
  readonly caller: string;
  /** What the same call came to before in this execution of the task, when that was for the parent to hear. */
  readonly before: Error | undefined;
  /** Takes note of what the call ended with that is no value. */
  fail(error: unknown): void;
}

/** What a parent has for each execution of a task; it counts the graphs that the task calls. */
interface Scratchpad extends Record<string, unknown> {
  subgraphCounter?: number;
}

const bubbled = new WeakMap<Scratchpad, Map<string, Error>>();

/** The call that begins, of a graph whose config is a node's. */
export function enterTask(config: RunnableConfig, graphId: string): TaskCall {
  const { __pregel_scratchpad: scratchpad } = config.configurable ?? {};
  return toCall(placeIn(config), graphId, isRecord(scratchpad) ? scratchpad : {});
}

function toCall(task: NodePlace, graphId: string, scratchpad: Scratchpad): TaskCall {
  const count = scratchpad.subgraphCounter ?? 0;
  scratchpad.subgraphCounter = count + 1;
  const place = count === 0 ? task : { ...task, namespace: `${task.task}|${count}` };
  const caller = `${graphId}@${place.namespace}`;
  return {
    place,
    caller,
    before: bubbled.get(scratchpad)?.get(caller),
    fail(error) {
      // a retry is the same call once more; a question to the parent is no failure that it could mend
      if (scratchpad.subgraphCounter === count + 1) scratchpad.subgraphCounter = count;
      if (!(error instanceof Error && "is_bubble_up" in error)) return;
      bubbled.set(scratchpad, new Map(bubbled.get(scratchpad)).set(caller, error));
    },
  };
}
