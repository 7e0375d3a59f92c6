import { createClient } from "./client/client.js";
import { mergeConfigs } from "./config.js";
import { DrawableGraph } from "./drawable.js";
import { fetchDrawing, fetchSchemas, fetchSubgraphs, type GraphSchema } from "./graph/assistant.js";
import { inBatches } from "./graph/batches.js";
import type { RemoteGraphOptions } from "./graph/graph-context.js";
import { type GraphContext, toContext, toInit } from "./graph/graph-context.js";
import { createGraphRun, joinGraphRun } from "./graph/graph-jobs.js";
import { beginRun } from "./graph/graph-run.js";
import {
  finalValues,
  getSnapshot,
  getSnapshots,
  putState,
  putStates,
  type Superstep,
} from "./graph/graph-state.js";
import { streamChunkBytes, streamChunks, streamGraphEvents } from "./graph/graph-stream.js";
import { streamThreadAs } from "./graph/graph-threads.js";
import type { RunHandle, StartedRun } from "./graph/run-handle.js";
import type { RunStream } from "./graph/run-stream.js";
import type { EventFilters, EventStreamOptions, StreamEvent } from "./graph/stream-events.js";
import type { ThreadRun } from "./protocol/thread-run.js";
import type { ThreadStreamOptions } from "./protocol/thread-types.js";
import { readOutcome, toInvokeResult } from "./run/run-outcome.js";
import type { CreateRunOptions, Encoded, JoinStreamOptions } from "./run/run-types.js";
import { toSelection } from "./stream-mode.js";
import type {
  BatchOptions,
  CheckpointSelection,
  ChunkOf,
  ContextOf,
  GraphInput,
  GraphTypes,
  HistoryOptions,
  InvokeResult,
  RequestOptions,
  RunnableConfig,
  RunOptions,
  StateConfig,
  StateOf,
  StateSnapshot,
  StreamMode,
  StreamOptions,
  UpdateOf,
} from "./types.js";
import { joined } from "./util/pieces.js";

