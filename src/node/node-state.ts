import { placeOf, type ThreadPolicy, threadAt, withoutParents } from "../node.js";
import type { CheckpointSelection, RunnableConfig, StateSnapshot, StateTask } from "../types.js";
import { toParentTerms } from "./parent-terms.js";

/** The state of a thread as the asker sees it: at top level as it is, at a node of a parent in the parent's own terms. */
export interface StateView {
  /** What to ask the server for. */
  readonly config: RunnableConfig;
  /** True when a parent asks: then a thread that is not there yet has a state, too. */
  readonly isNode: boolean;
  /** A config of the server's answer, in the terms of the asker. */
  toConfig(config: CheckpointSelection): CheckpointSelection;
  toSnapshot<State>(snapshot: StateSnapshot<State>): StateSnapshot<State>;
}

/**
 * What a config means that a state is asked for with. A parent asks for its node's state by its own thread and the
 * node's task; the answer's configs bear these too, so that the parent can be asked with them.
 *
 * @param depth - how many levels below the node the state lies that a parent asks for: those of a subgraph's name
 */
export function toStateView(config: RunnableConfig, policy: ThreadPolicy | undefined, depth = 0): StateView {
  const asked = placeOf(config);
  if (asked === undefined) {
    return { config, isNode: false, toConfig: (same) => same, toSnapshot: (same) => same };
  }
  const levels = asked.namespace.split("|");
  const namespace = levels.slice(0, levels.length - depth).join("|");
  const place = { ...asked, task: namespace, namespace };
  const { checkpoint_id } = config.configurable ?? {};
  const configurable: Record<string, unknown> = {
    ...withoutParents(config.configurable),
    thread_id: threadAt(place, config, policy),
  };
  if (depth > 0) configurable.checkpoint_ns = levels.slice(-depth).join("|");
  if (typeof checkpoint_id === "string") configurable.checkpoint_id = checkpoint_id;

  const { toConfig } = toParentTerms(place);
  return {
    config: { ...config, configurable },
    isNode: true,
    toConfig,
    toSnapshot: (one) => mapConfigs(one, toConfig),
  };
}

function mapConfigs<State>(
  snapshot: StateSnapshot<State>,
  map: (config: CheckpointSelection) => CheckpointSelection,
): StateSnapshot<State> {
  const toTask = (task: StateTask): StateTask => {
    const { state } = task;
    if (state === undefined) return task;
    return { ...task, state: "values" in state ? mapConfigs(state, map) : map(state) };
  };
  return {
    ...snapshot,
    config: map(snapshot.config),
    parentConfig: snapshot.parentConfig && map(snapshot.parentConfig),
    tasks: snapshot.tasks.map(toTask),
  };
}
