import { toCheckpoint, toSnapshot, type WireState } from "../checkpoint.js";
import { assertClient, createClient } from "../client/client.js";
import { unlessMissing } from "../client/results.js";
import { mergeConfigs, requireThreadId } from "../config.js";
import { type StateView, toStateView } from "../node/node-state.js";
import { historyOf, NEVER_RUN, readState, writeState } from "../thread-state.js";
import type {
  CheckpointSelection,
  ContextOf,
  GraphTypes,
  HistoryOptions,
  RequestOptions,
  RunnableConfig,
  StateConfig,
  StateOf,
  StateSnapshot,
  UpdateOf,
} from "../types.js";
import { fetchDrawing, fetchSchemas, type GraphSchema } from "./assistant.js";
import { DrawableGraph } from "./drawable.js";
import { type GraphContext, type RemoteGraphOptions, toContext, toInit } from "./graph-context.js";

/** A state update by one node. */
export interface SuperstepUpdate {
  /** The values to write; `null` or `undefined` writes nothing. */
  values?: unknown;
  /** The node to write as. Default: the one that ran last. */
  asNode?: string;
}

/** The updates that a parent graph writes to its node's state in one superstep. */
export interface Superstep {
  /** The updates, of which a remote graph accepts one. */
  updates: readonly SuperstepUpdate[];
}

/** Reads a graph's private context, for {@link RemoteGraph}. It is private, so that a logged graph doesn't show the API key. */
export let contextOf: (graph: DeployedGraph) => GraphContext;

/** The part of {@link RemoteGraph} that starts no runs: thread states, drawing, schemas. */
export class DeployedGraph<G extends GraphTypes = GraphTypes> {
  /** Marks a Runnable for LangGraph and LangChain. */
  readonly lc_runnable = true;
  /** Marks a graph for LangGraph. */
  readonly lg_is_pregel = true;
  /** Makes LangChain serialize the graph by {@link toJSON}. */
  readonly lc_serializable = false;

  /** Assistant id or graph name. */
  readonly graphId: string;
  /** Name of the node in a parent graph. */
  readonly name: string;
  /** Defaults for every call's config. */
  readonly config: RunnableConfig;
  #graph: GraphContext;

  /**
   * Creates the graph; sends no request.
   *
   * @param options - which graph, how to reach it, and settings for every call
   * @throws TypeError without `graphId`, or without both `url` and `client`
   */
  constructor(options: RemoteGraphOptions<ContextOf<G>>) {
    const { graphId, url, client } = options;
    if (typeof graphId !== "string" || graphId === "") {
      throw new TypeError("RemoteGraph needs graphId: an assistant id or the name of a graph");
    }
    if (client === undefined && url === undefined) throw new TypeError("RemoteGraph needs a url or a client");
    if (client !== undefined) assertClient(client);
    this.graphId = graphId;
    this.name = options.name ?? graphId;
    this.config = options.config ?? {};
    this.#graph = toContext(options, client ?? createClient({ ...options, url: url ?? "" }));
  }

  static {
    contextOf = (graph) => graph.#graph;
  }

