import type { CallbackManagerForChainRun } from "@langchain/core/callbacks/manager";
import type { BaseMessage } from "@langchain/core/messages";
import { type RunnableConfig as LangChainConfig, Runnable } from "@langchain/core/runnables";
import type { Graph } from "@langchain/core/runnables/graph";
import type { StreamEvent } from "@langchain/core/tracers/log_stream";
import { AsyncGeneratorWithSetup, IterableReadableStream } from "@langchain/core/utils/stream";
import { mergeConfigs } from "./config.js";
import type { RemoteGraphOptions } from "./graph/graph-context.js";
import { RemoteGraph as CoreGraph } from "./graph/remote-graph.js";
import { isListenedTo, withModelEvents } from "./langchain-events.js";
import { langChainMessages, toGraph } from "./langchain-forms.js";
import type { ThreadRun } from "./protocol/thread-run.js";
import type { ThreadStreamOptions } from "./protocol/thread-types.js";
import { addValues, newOutcome, toInvokeResult } from "./run/run-outcome.js";
import type { Encoded, EventReader } from "./run/run-types.js";
import type {
  ChunkOf,
  ContextOf,
  GraphInput,
  GraphTypes,
  InvokeResult,
  RunnableConfig,
  RunOptions,
  StreamMode,
  StreamOptions,
} from "./types.js";
import { joined } from "./util/pieces.js";

/** Options of a call: LangChain's, and those of a remote run. */
export type CallOptions<Context = unknown> = Omit<RunOptions<Context>, keyof LangChainConfig> &
  LangChainConfig;

type StreamCallOptions<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
> = Omit<StreamOptions<G, Mode, Subgraphs>, keyof LangChainConfig> & LangChainConfig;

/** Options of `streamEvents` in the versions that are LangChain's own. */
export type EventCallOptions<G extends GraphTypes> = Partial<CallOptions<ContextOf<LangChainTypes<G>>>> & {
  /** The form of the events. */
  version: "v1" | "v2";
};

/** Which events LangChain gives. */
export interface CallEventFilters {
  /** Names of runnables. */
  includeNames?: string[];
  /** Kinds of runnables. */
  includeTypes?: string[];
  /** Tags of runnables. */
  includeTags?: string[];
  /** Names of runnables whose events are left out. */
  excludeNames?: string[];
  /** Kinds of runnables whose events are left out. */
  excludeTypes?: string[];
  /** Tags of runnables whose events are left out. */
  excludeTags?: string[];
}

/** LangChain's stream, with the run's position. */
export type CallStream<Chunk> = IterableReadableStream<Chunk> & RunPosition;

/** Which run a stream is of, and how far it has been read; `undefined` until known. */
export type RunPosition = Pick<EventReader, "threadId" | "runId" | "lastEventId">;

/** The graph's types, with LangChain's messages. */
export type LangChainTypes<G extends GraphTypes> = G & {
  /** The class of messages. */
  Message: BaseMessage;
};

