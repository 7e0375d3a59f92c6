import type { ContentBlock, ProtocolMessagesData, ToolCall, UsageMetadata } from "../../generated/schema.js";
import { RemoteException, StreamError } from "../errors.js";
import type { GraphTypes, MessageOf, Namespace } from "../types.js";
import { quietly } from "../util/quietly.js";
import { isRecord } from "../util/record.js";
import { AwaitableProjection, type Extent, joined, Projection } from "./projection.js";
import type { AwaitableIterable, MessageStream, ThreadEvent } from "./thread-types.js";

type MessageEvent = Extract<ThreadEvent, { method: "messages" }>;
type MessageStart = Extract<ProtocolMessagesData, { event: "message-start" }>;

/** One message of a model, read from the events by whoever wants it, when it is wanted. */
export class ThreadMessage<G extends GraphTypes> implements MessageStream<G> {
  readonly id: string | undefined;
  readonly namespace: Namespace;
  readonly node: string | undefined;
  readonly text: AwaitableIterable<string, string>;
  readonly reasoning: AwaitableIterable<string, string>;
  readonly #steps: Projection<ProtocolMessagesData>;
  readonly #start: MessageStart;
  readonly #decode: (message: unknown) => unknown;
  #whole: Promise<Assembled> | undefined;

  /** @param from - behind the event that the message starts with */
  constructor(
    { params }: MessageEvent,
    start: MessageStart,
    { log, from }: Extent,
    decode: (message: unknown) => unknown,
  ) {
    this.id = start.id;
    this.namespace = params.namespace;
    this.node = params.node ?? params.namespace.at(-1)?.split(":")[0];
    this.#start = start;
    this.#decode = decode;
    const isOwn = (event: ThreadEvent): event is MessageEvent =>
      event.method === "messages" &&
      event.params.namespace.join("|") === params.namespace.join("|") &&
      event.params.data.run_id === start.run_id;
    const isEnd = (event: ThreadEvent) =>
      isOwn(event) && (event.params.data.event === "message-finish" || event.params.data.event === "error");
    const extent = { log, from, isEnd };
    this.#steps = new Projection(extent, (event) => (isOwn(event) ? [event.params.data] : []));
    const textOf = (type: string, key: "text" | "reasoning") =>
      new AwaitableProjection<string, string>(
        extent,
        (event) => {
          if (!isOwn(event) || event.params.data.event !== "content-block-delta") return [];
          const delta = toDelta(event.params.data);
          return delta.type === type && typeof delta[key] === "string" ? [delta[key]] : [];
        },
        joined,
      );
    this.text = textOf("text-delta", "text");
    this.reasoning = textOf("reasoning-delta", "reasoning");
  }

  [Symbol.asyncIterator](): AsyncIterator<string, void, undefined> {
    return this.text[Symbol.asyncIterator]();
  }

  get toolCalls(): Promise<ToolCall[]> {
    return quietly(this.#assemble().then(({ tool_calls }) => tool_calls));
  }

  get usage(): Promise<UsageMetadata | undefined> {
    return quietly(this.#assemble().then(({ usage_metadata }) => usage_metadata));
  }

  get output(): Promise<MessageOf<G>> {
    return quietly(this.#assemble().then((message) => this.#decode(message) as MessageOf<G>));
  }

  #assemble(): Promise<Assembled> {
    this.#whole ??= assemble(this.#start, this.#steps);
    return this.#whole;
  }
}

/** A whole message. */
interface Assembled {
  type: string;
  id?: string;
  content: ContentBlock[];
  tool_calls: ToolCall[];
  invalid_tool_calls: unknown[];
  additional_kwargs: Record<string, unknown>;
  response_metadata: Record<string, unknown>;
  usage_metadata?: UsageMetadata;
}

/** Puts a message together from the steps of its life. */
async function assemble(start: MessageStart, steps: AsyncIterable<ProtocolMessagesData>): Promise<Assembled> {
  const blocks: ContentBlock[] = [];
  let usage: UsageMetadata | undefined;
  for await (const step of steps) {
    switch (step.event) {
      case "content-block-start":
      case "content-block-finish":
        blocks[step.index] = step.content;
        break;
      case "content-block-delta":
        blocks[step.index] = grown(blocks[step.index], toDelta(step));
        break;
      case "usage":
        usage = step.usage ?? usage;
        break;
      case "error":
        throw new RemoteException({ error: step.code ?? "Error", message: step.message });
      case "message-finish":
        return toMessage(start, Object.values(blocks), step.usage ?? usage, step.reason);
    }
  }
  throw new StreamError("the run ended within the message");
}

type DeltaStep = Extract<ProtocolMessagesData, { event: "content-block-delta" }>;
type Delta = NonNullable<DeltaStep["delta"]>;

/** What to add to a block. A Python server mirrors the message of a tool with a piece of `content` instead. */
function toDelta({ delta, content }: DeltaStep): Delta {
  if (isRecord(delta)) return delta;
  const text = isRecord(content) ? content.text : content;
  return { type: "text-delta", text: typeof text === "string" ? text : "" };
}

/** The members of a block that its pieces add to, by the type of the piece. */
const GROWING: Record<string, "text" | "reasoning" | "data" | "args"> = {
  "text-delta": "text",
  "reasoning-delta": "reasoning",
  "data-delta": "data",
  "tool-call-delta": "args",
};

function grown(block: ContentBlock = { type: "text" }, delta: Delta): ContentBlock {
  if (delta.type === "block-delta") return { ...block, ...delta.fields };
  const key = GROWING[delta.type];
  return key === undefined ? block : { ...block, [key]: `${block[key] ?? ""}${delta[key] ?? ""}` };
}

function toMessage(
  { id, role = "ai" }: MessageStart,
  content: ContentBlock[],
  usage: UsageMetadata | undefined,
  reason: string | undefined,
): Assembled {
  return {
    type: role,
    ...(id === undefined ? {} : { id }),
    content,
    tool_calls: content.flatMap(toToolCall),
    invalid_tool_calls: content.filter(({ type }) => type === "invalid_tool_call"),
    additional_kwargs: {},
    response_metadata: { output_version: "v1", ...(reason === undefined ? {} : { finish_reason: reason }) },
    ...(usage === undefined ? {} : { usage_metadata: usage }),
  };
}

function toToolCall({ type, id, name, args }: ContentBlock): ToolCall[] {
  if (type !== "tool_call" || typeof name !== "string" || !isRecord(args)) return [];
  return [{ type: "tool_call", name, args, ...(typeof id === "string" ? { id } : {}) }];
}
