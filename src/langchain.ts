import type { BaseMessage } from "@langchain/core/messages";
import { mergeConfigs as mergeLangChainConfigs } from "@langchain/core/runnables";
import type { Graph } from "@langchain/core/runnables/graph";
import { mergeConfigs } from "./config.js";
import type { RemoteGraphOptions } from "./graph/graph-context.js";
import { RemoteGraph as CoreGraph } from "./graph/remote-graph.js";
import { langChainMessages, toGraph } from "./langchain-forms.js";
import { type CallOptions, RunnableGraph } from "./langchain-runnable.js";
import type { ContextOf, GraphTypes, RunnableConfig } from "./types.js";

export type {
  CallEventFilters,
  CallOptions,
  CallStream,
  EventCallOptions,
  RunPosition,
} from "./langchain-runnable.js";

/** The graph's types, with LangChain's messages. */
export type LangChainTypes<G extends GraphTypes> = G & {
  /** The class of messages. */
  Message: BaseMessage;
};

/** The graph without LangChain. */
type Core<G extends GraphTypes> = CoreGraph<LangChainTypes<G>>;

/**
 * The remote graph as LangChain's `Runnable`: callbacks and tracers see each call as one run of its name, and messages are
 * LangChain's own. Each call does what it does without LangChain.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> extends RunnableGraph<LangChainTypes<G>> {
  /** The name of the class in LangChain. */
  static override lc_name(): string {
    return "RemoteGraph";
  }

  /** How a parent graph recognises a graph. */
  readonly lg_is_pregel = true;
  /** Name of the node in a parent graph, and of the runs in traces. */
  override readonly name: string;
  /** Assistant id or graph name. */
  readonly graphId: string;
  readonly #options: RemoteGraphOptions;
  readonly #graph: Core<G>;

  /** @throws TypeError without `graphId`, or without both `url` and `client` */
  constructor(options: RemoteGraphOptions<ContextOf<LangChainTypes<G>>>) {
    const coerceMessages = options.coerceMessages ?? langChainMessages;
    const graph = new CoreGraph<LangChainTypes<G>>({ ...options, coerceMessages });
    super(graph);
    this.#graph = graph;
    this.#options = options;
    this.name = graph.name;
    this.graphId = graph.graphId;
  }

  /** The config that the config of every call is merged over. */
  get config(): RunnableConfig {
    return this.#graph.config;
  }

  /** A graph of the same class with a further config, over which the config of each call is merged. */
  override withConfig(config: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    const { callbacks } = mergeLangChainConfigs(this.config as typeof config, config);
    return new Same({ ...this.#options, config: { ...mergeConfigs(this.config, config), callbacks } });
  }

  /** The graph as its server draws it, in LangChain's own form. */
  async getGraphAsync(...args: Parameters<Core<G>["getGraphAsync"]>): Promise<Graph> {
    return toGraph(await this.#graph.getGraphAsync(...args));
  }

  /**
   * Reads a thread's state: its latest, or the one that the config's checkpoint selects.
   *
   * @throws TypeError without `configurable.thread_id`; `ApiError` when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/state/checkpoint` when the config selects a checkpoint, else `GET
   * /threads/{thread_id}/state`.
   */
  getState(...args: Parameters<Core<G>["getState"]>): ReturnType<Core<G>["getState"]> {
    return this.#graph.getState(...args);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are asked for.
   *
   * @throws TypeError without `configurable.thread_id`; `ApiError` when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/history`.
   */
  getStateHistory(...args: Parameters<Core<G>["getStateHistory"]>): ReturnType<Core<G>["getStateHistory"]> {
    return this.#graph.getStateHistory(...args);
  }

  /**
   * Writes to a thread's state, as if a node had.
   *
   * @returns the config of the checkpoint that this made
   * @throws TypeError without `configurable.thread_id`; `ApiError` when the server refuses the update
   *
   * Calls `POST /threads/{thread_id}/state`.
   */
  updateState(...args: Parameters<Core<G>["updateState"]>): ReturnType<Core<G>["updateState"]> {
    return this.#graph.updateState(...args);
  }

  /**
   * {@link updateState} as a parent graph calls it for its node: one update a superstep, one after another.
   */
  bulkUpdateState(...args: Parameters<Core<G>["bulkUpdateState"]>): ReturnType<Core<G>["bulkUpdateState"]> {
    return this.#graph.bulkUpdateState(...args);
  }

  /**
   * Fetches the JSON Schemas of the graph, as far as the server knows them.
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  getSchemas(...args: Parameters<Core<G>["getSchemas"]>): ReturnType<Core<G>["getSchemas"]> {
    return this.#graph.getSchemas(...args);
  }

  /**
   * Starts a run in the background: it goes on whatever becomes of this process.
   *
   * Calls `POST /threads/{thread_id}/runs` with a `thread_id` in `configurable`, else `POST /runs`.
   */
  get createRun(): Core<G>["createRun"] {
    return this.#graph.createRun.bind(this.#graph);
  }

  /**
   * Streams a run that was started before, here or elsewhere.
   *
   * @throws TypeError without `configurable.thread_id`, or for a mode that the run was not started with
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}/stream`.
   */
  get joinStream(): Core<G>["joinStream"] {
    return this.#graph.joinStream.bind(this.#graph);
  }

  /** Yields nothing when a parent graph lists subgraphs in process; gives one by its name. */
  get getSubgraphs(): CoreGraph<LangChainTypes<G>>["getSubgraphs"] {
    return this.#graph.getSubgraphs.bind(this.#graph);
  }

  /**
   * Lists the graph's subgraphs.
   *
   * Calls `GET /assistants/{assistant_id}/subgraphs` or `GET
   * /assistants/{assistant_id}/subgraphs/{namespace}`.
   */
  async *getSubgraphsAsync(
    ...args: Parameters<Core<G>["getSubgraphsAsync"]>
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    for await (const [namespace] of this.#graph.getSubgraphsAsync(...args)) {
      yield [namespace, new RemoteGraph({ ...this.#options, name: namespace })];
    }
  }
}
