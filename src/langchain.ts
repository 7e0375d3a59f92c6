import { Runnable } from "@langchain/core/runnables";
import type { Graph } from "@langchain/core/runnables/graph";
import type { StreamEvent } from "@langchain/core/tracers/log_stream";
import type { IterableReadableStream } from "@langchain/core/utils/stream";
import { mergeConfigs } from "./config.js";
import type { RemoteGraphOptions } from "./graph/graph-context.js";
import { RemoteGraph as CoreGraph } from "./graph/remote-graph.js";
import {
  type CallEventFilters,
  type CallOptions,
  type CallStream,
  type Chunks,
  type Core,
  type EventCallOptions,
  type GraphCallOptions,
  type Input,
  type LangChainTypes,
  type Output,
  once,
  type RunPosition,
  type StreamCallOptions,
  type ThreadOptions,
  toCallStream,
  toCore,
} from "./langchain-calls.js";
import { chunksOf, isListenedTo } from "./langchain-events.js";
import { langChainMessages, toGraph } from "./langchain-forms.js";
import type { ThreadRun } from "./protocol/thread-run.js";
import { addValues, newOutcome, toInvokeResult } from "./run/run-outcome.js";
import type { Encoded } from "./run/run-types.js";
import type { ChunkOf, ContextOf, GraphTypes, RunnableConfig, StreamMode } from "./types.js";
import { joined } from "./util/pieces.js";

export type {
  CallEventFilters,
  CallOptions,
  CallStream,
  EventCallOptions,
  LangChainTypes,
  RunPosition,
} from "./langchain-calls.js";

