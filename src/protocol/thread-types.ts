import type {
  InputRequestedData,
  LifecycleEventData,
  ProtocolCheckpointsData,
  ProtocolMessagesData,
  ProtocolTasksData,
  ProtocolToolsData,
  ToolCall,
  UsageMetadata,
} from "../../generated/schema.js";
import type { Interrupt } from "../errors.js";
import type { ContextOf, CustomOf, GraphTypes, MessageOf, Namespace, RunOptions, StateOf } from "../types.js";

/** The data of each kind of event of a thread. */
interface ThreadEventData<G extends GraphTypes> {
  lifecycle: LifecycleEventData;
  values: StateOf<G>;
  updates: unknown;
  messages: ProtocolMessagesData;
  tools: ProtocolToolsData;
  /** In a `payload` on JavaScript and aegra, bare on Python. */
  custom: { payload: CustomOf<G>; name?: string } | CustomOf<G>;
  "input.requested": InputRequestedData;
  tasks: ProtocolTasksData;
  checkpoints: ProtocolCheckpointsData;
}

/** One event of the thread-centric protocol. */
export type ThreadEvent<G extends GraphTypes = GraphTypes> = {
  [Method in keyof ThreadEventData<G>]: {
    /** Distinguishes an event from the answer to a command. */
    type: "event";
    /** Its number: through all runs of the thread on JavaScript, within one connection on Python and aegra. */
    seq: number;
    /** What it is known by on every connection; on JavaScript its number as text. */
    event_id?: string;
    /** Its kind. */
    method: Method;
    /** Where and when it happened, and its data. */
    params: {
      /** Where in the graph it happened: one `node:id` for each level; empty for the graph itself. */
      namespace: Namespace;
      /** When, in ms since 1970. */
      timestamp: number;
      /** The node that caused it, where one did. */
      node?: string;
      /** The data of the event. */
      data: ThreadEventData<G>[Method];
    };
  };
}[keyof ThreadEventData<G>];

/** Options of `streamEvents` with version `v3`. What the protocol has no place for is refused. */
export interface ThreadStreamOptions<G extends GraphTypes = GraphTypes> extends RunOptions<ContextOf<G>> {
  /** Asks for the thread-centric protocol, and a handle of the run. */
  version: "v3";
  /** How many bytes of events are kept for late readers; older events are fetched again. Default 8 MiB. */
  maxBufferBytes?: number | undefined;
}

/** What a run asks, in this package's words and in those of LangGraph's own v3 handle. */
export interface ThreadInterrupt<Value = unknown> extends Interrupt<Value> {
  /** What to answer it by. */
  id: string;
  /** The same, by LangGraph's name. */
  interruptId: string;
  /** What is asked, by LangGraph's name. */
  payload: Value;
  /** Where in the graph it is asked. */
  namespace: Namespace;
}

/** Something that can be iterated, piece by piece, or awaited, as a whole. */
export interface AwaitableIterable<Piece, Whole> extends AsyncIterable<Piece>, PromiseLike<Whole> {}

/** One message of a model while it comes: iterated, it gives the tokens of its text. */
export interface MessageStream<G extends GraphTypes = GraphTypes> extends AsyncIterable<string> {
  /** Id of the message, as the state holds it. */
  readonly id: string | undefined;
  /** Where in the graph the model was called. */
  readonly namespace: Namespace;
  /** The node that called the model. */
  readonly node: string | undefined;
  /** The text: its tokens, or, awaited, all of it. */
  readonly text: AwaitableIterable<string, string>;
  /** The reasoning of the model: its tokens, or, awaited, all of it. */
  readonly reasoning: AwaitableIterable<string, string>;
  /** The tools that the message calls; known at its end. */
  readonly toolCalls: Promise<ToolCall[]>;
  /** Tokens that were used, where the model reports them; known at its end. */
  readonly usage: Promise<UsageMetadata | undefined>;
  /** The whole message, as the state holds it. */
  readonly output: Promise<MessageOf<G>>;
}

/** One call of a tool. Iterated, it gives what the tool sends before it returns. */
export interface ToolCallStream extends AsyncIterable<unknown> {
  /** Name of the tool. */
  readonly name: string;
  /** Id of the call, as the model gave it. */
  readonly callId: string;
  /** What the tool was given. */
  readonly input: unknown;
  /** Where in the graph the tool was called. */
  readonly namespace: Namespace;
  /** What the tool returned; rejects when it failed. */
  readonly output: Promise<unknown>;
  /** How the call ended. */
  readonly status: Promise<"finished" | "error">;
  /** Why it failed. */
  readonly error: Promise<string | undefined>;
}
