import { expect, test } from "vitest";
import type { ThreadLog } from "../../src/protocol/thread-log.js";
import { ThreadScope } from "../../src/protocol/thread-scope.js";
import type { ThreadEvent } from "../../src/protocol/thread-types.js";
import { toArray } from "../support/to-array.js";

/** The scope of a graph whose run gave these events. */
function scopeOf(events: { method: string; data: unknown; node?: string }[]) {
  const log: Pick<ThreadLog, "read" | "leg" | "infoAt"> = {
    leg: 0,
    infoAt: () => ({ threadId: "t1", runId: "r1" }),
    async *read(from: number) {
      for (const [index, { method, data, node }] of events.entries()) {
        const params = { namespace: [], timestamp: index, data, ...(node === undefined ? {} : { node }) };
        const event = { type: "event", seq: index + 1, event_id: `10${index}-0`, method, params };
        if (index >= from) yield { event: event as ThreadEvent, position: index + 1 };
      }
    },
  };
  return new ThreadScope({ path: [], log, from: 0, decode: (value) => value });
}

test("reads a mirrored message of a tool, whose pieces have a content and no delta", async () => {
  const { messages } = scopeOf(
    [
      { event: "message-start", role: "tool", id: "t1" },
      { event: "content-block-start", index: 0, content: { type: "text", text: "" } },
      { event: "content-block-delta", index: 0, content: { type: "text", text: "12 degrees" } },
      { event: "message-finish" },
    ].map((data) => ({ method: "messages", data })),
  );
  const [message] = await toArray(messages);
  expect(await message?.text).toBe("12 degrees");
  expect(await message?.output).toMatchObject({
    type: "tool",
    id: "t1",
    content: [{ type: "text", text: "12 degrees" }],
  });
});

test("reads what nodes write, covered or bare, as each server sends it", async () => {
  const { custom, updates } = scopeOf([
    { method: "custom", data: { payload: { place: "root" } } },
    { method: "custom", data: { place: "root" } },
    { method: "custom", data: { payload: 1, more: 2 } },
    { method: "updates", data: { count: 1 }, node: "step" },
    { method: "updates", data: { node: "step", values: { count: 2 } } },
    { method: "updates", data: { step: { count: 3 } } },
  ]);
  expect(await toArray(custom)).toEqual([{ place: "root" }, { place: "root" }, { payload: 1, more: 2 }]);
  expect(await toArray(updates)).toEqual([
    { step: { count: 1 } },
    { step: { count: 2 } },
    { step: { count: 3 } },
  ]);
});

test("each error of a message, of a tool and of events that are not sent names its run", async () => {
  const run = { threadId: "t1", runId: "r1" };
  const start = { event: "message-start", id: "m1" };
  const failing = scopeOf([
    { method: "messages", data: start },
    { method: "messages", data: { event: "error", code: "Overloaded", message: "no" } },
    { method: "tools", data: { event: "tool-started", tool_call_id: "1", tool_name: "t", input: "" } },
    { method: "tools", data: { event: "tool-error", tool_call_id: "1", message: "no" } },
  ]);
  const broken = scopeOf([
    { method: "messages", data: start },
    { method: "tools", data: { event: "tool-started", tool_call_id: "1", tool_name: "t", input: "" } },
  ]);
  for (const [name, { messages, toolCalls }] of Object.entries({
    RemoteException: failing,
    StreamError: broken,
  })) {
    for (const { output } of [...(await toArray(messages)), ...(await toArray(toolCalls))])
      await expect(output).rejects.toMatchObject({ name, ...run });
  }
  const { toolCalls } = scopeOf([{ method: "messages", data: { event: "message-start", role: "tool" } }]);
  await expect(toArray(toolCalls)).rejects.toMatchObject({ name: "StreamError", ...run });
});
