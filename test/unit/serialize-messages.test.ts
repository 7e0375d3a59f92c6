import { Document } from "@langchain/core/documents";
import {
  AIMessage,
  AIMessageChunk,
  type AIMessageChunkFields,
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
import { toWire } from "../../src/serialize.js";
import { Command } from "../../src/wire/command.js";

type Dict = Record<string, unknown>;

function onWire(value: unknown): unknown {
  return JSON.parse(JSON.stringify(toWire(value)));
}

const blocks: ContentBlock[] = [
  { type: "text", text: "What is this?" },
  { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
  { type: "image", source_type: "base64", mime_type: "image/png", data: "AAAA" },
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
  id: "call_1",
  type: "tool_call" as const,
};
const invalidCall = {
  name: "search",
  args: "{",
  id: "call_2",
  error: "no JSON",
  type: "invalid_tool_call" as const,
};
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
const toolFields = {
  ...shared,
  content: "42",
  tool_call_id: "call_1",
  status: "error" as const,
  artifact: { rows: [1] },
};

const known: [string, BaseMessage, Dict][] = [
  [
    "HumanMessage",
    new HumanMessage({ ...shared, content: blocks }),
    { ...shared, type: "human", content: blocks },
  ],
  [
    "HumanMessageChunk",
    new HumanMessageChunk({ ...shared, content: "Hi" }),
    { ...shared, type: "human", content: "Hi" },
  ],
  [
    "SystemMessage",
    new SystemMessage({ ...shared, content: "Be brief" }),
    { ...shared, type: "system", content: "Be brief" },
  ],
  [
    "SystemMessageChunk",
    new SystemMessageChunk({ ...shared, content: "Be brief" }),
    { ...shared, type: "system", content: "Be brief" },
  ],
  ["AIMessage", new AIMessage(aiFields), { ...aiFields, type: "ai" }],
  [
    "AIMessage with blocks",
    new AIMessage<StandardMessageStructure>({ ...aiFields, content: blocks }),
    { ...aiFields, content: blocks, type: "ai" },
  ],
  [
    "ToolMessage",
    new ToolMessage({ ...toolFields, metadata: { took: 5 } }),
    { ...toolFields, metadata: { took: 5 }, type: "tool" },
  ],
  ["ToolMessageChunk", new ToolMessageChunk(toolFields), { ...toolFields, type: "tool" }],
];

// Servers in JavaScript have no coercion for these two; the flat form is that of the others.
const others: [string, BaseMessage, Dict][] = [
  [
    "ChatMessage",
    new ChatMessage({ ...shared, content: "Hi", role: "judge" }),
    { ...shared, type: "generic", content: "Hi", role: "judge" },
  ],
  [
    "ChatMessageChunk",
    new ChatMessageChunk({ ...shared, content: "Hi", role: "judge" }),
    { ...shared, type: "generic", content: "Hi", role: "judge" },
  ],
  [
    "FunctionMessage",
    new FunctionMessage({ ...shared, content: "1" }),
    { ...shared, type: "function", content: "1" },
  ],
  [
    "FunctionMessageChunk",
    new FunctionMessageChunk({ ...shared, content: "1" }),
    { ...shared, type: "function", content: "1" },
  ],
];

describe("message instances become flat dicts", () => {
  test.each([...known, ...others])("%s", (_, message, expected) => {
    expect(onWire({ messages: [message] })).toEqual({ messages: [expected] });
  });

  test.each(known)("%s is whole again where a server reads it", (_, message) => {
    const wire = onWire(message) as Parameters<typeof coerceMessageLikeToMessage>[0];
    const read = coerceMessageLikeToMessage(wire);
    expect(onWire(read)).toEqual(onWire(message));
    expect(read.content).toEqual(message.content);
    expect(read.getType()).toBe(message.getType());
  });

  test("AIMessageChunk, with the tool calls of its chunks", () => {
    const first: AIMessageChunkFields<StandardMessageStructure> = {
      ...shared,
      content: "",
      usage_metadata: usage,
      tool_call_chunks: [{ name: "search", args: '{"q":', id: "call_1", index: 0, type: "tool_call_chunk" }],
    };
    const chunk = new AIMessageChunk(first).concat(
      new AIMessageChunk({
        content: "",
        tool_call_chunks: [{ args: '"x"}', index: 0, type: "tool_call_chunk" }],
      }),
    );
    const wire = onWire([chunk]) as Dict[];
    expect(wire[0]).toMatchObject({
      type: "ai",
      id: "m1",
      content: "",
      tool_calls: [{ name: "search", args: { q: "x" }, id: "call_1" }],
      usage_metadata: { total_tokens: 3 },
      additional_kwargs: shared.additional_kwargs,
    });
    const read = coerceMessageLikeToMessage(wire[0] as Parameters<typeof coerceMessageLikeToMessage>[0]);
    expect(read).toBeInstanceOf(AIMessage);
    expect((read as AIMessage).tool_calls).toEqual(chunk.tool_calls);
  });

  test("RemoveMessage keeps the id it removes", () => {
    const wire = onWire(new RemoveMessage({ id: "m1" })) as Parameters<typeof coerceMessageLikeToMessage>[0];
    expect(wire).toMatchObject({ type: "remove", id: "m1" });
    expect(coerceMessageLikeToMessage(wire)).toBeInstanceOf(RemoveMessage);
  });

  test("no trace of the class is left, and nothing undefined", () => {
    const wire = toWire(new ToolMessage({ content: "1", tool_call_id: "c" })) as Dict;
    expect(Object.keys(wire).sort()).toEqual([
      "additional_kwargs",
      "content",
      "response_metadata",
      "tool_call_id",
      "type",
    ]);
  });

  test("what was set after construction, and fields that the class does not know, are kept", () => {
    const fields = { content: "Hi", example: true };
    const message = new HumanMessage(fields);
    message.id = "later";
    expect(onWire(message)).toMatchObject({ id: "later", example: true });
  });

  test("content given as standard blocks", () => {
    const message = new AIMessage({ contentBlocks: [{ type: "text", text: "Hi" }] });
    expect(onWire(message)).toMatchObject({ content: [{ type: "text", text: "Hi" }] });
    expect(onWire(message)).not.toHaveProperty("contentBlocks");
  });

  test("the instance is not changed", () => {
    const message = new AIMessage(aiFields);
    const before = JSON.stringify(message);
    toWire({ messages: [message] });
    expect(JSON.stringify(message)).toBe(before);
  });

  test("anywhere: in commands, tuples, nested records", () => {
    const wire = onWire(
      new Command({
        resume: [new HumanMessage("yes")],
        update: { log: { last: new HumanMessage("hi") } },
      }),
    );
    expect(wire).toMatchObject({
      resume: [{ type: "human", content: "yes" }],
      update: { log: { last: { type: "human", content: "hi" } } },
    });
  });

  test("an older version's message, which has no type property and no getType", () => {
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
        return {
          lc: 1,
          type: "constructor",
          id: ["langchain_core", "messages", "HumanMessage"],
          kwargs: this.lc_kwargs,
        };
      }
    }
    expect(onWire(new OldMessage())).toEqual({ type: "human", content: "Hi", additional_kwargs: {} });
  });

  test("what they cannot carry is refused with its path", () => {
    const message = new HumanMessage({ content: "a", additional_kwargs: { at: new Map() } });
    expect(() => toWire({ messages: [message] })).toThrow("input.messages[0].additional_kwargs.at: a Map");
  });
});

