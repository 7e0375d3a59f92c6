import type { Message, MessageMetadata } from "../generated/schema.js";
import type { Interrupt } from "./errors.js";
import type {
  ContextOf,
  CustomOf,
  GraphTypes,
  InputOf,
  MessageOf,
  NodesOf,
  NodeUpdateOf,
  OutputOf,
  StateOf,
  UpdateOf,
} from "./graph-types.js";

export type * from "./graph-types.js";

/** What a run of `G` takes: the graph's input, `null` to go on, or a command. */
export type GraphInput<G extends GraphTypes> = InputOf<G> | CommandInput<UpdateOf<G>> | null;

/** A `Command`, of this package or of `@langchain/langgraph`. */
export interface CommandInput<Update = unknown> {
  readonly lg_name: "Command";
  readonly resume?: unknown;
  readonly update?: Update | [string, unknown][];
  readonly goto?: unknown;
}

/** The part of LangChain's `RunnableConfig` that a remote run understands; the rest is accepted and stays here. */
export interface RunnableConfig<Context = unknown> {
  /** Runtime values; `thread_id` and the `checkpoint_*` keys choose the thread and where to begin. */
  configurable?: Record<string, unknown> | undefined;
  tags?: string[] | undefined;
  metadata?: Record<string, unknown> | undefined;
  /** Supersteps at the most. Sent only when set. */
  recursionLimit?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Time in ms for the whole call. Default: none. */
  timeout?: number | undefined;
  runName?: string | undefined;
  runId?: string | undefined;
  maxConcurrency?: number | undefined;
  callbacks?: unknown;
  store?: unknown;
  /** The run's context, as the graph's context schema has it. */
  context?: Context | undefined;
}

/** Header values, or a function that gives them before every attempt. */
export type HeadersOption =
  | Record<string, string | null | undefined>
  | (() => Record<string, string | null | undefined> | Promise<Record<string, string | null | undefined>>);

/** What every operation that takes a config accepts beside it. */
export interface RequestOptions {
  /** Headers for this call, over the client's. */
  headers?: Record<string, string | null | undefined> | undefined;
  signal?: AbortSignal | undefined;
  /** Time in ms to the response headers of each request of this call. Default: the client's. */
  timeoutMs?: number | undefined;
}

/** The config of a call that is no run: it chooses thread and checkpoint. */
export interface StateConfig extends RunnableConfig, RequestOptions {
  signal?: AbortSignal | undefined;
}

/** What a run can tell. `messages-tuple` is a synonym of `messages`. */
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

/** Options of one run. */
export interface RunOptions<Context = unknown> extends RunnableConfig<Context>, RequestOptions {
  signal?: AbortSignal | undefined;
  /** Nodes to stop before; `"*"` for each. */
  interruptBefore?: string[] | "*" | undefined;
  /** Nodes to stop after; `"*"` for each. */
  interruptAfter?: string[] | "*" | undefined;
  durability?: Durability | undefined;
  multitaskStrategy?: MultitaskStrategy | undefined;
  onDisconnect?: OnDisconnect | undefined;
  /** URL that the server calls when the run has ended. */
  webhook?: string | undefined;
  /** Seconds to wait before the run starts. */
  afterSeconds?: number | undefined;
  feedbackKeys?: string[] | undefined;
  /** Whether a cut stream is resumed. Default: the graph's, which is true. */
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
  /** Also what subgraphs tell, each chunk with its namespace. Default false. */
  subgraphs?: Subgraphs | undefined;
}

/** What a task of a superstep is, before and after it ran. */
export interface TaskChunk {
  id: string;
  name: string;
  input?: unknown;
  triggers?: string[];
  interrupts: Interrupt[];
  result?: unknown;
  error?: unknown;
  [key: string]: unknown;
}

/** A checkpoint as the `checkpoints` mode tells it. */
export interface CheckpointChunk<State = unknown> {
  values: State;
  metadata: Record<string, unknown>;
  next: string[];
  config?: CheckpointSelection;
  parentConfig?: CheckpointSelection | undefined;
  tasks?: unknown[];
  [key: string]: unknown;
}

/** What the `debug` mode tells. */
export type DebugChunk<State = unknown> =
  | { type: "task" | "task_result"; step: number; timestamp: string; payload: TaskChunk }
  | { type: "checkpoint"; step: number; timestamp: string; payload: CheckpointChunk<State> };

/** What one tool call tells in the `tools` mode. */
export interface ToolChunk {
  event: string;
  toolCallId?: string;
  name?: string;
  input?: unknown;
  output?: unknown;
  error?: unknown;
  [key: string]: unknown;
}

/** What the `messages` mode tells: a message or a chunk of one, and where it comes from. */
export type MessagesChunk<M = Message> = [message: M, metadata: MessageMetadata];

/** Interrupts stand in `values` and `updates` under this name. */
export type WithInterrupts = { __interrupt__?: Interrupt[] };

/** The data of each mode. */
export interface ModeData<G extends GraphTypes = GraphTypes> {
  values: StateOf<G> & WithInterrupts;
  updates: { [Node in NodesOf<G>]?: NodeUpdateOf<G, Node> } & WithInterrupts;
  messages: MessagesChunk<MessageOf<G>>;
  "messages-tuple": MessagesChunk<MessageOf<G>>;
  custom: CustomOf<G>;
  debug: DebugChunk<StateOf<G>>;
  tasks: TaskChunk;
  checkpoints: CheckpointChunk<StateOf<G>>;
  tools: ToolChunk;
}

/** Where in the graph a chunk comes from: one `node:task id` for each subgraph on the way. */
export type Namespace = string[];

type ListChunk<
  G extends GraphTypes,
  Mode extends StreamMode,
  Subgraphs extends boolean,
> = Subgraphs extends true
  ? { [M in Mode]: [namespace: Namespace, mode: M, data: ModeData<G>[M]] }[Mode]
  : { [M in Mode]: [mode: M, data: ModeData<G>[M]] }[Mode];

type SingleChunk<
  G extends GraphTypes,
  Mode extends StreamMode,
  Subgraphs extends boolean,
> = Subgraphs extends true ? [namespace: Namespace, data: ModeData<G>[Mode]] : ModeData<G>[Mode];

/** What `stream` yields for a mode or a list of them, with or without subgraphs. */
export type ChunkOf<
  G extends GraphTypes,
  Mode extends StreamMode | readonly StreamMode[],
  Subgraphs extends boolean,
> = Mode extends readonly (infer M extends StreamMode)[]
  ? ListChunk<G, M, Subgraphs>
  : Mode extends StreamMode
    ? SingleChunk<G, Mode, Subgraphs>
    : never;

/** A config that selects a checkpoint, and nothing else; it can be given to any call. */
export type CheckpointSelection = RunnableConfig<never>;

/** A task of a checkpoint that is still to run, or was interrupted. */
export interface StateTask<State = Record<string, unknown>> {
  id: string;
  name: string;
  path: unknown[];
  error?: unknown;
  interrupts: Interrupt[];
  /** The subgraph's snapshot, or the config to ask for it. */
  state?: StateSnapshot<State> | CheckpointSelection;
  result?: unknown;
}

/** A thread's state at one checkpoint. */
export interface StateSnapshot<State = Record<string, unknown>> {
  values: State;
  /** Nodes that run next. */
  next: string[];
  /** Selects this checkpoint. */
  config: CheckpointSelection;
  metadata: Record<string, unknown> | undefined;
  createdAt: string | undefined;
  parentConfig: CheckpointSelection | undefined;
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
