import type { ModeData } from "../graph-types.js";
import { hasNodeNamespace, toCustom, toUpdates } from "../servers/protocol.js";
import type { CustomOf, GraphTypes, Namespace, StateOf } from "../types.js";
import type { Decode } from "../wire/messages.js";
import { endAt } from "./run-filter.js";
import { type Extent, project } from "./thread-log.js";
import { awaitable, lastOf, nodeOf, toMessageStream, toToolCallStream } from "./thread-streams.js";
import type { AwaitableIterable, MessageStream, ThreadEvent, ToolCallStream } from "./thread-types.js";

/** The part of a log that a scope reads, its path in the graph, and the conversion of messages. */
interface ScopeOptions extends Extent {
  path: Namespace;
  decode: Decode;
}

/**
 * The events of a graph or of one of its subgraphs, by kind. Each iterable is independent: it can be read at any time, more
 * than once, and always from its beginning.
 */
export class ThreadScope<G extends GraphTypes = GraphTypes> implements AsyncIterable<ThreadEvent<G>> {
  /** The path of the subgraph; empty for the graph itself. */
  readonly path: Namespace;
  /** The state after each superstep; when awaited, the last one. */
  readonly values: AwaitableIterable<StateOf<G>, StateOf<G>>;
  /** Messages of models, each as it starts. */
  readonly messages: AsyncIterable<MessageStream<G>>;
  /** Calls of tools, each as it starts. Throws when a tool was called and the server doesn't send its events. */
  readonly toolCalls: AsyncIterable<ToolCallStream>;
  /** Executions of subgraphs, each as it starts. */
  readonly subgraphs: AsyncIterable<SubgraphStream>;
  /** Data that nodes write to the custom stream. A Python server sends it only if the graph has a stream transformer for it. */
  readonly custom: AsyncIterable<CustomOf<G>>;
  /** The state updates of each node, by its name. Throws on a Python server whose graph has no stream transformer for it. */
  readonly updates: AsyncIterable<ModeData<G>["updates"]>;
  /** Iterates over all events of the graph and its subgraphs. */
  readonly [Symbol.asyncIterator]!: () => AsyncIterator<ThreadEvent<G>, void, undefined>;

  constructor(options: ScopeOptions) {
    const { path, log, decode } = options;
    const isWithin = ({ params }: ThreadEvent) =>
      path.every((place, level) => params.namespace[level] === place);
    const levelOf = (event: ThreadEvent) =>
      isWithin(event) ? event.params.namespace.length - path.length : undefined;
    const isHere = (event: ThreadEvent) => levelOf(event) === 0;
    const isOfNode = (event: ThreadEvent) =>
      isHere(event) || (hasNodeNamespace(event) && levelOf(event) === 1);

    this.path = path;
    const events = project(options, undefined, (event) =>
      isWithin(event) ? (event as ThreadEvent<G>) : undefined,
    );
    this[Symbol.asyncIterator] = () => events[Symbol.asyncIterator]();
    this.values = awaitable(
      project(options, "values", (event) =>
        isHere(event) ? (decode(event.params.data) as StateOf<G>) : undefined,
      ),
      async (values) => ((await lastOf(values)) ?? {}) as StateOf<G>,
    );
    this.custom = project(options, "custom", (event) =>
      isHere(event) ? (toCustom(event.params.data) as CustomOf<G>) : undefined,
    );
    this.updates = project(options, "updates", (event) => {
      if (!isHere(event)) return undefined;
      return decode(toUpdates(event.params.data, event.params.node)) as ModeData<G>["updates"];
    });
    this.messages = project(options, "messages", (event, from) => {
      const { data } = event.params;
      if (data.event !== "message-start" || !isOfNode(event)) return undefined;
      return toMessageStream(event, data, { log, from }, decode);
    });
    this.toolCalls = project(options, "tools", (event, from) => {
      const { data } = event.params;
      if (data.event !== "tool-started" || !isOfNode(event)) return undefined;
      return toToolCallStream(event, data, { log, from: from - 1 }, decode);
    });
    this.subgraphs = project(options, "lifecycle", (event, from) => {
      if (event.params.data.event !== "started" || levelOf(event) !== 1) return undefined;
      const { namespace } = event.params;
      const isEnd = (one: ThreadEvent) => endAt(namespace, one) !== undefined;
      return new SubgraphStream({ path: namespace, log, from, decode, isEnd });
    });
  }
}

/** The events of one execution of a subgraph, or of a node that calls a model or a tool. */
export class SubgraphStream extends ThreadScope {
  /** The name of the node. */
  readonly name: string;

  constructor(options: ScopeOptions) {
    super(options);
    this.name = nodeOf(options.path) ?? "";
  }
}