/**
 * A graph deployed on a LangGraph server, used as a local one. It can be called, streamed, asked for its state, and
 * put into another graph as a node.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> {
  /** What LangGraph and LangChain know a graph by that may be a node or a step of theirs. */
  readonly lc_runnable = true;
  /** What a parent graph knows a graph by. */
  readonly lg_is_pregel = true;
  /** Tells LangChain to write the graph down by {@link toJSON}. */
  readonly lc_serializable = false;

  /** Assistant id or graph name. */
  readonly graphId: string;
  /** Name of the node in a parent graph. */
  readonly name: string;
  /** What lies under every call's config. */
  readonly config: RunnableConfig;
  #graph: GraphContext;

  /**
   * Makes the graph; calls nothing.
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
    this.graphId = graphId;
    this.name = options.name ?? graphId;
    this.config = options.config ?? {};
    this.#graph = toContext(options, client ?? createClient({ ...options, url: url ?? "" }));
  }

  /**
   * Runs the graph to its end, or to its next interrupt.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - a config, and options of the run
   * @returns the output; with `__interrupt__` when the run waits for an answer
   * @throws {RemoteException} when the run failed
   * @throws {ApiError} when the server refused it, {@link ConnectionError} when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  async invoke(input: GraphInput<G>, options: RunOptions<ContextOf<G>> = {}): Promise<InvokeResult<G>> {
    const events = await beginRun(this.#graph, input, options, toSelection("values"));
    const outcome = await readOutcome(events);
    if (!outcome.hasValues) {
      outcome.values = await finalValues(this.#graph, events, options);
    }
    return toInvokeResult<G>(outcome, this.#graph.decode);
  }

  /**
   * Runs the graph and tells of it while it runs.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - a config, options of the run, and what to tell: `streamMode` (default `updates`) and `subgraphs`
   * @returns the chunks of the modes that were asked for, once the server has accepted the run
   * @throws as {@link invoke}; what fails later is thrown by the stream
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  stream(input: GraphInput<G>, options: StreamOptions<G> & Encoded): Promise<ReadableStream<Uint8Array>>;
  stream<
    const Mode extends StreamMode | readonly StreamMode[] = "updates",
    Subgraphs extends boolean = false,
  >(
    input: GraphInput<G>,
    options?: StreamOptions<G, Mode, Subgraphs>,
  ): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>>>;
  // never chosen by a call: from the last form LangChain's types infer what the step of a sequence gives the next
  stream(input: GraphInput<G>, options?: RunOptions<ContextOf<G>>): Promise<ReadableStream<InvokeResult<G>>>;
  async stream(
    input: GraphInput<G>,
    { encoding, ...options }: StreamOptions<G> & Partial<Encoded> = {},
  ): Promise<ReadableStream<unknown>> {
    const start = encoding === undefined ? streamChunks : streamChunkBytes;
    return start(this.#graph, input, options);
  }

  /**
   * Runs the graph and tells what goes on inside it.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - `version`, a config, options of the run
   * @returns with version `v2` the events of the graph, its nodes, models and tools, those that the filters let
   * through; with version `v3` a handle of the run, which sorts what it tells, and can be answered
   * @throws as {@link invoke}; with `v3` {@link ApiError} also when the server does not know the protocol
   *
   * Calls with `v2` what {@link stream} calls, in the mode `events`; with `v3` `POST /threads/{thread_id}/commands` and
   * `POST /threads/{thread_id}/stream/events`, which not every server has.
   */
  streamEvents(
    input: GraphInput<G>,
    options: ThreadStreamOptions<G> & Encoded,
  ): Promise<ReadableStream<Uint8Array>>;
  streamEvents(input: GraphInput<G>, options: ThreadStreamOptions<G>): Promise<ThreadRun<G>>;
  streamEvents(
    input: GraphInput<G>,
    options: EventStreamOptions<G> & Encoded,
    filters?: EventFilters,
  ): ReadableStream<Uint8Array>;
  streamEvents(
    input: GraphInput<G>,
    options: EventStreamOptions<G>,
    filters?: EventFilters,
  ): RunStream<StreamEvent, RunHandle<G>>;
  streamEvents(
    input: GraphInput<G>,
    options: (EventStreamOptions<G> | ThreadStreamOptions<G>) & Partial<Encoded>,
    filters: EventFilters = {},
  ): unknown {
    if (options.version === "v3") {
      return streamThreadAs(options.encoding, this.#graph, input, options);
    }
    return streamGraphEvents(this.#graph, input, { ...options, ...filters });
  }

  /**
   * Starts a run that goes on by itself, whatever becomes of this process.
   *
   * @param input - what the graph takes, `null` to go on, or a command
   * @param options - `streamMode` and `subgraphs` say what the run tells those who join it
   * @returns the run's handle, once the server has accepted the run
   * @throws {ApiError} when the server refused the run, `ConnectionError` when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs` with a `thread_id` in `configurable`, else `POST /runs`.
   */
  async createRun(input: GraphInput<G>, options: CreateRunOptions<G> = {}): Promise<StartedRun<G>> {
    return createGraphRun(this.#graph, input, options);
  }

  /**
   * Reads what a run tells that was started before, here or elsewhere: from its start, or after `lastEventId`. A run
   * that was not started as resumable tells each event once, to one reader.
   *
   * @param runId - the run
   * @param config - `configurable.thread_id` is its thread
   * @param options - what to tell, and after which event to begin
   * @throws TypeError without `configurable.thread_id`, or for a mode that the run was not started with
   *
   * Calls `GET /threads/{thread_id}/runs/{run_id}` and `GET /threads/{thread_id}/runs/{run_id}/stream`.
   */
  async joinStream<
    const Mode extends StreamMode | readonly StreamMode[] = "updates",
    Subgraphs extends boolean = false,
  >(
    runId: string,
    config: StateConfig,
    options: JoinStreamOptions<Mode, Subgraphs> = {},
  ): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>, RunHandle<G>>> {
    return joinGraphRun<G, Mode, Subgraphs>(this.#graph, runId, config, options);
  }

  /**
   * Runs the graph for several inputs.
   *
   * @param inputs - an input for each run
   * @param options - one config for all, or one for each
   * @param batchOptions - how many run at the same time (default: all), and what becomes of errors
   * @returns the outputs in the order of the inputs; with `returnExceptions` errors stand among them
   * @throws as {@link invoke}, the first error, without `returnExceptions`
   *
   * Calls what {@link invoke} calls, once for each input.
   */
  batch(
    inputs: GraphInput<G>[],
    options?: RunOptions<ContextOf<G>> | RunOptions<ContextOf<G>>[],
    batchOptions?: BatchOptions & { returnExceptions?: false },
  ): Promise<InvokeResult<G>[]>;
  batch(
    inputs: GraphInput<G>[],
    options?: RunOptions<ContextOf<G>> | RunOptions<ContextOf<G>>[],
    batchOptions?: BatchOptions,
  ): Promise<(InvokeResult<G> | Error)[]>;
  async batch(
    inputs: GraphInput<G>[],
    options: RunOptions<ContextOf<G>> | RunOptions<ContextOf<G>>[] = {},
    batchOptions: BatchOptions = {},
  ): Promise<(InvokeResult<G> | Error)[]> {
    const optionsOf = (at: number) => (Array.isArray(options) ? options[at] : options);
    return inBatches(inputs, (input, at) => this.invoke(input, optionsOf(at)), batchOptions);
  }

  /**
   * Runs the graph as a step of a sequence that is streamed, for the input that the step before it gives.
   *
   * @param inputs - the input, whole or in pieces that are put together
   * @param options - as for {@link stream}, which this calls
   * @throws as {@link invoke}
   *
   * Calls what {@link stream} calls.
   */
  async *transform(
    inputs: AsyncGenerator<GraphInput<G>, unknown, undefined>,
    options: StreamOptions<G, "updates", false> = {},
  ): AsyncGenerator<InvokeResult<G>, void, undefined> {
    // LangChain's types have one word for what a step gives, in one or in pieces
    yield* (await this.stream(await joined(inputs), options)) as AsyncIterable<InvokeResult<G>>;
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
    return getSnapshot(this.#graph, config, options);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are asked for.
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
    yield* getSnapshots<StateOf<G>>(this.#graph, config, options);
  }

  /**
   * Writes to a thread's state, as if a node had.
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
    return putState(this.#graph, config, { values, asNode }, options);
  }

  /** {@link updateState} as a parent graph calls it for its node: one update a superstep, one after another. */
  async bulkUpdateState(config: StateConfig, supersteps: readonly Superstep[]): Promise<CheckpointSelection> {
    return putStates(this.#graph, config, supersteps);
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
    return fetchDrawing(
      this.#graph.client,
      this.graphId,
      options.xray ?? false,
      toInit(this.config, options),
    );
  }

  /** An opaque drawing of one node, for the parent graph that this one is a node of. Calls nothing. */
  getGraph(_options?: RunnableConfig): DrawableGraph {
    return new DrawableGraph({ [this.name]: { id: this.name, name: this.name } });
  }

  /**
   * Lists the graph's subgraphs.
   *
   * @param namespace - only the subgraph of this name
   * @param recurse - also subgraphs of subgraphs. Default false
   * @param options - headers, a signal and a time limit of the request
   * @returns pairs of a namespace, `child` or `child|grandchild`, and the graph there
   * @throws {ApiError} when the server does not know the graph, or cannot tell its subgraphs
   *
   * Calls `GET /assistants/{assistant_id}/subgraphs` or `GET /assistants/{assistant_id}/subgraphs/{namespace}`.
   */
  async *getSubgraphsAsync(
    namespace?: string,
    recurse = false,
    options: RequestOptions = {},
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    const wanted = { namespace, recurse };
    const subgraphs = await fetchSubgraphs(
      this.#graph.client,
      this.graphId,
      wanted,
      toInit(this.config, options),
    );
    for (const name of Object.keys(subgraphs))
      yield [name, new RemoteGraph({ ...this.#graph.options, name })];
  }

  /**
   * Nothing: a parent graph that looks for subgraphs in process finds none here. By its name it can have one, so that
   * the parent can read and write what lies below its node. Calls nothing.
   */
  *getSubgraphs(namespace?: string, _recurse?: boolean): Generator<[string, this], void, undefined> {
    if (!namespace) return;
    const graph = this.withConfig({});
    graph.#graph = { ...graph.#graph, depth: namespace.split("|").length };
    yield [namespace, graph];
  }

  /**
   * Fetches the JSON Schemas of the graph's state, input, output, config and context, as far as the server knows them.
   *
   * @param options - headers, a signal and a time limit of the request
   * @throws {ApiError} when the server does not know the graph
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  async getSchemas(options: RequestOptions = {}): Promise<GraphSchema> {
    return fetchSchemas(this.#graph.client, this.graphId, toInit(this.config, options));
  }

  /** The name under which a parent shows the graph. */
  getName(suffix = ""): string {
    return `${this.name}${suffix}`;
  }

  /** Where LangChain files the class. */
  get lc_id(): string[] {
    return ["langgraph_remote", "RemoteGraph"];
  }

  /** What a tracer writes down of the graph: never how it is reached. */
  toJSON(): { lc: 1; type: "not_implemented"; id: string[]; name: string } {
    return { lc: 1, type: "not_implemented", id: this.lc_id, name: this.name };
  }

  /**
   * A graph of the same class whose calls have this config under theirs; this one stays as it is. Calls nothing.
   *
   * @param config - merged over the graph's own, key by key in `configurable` and `metadata`
   */
  withConfig(config: RunnableConfig<ContextOf<G>>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    return new Same({ ...this.#graph.options, config: mergeConfigs(this.config, config) });
  }
}
