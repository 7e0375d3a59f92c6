import type { Interrupt } from "./errors.js";
import type { ContextOf, GraphTypes, InputOf, OutputOf, UpdateOf, WithInterrupts } from "./graph-types.js";

export type * from "./graph-types.js";

/** What a run of `G` takes: the graph's input, `null` to go on, or a command. */
export type GraphInput<G extends GraphTypes> = InputOf<G> | CommandInput<UpdateOf<G>> | null;

/** A `Command`, of this package or of `@langchain/langgraph`. */
export interface CommandInput<Update = unknown> {
  /** What a command is known by, whichever copy of the class made it. */
  readonly lg_name: "Command";
  /** The answer to what the run asks, or an answer for each interrupt id. */
  readonly resume?: unknown;
  /** What to write to the state: a record by channel, or pairs of channel and value. */
  readonly update?: Update | [string, unknown][];
  /** Where to go on: a node, a `Send`, or a list of them. */
  readonly goto?: unknown;
}

/** The part of LangChain's `RunnableConfig` that a remote run understands; the rest is accepted and stays here. */
export interface RunnableConfig<Context = unknown> {
  /** Runtime values; `thread_id` and the `checkpoint_*` keys choose the thread and where to begin. */
  configurable?: Record<string, unknown> | undefined;
  /** Words to find the run by in traces; those of several configs are joined. */
  tags?: string[] | undefined;
  /** What is noted with the run and its checkpoints. */
  metadata?: Record<string, unknown> | undefined;
  /** Supersteps at the most. Sent only when set. */
  recursionLimit?: number | undefined;
  /** Ends the call when it aborts; the call then fails with its reason. */
  signal?: AbortSignal | undefined;
  /** Time in ms for the whole call. Default: none. */
  timeout?: number | undefined;
  /** Name of the call in traces. Stays here. */
  runName?: string | undefined;
  /** Id of the call in LangChain's traces, not of the server's run. Stays here. */
  runId?: string | undefined;
  /** Runs at the same time of a `batch`; the first of its configs counts. Stays here. */
  maxConcurrency?: number | undefined;
  /** LangChain's handlers, or its manager of them. They stay here. */
  callbacks?: unknown;
  /** A store of the parent graph's. Stays here. */
  store?: unknown;
  /** The run's context, as the graph's context schema has it. */
  context?: Context | undefined;
}

/** Header values, or a function that gives them before every attempt. */
export type HeadersOption =
  | Record<string, string | null | undefined>
  | (() => Record<string, string | null | undefined> | Promise<Record<string, string | null | undefined>>);

/** Details of what is logged about a request or a run; never a key. */
export interface LogFields {
  /** HTTP method, upper case. */
  method?: string | undefined;
  /** Path of the request. */
  path?: string | undefined;
  /** Which attempt it was, from 1. */
  attempt?: number | undefined;
  /** The pause before the next one, in ms. */
  waitMs?: number | undefined;
  /** The thread that the run is on. */
  threadId?: string | undefined;
  /** The run. */
  runId?: string | undefined;
  /** What made it necessary. */
  cause?: unknown;
}

/** Receives what is logged about retries, reconnects and the like; `console` serves. */
export interface Logger {
  /** What helps to find a mistake. */
  debug(message: string, fields: LogFields): void;
  /** A quirk of the server that was met. */
  info(message: string, fields: LogFields): void;
  /** A retry, a reconnect, or a run that was found again. */
  warn(message: string, fields: LogFields): void;
  /** What nothing could be done about. */
  error(message: string, fields: LogFields): void;
}

/** What every operation that takes a config accepts beside it. */
export interface RequestOptions {
  /** Headers for this call, over the client's. */
  headers?: Record<string, string | null | undefined> | undefined;
  /** Ends the call when it aborts; the call then fails with its reason. */
  signal?: AbortSignal | undefined;
  /** Time in ms to the response headers of each request of this call. Default: the client's. */
  timeoutMs?: number | undefined;
}

/** The config of a call that is no run: it chooses thread and checkpoint. */
export interface StateConfig extends RunnableConfig, RequestOptions {}

/** What a run can stream. `messages-tuple` is a synonym of `messages`. */
export type StreamMode =
  | "values"
  | "updates"
  | "messages"
  | "messages-tuple"
  | "custom"
  | "debug"
  | "tasks"
  | "checkpoints"
  | "tools";

