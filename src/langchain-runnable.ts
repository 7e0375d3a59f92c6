import type { CallbackManagerForChainRun } from "@langchain/core/callbacks/manager";
import { type RunnableConfig as LangChainConfig, mergeConfigs, Runnable } from "@langchain/core/runnables";
import type { StreamEvent } from "@langchain/core/tracers/log_stream";
import { AsyncGeneratorWithSetup, IterableReadableStream } from "@langchain/core/utils/stream";
import type { RemoteGraph as CoreGraph } from "./graph/remote-graph.js";
import type { EventFilters } from "./graph/stream-events.js";
import { isListenedTo, withModelEvents } from "./langchain-events.js";
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
  RunOptions,
  StreamMode,
  StreamOptions,
} from "./types.js";
import { joined } from "./util/pieces.js";
import { withoutUndefined } from "./util/record.js";

/** Options of a call: LangChain's, and those of a remote run. */
export type CallOptions<Context = unknown> = Omit<RunOptions<Context>, keyof LangChainConfig> &
  LangChainConfig;

type StreamCallOptions<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
> = Omit<StreamOptions<G, Mode, Subgraphs>, keyof LangChainConfig> & LangChainConfig;

/** Options of `streamEvents` in the versions that are LangChain's own. */
export type EventCallOptions<G extends GraphTypes> = Partial<CallOptions<ContextOf<G>>> & {
  /** The form of the events. */
  version: "v1" | "v2";
};

/** Which events LangChain gives. */
export type CallEventFilters = { [Filter in keyof EventFilters]: string[] };

/** LangChain's stream, with the run's position. */
export type CallStream<Chunk> = IterableReadableStream<Chunk> & RunPosition;

/** Which run a stream is of, and how far it has been read; `undefined` until known. */
export type RunPosition = Pick<EventReader, "threadId" | "runId" | "lastEventId">;

/** The calls of a remote graph that callbacks and tracers see, as LangChain's `Runnable` has them. */
export abstract class RunnableGraph<T extends GraphTypes> extends Runnable<
  GraphInput<T>,
  InvokeResult<T>,
  CallOptions<ContextOf<T>>
> {
  /** The class's namespace in LangChain: a supervisor recognises a remote agent by `langgraph.pregel.RemoteGraph`. */
  override lc_namespace = ["langgraph", "pregel"];
  readonly #graph: CoreGraph<T>;

  constructor(graph: CoreGraph<T>) {
    super();
    this.#graph = graph;
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
    input: GraphInput<T>,
    options?: Partial<CallOptions<ContextOf<T>>>,
  ): Promise<InvokeResult<T>> {
    const seen = this.#seenByCallbacks(options);
    return this._callWithConfig(
      (given: GraphInput<T>, config, manager) => {
        const core = toCore(options, config, manager);
        return isListenedTo(manager)
          ? this.#invokeListenedTo(given, core, manager)
          : this.#graph.invoke(given, core);
      },
      input,
      seen,
    );
  }

  /** The call's options over what callbacks see of the graph's own config, which LangChain doesn't know. */
  #seenByCallbacks(
    options: Partial<CallOptions<ContextOf<T>>> | undefined,
  ): Partial<CallOptions<ContextOf<T>>> {
    const { callbacks, tags, metadata, configurable, runName } = this.#graph.config as LangChainConfig;
    return mergeConfigs<CallOptions<ContextOf<T>>>(
      withoutUndefined({ callbacks, tags, metadata, configurable, runName }),
      options,
    );
  }

  /** The same while somebody listens to events: those of the run's models are made of its messages. */
  async #invokeListenedTo(
    input: GraphInput<T>,
    core: RunOptions<ContextOf<T>>,
    manager: CallbackManagerForChainRun,
  ): Promise<InvokeResult<T>> {
    const outcome = newOutcome();
    const options = { ...core, streamMode: ["values", "messages"], subgraphs: true } as const;
    const run = await this.#graph.stream(input, options);
    for await (const chunk of withModelEvents(run, "values", manager)) addValues(outcome, chunk);
    return toInvokeResult<T>(outcome);
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
    input: GraphInput<T>,
    options?: StreamCallOptions<T, Mode, Subgraphs>,
  ): Promise<CallStream<ChunkOf<T, Mode, Subgraphs>>>;
  /** The same, for options whose mode is not known to the compiler. */
  override stream(
    input: GraphInput<T>,
    options?: Partial<CallOptions<ContextOf<T>>>,
  ): Promise<CallStream<InvokeResult<T>>>;
  override async stream(
    input: GraphInput<T>,
    options: Partial<CallOptions<ContextOf<T>>> = {},
  ): Promise<CallStream<unknown>> {
    let run: RunPosition | undefined;
    const generator = this.#traced(once(input), options, (begun) => {
      run = begun;
    });
    const chunks = new AsyncGeneratorWithSetup({ generator, config: options });
    await chunks.setup;
    return Object.defineProperties(IterableReadableStream.fromAsyncGenerator(chunks), {
      threadId: { get: () => run?.threadId },
      runId: { get: () => run?.runId },
      lastEventId: { get: () => run?.lastEventId },
    }) as CallStream<unknown>;
  }

  /** Streams the run of a step in a sequence, for the input that the step before it gives. */
  override transform(
    inputs: AsyncGenerator<GraphInput<T>, unknown, undefined>,
    options: Partial<CallOptions<ContextOf<T>>>,
  ): AsyncGenerator<InvokeResult<T>, void, undefined> {
    return this.#traced(inputs, options);
  }

  /** LangChain's way to stream a step. Calls what {@link stream} calls. */
  override async *_streamIterator(
    input: GraphInput<T>,
    options?: Partial<CallOptions<ContextOf<T>>>,
  ): AsyncGenerator<InvokeResult<T>, void, undefined> {
    yield* this.#traced(once(input), options);
  }

  /** Chunks are not parts of one value: the output of a trace is the last one. */
  override _concatOutputChunks<Chunk>(_first: Chunk, second: Chunk): Chunk {
    return second;
  }

  /** The chunks of a run that callbacks see. Their type depends on the mode, which LangChain's types don't know. */
  #traced(
    inputs: AsyncGenerator<GraphInput<T>>,
    options: Partial<CallOptions<ContextOf<T>>> | undefined,
    onBegin: (run: RunPosition) => void = () => undefined,
  ): AsyncGenerator<InvokeResult<T>> {
    const graph = this.#graph;
    return this._transformStreamWithConfig(
      inputs,
      async function* (pieces, manager, config) {
        const core: StreamOptions<T> = toCore(options, config, manager);
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
          InvokeResult<T>
        >;
      },
      this.#seenByCallbacks(options),
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
    input: GraphInput<T>,
    options: ThreadStreamOptions<T> & Encoded,
  ): Promise<ReadableStream<Uint8Array>>;
  override streamEvents(input: GraphInput<T>, options: ThreadStreamOptions<T>): Promise<ThreadRun<T>>;
  override streamEvents(
    input: GraphInput<T>,
    options: EventCallOptions<T> & Encoded,
    filters?: CallEventFilters,
  ): IterableReadableStream<Uint8Array>;
  override streamEvents(
    input: GraphInput<T>,
    options: EventCallOptions<T>,
    filters?: CallEventFilters,
  ): IterableReadableStream<StreamEvent>;
  override streamEvents(
    input: GraphInput<T>,
    options: EventCallOptions<T> | ThreadStreamOptions<T>,
    filters?: CallEventFilters,
  ): unknown {
    return options.version === "v3"
      ? this.#graph.streamEvents(input, options)
      : super.streamEvents(input, options, filters);
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
