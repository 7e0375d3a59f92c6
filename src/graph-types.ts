import type { Message, MessageContent } from "../generated/schema.js";

/**
 * What a deployed graph's types are, every member optional. A compiled graph's own type serves too:
 * `RemoteGraph<typeof agent>`; what its type does not tell can be added: `typeof agent & { Custom: Progress }`.
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
  /** Who speaks: `user`, `assistant`, `system`, `tool`, … */
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

/** A compiled graph's values as they are read from afar: where an instance of a message stands, it is an `M`. */
type Told<V, M, Otherwise> = unknown extends V ? Otherwise : ToldMembers<Awaited<V>, M>;

type ToldMembers<V, M> = { [K in keyof V]: ToldValue<V[K], M> };

type ToldValue<V, M> = V extends MessageInstance
  ? V extends M
    ? V
    : M
  : V extends readonly unknown[]
    ? { [At in keyof V]: ToldValue<V[At], M> }
    : V;

/** A compiled graph's values as it takes them from afar: where an instance of a message may stand, a plain one may. */
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
  Told<Member<G, "~RunOutput", Member<G, "~OutputType", unknown>>, MessageOf<G>, Values>
>;

/** What `G` takes. */
export type InputOf<G extends GraphTypes> = Member<G, "Input", Taken<Member<G, "~InputType", unknown>>>;

/** What `G` gives. */
export type OutputOf<G extends GraphTypes> = Member<
  G,
  "Output",
  Member<G, "State", Told<Member<G, "~OutputType", unknown>, MessageOf<G>, Values>>
>;

/** What may be written to `G`'s state. */
export type UpdateOf<G extends GraphTypes> = Member<G, "Update", Taken<CompiledUpdate<G>>>;

type CompiledUpdate<G extends GraphTypes> = Member<G, "~RunInput", Member<G, "~InputType", unknown>>;

/** What node `Node` of `G` wrote, as the `updates` mode tells it. */
export type NodeUpdateOf<G extends GraphTypes, Node> = Member<
  G,
  "Update",
  Told<
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
