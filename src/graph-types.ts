import type { Message, MessageContent, MessageMetadata } from "../generated/schema.js";
import type { Interrupt } from "./errors.js";
import type { CheckpointSelection, StreamMode } from "./types.js";

/**
 * The types of a deployed graph, each optional. The type of a compiled graph can be used as well: `RemoteGraph<typeof agent>`;
 * types that it lacks can be added: `typeof agent & { Custom: Progress }`.
 */
export interface GraphTypes {
  /** The values of a state. */
  State?: unknown;
  /** The input of `invoke` and `stream`. */
  Input?: unknown;
  /** The output of `invoke`. */
  Output?: unknown;
  /** The update that a node or `updateState` writes. */
  Update?: unknown;
  /** The run's `context`. */
  Context?: unknown;
  /** The data that nodes write to the custom stream. */
  Custom?: unknown;
  /** The names of the graph's nodes; `updates` chunks are keyed by them. */
  Nodes?: string;
  /** The type of messages. Default: the plain `Message`, whatever class they have inside the graph. */
  Message?: unknown;
  /** The input type of a compiled graph. */
  "~InputType"?: unknown;
  /** The output type of a compiled graph. */
  "~OutputType"?: unknown;
  /** The update type of a compiled graph. */
  "~RunInput"?: unknown;
  /** The state type of a compiled graph. */
  "~RunOutput"?: unknown;
  /** The node names of a compiled graph. */
  "~NodeType"?: string;
  /** The return type of each node of a compiled graph. */
  "~NodeReturnType"?: unknown;
}

type Values = Record<string, unknown>;

/**
 * Member `K` of `G`, or `Fallback` when `G` lacks it. It is inferred, not indexed: with `keyof G`, the compiler treats types
 * that depend on `G` as contravariant, so that a typed graph would not be assignable to an untyped one.
 */
type Member<G, K extends keyof GraphTypes, Fallback> = G extends { [Key in K]?: infer V }
  ? unknown extends V
    ? Fallback
    : Exclude<V, undefined>
  : Fallback;

/** The members that identify an instance of a LangChain message class. */
interface MessageInstance {
  getType(): string;
  toDict(): unknown;
}

/** A message by its role. */
export type RoleMessage = {
  /** The author: `user`, `assistant`, `system`, `tool`, … */
  role: string;
  /** A string, or a list of content blocks. */
  content: MessageContent;
  [key: string]: unknown;
};

/**
 * The forms of an input message: a plain message, one with `role` instead of `type`, a pair of role and content, a string
 * by the user, or an instance of a LangChain class.
 */
export type MessageLike =
  | Message
  | RoleMessage
  | [role: string, content: MessageContent]
  | string
  | MessageInstance;

/** A compiled graph's values as the server sends them: with an `M` in place of each message instance. */
type Streamed<V, M, Otherwise> = unknown extends V ? Otherwise : StreamedMembers<Awaited<V>, M>;

type StreamedMembers<V, M> = { [K in keyof V]: StreamedValue<V[K], M> };

type StreamedValue<V, M> = V extends MessageInstance
  ? V extends M
    ? V
    : M
  : V extends readonly unknown[]
    ? { [At in keyof V]: StreamedValue<V[At], M> }
    : V;

/** A compiled graph's values as it accepts them from the server: with a plain message allowed in place of an instance. */
type Taken<V> = unknown extends V ? V : { [K in keyof V]: TakenValue<V[K]> };

type TakenValue<V> = V extends MessageInstance
  ? V | Message
  : V extends readonly (infer Item)[]
    ? Extract<Item, MessageInstance> extends never
      ? V
      : readonly (Item | Message)[]
    : V;

/** The type of `G`'s messages. */
export type MessageOf<G extends GraphTypes> = Member<G, "Message", Message>;

/** The type of `G`'s state. */
export type StateOf<G extends GraphTypes> = Member<
  G,
  "State",
  Streamed<Member<G, "~RunOutput", Member<G, "~OutputType", unknown>>, MessageOf<G>, Values>
>;

