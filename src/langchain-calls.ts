/** What LangChain's calls of a remote graph take and give, in LangChain's terms and in those of a remote run. */
import type { CallbackManagerForChainRun } from "@langchain/core/callbacks/manager";
import type { BaseMessage } from "@langchain/core/messages";
import type { Runnable, RunnableConfig } from "@langchain/core/runnables";
import { AsyncGeneratorWithSetup, IterableReadableStream } from "@langchain/core/utils/stream";
import type { RemoteGraph } from "./graph/remote-graph.js";
import type { ThreadStreamOptions } from "./protocol/thread-types.js";
import type { EventReader } from "./run/run-types.js";
import type {
  ContextOf,
  GraphInput,
  GraphTypes,
  InvokeResult,
  RunOptions,
  StreamMode,
  StreamOptions,
} from "./types.js";

/** The graph's types with its messages as LangChain's, which is what this entry reads them as. */
export type LangChainTypes<G extends GraphTypes> = G & {
  /** What messages are read as. */
  Message: BaseMessage;
};

/** The graph without LangChain. */
export type Core<G extends GraphTypes> = RemoteGraph<LangChainTypes<G>>;

/** What a call takes. */
export type Input<G extends GraphTypes> = GraphInput<LangChainTypes<G>>;

/** What a call gives. */
export type Output<G extends GraphTypes> = InvokeResult<LangChainTypes<G>>;

/** What a call gives that is streamed; the types of LangChain have one word for what a call gives, in one or in pieces. */
export type Chunks<G extends GraphTypes> = AsyncGenerator<Output<G>, void, undefined>;

/** Options of a call: LangChain's, and those of a remote run. */
export type CallOptions<Context = unknown> = Omit<RunOptions<Context>, keyof RunnableConfig> & RunnableConfig;

/** The options of a graph's calls, each of which may be left out. */
export type GraphCallOptions<G extends GraphTypes> = Partial<CallOptions<ContextOf<LangChainTypes<G>>>>;

/** Options of a call that is streamed. */
export type StreamCallOptions<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
> = Omit<StreamOptions<LangChainTypes<G>, Mode, Subgraphs>, keyof RunnableConfig> & RunnableConfig;

/** Options of `streamEvents` in the versions that are LangChain's own. */
export type EventCallOptions<G extends GraphTypes> = GraphCallOptions<G> & {
  /** The form of the events. */
  version: "v1" | "v2";
};

/** Options of `streamEvents` in version `v3`. */
export type ThreadOptions<G extends GraphTypes> = ThreadStreamOptions<LangChainTypes<G>>;

/** Which events LangChain is to give: by names, kinds and tags of runnables. */
export type CallEventFilters = NonNullable<Parameters<Runnable["streamEvents"]>[2]>;

/** Which run a stream is of, and how far it has been read; `undefined` until known. */
export type RunPosition = Pick<EventReader, "threadId" | "runId" | "lastEventId">;

/** A stream of LangChain's, which knows its run. */
export type CallStream<Chunk> = IterableReadableStream<Chunk> & RunPosition;

/** A stream of the chunks that `read` gives, once their run has begun. */
export async function toCallStream<Chunk>(
  config: RunnableConfig,
  read: (onBegin: (run: RunPosition) => void) => AsyncGenerator<Chunk>,
): Promise<CallStream<Chunk>> {
  let run: RunPosition | undefined;
  const generator = read((begun) => {
    run = begun;
  });
  const chunks = new AsyncGeneratorWithSetup({ generator, config });
  await chunks.setup;
  return Object.defineProperties(IterableReadableStream.fromAsyncGenerator(chunks), {
    threadId: { get: () => run?.threadId },
    runId: { get: () => run?.runId },
    lastEventId: { get: () => run?.lastEventId },
  }) as CallStream<Chunk>;
}

/**
 * The config that a call hands on: what the call makes happen has the call's own run for its parent. LangChain fills in
 * a limit where the caller set none.
 */
export function toCore<Options extends RunOptions>(
  given: Options | undefined,
  config: Options | undefined,
  manager: CallbackManagerForChainRun | undefined,
): Options {
  return Object.assign({}, config, { recursionLimit: given?.recursionLimit, callbacks: manager?.getChild() });
}

export async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
