import { Document } from "@langchain/core/documents";
import {
  AIMessage,
  AIMessageChunk,
  type AIMessageFields,
  type BaseMessage,
  ChatMessage,
  ChatMessageChunk,
  type ContentBlock,
  coerceMessageLikeToMessage,
  FunctionMessage,
  FunctionMessageChunk,
  HumanMessage,
  HumanMessageChunk,
  RemoveMessage,
  type StandardMessageStructure,
  SystemMessage,
  SystemMessageChunk,
  ToolMessage,
  ToolMessageChunk,
} from "@langchain/core/messages";
import { RunnableLambda } from "@langchain/core/runnables";
import { describe, expect, test } from "vitest";
import { langChainMessages } from "../../src/langchain-forms.js";
import { toWire } from "../../src/serialize.js";
import { Command } from "../../src/wire/command.js";
import { toMessageDecoder } from "../../src/wire/messages.js";

type Dict = Record<string, unknown>;
type MessageLike = Parameters<typeof coerceMessageLikeToMessage>[0];

const onWire = (value: unknown): unknown => JSON.parse(JSON.stringify(toWire(value)));
const decode = toMessageDecoder(langChainMessages);
const overTheWire = (value: unknown) => decode(onWire(value)) as BaseMessage;

const blocks: ContentBlock[] = [
  { type: "text", text: "What is this?" },
  { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
  { type: "audio", source_type: "base64", mime_type: "audio/wav", data: "BBBB" },
];
const shared = {
  id: "m1",
  name: "Ada",
  additional_kwargs: { note: { lc: 1 } },
  response_metadata: { model: "x" },
};
const toolCall = {
  name: "search",
  args: { q: "x", deep: [{ a: null }] },
  id: "c1",
  type: "tool_call",
} as const;
const invalidCall = {
  name: "search",
  args: "{",
  id: "c2",
  error: "no JSON",
  type: "invalid_tool_call",
} as const;
const usage = {
  input_tokens: 1,
  output_tokens: 2,
  total_tokens: 3,
  input_token_details: { cache_read: 1 },
};
const aiFields: AIMessageFields<StandardMessageStructure> = {
  ...shared,
  content: "Hi",
  tool_calls: [toolCall],
  invalid_tool_calls: [invalidCall],
  usage_metadata: usage,
};
const hi = { ...shared, content: "Hi" };
const inBlocks = { ...shared, content: blocks };
const tool = { ...hi, tool_call_id: "c1", status: "error" as const, artifact: { rows: [1] } };
const toolMetadata = { ...tool, metadata: { took: 5 } };
const spoken = { ...hi, role: "judge" };

/** Messages, the type of each on the wire, and what else stands there. */
const messages: [string, BaseMessage, string, object][] = [
  ["HumanMessage", new HumanMessage(inBlocks), "human", inBlocks],
  ["SystemMessage", new SystemMessage(hi), "system", hi],
  ["AIMessage", new AIMessage(aiFields), "ai", aiFields],
  [
    "AIMessage of blocks",
    new AIMessage<StandardMessageStructure>({ ...aiFields, content: blocks }),
    "ai",
    { ...aiFields, content: blocks },
  ],
  ["ToolMessage", new ToolMessage(toolMetadata), "tool", toolMetadata],
  ["ChatMessage", new ChatMessage(spoken), "generic", spoken],
  ["FunctionMessage", new FunctionMessage(hi), "function", hi],
];
const pieces: typeof messages = [
  ["HumanMessageChunk", new HumanMessageChunk(hi), "human", hi],
  ["SystemMessageChunk", new SystemMessageChunk(hi), "system", hi],
  ["ToolMessageChunk", new ToolMessageChunk(tool), "tool", tool],
  ["ChatMessageChunk", new ChatMessageChunk(spoken), "generic", spoken],
  ["FunctionMessageChunk", new FunctionMessageChunk(hi), "function", hi],
];

describe("an instance becomes a flat dict", () => {
  test.each([...messages, ...pieces])("%s, and so does its toDict form", (_, message, type, fields) => {
    expect(onWire({ messages: [message] })).toEqual({ messages: [{ ...fields, type }] });
    const dict = JSON.parse(JSON.stringify(message.toDict()));
    expect(onWire(dict)).toEqual({ ...dict.data, type });
  });

  // servers in JavaScript have no coercion for the others; the flat form is that of these
  const known = [...messages, ...pieces].filter(([, , type]) => !["generic", "function"].includes(type));
  test.each(known)("%s, which is whole again where a server reads it", (_, message) => {
    const read = coerceMessageLikeToMessage(onWire(message) as MessageLike);
    expect(onWire(read)).toEqual(onWire(message));
    expect(read.content).toEqual(message.content);
    expect(read.getType()).toBe(message.getType());
  });

  test("with nothing of the class, and nothing undefined", () => {
    const wire = toWire(new ToolMessage({ content: "1", tool_call_id: "c" })) as Dict;
    const fields = ["additional_kwargs", "content", "response_metadata", "tool_call_id", "type"];
    expect(Object.keys(wire).sort()).toEqual(fields);
  });

  test("with what was set after construction, and fields that the class does not know", () => {
    const fields = { content: "Hi", example: true };
    const message = new HumanMessage(fields);
    message.id = "later";
    expect(onWire(message)).toMatchObject({ id: "later", example: true });
  });

  test("with content that was given as standard blocks", () => {
    const message = new AIMessage({ contentBlocks: [{ type: "text", text: "Hi" }] });
    expect(onWire(message)).toMatchObject({ content: [{ type: "text", text: "Hi" }] });
    expect(onWire(message)).not.toHaveProperty("contentBlocks");
  });

  test("anywhere, and is not changed itself", () => {
    const message = new AIMessage(aiFields);
    const before = JSON.stringify(message);
    const wire = onWire(new Command({ resume: [message], update: { log: { last: message } } }));
    expect(wire).toMatchObject({ resume: [{ type: "ai" }], update: { log: { last: { type: "ai" } } } });
    expect(JSON.stringify(message)).toBe(before);
  });

  test("of an older version, without a type property and getType", () => {
    class OldMessage {
      lc_serializable = true;
      lc_kwargs = { content: "Hi", additional_kwargs: {} };
      lc_namespace = ["langchain_core", "messages"];
      content = "Hi";
      name = undefined;
      additional_kwargs = {};
      _getType() {
        return "human";
      }
      toJSON() {
        const id = ["langchain_core", "messages", "HumanMessage"];
        return { lc: 1, type: "constructor", id, kwargs: this.lc_kwargs };
      }
    }
    expect(onWire(new OldMessage())).toEqual({ type: "human", content: "Hi", additional_kwargs: {} });
  });

  test("named by Python's word for a chunk", () => {
    const data = { content: "Hi", type: "AIMessageChunk", additional_kwargs: {} };
    expect(onWire({ type: "AIMessageChunk", data })).toEqual({ ...data, type: "ai" });
  });
});

describe("what is sent as it is", () => {
  test.each([
    ["a string", "hi"],
    ["a role dict", { role: "user", content: "hi" }],
    ["a type dict", { type: "human", content: "hi", id: "1" }],
    ["a tuple", ["user", "hi"]],
    ["LangChain's constructor form", JSON.parse(JSON.stringify(new HumanMessage("hi")))],
    ["no toDict form: no kwargs", { type: "human", data: { content: "x" } }],
    ["no toDict form: more members", { type: "tool", data: { content: "x", additional_kwargs: {} }, id: 1 }],
    [
      "no toDict form: no type of a message",
      { type: "event", data: { content: "x", additional_kwargs: {} } },
    ],
    ["no toDict form: no content", { type: "system", data: { content: 5, additional_kwargs: {} } }],
    ["no toDict form: no data", { type: "ai", data: null }],
  ])("%s", (_, message) => {
    const input = { messages: [message] };
    expect(toWire(input)).toBe(input);
  });

  test("a class that only resembles a message, as its own toJSON has it", () => {
    class Letter {
      content = "Dear";
      getType() {
        return "letter";
      }
    }
    class Open extends Letter {
      toJSON() {
        return { open: this.content };
      }
    }
    expect(onWire(new Open())).toEqual({ open: "Dear" });
    expect(() => toWire(new Letter())).toThrow("input: a Letter cannot be sent as JSON");
  });
});

test.each([
  [
    new HumanMessage({ content: "a", additional_kwargs: { at: new Map() } }),
    "input[0].additional_kwargs.at: a Map",
  ],
  [new Document({ pageContent: "x" }), "input[0]: a Document cannot be sent"],
  [
    RunnableLambda.from(() => 1),
    "input[0]: a RunnableLambda cannot be sent as JSON; LangChain cannot serialize this class",
  ],
])("what cannot be sent is refused with its path: %#", (value, said) => {
  expect(() => toWire([value])).toThrow(said);
});

describe("LangChain's messages come back as what they were", () => {
  test.for([...messages, ["RemoveMessage", new RemoveMessage({ id: "m0" })] as const])(
    "%s",
    ([, message]) => {
      const [back] = (overTheWire({ deep: [message] }) as unknown as { deep: BaseMessage[] }).deep;
      expect(back).toBeInstanceOf(message.constructor);
      expect(back).toMatchObject({ lc_serializable: true });
      expect(back?.toDict()).toEqual(message.toDict());
      expect(back?.id).toBe(message.id);
    },
  );

  test("pieces of an AI's as pieces that can be joined", () => {
    const chunk = (content: string, index: number, args: string) =>
      new AIMessageChunk({
        id: "m1",
        content,
        usage_metadata: index === 0 ? undefined : usage,
        tool_call_chunks: [
          { type: "tool_call_chunk", index: 0, args, ...(index === 0 ? { id: "c1", name: "f" } : {}) },
        ],
      } as object as ConstructorParameters<typeof AIMessageChunk>[0]);
    const back = [new AIMessageChunk({ id: "m1", content: "Let me", tool_call_chunks: [] })]
      .concat(chunk(" look", 0, '{"city":'), chunk("", 1, '"Tallinn"}'))
      .map((piece) => overTheWire(piece) as AIMessageChunk);
    for (const piece of back) expect(piece).toBeInstanceOf(AIMessageChunk);
    const whole = back.reduce((left, right) => left.concat(right));
    expect(whole).toMatchObject({
      id: "m1",
      content: "Let me look",
      tool_calls: [{ name: "f", args: { city: "Tallinn" }, id: "c1" }],
      usage_metadata: usage,
    });
    const read = coerceMessageLikeToMessage(onWire(whole) as MessageLike) as AIMessage;
    expect(read.tool_calls).toEqual(whole.tool_calls);
  });

  test("pieces of others whole from a JavaScript server, and as a Python server says", () => {
    expect(overTheWire(new HumanMessageChunk("hi"))).toBeInstanceOf(HumanMessage);
    const fields = { content: "hi", additional_kwargs: {}, id: "m1" };
    expect(decode({ type: "HumanMessageChunk", ...fields })).toBeInstanceOf(HumanMessageChunk);
    expect(decode({ type: "AIMessageChunk", ...fields })).toBeInstanceOf(AIMessageChunk);
  });
});
