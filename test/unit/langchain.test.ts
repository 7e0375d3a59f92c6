import {
  AIMessage,
  AIMessageChunk,
  type BaseMessage,
  ChatMessage,
  FunctionMessage,
  HumanMessage,
  HumanMessageChunk,
  RemoveMessage,
  SystemMessage,
  ToolMessage,
} from "@langchain/core/messages";
import { describe, expect, test } from "vitest";
import { langChainMessages } from "../../src/langchain-forms.js";
import { toWire } from "../../src/serialize.js";
import { toMessageDecoder } from "../../src/wire/messages.js";

const decode = toMessageDecoder(langChainMessages);
const overTheWire = (value: unknown): unknown => decode(JSON.parse(JSON.stringify(toWire(value))));

const blocks = [
  { type: "text", text: "What is this?" },
  { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
  { type: "audio", source_type: "base64", mime_type: "audio/wav", data: "BBBB" },
];
const usage_metadata = {
  input_tokens: 3,
  output_tokens: 4,
  total_tokens: 7,
  input_token_details: { cache_read: 1 },
  output_token_details: { reasoning: 2 },
};
const tool_calls = [
  { type: "tool_call" as const, id: "call_1", name: "look_up", args: { city: "Tallinn", deep: [1, null] } },
];
const invalid_tool_calls = [
  { type: "invalid_tool_call" as const, id: "call_2", name: "look_up", args: "{", error: "no JSON" },
];
const common = {
  id: "m1",
  name: "ada",
  additional_kwargs: { seen: true },
  response_metadata: { model: "m" },
};

// The constructors' own types rule usage out where the fields are not typed as theirs, though they keep it.
const withUsage = <Fields extends object>(fields: Fields): Fields => ({ ...fields, usage_metadata });

const messages: [string, BaseMessage][] = [
  ["a human's text", new HumanMessage("hi")],
  ["a human's text with all fields", new HumanMessage({ ...common, content: "hi" })],
  ["a human's blocks", new HumanMessage({ ...common, content: blocks })],
  ["a system's", new SystemMessage({ ...common, content: "be kind" })],
  ["an AI's text", new AIMessage(withUsage({ ...common, content: "hello" }))],
  [
    "an AI's tool calls",
    new AIMessage(withUsage({ ...common, content: "", tool_calls, invalid_tool_calls })),
  ],
  ["an AI's blocks", new AIMessage({ ...common, content: [{ type: "text", text: "hello" }] })],
  [
    "a tool's",
    new ToolMessage({ ...common, content: "12 degrees", tool_call_id: "call_1", status: "success" }),
  ],
  [
    "a tool's artifact",
    new ToolMessage({
      ...common,
      content: "no",
      tool_call_id: "c",
      status: "error",
      artifact: { rows: [1] },
    }),
  ],
  ["a function's", new FunctionMessage({ ...common, content: "12", name: "look_up" })],
  ["a role's", new ChatMessage({ ...common, content: "hm", role: "critic" })],
  ["one that removes another", new RemoveMessage({ id: "m0" })],
];

describe("LangChain's messages come back as what they were", () => {
  test.for(messages)("%s", ([, message]) => {
    const back = overTheWire(message);
    expect(back).toBeInstanceOf(message.constructor);
    expect(back).toMatchObject({ lc_serializable: true });
    expect((back as BaseMessage).toDict()).toEqual(message.toDict());
    expect((back as BaseMessage).id).toBe(message.id);
  });

  test("wherever they stand", () => {
    const [, human] = messages[0] ?? [];
    const back = overTheWire({ deep: [{ last: human }] });
    expect(back).toMatchObject({ deep: [{ last: { content: "hi" } }] });
    expect((back as { deep: [{ last: unknown }] }).deep[0].last).toBeInstanceOf(HumanMessage);
  });
});

describe("pieces of LangChain's messages", () => {
  const pieces = [
    new AIMessageChunk({ id: "m1", content: "Let me", tool_call_chunks: [] }),
    new AIMessageChunk({
      id: "m1",
      content: " look",
      tool_call_chunks: [
        { type: "tool_call_chunk", index: 0, id: "call_1", name: "look_up", args: '{"city":' },
      ],
    }),
    new AIMessageChunk(
      withUsage({
        id: "m1",
        content: "",
        tool_call_chunks: [{ type: "tool_call_chunk" as const, index: 0, args: '"Tallinn"}' }],
      }),
    ),
  ];

  test("come back as pieces that can be joined", () => {
    const back = pieces.map(overTheWire) as AIMessageChunk[];
    for (const piece of back) expect(piece).toBeInstanceOf(AIMessageChunk);
    const whole = back.reduce((left, right) => left.concat(right));
    expect(whole).toMatchObject({
      id: "m1",
      content: "Let me look",
      tool_calls: [{ name: "look_up", args: { city: "Tallinn" }, id: "call_1" }],
      usage_metadata,
    });
  });

  test("of others than an AI are whole messages to a JavaScript server", () => {
    expect(overTheWire(new HumanMessageChunk("hi"))).toBeInstanceOf(HumanMessage);
  });

  test("from a Python server are of the class that it says", () => {
    const fields = { content: "hi", additional_kwargs: {}, id: "m1" };
    expect(decode({ type: "HumanMessageChunk", ...fields })).toBeInstanceOf(HumanMessageChunk);
    expect(decode({ type: "AIMessageChunk", ...fields })).toBeInstanceOf(AIMessageChunk);
  });
});
