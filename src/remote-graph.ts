import { fetchDrawing, fetchSchemas, fetchSubgraphs, type GraphSchema } from "./assistant.js";
import { toCheckpoint, toSnapshot } from "./checkpoint.js";
import { type Client, createClient } from "./client.js";
import { mergeConfigs, requireThreadId } from "./config.js";
import { noteRunStart, toHead } from "./dialect.js";
import { DrawableGraph } from "./drawable.js";
import { StreamError } from "./errors.js";
import { toEventFilter } from "./event-name.js";
import { historyOf } from "./history.js";
import { inBatches, outcomeOf } from "./invoke.js";
import type { RemoteGraphOptions } from "./remote-options.js";
import { toWireRun } from "./run-body.js";
import { RunEvents } from "./run-events.js";
import { type CallInit, toCallInit } from "./run-requests.js";
import { RunStream } from "./run-stream.js";
import { type Selection, toChunker, toSelection, toWireModes } from "./stream-mode.js";
import { readState, writeState } from "./thread-state.js";
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

/**
 * A graph deployed on a LangGraph server, used as a local one. It can be called, streamed, asked for its state, and
 * put into another graph as a node.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> {
  readonly graphId: string;
  readonly name: string;
  readonly config: RunnableConfig;
  readonly #client: Client;
  readonly #options: RemoteGraphOptions;

  /** @throws TypeError without `graphId`, or without both `url` and `client` */
  constructor(options: RemoteGraphOptions<ContextOf<G>>) {
    const { graphId, url, client } = options;
    if (typeof graphId !== "string" || graphId === "") {
      throw new TypeError("RemoteGraph needs graphId: an assistant id or the name of a graph");
    }
    if (client === undefined && url === undefined) throw new TypeError("RemoteGraph needs a url or a client");
    this.graphId = graphId;
    this.name = options.name ?? graphId;
    this.config = options.config ?? {};
    this.#client = client ?? createClient({ ...options, url: url ?? "" });
    this.#options = { ...options, client: this.#client };
  }

  /**
   * Runs the graph to its end, or to its next interrupt.
   *
   * @returns the output; with `__interrupt__` when the run waits for an answer
   * @throws {RemoteException} when the run failed
   * @throws {ApiError} when the server refused it, {@link ConnectionError} when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  async invoke(input: GraphInput<G>, options: RunOptions<ContextOf<G>> = {}): Promise<InvokeResult<G>> {
    const config = this.#resolve(options);
    const events = this.#start(input, config, toSelection("values"));
    const { values, hasValues, interrupts } = await outcomeOf(events);
    const output = hasValues ? values : await this.#finalValues(events, config);
    return (
      interrupts === undefined ? output : { ...(output as object), __interrupt__: interrupts }
    ) as InvokeResult<G>;
  }

  /**
   * Runs the graph and tells of it while it runs.
   *
   * @returns the chunks of the modes that were asked for, once the server has accepted the run
   * @throws as {@link invoke}; what fails later is thrown by the stream
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  async stream<
    const Mode extends StreamMode | readonly StreamMode[] = "updates",
    Subgraphs extends boolean = false,
  >(
    input: GraphInput<G>,
    options: StreamOptions<G, Mode, Subgraphs> = {},
  ): Promise<RunStream<ChunkOf<G, Mode, Subgraphs>>> {
    const selection = toSelection(options.streamMode, options.subgraphs);
    const events = this.#start(input, this.#resolve(options), selection);
    await events.open();
    return new RunStream(events, toChunker(selection));
  }

  /**
   * Runs the graph for several inputs.
   *
   * @param options - one config for all, or one for each
   * @returns the outputs in the order of the inputs; with `returnExceptions` errors stand among them
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
   * Reads a thread's state: its latest, or the one that the config's checkpoint selects.
   *
   * @throws TypeError without `configurable.thread_id`; {@link ApiError} when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/state/checkpoint` when the config selects a checkpoint, else
   * `GET /threads/{thread_id}/state`.
   */
  async getState(
    config: StateConfig,
    options: RequestOptions & { subgraphs?: boolean | undefined } = {},
  ): Promise<StateSnapshot<StateOf<G>>> {
    const merged = mergeConfigs<StateConfig>(this.config, config);
    const state = await readState(this.#client, merged, options, toInit(merged, options));
    return toSnapshot(state, merged);
  }

  /**
   * Reads a thread's states, newest first, page by page as they are asked for.
   *
   * @throws TypeError without `configurable.thread_id`; {@link ApiError} when there is no such thread
   *
   * Calls `POST /threads/{thread_id}/history`.
   */
  async *getStateHistory(
    config: StateConfig,
    options: HistoryOptions = {},
  ): AsyncGenerator<StateSnapshot<StateOf<G>>, void, undefined> {
    const merged = mergeConfigs<StateConfig>(this.config, config);
    const threadId = requireThreadId(merged, "getStateHistory");
    const query = { limit: options.limit, before: toCheckpoint(options.before), filter: options.filter };
    const states = historyOf(this.#client, threadId, merged, query, toInit(merged, options));
    for await (const state of states) yield toSnapshot(state, merged);
  }

  /**
   * Writes to a thread's state, as if a node had.
   *
   * @param values - what to write; `null` writes nothing
   * @param asNode - the node to write as. Default: the one that ran last
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
    const merged = mergeConfigs<StateConfig>(this.config, config);
    return writeState(this.#client, merged, { values, asNode }, toInit(merged, options));
  }

  /**
   * Fetches the drawing of the graph.
   *
   * @param options - `xray` draws subgraphs too: all of them, or down to a depth
   *
   * Calls `GET /assistants/{assistant_id}/graph`.
   */
  async getGraphAsync(
    options: RunnableConfig & RequestOptions & { xray?: boolean | number | undefined } = {},
  ): Promise<DrawableGraph> {
    return fetchDrawing(this.#client, this.graphId, options.xray ?? false, toInit({}, options));
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
   * @returns pairs of a namespace, `child` or `child|grandchild`, and the graph there
   *
   * Calls `GET /assistants/{assistant_id}/subgraphs` or `GET /assistants/{assistant_id}/subgraphs/{namespace}`.
   */
  async *getSubgraphsAsync(
    namespace?: string,
    recurse = false,
    options: RequestOptions = {},
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    const wanted = { namespace, recurse };
    const names = await fetchSubgraphs(this.#client, this.graphId, wanted, toInit({}, options));
    for (const name of names) yield [name, new RemoteGraph({ ...this.#options, name })];
  }

  /** Nothing: a parent graph that looks for subgraphs in process finds none here. Calls nothing. */
  *getSubgraphs(_namespace?: string, _recurse?: boolean): Generator<[string, RemoteGraph], void, undefined> {}

  /**
   * Fetches the JSON Schemas of the graph's state, input, output, config and context, as far as the server knows them.
   *
   * Calls `GET /assistants/{assistant_id}/schemas`.
   */
  async getSchemas(options: RequestOptions = {}): Promise<GraphSchema> {
    return fetchSchemas(this.#client, this.graphId, toInit({}, options));
  }

  /** A graph of the same class whose calls have this config under theirs; this one stays as it is. Calls nothing. */
  withConfig(config: RunnableConfig<ContextOf<G>>): this {
    const Same = this.constructor as new (options: RemoteGraphOptions) => this;
    return new Same({ ...this.#options, config: mergeConfigs(this.config, config) });
  }

  #resolve<Options extends RunOptions>(options: Options): Options {
    const { interruptBefore, interruptAfter, streamResumable, onDisconnect } = this.#options;
    const settings: RunOptions = { interruptBefore, interruptAfter, streamResumable, onDisconnect };
    return mergeConfigs<Options>(settings, this.config, options);
  }

  #start(input: unknown, options: RunOptions, selection: Selection): RunEvents {
    const { threadId, body } = toWireRun(this.graphId, input, options, selection);
    if (threadId !== undefined) {
      const head = body.checkpoint === undefined ? toHead(this.#client, threadId) : undefined;
      if (head !== undefined)
        body.config = { ...body.config, configurable: { ...body.config?.configurable, ...head } };
      noteRunStart(this.#client, threadId, body.checkpoint !== undefined);
    }
    return new RunEvents(
      this.#client,
      { threadId, body },
      options,
      toEventFilter(toWireModes(selection), selection.subgraphs),
    );
  }

  /** The state of a thread whose run told no values. */
  async #finalValues({ threadId, runId }: RunEvents, config: RunOptions): Promise<unknown> {
    if (threadId === undefined) throw new StreamError("the run ended without telling its values", { runId });
    const latest = { ...config, configurable: { thread_id: threadId } };
    return (await this.getState(latest, config)).values;
  }
}

/** The options of a call that is no run, from its config and from what stands beside it. */
function toInit(config: StateConfig, options: RequestOptions): CallInit {
  const signal = options.signal ?? config.signal ?? new AbortController().signal;
  return toCallInit(mergeConfigs<RequestOptions>(config, options), signal);
}
