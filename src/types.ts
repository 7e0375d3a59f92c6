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
  /** Runs at the same time of a `batch` in LangChain. Stays here. */
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
export interface StateConfig extends RunnableConfig, RequestOptions {
  /** Ends the call when it aborts; the call then fails with its reason. */
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
  /** Ends the call when it aborts; what becomes of the run is for `onDisconnect` to say. */
  signal?: AbortSignal | undefined;
  /** Nodes to stop before; `"*"` for each. */
  interruptBefore?: string[] | "*" | undefined;
  /** Nodes to stop after; `"*"` for each. */
  interruptAfter?: string[] | "*" | undefined;
  /** When checkpoints are written. Default: the server's. */
  durability?: Durability | undefined;
  /** What to do when the thread is already running. Default: the server's. */
  multitaskStrategy?: MultitaskStrategy | undefined;
  /** What the server does with the run when this client goes away. Default: the graph's. */
  onDisconnect?: OnDisconnect | undefined;
  /** URL that the server calls when the run has ended. */
  webhook?: string | undefined;
  /** Seconds to wait before the run starts. */
  afterSeconds?: number | undefined;
  /** Keys to make feedback addresses for, which the server sends at the end of the stream. */
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
  /** Id of the task. */
  id: string;
  /** The node that it runs. */
  name: string;
  /** What the node is given; told at its start. */
  input?: unknown;
  /** The channels that made it run; told at its start. */
  triggers?: string[];
  /** What it asks. */
  interrupts: Interrupt[];
  /** What the node wrote; told at its end. */
  result?: unknown;
  /** Why it failed; told at its end. */
  error?: unknown;
  [key: string]: unknown;
}

/** A checkpoint as the `checkpoints` mode tells it. */
export interface CheckpointChunk<State = unknown> {
  /** The state. */
  values: State;
  /** What is noted with the checkpoint: its source, its step, and what the config had. */
  metadata: Record<string, unknown>;
  /** Nodes that run next. */
  next: string[];
  /** Selects this checkpoint, where the server tells it. */
  config?: CheckpointSelection;
  /** Selects the one before it, where the server tells it. */
  parentConfig?: CheckpointSelection | undefined;
  /** What runs next, as the server tells it. */
  tasks?: unknown[];
  [key: string]: unknown;
}

/** What the `debug` mode tells. */
export type DebugChunk<State = unknown> =
  | { type: "task" | "task_result"; step: number; timestamp: string; payload: TaskChunk }
  | { type: "checkpoint"; step: number; timestamp: string; payload: CheckpointChunk<State> };

/** What one tool call tells in the `tools` mode. */
export interface ToolChunk {
  /** `on_tool_start`, `on_tool_event`, `on_tool_end` or `on_tool_error`. */
  event: string;
  /** Id of the call, as the model gave it. */
  toolCallId?: string;
  /** Name of the tool. */
  name?: string;
  /** What the tool is given; told at its start. */
  input?: unknown;
  /** What the tool gave; told at its end. */
  output?: unknown;
  /** Why it failed. Some servers tell an empty object. */
  error?: unknown;
  [key: string]: unknown;
}

/** What the `messages` mode tells: a message or a chunk of one, and where it comes from. */
export type MessagesChunk<M = Message> = [message: M, metadata: MessageMetadata];

/** Interrupts stand in `values` and `updates` under this name. */
export type WithInterrupts = { __interrupt__?: Interrupt[] };

/** The data of each mode. */
export interface ModeData<G extends GraphTypes = GraphTypes> {
  /** The state after each superstep. */
  values: StateOf<G> & WithInterrupts;
  /** What each node of a superstep wrote. */
  updates: { [Node in NodesOf<G>]?: NodeUpdateOf<G, Node> } & WithInterrupts;
  /** A message of a model, or a piece of one, and where it comes from. */
  messages: MessagesChunk<MessageOf<G>>;
  /** The same as `messages`. */
  "messages-tuple": MessagesChunk<MessageOf<G>>;
  /** What nodes write to the custom stream. */
  custom: CustomOf<G>;
  /** Tasks and checkpoints, each with its step and its time. */
  debug: DebugChunk<StateOf<G>>;
  /** Each task as it starts, and as it ends. */
  tasks: TaskChunk;
  /** Each checkpoint as it is made. */
  checkpoints: CheckpointChunk<StateOf<G>>;
  /** What tools tell; not every server has it. */
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