  /**
   * Reads a thread's state: its latest, or the one that the config's checkpoint selects.
   *
   * @param config - `configurable.thread_id` is the thread; `checkpoint_id` and its like select a checkpoint
   * @param options - `subgraphs`: whether tasks hold the state of their subgraphs. Default false
   * @returns the state; an empty one for a thread that never ran
   * @throws TypeError without `configurable.thread_id`; {@link ApiError} when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/state/checkpoint` when the config selects a checkpoint, else
   * `GET /threads/{thread_id}/state`.
   */
  async getState(
    config: StateConfig,
    options: RequestOptions & { subgraphs?: boolean | undefined } = {},
  ): Promise<StateSnapshot<StateOf<G>>> {
    const { view, merged } = this.#viewOf(config);
    const reading = readState(this.#graph.client, merged, options, toInit(merged, options));
    const state = view.isNode ? await unlessMissing(reading) : await reading;
    return this.#toSnapshot(state ?? NEVER_RUN, view, merged);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are read.
   *
   * @param config - `configurable.thread_id` is the thread
   * @param options - how many (default: all), before which, and what their metadata must have
   * @throws TypeError without `configurable.thread_id`; {@link ApiError} when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/history`.
   */
  async *getStateHistory(
    config: StateConfig,
    options: HistoryOptions = {},
  ): AsyncGenerator<StateSnapshot<StateOf<G>>, void, undefined> {
    const { view, merged } = this.#viewOf(config);
    const threadId = requireThreadId(merged, "getStateHistory");
    const query = { limit: options.limit, before: toCheckpoint(options.before), filter: options.filter };
    const states = historyOf(this.#graph.client, threadId, merged, query, toInit(merged, options));
    for await (const state of states) yield this.#toSnapshot(state, view, merged);
  }

  /**
   * Updates a thread's state as if a node had written the values.
   *
   * @param config - `configurable.thread_id` is the thread; a checkpoint in it is forked from
   * @param values - what to write; `null` writes nothing
   * @param asNode - the node to write as. Default: the one that ran last
   * @param options - headers, a signal and a time limit of the request
   * @returns the config of the checkpoint that this made
   * @throws TypeError without `configurable.thread_id`; {@link ApiError} when the server refuses the update
   *
   * Calls `POST /threads/{thread_id}/state`.
   */
  async updateState(
    config: StateConfig,
    values: UpdateOf<G> | null,
    asNode?: string,
    options: RequestOptions = {},
  ): Promise<CheckpointSelection> {
    const { view, merged } = this.#viewOf(config);
    const init = toInit(merged, options);
    return view.toConfig(await writeState(this.#graph.client, merged, { values, asNode }, init));
  }

  /** Calls {@link updateState} for each superstep; a parent graph calls this for its node. */
  async bulkUpdateState(config: StateConfig, supersteps: readonly Superstep[]): Promise<CheckpointSelection> {
    let last: CheckpointSelection | undefined;
    for (const { updates } of supersteps) {
      const [update, ...more] = updates;
      if (update === undefined || more.length > 0) {
        throw new TypeError("a remote graph's state takes one update in each superstep");
      }
      const { values = null, asNode } = update;
      last = await this.updateState({ ...config, ...last }, values as UpdateOf<G> | null, asNode);
    }
    if (last === undefined) throw new TypeError("there is no update");
    return last;
  }

  /** How to read the state that a config selects, at top level or for a parent graph. */
  #viewOf(config: StateConfig): { view: StateView; merged: StateConfig } {
    const view = toStateView(config ?? {}, this.#graph.options.threadId, this.#graph.depth);
    return { view, merged: mergeConfigs<StateConfig>(this.config, view.config) };
  }

  #toSnapshot(state: WireState, view: StateView, asked: StateConfig): StateSnapshot<StateOf<G>> {
    return view.toSnapshot(toSnapshot(state, asked, this.#graph.decode));
  }

  /**
   * Fetches the drawing of the graph.
   *
   * @param options - `xray` draws subgraphs too: all of them, or down to a depth. Default false
   * @throws {ApiError} when the server does not know the graph
   *
   * Calls `GET /assistants/{assistant_id}/graph`.
   */
  async getGraphAsync(
    options: RunnableConfig & RequestOptions & { xray?: boolean | number | undefined } = {},
  ): Promise<DrawableGraph> {
    const init = toInit(this.config, options);
    return fetchDrawing(this.#graph.client, this.graphId, options.xray ?? false, init);
  }

  /** An opaque drawing of one node, for the parent graph that this one is a node of. Calls nothing. */
  getGraph(_options?: RunnableConfig): DrawableGraph {
    return new DrawableGraph({ [this.name]: { id: this.name, name: this.name } });
  }

  /**
   * Yields no subgraphs, since none run in this process; for a namespace, yields a graph by which the parent reads and
   * writes the state below its node. Sends no request.
   */
  *getSubgraphs(namespace?: string, _recurse?: boolean): Generator<[string, this], void, undefined> {
    if (!namespace) return;
    const graph = this.withConfig({});
    graph.#graph = { ...graph.#graph, depth: namespace.split("|").length };
    yield [namespace, graph];
  }

  /**
   * Fetches the JSON Schemas of the graph's state, input, output, config and context, as far as the server has them.
   *
   * @param options - headers, a signal and a time limit of the request
   * @throws {ApiError} when the server does not know the graph
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  async getSchemas(options: RequestOptions = {}): Promise<GraphSchema> {
    return fetchSchemas(this.#graph.client, this.graphId, toInit(this.config, options));
  }

  /** The name of the graph in a parent's drawing and traces. */
  getName(suffix = ""): string {
    return `${this.name}${suffix}`;
  }

  /** The module path of the class in LangChain's serialization. */
  get lc_id(): string[] {
    return ["langgraph_remote", "RemoteGraph"];
  }

  /** What a tracer records of the graph: neither its URL nor its API key. */
  toJSON(): { lc: 1; type: "not_implemented"; id: string[]; name: string } {
    return { lc: 1, type: "not_implemented", id: this.lc_id, name: this.name };
  }

  /**
   * Returns a graph of the same class with this config as defaults; this graph stays as it is. Sends no request.
   *
   * @param config - merged over the graph's own, key by key in `configurable` and `metadata`
   */
  withConfig(config: RunnableConfig<ContextOf<G>>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    return new Same({ ...this.#graph.options, config: mergeConfigs(this.config, config) });
  }
}