/** The type of `G`'s input. */
export type InputOf<G extends GraphTypes> = Member<G, "Input", Taken<Member<G, "~InputType", unknown>>>;

/** The type of `G`'s output. */
export type OutputOf<G extends GraphTypes> = Member<
  G,
  "Output",
  Member<G, "State", Streamed<Member<G, "~OutputType", unknown>, MessageOf<G>, Values>>
>;

/** The type of an update of `G`'s state. */
export type UpdateOf<G extends GraphTypes> = Member<G, "Update", Taken<CompiledUpdate<G>>>;

type CompiledUpdate<G extends GraphTypes> = Member<G, "~RunInput", Member<G, "~InputType", unknown>>;

/** The update by node `Node` of `G` in the `updates` mode. */
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

/** The data that nodes of `G` write to the custom stream. */
export type CustomOf<G extends GraphTypes> = Member<G, "Custom", unknown>;

/** The node names of `G`. */
export type NodesOf<G extends GraphTypes> = Member<
  G,
  "Nodes",
  Exclude<Member<G, "~NodeType", string>, "__start__">
>;

/** A task of a superstep, before or after it ran. */
export interface TaskChunk {
  /** Id of the task. */
  id: string;
  /** The node that it runs. */
  name: string;
  /** Input of the node; sent at its start. */
  input?: unknown;
  /** The channels that triggered it; sent at its start. */
  triggers?: string[];
  /** Its interrupts; sent at its end, by JavaScript servers also at its start. */
  interrupts?: Interrupt[];
  /** The values that the node wrote; sent at its end. */
  result?: unknown;
  /** Its error, if it failed; sent at its end. */
  error?: unknown;
  [key: string]: unknown;
}

/** A chunk of the `checkpoints` mode. */
export interface CheckpointChunk<State = unknown> {
  /** The state. */
  values: State;
  /** Metadata of the checkpoint: its source, its step, and the metadata of the config. */
  metadata: Record<string, unknown>;
  /** Nodes that run next. */
  next: string[];
  /** Selects this checkpoint, if the server sends it. */
  config?: CheckpointSelection;
  /** Selects the checkpoint before it, if the server sends it. */
  parentConfig?: CheckpointSelection | undefined;
  /** The tasks that run next, as the server sends them. */
  tasks?: unknown[];
  [key: string]: unknown;
}

/** A chunk of the `debug` mode. */
export type DebugChunk<State = unknown> = DebugTaskChunk | DebugCheckpointChunk<State>;

/** The fields that all chunks of the `debug` mode have. */
export interface DebugStep {
  /** The superstep, counted from -1. */
  step: number;
  /** The time, in ISO 8601. */
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
  /** Id of the call, chosen by the model. */
  toolCallId?: string;
  /** Name of the tool. */
  name?: string;
  /** Input of the tool; sent at its start. */
  input?: unknown;
  /** Output of the tool; sent at its end. */
  output?: unknown;
  /** The tool's error, if it failed. Some servers send an empty object. */
  error?: unknown;
  [key: string]: unknown;
}

/** A chunk of the `messages` mode: a message or a chunk of one, and its metadata. */
export type MessagesChunk<M = Message> = [message: M, metadata: MessageMetadata];

/** The interrupts in `values` and `updates`. */
export type WithInterrupts = {
  /** The interrupts of the run; absent when there are none. */
  __interrupt__?: Interrupt[];
};

/** The data of each mode. */
export interface ModeData<G extends GraphTypes = GraphTypes> {
  /** The state after each superstep. */
  values: StateOf<G> & WithInterrupts;
  /** The update by each node of a superstep. */
  updates: { [Node in NodesOf<G>]?: NodeUpdateOf<G, Node> } & WithInterrupts;
  /** A message of a model, or a chunk of one, and its metadata. */
  messages: MessagesChunk<MessageOf<G>>;
  /** The same as `messages`. */
  "messages-tuple": MessagesChunk<MessageOf<G>>;
  /** The data that nodes write to the custom stream. */
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

/** The path to the subgraph that a chunk comes from: one `node:task id` for each level. */
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
