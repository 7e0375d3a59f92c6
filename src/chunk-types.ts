import type { Message, MessageMetadata } from "../generated/schema.js";
import type { Interrupt } from "./errors.js";
import type { CustomOf, GraphTypes, MessageOf, NodesOf, NodeUpdateOf, StateOf } from "./graph-types.js";
import type { CheckpointSelection, StreamMode } from "./types.js";

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
export type DebugChunk<State = unknown> = DebugTaskChunk | DebugCheckpointChunk<State>;

/** What the `debug` mode tells of every kind. */
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
  /** What tells it from a task. */
  type: "checkpoint";
  /** The checkpoint. */
  payload: CheckpointChunk<State>;
}

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
