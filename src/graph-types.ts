import type { Message, MessageContent, MessageMetadata } from "../generated/schema.js";
import type { Interrupt } from "./errors.js";
import type { CheckpointSelection, StreamMode } from "./types.js";

/**
 * What a deployed graph's types are, every member optional. A compiled graph's own type serves too:
 * `RemoteGraph<typeof agent>`; what its type lacks can be added: `typeof agent & { Custom: Progress }`.
 */
export interface GraphTypes {
  /** The values of a state. */
  State?: unknown;
  /** What `invoke` and `stream` take. */
  Input?: unknown;
  /** What `invoke` gives. */
  Output?: unknown;
  /** What a node writes, and `updateState` takes. */
  Update?: unknown;
  /** The run's `context`. */
  Context?: unknown;
  /** What nodes write to the custom stream. */
  Custom?: unknown;
  /** The names of the graph's nodes; `updates` chunks are keyed by them. */
  Nodes?: string;
  /** What messages are read as. Default: the plain `Message`, whatever class they have inside the graph. */
  Message?: unknown;
  /** A compiled graph's mark of its input. */
  "~InputType"?: unknown;
  /** A compiled graph's mark of its output. */
  "~OutputType"?: unknown;
  /** A compiled graph's mark of what its nodes write. */
  "~RunInput"?: unknown;
  /** A compiled graph's mark of its state. */
  "~RunOutput"?: unknown;
  /** A compiled graph's mark of its nodes' names. */
  "~NodeType"?: string;
  /** A compiled graph's mark of what each node returns. */
  "~NodeReturnType"?: unknown;
}

type Values = Record<string, unknown>;

/**
 * Member `K` of `G`, or `Fallback` when `G` leaves it out. It is inferred, not indexed: after a `keyof G` the compiler
 * takes what depends on `G` for contravariant, and a typed graph would not pass for an untyped one.
 */
type Member<G, K extends keyof GraphTypes, Fallback> = G extends { [Key in K]?: infer V }
  ? unknown extends V
    ? Fallback
    : Exclude<V, undefined>
  : Fallback;

/** What a message class of LangChain is known by. */
interface MessageInstance {
  getType(): string;
  toDict(): unknown;
}

/** A message by its role. */
export type RoleMessage = {
  /** The author: `user`, `assistant`, `system`, `tool`, … */
  role: string;
  /** A text, or a list of content blocks. */
  content: MessageContent;
  [key: string]: unknown;
};

/**
 * What a graph takes for a message: a plain one, one by `role` instead of `type`, a pair of role and content, a text
 * of the user's, or an instance of a LangChain class.
 */
export type MessageLike =
  | Message
  | RoleMessage
  | [role: string, content: MessageContent]
  | string
  | MessageInstance;

/** A compiled graph's values as they are read from the server: where an instance of a message stands, it is an `M`. */
type Streamed<V, M, Otherwise> = unknown extends V ? Otherwise : StreamedMembers<Awaited<V>, M>;

type StreamedMembers<V, M> = { [K in keyof V]: StreamedValue<V[K], M> };

type StreamedValue<V, M> = V extends MessageInstance
  ? V extends M
    ? V
    : M
  : V extends readonly unknown[]
    ? { [At in keyof V]: StreamedValue<V[At], M> }
    : V;

/** A compiled graph's values as it takes them through the server: where an instance of a message may stand, a plain one may. */
type Taken<V> = unknown extends V ? V : { [K in keyof V]: TakenValue<V[K]> };

type TakenValue<V> = V extends MessageInstance
  ? V | Message
  : V extends readonly (infer Item)[]
    ? Extract<Item, MessageInstance> extends never
      ? V
      : readonly (Item | Message)[]
    : V;

/** What messages of `G` are read as. */
export type MessageOf<G extends GraphTypes> = Member<G, "Message", Message>;

/** The values of `G`'s state. */
export type StateOf<G extends GraphTypes> = Member<
  G,
  "State",
  Streamed<Member<G, "~RunOutput", Member<G, "~OutputType", unknown>>, MessageOf<G>, Values>
>;

/** What `G` takes. */
export type InputOf<G extends GraphTypes> = Member<G, "Input", Taken<Member<G, "~InputType", unknown>>>;

/** What `G` gives. */
export type OutputOf<G extends GraphTypes> = Member<
  G,
  "Output",
  Member<G, "State", Streamed<Member<G, "~OutputType", unknown>, MessageOf<G>, Values>>
>;

