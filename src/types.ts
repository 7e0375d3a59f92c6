import type { Interrupt } from "./errors.js";
import type { ContextOf, GraphTypes, InputOf, OutputOf, UpdateOf, WithInterrupts } from "./graph-types.js";

export type * from "./graph-types.js";

/** The input of a run of `G`: the graph's input, `null` to continue the thread, or a command. */
export type GraphInput<G extends GraphTypes> = InputOf<G> | CommandInput<UpdateOf<G>> | null;

/** A `Command`, of this package or of `@langchain/langgraph`. */
export interface CommandInput<Update = unknown> {
  /** Marks a command of any copy of the class. */
  readonly lg_name: "Command";
  /** The answer to a pending interrupt, or an object of answers by interrupt id. */
  readonly resume?: unknown;
  /** The state update: an object by channel, or pairs of channel and value. */
  readonly update?: Update | [string, unknown][];
  /** The next node, a `Send`, or a list of them. */
  readonly goto?: unknown;
}

/** LangChain's `RunnableConfig`. Fields marked "not sent" are accepted, but have no effect on the server. */
export interface RunnableConfig<Context = unknown> {
  /** Runtime values; `thread_id` and the `checkpoint_*` keys select the thread and the checkpoint to start from. */
  configurable?: Record<string, unknown> | undefined;
  /** Tags of the run in traces; those of several configs are joined. */
  tags?: string[] | undefined;
  /** Metadata of the run and its checkpoints. */
  metadata?: Record<string, unknown> | undefined;
  /** The maximum number of supersteps. Default: the server's. */
  recursionLimit?: number | undefined;
  /** Ends the call when it aborts; the call then fails with its reason. */
  signal?: AbortSignal | undefined;
  /** Time in ms for the whole call. Default: none. */
  timeout?: number | undefined;
  /** Name of the call in traces. Not sent. */
  runName?: string | undefined;
  /** Id of the call in LangChain's traces; not the id of the server's run. Not sent. */
  runId?: string | undefined;
  /** The maximum number of concurrent runs of a `batch`, read from its first config. Not sent. */
  maxConcurrency?: number | undefined;
  /** LangChain's callback handlers, or its manager of them. Not sent. */
  callbacks?: unknown;
  /** The parent graph's store. Not sent. */
  store?: unknown;
  /** The run's context, by the graph's context schema. */
  context?: Context | undefined;
}

/** Header values, or a function that returns them before every attempt. */
export type HeadersOption =
  | Record<string, string | null | undefined>
  | (() => Record<string, string | null | undefined> | Promise<Record<string, string | null | undefined>>);

/** The fields of a log entry about a request or a run; they never contain an API key. */
export interface LogFields {
  /** HTTP method, upper case. */
  method?: string | undefined;
  /** Path of the request. */
  path?: string | undefined;
  /** The number of the attempt, from 1. */
  attempt?: number | undefined;
  /** The pause before the next attempt, in ms. */
  waitMs?: number | undefined;
  /** The id of the run's thread. */
  threadId?: string | undefined;
  /** The id of the run. */
  runId?: string | undefined;
  /** The error that led to a retry or reconnect. */
  cause?: unknown;
}

/** Receives log entries about retries, reconnects and quirks of the server; `console` is one. */
export interface Logger {
  /** Details for debugging. */
  debug(message: string, fields: LogFields): void;
  /** A quirk of the server. */
  info(message: string, fields: LogFields): void;
  /** A retry, a reconnect, or a run that was found after its response was lost. */
  warn(message: string, fields: LogFields): void;
  /** An error that could not be handled. */
  error(message: string, fields: LogFields): void;
}

/** Options of the requests that a call makes. */
export interface RequestOptions {
  /** Headers for this call, over the client's. */
  headers?: Record<string, string | null | undefined> | undefined;
  /** Ends the call when it aborts; the call then fails with its reason. */
  signal?: AbortSignal | undefined;
  /** Time in ms to the response headers of each request of this call. Default: the client's. */
  timeoutMs?: number | undefined;
}