/** When checkpoints are written: at the exit, beside the next superstep, or before it. */
export type Durability = "exit" | "async" | "sync";
/** What to do when the thread is already running. */
export type MultitaskStrategy = "reject" | "interrupt" | "rollback" | "enqueue";
/** What the server does with the run when the client goes away. */
export type OnDisconnect = "cancel" | "continue";

/** Options of one run; some of them a graph can set for all of its runs. */
export interface RunOptions<Context = unknown> extends RunnableConfig<Context>, RequestOptions {
  /** Ends the call when it aborts; `onDisconnect` decides what becomes of the run. */
  signal?: AbortSignal | undefined;
  /** Nodes to stop before; `"*"` for each. Default: none. */
  interruptBefore?: string[] | "*" | undefined;
  /** Nodes to stop after; `"*"` for each. Default: none. */
  interruptAfter?: string[] | "*" | undefined;
  /** When checkpoints are written. Default: the server's. */
  durability?: Durability | undefined;
  /** What to do when the thread is already running. Default: the server's. */
  multitaskStrategy?: MultitaskStrategy | undefined;
  /** What the server does with the run when this client goes away. Default: the server's, which is to go on. */
  onDisconnect?: OnDisconnect | undefined;
  /** URL that the server calls when the run has ended. */
  webhook?: string | undefined;
  /** Seconds to wait before the run starts. */
  afterSeconds?: number | undefined;
  /** Keys to make feedback addresses for, which the server sends at the end of the stream. */
  feedbackKeys?: string[] | undefined;
  /** Whether a cut stream is resumed without loss. Default true. */
  streamResumable?: boolean | undefined;
  /** Time in ms without a byte after which a stream counts as cut. Default: none. */
  idleTimeoutMs?: number | undefined;
  /** The largest event in bytes. Default 256 MiB. */
  maxEventBytes?: number | undefined;
}

/** Options of `stream`. */
export interface StreamOptions<
  G extends GraphTypes = GraphTypes,
  Mode extends StreamMode | readonly StreamMode[] = StreamMode | readonly StreamMode[],
  Subgraphs extends boolean = boolean,
> extends RunOptions<ContextOf<G>> {
  /** One mode, or a list. Default `updates`. */
  streamMode?: Mode | undefined;
  /** Also chunks of subgraphs, each chunk with its namespace. Default false. */
  subgraphs?: Subgraphs | undefined;
}

/** A config that selects a checkpoint, and nothing else; it can be given to any call. */
export type CheckpointSelection = RunnableConfig<never>;

/** A task of a checkpoint that is still to run, or was interrupted. */
export interface StateTask<State = Record<string, unknown>> {
  /** Id of the task. */
  id: string;
  /** The node that it runs. */
  name: string;
  /** Where the task comes from in its graph, in words of the server. */
  path: unknown[];
  /** Why it failed. */
  error?: unknown;
  /** What it asks. */
  interrupts: Interrupt[];
  /** The subgraph's snapshot, or the config to ask for it. */
  state?: StateSnapshot<State> | CheckpointSelection;
  /** What the node wrote. */
  result?: unknown;
}

/** A thread's state at one checkpoint. */
export interface StateSnapshot<State = Record<string, unknown>> {
  /** The state. Empty for a thread without a checkpoint. */
  values: State;
  /** Nodes that run next. */
  next: string[];
  /** Selects this checkpoint. */
  config: CheckpointSelection;
  /** What is noted with the checkpoint: its source, its step, and what the config had. */
  metadata: Record<string, unknown> | undefined;
  /** When the checkpoint was made, in ISO 8601. */
  createdAt: string | undefined;
  /** Selects the checkpoint before this one. */
  parentConfig: CheckpointSelection | undefined;
  /** What runs next, or waits for an answer. */
  tasks: StateTask[];
  /** All that is asked and unanswered. */
  interrupts: Interrupt[];
}

/** What `invoke` gives: the output, and what the run asks when it waits for an answer. */
export type InvokeResult<G extends GraphTypes> = OutputOf<G> & WithInterrupts;

/** Options of `batch`. */
export interface BatchOptions {
  /** Runs at the same time. Default: all. */
  maxConcurrency?: number | undefined;
  /** Give errors among the results instead of throwing the first. Default false. */
  returnExceptions?: boolean | undefined;
}

/** Options of `getStateHistory`. */
export interface HistoryOptions extends RequestOptions {
  /** States at the most. Default: all of them. */
  limit?: number | undefined;
  /** Only states before this one. */
  before?: RunnableConfig | undefined;
  /** Members that a checkpoint's metadata must have. */
  filter?: Record<string, unknown> | undefined;
}