/** What may be written to `G`'s state. */
export type UpdateOf<G extends GraphTypes> = Member<G, "Update", Taken<CompiledUpdate<G>>>;

type CompiledUpdate<G extends GraphTypes> = Member<G, "~RunInput", Member<G, "~InputType", unknown>>;

/** What node `Node` of `G` wrote, as the `updates` mode gives it. */
export type NodeUpdateOf<G extends GraphTypes, Node> = Member<
  G,
  "Update",
  Streamed<
    Node extends keyof Member<G, "~NodeReturnType", unknown>
      ? Member<G, "~NodeReturnType", unknown>[Node]
      : CompiledUpdate<G>,
    MessageOf<G>,
    unknown
  >
>;

/** The `context` of a run of `G`. */
export type ContextOf<G extends GraphTypes> = Member<G, "Context", CompiledContext<G>>;

/** The context that a compiled graph's `invoke` takes, without the index signature that LangGraph adds to it. */
type CompiledContext<G> = G extends { invoke(input: never, options?: { context?: infer Context }): unknown }
  ? OrUnknown<{ [K in keyof Context as string extends K ? never : K]: Context[K] }>
  : unknown;

type OrUnknown<Context> = keyof Context extends never ? unknown : Context;

/** What nodes of `G` write to the custom stream. */
export type CustomOf<G extends GraphTypes> = Member<G, "Custom", unknown>;

/** The node names of `G`. */
export type NodesOf<G extends GraphTypes> = Member<
  G,
  "Nodes",
  Exclude<Member<G, "~NodeType", string>, "__start__">
>;

/** What a task of a superstep is, before and after it ran. */
export interface TaskChunk {
  /** Id of the task. */
  id: string;
  /** The node that it runs. */
  name: string;
  /** Input of the node; sent at its start. */
  input?: unknown;
  /** The channels that made it run; sent at its start. */
  triggers?: string[];
  /** What it asks. */
  interrupts: Interrupt[];
  /** What the node wrote; sent at its end. */
  result?: unknown;
  /** Why it failed; sent at its end. */
  error?: unknown;
  [key: string]: unknown;
}

/** A checkpoint as the `checkpoints` mode gives it. */
export interface CheckpointChunk<State = unknown> {
  /** The state. */
  values: State;
  /** What is noted with the checkpoint: its source, its step, and what the config had. */
  metadata: Record<string, unknown>;
  /** Nodes that run next. */
  next: string[];
  /** Selects this checkpoint, where the server sends it. */
  config?: CheckpointSelection;
  /** Selects the one before it, where the server sends it. */
  parentConfig?: CheckpointSelection | undefined;
  /** What runs next, as the server sends it. */
  tasks?: unknown[];
  [key: string]: unknown;
}

/** A chunk of the `debug` mode. */
export type DebugChunk<State = unknown> = DebugTaskChunk | DebugCheckpointChunk<State>;

/** What every chunk of the `debug` mode has. */
export interface DebugStep {
  /** The superstep, counted from -1. */
  step: number;
  /** When, in ISO 8601. */
  timestamp: string;
}

/** A task as it starts, or as it ends, in the `debug` mode. */
export interface DebugTaskChunk extends DebugStep {
  /** Whether the task starts or has ended. */
  type: "task" | "task_result";
  /** The task. */
  payload: TaskChunk;
}

/** A checkpoint in the `debug` mode. */
export interface DebugCheckpointChunk<State = unknown> extends DebugStep {
  /** Distinguishes it from a task. */
  type: "checkpoint";
  /** The checkpoint. */
  payload: CheckpointChunk<State>;
}

/** One event of a tool call in the `tools` mode. */
export interface ToolChunk {
  /** `on_tool_start`, `on_tool_event`, `on_tool_end` or `on_tool_error`. */
  event: string;
  /** Id of the call, as the model gave it. */
  toolCallId?: string;
  /** Name of the tool. */
  name?: string;
  /** Input of the tool; sent at its start. */
  input?: unknown;
  /** Output of the tool; sent at its end. */
  output?: unknown;
  /** Why it failed. Some servers send an empty object. */
  error?: unknown;
  [key: string]: unknown;
}

/** A chunk of the `messages` mode: a message or a piece of one, and where it comes from. */
export type MessagesChunk<M = Message> = [message: M, metadata: MessageMetadata];

/** Interrupts stand in `values` and `updates` under this name. */
export type WithInterrupts = {
  /** What the run asks; left out when it asks nothing. */
  __interrupt__?: Interrupt[];
};

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
  /** Events of tool calls; not every server has them. */
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
