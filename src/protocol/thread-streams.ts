import type {
  ContentBlock,
  ProtocolMessagesData,
  ProtocolToolsData,
  ToolCall,
  UsageMetadata,
} from "../../generated/schema.js";
import { RemoteException, type RunInfo, StreamError } from "../errors.js";
import type { GraphTypes, MessageOf, Namespace } from "../types.js";
import { quietly } from "../util/quietly.js";
import { isRecord, withoutUndefined } from "../util/record.js";
import type { Decode } from "../wire/messages.js";
import { type EventOf, type Extent, project } from "./thread-log.js";
import type { AwaitableIterable, MessageStream, ThreadEvent, ToolCallStream } from "./thread-types.js";

type MessageEvent = EventOf<"messages">;
type MessageStart = Extract<ProtocolMessagesData, { event: "message-start" }>;
type ToolEvent = EventOf<"tools">;
type ToolStart = Extract<ProtocolToolsData, { event: "tool-started" }>;
type ToolEnd = Extract<ProtocolToolsData, { event: "tool-finished" | "tool-error" }>;

/** Makes an iterable that can also be awaited as a whole, as in LangGraph's own handle. */
export const awaitable = <Item, Whole>(
  items: AsyncIterable<Item>,
  toWhole: (items: AsyncIterable<Item>) => Promise<Whole>,
): AwaitableIterable<Item, Whole> => ({
  [Symbol.asyncIterator]: () => items[Symbol.asyncIterator](),
  // biome-ignore lint/suspicious/noThenProperty: these can be awaited as well as iterated
  then: (onFulfilled, onRejected) => toWhole(items).then(onFulfilled, onRejected),
});

/** The last of the items; `undefined` without any. */
export async function lastOf<Item>(items: AsyncIterable<Item>): Promise<Item | undefined> {
  let last: Item | undefined;
  for await (const item of items) last = item;
  return last;
}

async function joined(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

/** Computes a value once, when it is first read; a failure that nobody awaits is no unhandled rejection. */
function once<Whole>(find: () => Promise<Whole>): <Part>(toPart: (whole: Whole) => Part) => Promise<Part> {
  let whole: Promise<Whole> | undefined;
  return (toPart) => {
    whole ??= find();
    return quietly(whole.then(toPart));
  };
}

/** The name of the last node in a namespace. */
export const nodeOf = (namespace: Namespace): string | undefined => namespace.at(-1)?.split(":")[0];

/**
 * One message of a model; its events are read when one of its parts is read.
 *
 * @param extent - starts after the message's `message-start` event
 */
export function toMessageStream<G extends GraphTypes>(
  { params: { namespace, node = nodeOf(namespace) } }: MessageEvent,
  start: MessageStart,
  extent: Extent,
  decode: Decode,
): MessageStream<G> {
  const stepIn = ({ params }: MessageEvent): ProtocolMessagesData | undefined =>
    params.namespace.join("|") === namespace.join("|") && params.data.run_id === start.run_id
      ? params.data
      : undefined;
  const isEnd = (event: ThreadEvent) =>
    event.method === "messages" && ["message-finish", "error"].includes(stepIn(event)?.event ?? "");
  const own = { ...extent, isEnd };
  const textOf = (key: "text" | "reasoning") => {
    const pieces = project(own, "messages", (event) => {
      const step = stepIn(event);
      const delta = step?.event === "content-block-delta" ? toDelta(step) : undefined;
      return delta?.type === `${key}-delta` && typeof delta[key] === "string" ? delta[key] : undefined;
    });
    return awaitable(pieces, joined);
  };
  const text = textOf("text");
  const steps = project(own, "messages", stepIn);
  const atEnd = once(() => assemble(start, steps, extent.log.infoAt(extent.from - 1)));
  return {
    id: start.id,
    namespace,
    node,
    text,
    reasoning: textOf("reasoning"),
    get toolCalls() {
      return atEnd(({ tool_calls }) => tool_calls);
    },
    get usage() {
      return atEnd((message) => message.usage_metadata);
    },
    get output() {
      return atEnd((message) => decode(message) as MessageOf<G>);
    },
    [Symbol.asyncIterator]: () => text[Symbol.asyncIterator](),
  };
}

/** Builds a message from its events. */
async function assemble(
  { id, role: type = "ai" }: MessageStart,
  steps: AsyncIterable<ProtocolMessagesData>,
  run: RunInfo,
) {
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
        throw new RemoteException({ error: step.code ?? "Error", message: step.message, ...run });
      case "message-finish": {
        const content = Object.values(blocks);
        return {
          type,
          content,
          tool_calls: content.flatMap(toToolCall),
          invalid_tool_calls: content.filter((block) => block.type === "invalid_tool_call"),
          additional_kwargs: {},
          response_metadata: { output_version: "v1", ...withoutUndefined({ finish_reason: step.reason }) },
          ...withoutUndefined({ id, usage_metadata: step.usage ?? usage }),
        };
      }
    }
  }
  throw new StreamError("the run ended within the message", run);
}

