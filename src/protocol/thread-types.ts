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
    /** Distinguishes an event from the response to a command. */
    type: "event";
    /** Its sequence number: within the thread on JavaScript, within one connection on Python and aegra. */
    seq: number;
    /** Its id, the same on every connection; on JavaScript `seq` as a string. */
    event_id?: string;
    /** Its kind. */
    method: Method;
    /** Its origin, time and data. */
    params: {
      /** The path of the subgraph that sent it: one `node:id` for each level; empty for the graph itself. */
      namespace: Namespace;
      /** Its time in ms since 1970. */
      timestamp: number;
      /** The node that caused it, if any. */
      node?: string;
      /** The data of the event. */
      data: ThreadEventData<G>[Method];
    };
  };
}[keyof ThreadEventData<G>];

/** Options of `streamEvents` with version `v3`. An option that the protocol can't carry throws a TypeError. */
export interface ThreadStreamOptions<G extends GraphTypes = GraphTypes> extends RunOptions<ContextOf<G>> {
  /** Selects the thread protocol, and a handle of the run. */
  version: "v3";
  /** How many bytes of events are kept for late readers; older events are fetched again. Default 8 MiB. */
  maxBufferBytes?: number | undefined;
}

/** An interrupt of a run, with this package's names and those of LangGraph's own v3 handle. */
export interface ThreadInterrupt<Value = unknown> extends Interrupt<Value> {
  /** Its id, to answer it by. */
  id: string;
  /** The id, by LangGraph's name. */
  interruptId: string;
  /** The value, by LangGraph's name. */
  payload: Value;
  /** The path of the subgraph that was interrupted. */
  namespace: Namespace;
}

/** Can be iterated piece by piece, or awaited as a whole. */
export interface AwaitableIterable<Piece, Whole> extends AsyncIterable<Piece>, PromiseLike<Whole> {}

/** One message of a model as it is streamed; iterates over the tokens of its text. */
export interface MessageStream<G extends GraphTypes = GraphTypes> extends AsyncIterable<string> {
  /** Id of the message in the state. */
  readonly id: string | undefined;
  /** The path of the subgraph that called the model. */
  readonly namespace: Namespace;
  /** The node that called the model. */
  readonly node: string | undefined;
  /** The tokens of the text; when awaited, all of the text. */
  readonly text: AwaitableIterable<string, string>;
  /** The tokens of the model's reasoning; when awaited, all of it. */
  readonly reasoning: AwaitableIterable<string, string>;
  /** The tools that the message calls; known at its end. */
  readonly toolCalls: Promise<ToolCall[]>;
  /** Tokens that were used, where the model reports them; known at its end. */
  readonly usage: Promise<UsageMetadata | undefined>;
  /** The complete message, as in the state. */
  readonly output: Promise<MessageOf<G>>;
}

/** One call of a tool; iterates over the data that the tool streams before it returns. */
export interface ToolCallStream extends AsyncIterable<unknown> {
  /** Name of the tool. */
  readonly name: string;
  /** Id of the call, chosen by the model. */
  readonly callId: string;
  /** The arguments of the call. */
  readonly input: unknown;
  /** The path of the subgraph that called the tool. */
  readonly namespace: Namespace;
  /** The tool's result; rejects when it failed. */
  readonly output: Promise<unknown>;
  /** How the call ended. */
  readonly status: Promise<"finished" | "error">;
  /** The message of its error; `undefined` when it succeeded. */
  readonly error: Promise<string | undefined>;
}