/**
 * The remote graph as LangChain's `Runnable`: callbacks and tracers see each call as one run of its name, and messages are
 * LangChain's own. Each call does what it does without LangChain.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> extends Runnable<
  GraphInput<LangChainTypes<G>>,
  InvokeResult<LangChainTypes<G>>,
  CallOptions<ContextOf<LangChainTypes<G>>>
> {
  /** The name of the class in LangChain. */
  static override lc_name(): string {
    return "RemoteGraph";
  }

  /** The class's namespace in LangChain: a supervisor recognises a remote agent by `langgraph.pregel.RemoteGraph`. */
  override lc_namespace = ["langgraph", "pregel"];
  /** How a parent graph recognises a graph. */
  readonly lg_is_pregel = true;
  /** Name of the node in a parent graph, and of the runs in traces. */
  override readonly name: string;
  /** Assistant id or graph name. */
  readonly graphId: string;
  readonly #options: RemoteGraphOptions;
  readonly #graph: CoreGraph<LangChainTypes<G>>;

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

  /** The config that the config of every call is merged over. */
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
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST
   * /runs/stream`.
   */
  override invoke(
    input: GraphInput<LangChainTypes<G>>,
    options?: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>,
  ): Promise<InvokeResult<LangChainTypes<G>>> {
    return this._callWithConfig(
      (given: GraphInput<LangChainTypes<G>>, config, manager) => {
        const core = toCore(options, config, manager);
        return isListenedTo(manager)
          ? this.#invokeListenedTo(given, core, manager)
          : this.#graph.invoke(given, core);
      },
      input,
      options,
    );
  }

  /** The same while somebody listens to events: those of the run's models are made of its messages. */
  async #invokeListenedTo(
    input: GraphInput<LangChainTypes<G>>,
    core: RunOptions<ContextOf<LangChainTypes<G>>>,
    manager: CallbackManagerForChainRun,
  ): Promise<InvokeResult<LangChainTypes<G>>> {
    const outcome = newOutcome();
    const options = { ...core, streamMode: ["values", "messages"], subgraphs: true } as const;
    const run = await this.#graph.stream(input, options);
    for await (const chunk of withModelEvents(run, "values", manager)) addValues(outcome, chunk);
    return toInvokeResult<LangChainTypes<G>>(outcome, undefined);
  }

  /**
   * Streams a run of the graph.
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
    input: GraphInput<LangChainTypes<G>>,
    options?: StreamCallOptions<LangChainTypes<G>, Mode, Subgraphs>,
  ): Promise<CallStream<ChunkOf<LangChainTypes<G>, Mode, Subgraphs>>>;
  /** The same, for options whose mode is not known to the compiler. */
  override stream(
    input: GraphInput<LangChainTypes<G>>,
    options?: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>,
  ): Promise<CallStream<InvokeResult<LangChainTypes<G>>>>;
  override async stream(
    input: GraphInput<LangChainTypes<G>>,
    options: Partial<CallOptions<ContextOf<LangChainTypes<G>>>> = {},
  ): Promise<CallStream<unknown>> {
    let run: RunPosition | undefined;
    const generator = this.#traced(once(input), options, (begun) => {
      run = begun;
    });
    const chunks = new AsyncGeneratorWithSetup({ generator, config: options });
    await chunks.setup;
    return withRun(IterableReadableStream.fromAsyncGenerator(chunks), () => run);
  }

  /** Streams the run of a step in a sequence, for the input that the step before it gives. */
  override transform(
    inputs: AsyncGenerator<GraphInput<LangChainTypes<G>>, unknown, undefined>,
    options: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>,
  ): AsyncGenerator<InvokeResult<LangChainTypes<G>>, void, undefined> {
    return this.#traced(inputs, options);
  }

  /** LangChain's way to stream a step. Calls what {@link stream} calls. */
  override async *_streamIterator(
    input: GraphInput<LangChainTypes<G>>,
    options: Partial<CallOptions<ContextOf<LangChainTypes<G>>>> = {},
  ): AsyncGenerator<InvokeResult<LangChainTypes<G>>, void, undefined> {
    yield* this.#traced(once(input), options);
  }

  /** Chunks are not parts of one value: the output of a trace is the last one. */
  override _concatOutputChunks<Chunk>(_first: Chunk, second: Chunk): Chunk {
    return second;
  }

  /** The chunks of a run that callbacks see. Their type depends on the mode, which LangChain's types don't know. */
  #traced(
    inputs: AsyncGenerator<GraphInput<LangChainTypes<G>>>,
    options: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>,
    onBegin: (run: RunPosition) => void = () => undefined,
  ): AsyncGenerator<InvokeResult<LangChainTypes<G>>> {
    const graph = this.#graph;
    return this._transformStreamWithConfig(
      inputs,
      async function* (pieces, manager, config) {
        const core: StreamOptions<LangChainTypes<G>> = toCore(options, config, manager);
        const { streamMode = "updates", subgraphs } = core;
        // models' events are made of the messages of the graph and its subgraphs; `withModelEvents` leaves the caller's mode
        const needsMessages = isListenedTo(manager) && typeof streamMode === "string" && !subgraphs;
        const run = await graph.stream<StreamMode | readonly StreamMode[], boolean>(await joined(pieces), {
          ...core,
          ...(needsMessages
            ? { streamMode: [...new Set([streamMode, "messages" as const])], subgraphs: true }
            : {}),
        });
        onBegin(run);
        yield* (needsMessages ? withModelEvents(run, streamMode, manager) : run) as AsyncIterable<
          InvokeResult<LangChainTypes<G>>
        >;
      },
      options,
    );
  }

  /**
   * Runs the graph and gives its events: with version `v2` those that LangChain gives of any step; with version `v3` a
   * handle of the run on the server, which sorts the events and takes answers. Callbacks see `v2` only.
   *
   * @throws with `v3` as {@link invoke}, and `ApiError` when the server does not know the protocol
   *
   * Calls with `v3` `POST /threads/{thread_id}/commands` and `POST /threads/{thread_id}/stream/events`, else what
   * {@link stream} calls.
   */
  override streamEvents(
    input: GraphInput<LangChainTypes<G>>,
    options: ThreadStreamOptions<LangChainTypes<G>> & Encoded,
  ): Promise<ReadableStream<Uint8Array>>;
  override streamEvents(
    input: GraphInput<LangChainTypes<G>>,
    options: ThreadStreamOptions<LangChainTypes<G>>,
  ): Promise<ThreadRun<LangChainTypes<G>>>;
  override streamEvents(
    input: GraphInput<LangChainTypes<G>>,
    options: EventCallOptions<G> & Encoded,
    filters?: CallEventFilters,
  ): IterableReadableStream<Uint8Array>;
  override streamEvents(
    input: GraphInput<LangChainTypes<G>>,
    options: EventCallOptions<G>,
    filters?: CallEventFilters,
  ): IterableReadableStream<StreamEvent>;
  override streamEvents(
    input: GraphInput<LangChainTypes<G>>,
    options: EventCallOptions<G> | ThreadStreamOptions<LangChainTypes<G>>,
    filters?: CallEventFilters,
  ): unknown {
    return options.version === "v3"
      ? this.#graph.streamEvents(input, options)
      : super.streamEvents(input, options, filters);
  }

  /** A graph of the same class with a further config, over which the config of each call is merged. */
  override withConfig(config: Partial<CallOptions<ContextOf<LangChainTypes<G>>>>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    return new Same({ ...this.#options, config: mergeConfigs(this.config, config) });
  }

  /** The graph as its server draws it, in LangChain's own form. */
  async getGraphAsync(...args: Parameters<CoreGraph<LangChainTypes<G>>["getGraphAsync"]>): Promise<Graph> {
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
  getState(
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["getState"]>
  ): ReturnType<CoreGraph<LangChainTypes<G>>["getState"]> {
    return this.#graph.getState(...args);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are asked for.
   *
   * @throws TypeError without `configurable.thread_id`; `ApiError` when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/history`.
   */
  getStateHistory(
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["getStateHistory"]>
  ): ReturnType<CoreGraph<LangChainTypes<G>>["getStateHistory"]> {
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
  updateState(
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["updateState"]>
  ): ReturnType<CoreGraph<LangChainTypes<G>>["updateState"]> {
    return this.#graph.updateState(...args);
  }

  /**
   * {@link updateState} as a parent graph calls it for its node: one update a superstep, one after another.
   */
  bulkUpdateState(
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["bulkUpdateState"]>
  ): ReturnType<CoreGraph<LangChainTypes<G>>["bulkUpdateState"]> {
    return this.#graph.bulkUpdateState(...args);
  }

  /**
   * Fetches the JSON Schemas of the graph, as far as the server knows them.
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  getSchemas(
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["getSchemas"]>
  ): ReturnType<CoreGraph<LangChainTypes<G>>["getSchemas"]> {
    return this.#graph.getSchemas(...args);
  }

  /**
   * Starts a run in the background: it goes on whatever becomes of this process.
   *
   * Calls `POST /threads/{thread_id}/runs` with a `thread_id` in `configurable`, else `POST /runs`.
   */
  get createRun(): CoreGraph<LangChainTypes<G>>["createRun"] {
    return this.#graph.createRun.bind(this.#graph);
  }

  /**
   * Streams a run that was started before, here or elsewhere.
   *
   * @throws TypeError without `configurable.thread_id`, or for a mode that the run was not started with
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}/stream`.
   */
  get joinStream(): CoreGraph<LangChainTypes<G>>["joinStream"] {
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
    ...args: Parameters<CoreGraph<LangChainTypes<G>>["getSubgraphsAsync"]>
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    for await (const [namespace] of this.#graph.getSubgraphsAsync(...args)) {
      yield [namespace, new RemoteGraph({ ...this.#options, name: namespace })];
    }
  }
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}

/**
 * The config of the remote run: its callbacks are children of the call's own run. LangChain fills in a recursion limit where
 * the caller set none, which is taken out again.
 */
function toCore<Options extends RunOptions>(
  given: Options | undefined,
  config: Options | undefined,
  manager: CallbackManagerForChainRun | undefined,
): Options {
  return Object.assign({}, config, { recursionLimit: given?.recursionLimit, callbacks: manager?.getChild() });
}

function withRun<Chunk>(
  stream: IterableReadableStream<Chunk>,
  run: () => RunPosition | undefined,
): CallStream<Chunk> {
  return Object.defineProperties(stream, {
    threadId: { get: () => run()?.threadId },
    runId: { get: () => run()?.runId },
    lastEventId: { get: () => run()?.lastEventId },
  }) as CallStream<Chunk>;
}