type DeltaStep = Extract<ProtocolMessagesData, { event: "content-block-delta" }>;
type Delta = NonNullable<DeltaStep["delta"]>;

/** The delta of a content block. For a tool's message, a Python server sends a `content` instead. */
function toDelta({ delta, content }: DeltaStep): Delta {
  if (isRecord(delta)) return delta;
  const text = isRecord(content) ? content.text : content;
  return { type: "text-delta", text: typeof text === "string" ? text : "" };
}

/** The field of a content block that a delta extends, by the delta's type. */
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

function toToolCall({ type, id, name, args }: ContentBlock): ToolCall[] {
  if (type !== "tool_call" || typeof name !== "string" || !isRecord(args)) return [];
  return [{ type: "tool_call", name, args, ...(typeof id === "string" ? { id } : {}) }];
}

/**
 * One call of a tool; its events are read when one of its parts is read.
 *
 * @param extent - starts at the call's `tool-started` event
 */
export function toToolCallStream(
  { params: { namespace } }: ToolEvent,
  { tool_name: name, tool_call_id: callId, input }: ToolStart,
  extent: Extent,
  decode: Decode,
): ToolCallStream {
  const stepIn = ({ params: { data } }: ToolEvent) => (data.tool_call_id === callId ? data : undefined);
  const isEnd = (event: ThreadEvent) => event.method === "tools" && isToolEnd(stepIn(event));
  const steps = project({ ...extent, isEnd }, "tools", stepIn);
  const run = extent.log.infoAt(extent.from);
  const atEnd = once(async () => {
    const last = await lastOf(steps);
    if (isToolEnd(last)) return last;
    throw new StreamError(`the run ended within the call of ${name}`, run);
  });
  return {
    name,
    callId,
    input: parsed(input),
    namespace,
    get output() {
      return atEnd((step) => {
        if (step.event === "tool-finished") return decode(step.output);
        throw new RemoteException({ error: step.code ?? "ToolError", message: step.message, ...run });
      });
    },
    get status() {
      return atEnd(({ event }) => (event === "tool-finished" ? "finished" : "error"));
    },
    get error() {
      return atEnd((step) => (step.event === "tool-error" ? step.message : undefined));
    },
    async *[Symbol.asyncIterator]() {
      for await (const step of steps) if (step.event === "tool-output-delta") yield step.delta;
    },
  };
}

const isToolEnd = (step: ProtocolToolsData | undefined): step is ToolEnd =>
  step?.event === "tool-finished" || step?.event === "tool-error";

/** Parses a tool's input, which the JavaScript server sends as a JSON string. */
function parsed(input: unknown): unknown {
  if (typeof input !== "string") return input;
  try {
    return JSON.parse(input);
  } catch {
    return input; // the input itself is a string
  }
}