/**
 * The remote graph as a `Runnable` of LangChain: callbacks and tracers see each call as one run of its name, and
 * messages are LangChain's own. Its calls are those of the graph without LangChain, and do what they do there.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> extends Runnable<
  Input<G>,
  Output<G>,
  CallOptions<ContextOf<LangChainTypes<G>>>
> {
  /** What LangChain knows the class by. */
  static override lc_name(): string {
    return "RemoteGraph";
  }

  /** Where LangChain files the class: a supervisor knows a remote agent by `langgraph.pregel.RemoteGraph`. */
  override lc_namespace = ["langgraph", "pregel"];
  /** What a parent graph knows a graph by. */
  readonly lg_is_pregel = true;
  /** Name of the node in a parent graph, and of the runs in traces. */
  override readonly name: string;
  /** Assistant id or graph name. */
  readonly graphId: string;
  readonly #options: RemoteGraphOptions;
  readonly #graph: Core<G>;

  /** @throws TypeError without `graphId`, or without both `url` and `client` */
  constructor(options: RemoteGraphOptions<ContextOf<LangChainTypes<G>>>) {
    super();
    this.#graph = new CoreGraph<LangChainTypes<G>>({
      ...options,
      coerceMessages: options.coerceMessages ?? langChainMessages,
    });
    this.#options = options;
    this.name = this.#graph.name;
    this.graphId = this.#graph.graphId;
  }

  /** What lies under every call's config. */
  get config(): RunnableConfig {
    return this.#graph.config;
  }

  /**
   * Runs the graph to its end, or to its next interrupt.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - LangChain's config, and options of the run
   * @returns the output; with `__interrupt__` when the run waits for an answer
   * @throws `RemoteException` when the run failed; `ApiError` when the server refused it, `ConnectionError` when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  override invoke(input: Input<G>, options?: GraphCallOptions<G>): Promise<Output<G>> {
    return this._callWithConfig(
      async (given: Input<G>, config, manager) => {
        const core = toCore(options, config, manager);
        if (!isListenedTo(manager)) return this.#graph.invoke(given, core);
        const outcome = newOutcome();
        const states = chunksOf(this.#graph, given, { ...core, streamMode: "values" }, manager);
        for await (const state of states) addValues(outcome, state);
        return toInvokeResult<LangChainTypes<G>>(outcome, undefined);
      },
      input,
      options,
    );
  }

  /**
   * Runs the graph and streams its chunks.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - as for {@link invoke}, and what to stream: `streamMode` (default `updates`) and `subgraphs`
   * @returns the chunks of the modes that were asked for, once the server has accepted the run
   * @throws as {@link invoke}; what fails later is thrown by the stream
   *
   * Calls what {@link invoke} calls.
   */
  override stream<
    const Mode extends StreamMode | readonly StreamMode[] = "updates",
    Subgraphs extends boolean = false,
  >(
    input: Input<G>,
    options?: StreamCallOptions<G, Mode, Subgraphs>,
  ): Promise<CallStream<ChunkOf<LangChainTypes<G>, Mode, Subgraphs>>>;
  /** The same, for options whose mode is not known to the compiler. */
  override stream(input: Input<G>, options?: GraphCallOptions<G>): Promise<CallStream<Output<G>>>;
  override async stream(input: Input<G>, options: GraphCallOptions<G> = {}): Promise<CallStream<unknown>> {
    return toCallStream(options, (onBegin) => this.#traced(once(input), options, onBegin));
  }

  /** Streams the run of a step in a sequence, for the input that the step before it gives. */
  override transform(inputs: AsyncGenerator<Input<G>>, options: GraphCallOptions<G>): Chunks<G> {
    return this.#traced(inputs, options);
  }

  /** What LangChain streams a step by. Calls what {@link stream} calls. */
  override async *_streamIterator(input: Input<G>, options: GraphCallOptions<G> = {}): Chunks<G> {
    yield* this.#traced(once(input), options);
  }

  /** Chunks are no parts of one value: of a trace's output the last one stands. */
  override _concatOutputChunks<Chunk>(_first: Chunk, second: Chunk): Chunk {
    return second;
  }

  /** The chunks of a run with callbacks; their form depends on the mode, which LangChain's types don't know. */
  #traced(
    inputs: AsyncGenerator<Input<G>>,
    options: GraphCallOptions<G>,
    onBegin?: (run: RunPosition) => void,
  ): Chunks<G> {
    const graph = this.#graph;
    return this._transformStreamWithConfig(
      inputs,
      async function* (pieces, manager, config) {
        const core = toCore(options, config, manager);
        const chunks = chunksOf(graph, await joined(pieces), core, manager, onBegin);
        yield* chunks as Chunks<G>;
      },
      options,
    );
  }

  /**
   * Runs the graph and streams its events: with version `v2` those of LangChain, with version `v3` by a
   * handle of the run on the server, which sorts its events, and can be answered. Callbacks get `v2` only.
   *
   * @throws with `v3` as {@link invoke}, and `ApiError` when the server does not know the protocol
   *
   * Calls with `v3` `POST /threads/{thread_id}/commands` and `POST /threads/{thread_id}/stream/events`, else what
   * {@link stream} calls.
   */
  override streamEvents(
    input: Input<G>,
    options: ThreadOptions<G> & Encoded,
  ): Promise<ReadableStream<Uint8Array>>;
  override streamEvents(input: Input<G>, options: ThreadOptions<G>): Promise<ThreadRun<LangChainTypes<G>>>;
  override streamEvents(
    input: Input<G>,
    options: EventCallOptions<G> & Encoded,
    filters?: CallEventFilters,
  ): IterableReadableStream<Uint8Array>;
  override streamEvents(
    input: Input<G>,
    options: EventCallOptions<G>,
    filters?: CallEventFilters,
  ): IterableReadableStream<StreamEvent>;
  override streamEvents(
    input: Input<G>,
    options: EventCallOptions<G> | ThreadOptions<G>,
    filters?: CallEventFilters,
  ): unknown {
    return options.version === "v3"
      ? this.#graph.streamEvents(input, options)
      : super.streamEvents(input, options, filters);
  }

  /** A graph of the same class whose calls have this config under theirs; this one stays as it is. */
  override withConfig(config: GraphCallOptions<G>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    return new Same({ ...this.#options, config: mergeConfigs(this.config, config) });
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
   * Calls `POST /threads/{thread_id}/state/checkpoint` when the config selects a checkpoint, else
   * `GET /threads/{thread_id}/state`.
   */
  get getState(): Core<G>["getState"] {
    return this.#graph.getState.bind(this.#graph);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are asked for.
   *
   * @throws TypeError without `configurable.thread_id`; `ApiError` when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/history`.
   */
  get getStateHistory(): Core<G>["getStateHistory"] {
    return this.#graph.getStateHistory.bind(this.#graph);
  }

  /**
   * Writes to a thread's state, as if a node had.
   *
   * @returns the config of the checkpoint that this made
   * @throws TypeError without `configurable.thread_id`; `ApiError` when the server refuses the update
   *
   * Calls `POST /threads/{thread_id}/state`.
   */
  get updateState(): Core<G>["updateState"] {
    return this.#graph.updateState.bind(this.#graph);
  }

  /** {@link updateState} as a parent graph calls it for its node: one update a superstep, one after another. */
  get bulkUpdateState(): Core<G>["bulkUpdateState"] {
    return this.#graph.bulkUpdateState.bind(this.#graph);
  }

  /**
   * Fetches the JSON Schemas of the graph, as far as the server knows them.
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  get getSchemas(): Core<G>["getSchemas"] {
    return this.#graph.getSchemas.bind(this.#graph);
  }

  /**
   * Starts a run that goes on by itself, whatever becomes of this process.
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

  /** Nothing: a parent graph that looks for subgraphs in process finds none here, but can have one by its name. */
  get getSubgraphs(): Core<G>["getSubgraphs"] {
    return this.#graph.getSubgraphs.bind(this.#graph);
  }

  /**
   * Lists the graph's subgraphs.
   *
   * Calls `GET /assistants/{assistant_id}/subgraphs` or `GET /assistants/{assistant_id}/subgraphs/{namespace}`.
   */
  async *getSubgraphsAsync(
    ...args: Parameters<Core<G>["getSubgraphsAsync"]>
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    for await (const [namespace] of this.#graph.getSubgraphsAsync(...args)) {
      yield [namespace, new RemoteGraph({ ...this.#options, name: namespace })];
    }
  }
}
