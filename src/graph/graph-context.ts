import type { ClientOptions } from "../client/client.js";
import type { Client } from "../client/client-calls.js";
import { mergeConfigs } from "../config.js";
import type { ThreadPolicy } from "../node/node-place.js";
import { tracingHeaders } from "../node/tracing.js";
import { type CallInit, toCallInit } from "../run/run-requests.js";
import type { RequestOptions, RunnableConfig, RunOptions } from "../types.js";
import { asPlain, type Decode, type MessageCoercion, toMessageDecoder } from "../wire/messages.js";

/** The run options that a graph can set for all of its runs. */
type RunDefaults = Pick<
  RunOptions,
  "interruptBefore" | "interruptAfter" | "streamResumable" | "onDisconnect"
>;

/** How to reach a deployed graph: a client, or what {@link createClient} takes, and settings for every call. */
export interface RemoteGraphOptions<Context = unknown> extends Partial<ClientOptions>, RunDefaults {
  /** Assistant id or graph name. */
  graphId: string;
  /** Name of the node in a parent graph. Default: `graphId`. */
  name?: string | undefined;
  /** A client from {@link createClient}, instead of `url` and what belongs to it. */
  client?: Client | undefined;
  /** Defaults for every call's config. */
  config?: RunnableConfig<Context> | undefined;
  /**
   * Which thread a run uses when the graph is a node of another. `inherit`: the parent's, so that the graph remembers
   * what it did there before. `node`: one for each node of the parent's thread, so that several graphs remember apart.
   * `derive`: one for each task of the parent, so that tasks may run at the same time. Or a function of the node's
   * config. An id of the parent that is no UUID becomes one. Default `inherit`.
   */
  threadId?: ThreadPolicy | undefined;
  /** Converts messages into those of a library. Default: they stay the server's plain objects. */
  coerceMessages?: MessageCoercion | undefined;
  /** Sends `langsmith-trace` and `baggage` of the active run. Default false. */
  distributedTracing?: boolean | undefined;
}

/** The settings of a graph that apply to each of its calls. */
export interface GraphContext {
  readonly client: Client;
  readonly options: RemoteGraphOptions;
  /** How many subgraph levels below the parent's node this graph is; 0 unless it comes from `getSubgraphsAsync`. */
  readonly depth: number;
  /** Converts messages. */
  readonly decode: Decode;
}

const THREAD_POLICIES: Record<Extract<ThreadPolicy, string>, true> = {
  inherit: true,
  node: true,
  derive: true,
};

export function toContext(options: RemoteGraphOptions, client: Client): GraphContext {
  const { coerceMessages, threadId = "inherit" } = options;
  if (typeof threadId !== "function" && !Object.hasOwn(THREAD_POLICIES, threadId))
    throw new TypeError(
      `threadId must be "inherit", "node", "derive" or a function, not ${JSON.stringify(threadId)}`,
    );
  const decode = coerceMessages ? toMessageDecoder(coerceMessages) : asPlain;
  return { client, options: { ...options, client }, depth: 0, decode };
}

/** The request options of a call that starts no run, from its config and its own options. */
export function toInit(config: RequestOptions, options: RequestOptions): CallInit {
  const merged = mergeConfigs<RequestOptions>(config, options);
  return toCallInit(merged, merged.signal);
}

/** The options of a call, over the graph's config, over the graph's run options. */
export function withDefaults({ options: settings }: GraphContext, options: RunOptions): RunOptions {
  const { interruptBefore, interruptAfter, streamResumable, onDisconnect } = settings;
  const defaults: RunDefaults = { interruptBefore, interruptAfter, streamResumable, onDisconnect };
  return mergeConfigs<RunOptions>(defaults, settings.config, options);
}

/** {@link withDefaults}, with the tracing headers if `distributedTracing` is set. */
export function withTracing(graph: GraphContext, given: RunOptions): RunOptions {
  const options = withDefaults(graph, given);
  return graph.options.distributedTracing ? { ...options, headers: tracingHeaders(options) } : options;
}
