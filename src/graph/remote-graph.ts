import { mergeConfigs } from "../config.js";
import { StreamError } from "../errors.js";
import type { ThreadRun } from "../protocol/thread-run.js";
import type { ThreadStreamOptions } from "../protocol/thread-types.js";
import { readOutcome, toInvokeResult } from "../run/run-outcome.js";
import type { CreateRunOptions, Encoded, JoinStreamOptions } from "../run/run-types.js";
import { toSelection } from "../stream-mode.js";
import { readState } from "../thread-state.js";
import type {
  BatchOptions,
  ChunkOf,
  ContextOf,
  GraphInput,
  GraphTypes,
  InvokeResult,
  RequestOptions,
  RunOptions,
  StateConfig,
  StreamMode,
  StreamOptions,
} from "../types.js";
import { joined } from "../util/pieces.js";
import { fetchSubgraphs } from "./assistant.js";
import { createGraphRun, joinGraphRun } from "./background-run.js";
import { contextOf, DeployedGraph } from "./deployed-graph.js";
import { toInit } from "./graph-context.js";
import { beginRun } from "./graph-run.js";
import { streamChunks, streamGraphEvents, streamThread } from "./graph-stream.js";
import type { RunHandle, StartedRun } from "./run-handle.js";
import type { RunStream } from "./run-stream.js";
import type { EventFilters, EventStreamOptions, StreamEvent } from "./stream-events.js";

/**
 * A graph deployed on a LangGraph server, used like a local one: it can be invoked and streamed, its state can be read and
 * updated, and it can be a node of another graph.
 */
export class RemoteGraph<G extends GraphTypes = GraphTypes> extends DeployedGraph<G> {
  /**
   * Runs the graph to its end, or to its next interrupt.
   *
   * @param input - the graph's input, `null` to continue the thread, or a command
   * @param options - a config, and options of the run
   * @returns the output; with `__interrupt__` when the run waits for an answer
   * @throws {RemoteException} when the run failed
   * @throws {ApiError} when the server refused it, {@link ConnectionError} when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs/stream` with a `thread_id` in `configurable`, else `POST /runs/stream`.
   */
  async invoke(input: GraphInput<G>, options: RunOptions<ContextOf<G>> = {}): Promise<InvokeResult<G>> {
    const { client, decode } = contextOf(this);
    const events = await beginRun(contextOf(this), input, options, toSelection("values"));
    const outcome = await readOutcome(events);
    if (!outcome.hasValues) {
      const { threadId, runId } = events;
      if (threadId === undefined) throw new StreamError("the run ended without a `values` event", { runId });
      const latest = { ...mergeConfigs(this.config, options), configurable: { thread_id: threadId } };
      outcome.values = (await readState(client, latest, {}, toInit(latest, {}))).values ?? {};
    }
    return toInvokeResult<G>(outcome, decode);
  }

  /**
   * Runs the graph and streams its chunks while it runs.
   *
   * @param input - the graph's input, `null` to continue the thread, or a command
   * @param options - a config, options of the run, and what to stream: `streamMode` (default `updates`) and `subgraphs`
   * @returns the chunks of the chosen modes, once the server has accepted the run
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
  // no call matches this: LangChain's types infer from the last overload what a step of a sequence passes to the next
  stream(input: GraphInput<G>, options?: RunOptions<ContextOf<G>>): Promise<ReadableStream<InvokeResult<G>>>;
  async stream(
    input: GraphInput<G>,
    options: StreamOptions<G> & Partial<Encoded> = {},
  ): Promise<ReadableStream<unknown>> {
    return streamChunks(contextOf(this), input, options);
  }

  /**
   * Runs the graph and streams the events inside it.
   *
   * @param input - the graph's input, `null` to continue the thread, or a command
   * @param options - `version`, a config, options of the run
   * @returns with version `v2` the events of the graph, its nodes, models and tools that pass the filters; with version
   * `v3` a handle of the run, which has its events by kind and can answer interrupts
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
    if (options?.version === "v3") return streamThread(contextOf(this), input, options);
    return streamGraphEvents(contextOf(this), input, { ...options, ...filters });
  }

  /**
   * Starts a run in the background, which continues when this process ends.
   *
   * @param input - the graph's input, `null` to continue the thread, or a command
   * @param options - `streamMode` and `subgraphs` choose the events that can be joined later
   * @returns the run's handle, once the server has accepted the run
   * @throws {ApiError} when the server refused the run, `ConnectionError` when it did not answer
   *
   * Calls `POST /threads/{thread_id}/runs` with a `thread_id` in `configurable`, else `POST /runs`.
   */
  async createRun(input: GraphInput<G>, options: CreateRunOptions<G> = {}): Promise<StartedRun<G>> {
    return createGraphRun(contextOf(this), input, options);
  }

