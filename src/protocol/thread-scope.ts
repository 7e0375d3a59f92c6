import type { ModeData } from "../chunk-types.js";
import { hasNodeNamespace, toCustom, toUpdates } from "../servers/protocol.js";
import type { CustomOf, GraphTypes, Namespace, StateOf } from "../types.js";
import { AwaitableProjection, type Extent, lastOf, Projection } from "./projection.js";
import { ThreadMessage } from "./thread-message.js";
import { ThreadToolCall } from "./thread-tool-call.js";
import type {
  AwaitableIterable,
  MessageStream,
  SubgraphStream,
  ThreadEvent,
  ThreadScope,
  ToolCallStream,
} from "./thread-types.js";

/** Where in the graph a scope is, which events it is made of, and what to make of messages in them. */
export interface ScopeOptions extends Extent {
  path: Namespace;
  decode: (value: unknown) => unknown;
}

/** The events of a graph or a subgraph, by kind. */
export class EventScope<G extends GraphTypes> implements ThreadScope<G> {
  /** Where in the graph this is; empty for the graph itself. */
  readonly path: Namespace;
  /** The state after each superstep; awaited, the last of them. */
  readonly values: AwaitableIterable<StateOf<G>, StateOf<G>>;
  /** Messages of models, each as it begins. */
  readonly messages: AsyncIterable<MessageStream<G>>;
  /** Calls of tools, each as it begins. */
  readonly toolCalls: AsyncIterable<ToolCallStream>;
  /** Executions of subgraphs, each as it begins. */
  readonly subgraphs: AsyncIterable<SubgraphStream>;
  /** What nodes write to the custom stream. */
  readonly custom: AsyncIterable<CustomOf<G>>;
  /** What each node writes to the state, where the server sends it. */
  readonly updates: AsyncIterable<ModeData<G>["updates"]>;
  readonly #events: Projection<ThreadEvent<G>>;

  constructor(options: ScopeOptions) {
    const { path, log, decode } = options;
    const isHere = ({ params }: ThreadEvent) =>
      params.namespace.length === path.length && isWithin(path, params.namespace);
    const isOfNode = (event: ThreadEvent) => {
      const { namespace } = event.params;
      return isHere(event) || (hasNodeNamespace(event) && isWithin(path, namespace) && isChild(namespace));
    };
    const isChild = (namespace: Namespace) => namespace.length === path.length + 1;

    this.path = path;
    this.#events = new Projection(options, (event) =>
      isWithin(path, event.params.namespace) ? [event as ThreadEvent<G>] : [],
    );
    this.values = new AwaitableProjection(
      options,
      (event) =>
        event.method === "values" && isHere(event) ? [decode(event.params.data) as StateOf<G>] : [],
      async (values) => ((await lastOf(values)) ?? {}) as StateOf<G>,
    );
    this.custom = new Projection(options, (event) =>
      event.method === "custom" && isHere(event) ? [toCustom(event.params.data) as CustomOf<G>] : [],
    );
    this.updates = new Projection(options, (event) => {
      if (event.method !== "updates" || !isHere(event)) return [];
      return [decode(toUpdates(event.params.data, event.params.node)) as ModeData<G>["updates"]];
    });
    this.messages = new Projection(options, (event, from) => {
      if (event.method !== "messages" || event.params.data.event !== "message-start") return [];
      return isOfNode(event) ? [new ThreadMessage<G>(event, event.params.data, { log, from }, decode)] : [];
    });
    this.toolCalls = new Projection(options, (event, from) => {
      if (event.method !== "tools" || event.params.data.event !== "tool-started") return [];
      return isOfNode(event) ? [new ThreadToolCall(event, event.params.data, { log, from }, decode)] : [];
    });
    this.subgraphs = new Projection(options, (event, from) => {
      const { namespace } = event.params;
      if (event.method !== "lifecycle" || event.params.data.event !== "started") return [];
      if (!isChild(namespace) || !isWithin(path, namespace)) return [];
      return [new SubgraphScope({ path: namespace, log, from, decode, isEnd: toIsEnd(namespace) })];
    });
  }

  /** The protocol's events of the graph and all that is in it. */
  [Symbol.asyncIterator](): AsyncIterator<ThreadEvent<G>, void, undefined> {
    return this.#events[Symbol.asyncIterator]();
  }
}

/** The events of one execution of a subgraph. */
class SubgraphScope extends EventScope<GraphTypes> implements SubgraphStream {
  readonly name: string;

  constructor(options: ScopeOptions) {
    super(options);
    this.name = options.path.at(-1)?.split(":")[0] ?? "";
  }
}

/** Whether a namespace is a place of the graph, or lies below it. */
const isWithin = (path: Namespace, namespace: Namespace): boolean =>
  path.every((place, level) => namespace[level] === place);

/** Tells the event that a subgraph ends with. */
const toIsEnd =
  (path: Namespace) =>
  ({ method, params }: ThreadEvent): boolean =>
    method === "lifecycle" &&
    params.namespace.length === path.length &&
    isWithin(path, params.namespace) &&
    params.data.event !== "started" &&
    params.data.event !== "running";
