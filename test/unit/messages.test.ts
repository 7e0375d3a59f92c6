import { expect, test } from "vitest";
import { toMessageDecoder } from "../../src/wire/messages.js";

const decode = toMessageDecoder({
  message: ({ type, content }) => `whole ${type}: ${content}`,
  chunk: ({ type, content }) => `piece of ${type}: ${content}`,
});

const flat = (type: string, content: unknown, more: object = {}) => ({
  type,
  content,
  additional_kwargs: {},
  ...more,
});

test.for(["human", "ai", "system", "developer", "tool", "function", "generic", "chat", "remove"])(
  "knows a message of type %s",
  (type) => {
    expect(decode(flat(type, "hi"))).toBe(`whole ${type}: hi`);
  },
);

test("knows a piece of a message, by what JavaScript servers keep in it and by what Python servers call it", () => {
  expect(decode(flat("ai", "hi", { tool_call_chunks: [] }))).toBe("piece of ai: hi");
  expect(decode(flat("AIMessageChunk", "hi"))).toBe("piece of ai: hi");
  expect(decode(flat("HumanMessageChunk", "hi"))).toBe("piece of human: hi");
  expect(decode(flat("human", "hi", { tool_call_chunks: [] }))).toBe("whole human: hi");
});

test("finds messages at any depth, and leaves all else as it is", () => {
  const state = {
    count: 1,
    deep: [{ messages: [flat("human", "a"), null] }, "text"],
    none: null,
    missing: undefined,
  };
  expect(decode(state)).toEqual({
    count: 1,
    deep: [{ messages: ["whole human: a", null] }, "text"],
    none: null,
    missing: undefined,
  });
  expect(state.deep[0]).toEqual({ messages: [flat("human", "a"), null] });
});

test("takes a list of content blocks for content", () => {
  expect(decode(flat("human", [{ type: "text", text: "hi" }]))).toBe("whole human: [object Object]");
});

test.for([
  { type: "human", content: "no further members" },
  { type: "human", content: 7, additional_kwargs: {} },
  { type: "human", additional_kwargs: {} },
  { type: "person", content: "hi", additional_kwargs: {} },
  { type: "human", content: "hi", additional_kwargs: "none" },
])("takes %o for data of the graph", (value) => {
  expect(decode(value)).toEqual(value);
});

test("leaves what is asked as it is", () => {
  const asked = [{ id: "1", value: flat("ai", "may I?") }];
  expect(decode({ __interrupt__: asked, last: flat("ai", "hm") })).toEqual({
    __interrupt__: asked,
    last: "whole ai: hm",
  });
  const task = { id: "1", name: "ask", interrupts: asked, input: { last: flat("ai", "hm") } };
  expect(decode(task)).toEqual({ ...task, input: { last: "whole ai: hm" } });
});

test("does not take a graph's own `interrupts` for those of a task", () => {
  expect(decode({ interrupts: [flat("ai", "hm")] })).toEqual({ interrupts: ["whole ai: hm"] });
});

test("keeps a member called __proto__ as data", () => {
  const decoded = decode(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.keys(decoded as object)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