/** The config of a call that starts no run: it selects the thread and the checkpoint. */
export interface StateConfig extends RunnableConfig, RequestOptions {}

/** The stream modes of a run. `messages-tuple` is a synonym of `messages`. */
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

/** When checkpoints are written: at the end of the run, during the next superstep, or before it. */
export type Durability = "exit" | "async" | "sync";
/** What the server does when the thread has an active run. */
export type MultitaskStrategy = "reject" | "interrupt" | "rollback" | "enqueue";
/** What the server does with the run when the client disconnects. */
export type OnDisconnect = "cancel" | "continue";

/** Options of one run; a graph can set some of them for all of its runs. */
export interface RunOptions<Context = unknown> extends RunnableConfig<Context>, RequestOptions {
  /** Ends the call when it aborts; `onDisconnect` decides whether the run continues. */
  signal?: AbortSignal | undefined;
  /** Nodes to stop before; `"*"` for each. Default: none. */
  interruptBefore?: string[] | "*" | undefined;
  /** Nodes to stop after; `"*"` for each. Default: none. */
  interruptAfter?: string[] | "*" | undefined;
  /** When checkpoints are written. Default: the server's. */
  durability?: Durability | undefined;
  /** What the server does when the thread has an active run. Default: the server's. */
  multitaskStrategy?: MultitaskStrategy | undefined;
  /** What the server does with the run when this client disconnects. Default: the server's, which is `continue`. */
  onDisconnect?: OnDisconnect | undefined;
  /** URL that the server calls when the run has ended. */
  webhook?: string | undefined;
  /** Seconds to wait before the run starts. */
  afterSeconds?: number | undefined;
  /** Keys of feedback URLs that the server creates and sends at the end of the stream. */
  feedbackKeys?: string[] | undefined;
  /** Whether a cut stream is resumed without loss. Default true. */
  streamResumable?: boolean | undefined;
  /** Time in ms without a byte after which a stream counts as cut; heartbeats are bytes. Default: none. */
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

/** A config that only selects a checkpoint; it can be passed to any call. */
export type CheckpointSelection = RunnableConfig<never>;

/** A task of a checkpoint: it runs next, or was interrupted. */
export interface StateTask<State = Record<string, unknown>> {
  /** Id of the task. */
  id: string;
  /** The node that it runs. */
  name: string;
  /** The server's path of the task within its graph. */
  path: unknown[];
  /** Its error, if it failed. */
  error?: unknown;
  /** Its interrupts. */
  interrupts: Interrupt[];
  /** The subgraph's snapshot, or the config to read it with. */
  state?: StateSnapshot<State> | CheckpointSelection;
  /** The values that the node wrote. */
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
  /** Metadata of the checkpoint: its source, its step, and the metadata of the config. */
  metadata: Record<string, unknown> | undefined;
  /** When the checkpoint was made, in ISO 8601. */
  createdAt: string | undefined;
  /** Selects the checkpoint before this one. */
  parentConfig: CheckpointSelection | undefined;
  /** The tasks that run next or are interrupted. */
  tasks: StateTask[];
  /** All pending interrupts. */
  interrupts: Interrupt[];
}

/** The result of `invoke`: the output, with `__interrupt__` for an interrupted run. */
export type InvokeResult<G extends GraphTypes> = OutputOf<G> & WithInterrupts;

/** Options of `batch`. */
export interface BatchOptions {
  /** The maximum number of concurrent runs. Default: all. */
  maxConcurrency?: number | undefined;
  /** Whether to return errors among the results instead of throwing the first. Default false. */
  returnExceptions?: boolean | undefined;
}

/** Options of `getStateHistory`. */
export interface HistoryOptions extends RequestOptions {
  /** The maximum number of states. Default: all. */
  limit?: number | undefined;
  /** Only states before this one. */
  before?: RunnableConfig | undefined;
  /** Entries that a checkpoint's metadata must have. */
  filter?: Record<string, unknown> | undefined;
}