describe("messages in other forms", () => {
  test.each([
    ["a string", "hi"],
    ["a role dict", { role: "user", content: "hi" }],
    ["a type dict", { type: "human", content: "hi", id: "1" }],
    ["a tuple", ["user", "hi"]],
    ["LangChain's constructor form", JSON.parse(JSON.stringify(new HumanMessage("hi")))],
  ])("%s passes through", (_, message) => {
    const input = { messages: [message] };
    expect(toWire(input)).toBe(input);
  });

  test.each([...known, ...others])("the toDict form of %s is flattened", (_, message) => {
    const dict = JSON.parse(JSON.stringify(message.toDict()));
    const wire = onWire([dict]) as Dict[];
    expect(wire[0]).toEqual({ ...dict.data, type: message.getType() });
  });

  test("Python's word for a chunk becomes the flat form's", () => {
    const dict = {
      type: "AIMessageChunk",
      data: { content: "Hi", type: "AIMessageChunk", additional_kwargs: {} },
    };
    expect(onWire(dict)).toEqual({ content: "Hi", type: "ai", additional_kwargs: {} });
  });

  test.each([
    { type: "human", data: { content: "x" } },
    { type: "tool", data: { content: "x", additional_kwargs: {} }, id: 1 },
    { type: "event", data: { content: "x", additional_kwargs: {} } },
    { type: "system", data: { content: 5, additional_kwargs: {} } },
    { type: "ai", data: null },
    { type: "ai", data: "x" },
  ])("%j is some other object, and stays as it is", (value) => {
    expect(toWire(value)).toBe(value);
  });
});

describe("classes that only resemble a message", () => {
  class Letter {
    content = "Dear";
    getType() {
      return "letter";
    }
  }

  test("are refused", () => {
    expect(() => toWire(new Letter())).toThrow("input: a Letter cannot be sent as JSON");
  });

  test("are sent as their own toJSON has it", () => {
    class Open extends Letter {
      toJSON() {
        return { open: this.content };
      }
    }
    expect(onWire(new Open())).toEqual({ open: "Dear" });
  });
});

describe("other classes of LangChain", () => {
  test("a Document is refused, as the class instance without JSON form that it is", () => {
    expect(() => toWire({ docs: [new Document({ pageContent: "x" })] })).toThrow(
      "input.docs[0]: a Document cannot be sent",
    );
  });

  test("a class whose JSON would hold its name alone is refused", () => {
    expect(() => toWire({ chain: RunnableLambda.from(() => 1) })).toThrow(
      "input.chain: a RunnableLambda cannot be sent as JSON; LangChain cannot serialize this class",
    );
  });
});
