import { expect, test } from "vitest";
import { toMessageDecoder } from "../../src/wire/messages.js";

const told = toMessageDecoder({
  message: ({ type, content }) => `whole ${type}: ${content}`,
  chunk: ({ type, content }) => `piece of ${type}: ${content}`,
});
const flat = (type: string, content: unknown, more = {}) => ({
  type,
  content,
  additional_kwargs: {},
  ...more,
});
const ofChunks = { tool_call_chunks: [] };

test.for(["human", "ai", "system", "developer", "tool", "function", "generic", "chat", "remove"])(
  "a message of type %s",
  (type) => {
    expect(told(flat(type, "hi"))).toBe(`whole ${type}: hi`);
  },
);

test.for([
  [flat("ai", "hi", ofChunks), "piece of ai: hi"],
  [flat("AIMessageChunk", "hi"), "piece of ai: hi"],
  [flat("HumanMessageChunk", "hi"), "piece of human: hi"],
  [flat("human", "hi", ofChunks), "whole human: hi"],
  [flat("human", [{ type: "text", text: "hi" }]), "whole human: [object Object]"],
])("%o is told as a message", ([value, what]) => {
  expect(told(value)).toBe(what);
});

test.for([
  { type: "human", content: "no further members" },
  { type: "human", content: 7, additional_kwargs: {} },
  { type: "human", additional_kwargs: {} },
  { type: "person", content: "hi", additional_kwargs: {} },
  { type: "human", content: "hi", additional_kwargs: "none" },
])("%o is data of the graph", (value) => {
  expect(told(value)).toEqual(value);
});

test("a message is found at any depth, all else left as it is", () => {
  const state = { count: 1, deep: [{ list: [flat("human", "a"), null] }, "text"], missing: undefined };
  const before = structuredClone(state);
  expect(told(state)).toEqual({ ...state, deep: [{ list: ["whole human: a", null] }, "text"] });
  expect(state).toEqual(before);
});

test("what is asked stays as it is, of a state or a task", () => {
  const asked = [{ id: "1", value: flat("ai", "may I?") }];
  const input = { last: flat("ai", "hm") };
  const decoded = { last: "whole ai: hm" };
  expect(told({ __interrupt__: asked, ...input })).toEqual({ __interrupt__: asked, ...decoded });
  const task = { id: "1", name: "ask", interrupts: asked, input };
  expect(told(task)).toEqual({ ...task, input: decoded });
  expect(told({ interrupts: [flat("ai", "hm")] })).toEqual({ interrupts: ["whole ai: hm"] });
});

test("a member called __proto__ stays data", () => {
  const decoded = told(JSON.parse('{"__proto__": {"polluted": true}}'));
  expect(Object.keys(decoded as object)).toEqual(["__proto__"]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
