import { toArray } from "../../support/to-array.js";
import type { Party } from "./conversation.js";
import type { Snapshot } from "./graphs.js";
import { toPlain } from "./normal-form.js";

/** The thread's state, or the one that a config selects. */
export async function stateOf(
  { graph, thread }: Party,
  options: { subgraphs?: boolean } = {},
  config: object = thread,
): Promise<unknown> {
  return toSnapshotForm(await graph.getState(config, options));
}

/** The states of the thread, or those that a config selects, newest first. */
export async function historyOf(
  { graph, thread }: Party,
  options: object = {},
  config: object = thread,
): Promise<unknown[]> {
  return (await toArray(graph.getStateHistory(config, options))).map(toSnapshotForm);
}

/** A snapshot with all that is asked in one list too; a local one has it in its tasks only. */
function toSnapshotForm(snapshot: Snapshot): unknown {
  const interrupts = snapshot.tasks.flatMap((task) => task.interrupts);
  const tasks = snapshot.tasks.map((task) =>
    isSnapshot(task.state) ? { ...task, state: toSnapshotForm(task.state) } : task,
  );
  return toPlain({ interrupts, ...snapshot, tasks });
}

/** True for the state of a task that was asked for with those of its subgraphs, else it is a config. */
export const isSnapshot = (state: object | undefined): state is Snapshot =>
  state !== undefined && "tasks" in state && Array.isArray(state.tasks);
