import { toCheckpoint, toSnapshot } from "../checkpoint.js";
import { unlessMissing } from "../client/answers.js";
import { mergeConfigs, requireThreadId } from "../config.js";
import { type RunInfo, StreamError } from "../errors.js";
import { type StateView, toStateView } from "../node/node-state.js";
import { historyOf, NEVER_RUN, readState, writeState } from "../thread-state.js";
import type {
  CheckpointSelection,
  HistoryOptions,
  RequestOptions,
  RunnableConfig,
  StateConfig,
  StateSnapshot,
} from "../types.js";
import { type GraphContext, toInit } from "./graph-context.js";

/** What a state call is about: the view of the asker, and the config to ask the server with. */
function viewOf(graph: GraphContext, config: StateConfig): { view: StateView; merged: StateConfig } {
  const view = toStateView(config, graph.options.threadId, graph.depth);
  return { view, merged: mergeConfigs<StateConfig>(graph.config, view.config) };
}

const decoderOf = ({ decode }: GraphContext) => decode && ((value: unknown) => decode(value, "values"));

/** A thread's state, the latest or the one that the config's checkpoint selects. */
export async function getSnapshot<State>(
  graph: GraphContext,
  config: StateConfig,
  options: RequestOptions & { subgraphs?: boolean | undefined },
): Promise<StateSnapshot<State>> {
  const { view, merged } = viewOf(graph, config);
  const reading = readState(graph.client, merged, options, toInit(merged, options));
  const state = view.isNode ? await unlessMissing(reading) : await reading;
  return view.toSnapshot(toSnapshot<State>(state ?? NEVER_RUN, merged, decoderOf(graph)));
}

/** A thread's states, newest first. */
export async function* getSnapshots<State>(
  graph: GraphContext,
  config: StateConfig,
  options: HistoryOptions,
): AsyncGenerator<StateSnapshot<State>, void, undefined> {
  const { view, merged } = viewOf(graph, config);
  const threadId = requireThreadId(merged, "getStateHistory");
  const query = { limit: options.limit, before: toCheckpoint(options.before), filter: options.filter };
  const states = historyOf(graph.client, threadId, merged, query, toInit(merged, options));
  for await (const state of states) yield view.toSnapshot(toSnapshot<State>(state, merged, decoderOf(graph)));
}

/** Writes to a thread's state, and gives the config of the checkpoint that this made. */
export async function putState(
  graph: GraphContext,
  config: StateConfig,
  update: { values: unknown; asNode: string | undefined },
  options: RequestOptions,
): Promise<CheckpointSelection> {
  const { view, merged } = viewOf(graph, config);
  return view.toConfig(await writeState(graph.client, merged, update, toInit(merged, options)));
}

/** What one node writes to a thread's state. */
export interface SuperstepUpdate {
  /** What to write; `null` or nothing writes nothing. */
  values?: unknown;
  /** The node to write as. Default: the one that ran last. */
  asNode?: string;
}

/** What a parent writes at once to its node's state. */
export interface Superstep {
  /** The updates of the step: one, and the node that it is written as. */
  updates: readonly SuperstepUpdate[];
}

/** Writes to a thread's state, one superstep after another, and gives the config of the last checkpoint. */
export async function putStates(
  graph: GraphContext,
  config: StateConfig,
  supersteps: readonly Superstep[],
): Promise<CheckpointSelection> {
  let last: CheckpointSelection | undefined;
  for (const { updates } of supersteps) {
    const [update, ...more] = updates;
    if (update === undefined || more.length > 0) {
      throw new TypeError("a remote graph's state takes one update in each superstep");
    }
    const { values = null, asNode } = update;
    last = await putState(graph, last ? { ...config, ...last } : config, { values, asNode }, {});
  }
  if (last === undefined) throw new TypeError("there is no update");
  return last;
}

/** The values of a thread whose run told none. */
export async function finalValues(
  graph: GraphContext,
  { threadId, runId }: RunInfo,
  options: RunnableConfig,
): Promise<unknown> {
  if (threadId === undefined) throw new StreamError("the run ended without telling its values", { runId });
  const latest = { ...mergeConfigs(graph.config, options), configurable: { thread_id: threadId } };
  return (await readState(graph.client, latest, {}, toInit(latest, {}))).values ?? {};
}