  /**
   * Joins the stream of a run that was started earlier, in this process or another: from its start, or after `lastEventId`.
   * A run that was not started as resumable sends each event once, to one reader.
   *
   * @param runId - the id of the run
   * @param config - `configurable.thread_id` is its thread
   * @param options - what to stream, and after which event to begin
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
    return joinGraphRun<G, Mode, Subgraphs>(contextOf(this), runId, config, options);
  }

  /**
   * Runs the graph for several inputs.
   *
   * @param inputs - an input for each run
   * @param options - one config for all, or one for each
   * @param batchOptions - how many runs are concurrent (default: all), and whether errors are returned
   * @returns the outputs in the order of the inputs; with `returnExceptions`, errors are among them
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
    // as in LangChain, the first config may set it for all
    const { maxConcurrency = batchOptions.maxConcurrency } = mergeConfigs(this.config, optionsOf(0));
    const settings = { ...batchOptions, maxConcurrency };
    return inBatches(inputs, (input, at) => this.invoke(input, optionsOf(at)), settings);
  }

  /**
   * Runs the graph as a step of a streamed LangChain sequence, with the output of the previous step as its input.
   *
   * @param inputs - the input, complete or in chunks that are joined
   * @param options - as for {@link stream}, which this calls
   * @throws as {@link invoke}
   *
   * Calls what {@link stream} calls.
   */
  async *transform(
    inputs: AsyncGenerator<GraphInput<G>, unknown, undefined>,
    options: StreamOptions<G, "updates", false> = {},
  ): AsyncGenerator<InvokeResult<G>, void, undefined> {
    // LangChain has the same type for a step's complete output and for a chunk of it
    yield* (await this.stream(await joined(inputs), options)) as AsyncIterable<InvokeResult<G>>;
  }

  /**
   * Lists the graph's subgraphs.
   *
   * @param namespace - only the subgraph of this name
   * @param recurse - also subgraphs of subgraphs. Default false
   * @param options - headers, a signal and a time limit of the request
   * @returns pairs of a namespace, `child` or `child|grandchild`, and the graph there
   * @throws {ApiError} when the server does not know the graph, or cannot list its subgraphs
   *
   * Calls `GET /assistants/{assistant_id}/subgraphs` or `GET /assistants/{assistant_id}/subgraphs/{namespace}`.
   */
  async *getSubgraphsAsync(
    namespace?: string,
    recurse = false,
    options: RequestOptions = {},
  ): AsyncGenerator<[namespace: string, graph: RemoteGraph], void, undefined> {
    const { client, options: settings } = contextOf(this);
    const init = toInit(this.config, options);
    const subgraphs = await fetchSubgraphs(client, this.graphId, { namespace, recurse }, init);
    for (const name of Object.keys(subgraphs)) yield [name, new RemoteGraph({ ...settings, name })];
  }
}

/** Calls a function for each input with limited concurrency; results keep the order. After a failure, no more calls start. */
async function inBatches<In, Out>(
  inputs: readonly In[],
  call: (input: In, at: number) => Promise<Out>,
  { maxConcurrency = inputs.length, returnExceptions = false }: BatchOptions,
): Promise<(Out | Error)[]> {
  if (!(maxConcurrency >= 1) && inputs.length > 0) {
    throw new TypeError(`maxConcurrency must be at least 1, not ${maxConcurrency}`);
  }
  const outputs: (Out | Error)[] = [];
  const waiting = [...inputs.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [at, input] = next;
      outputs[at] = await call(input, at).catch((error: unknown) => {
        if (returnExceptions) return error as Error; // or whatever a signal was aborted with
        waiting.length = 0;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxConcurrency, inputs.length) }, worker));
  return outputs;
}
