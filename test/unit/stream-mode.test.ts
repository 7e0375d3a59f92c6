import { describe, expect, test } from "vitest";
import { toChunker, toSelection, toWireModes } from "../../src/stream-mode.js";
import type { StreamMode } from "../../src/types.js";
import { modeOf, namespaceOf, toEventFilter } from "../../src/wire/event-name.js";

function chunksOf(
  streamMode: StreamMode | StreamMode[],
  events: [event: string, data: unknown][],
  subgraphs = false,
) {
  const toChunks = toChunker<unknown>(toSelection(streamMode, subgraphs));
  const chunks: unknown[] = [];
  for (const [event, data] of events) toChunks({ event, data }, chunks);
  return chunks;
}

describe("toSelection", () => {
  test("is updates when nothing is asked", () => {
    expect(toSelection()).toEqual({ modes: ["updates"], isList: false, subgraphs: false });
  });

  test("takes a mode that is named twice for one", () => {
    expect(toSelection(["values", "values"]).modes).toEqual(["values"]);
  });

  test.each([[[]], ["toString"], [["values", "vaules"]]])("refuses %j and names what there is", (modes) => {
    expect(() => toSelection(modes as StreamMode[])).toThrow(/values, updates, messages/);
  });
});

test("the server is asked for each mode once, in its own words", () => {
  const modes: StreamMode[] = ["messages", "messages-tuple", "checkpoints", "debug", "values"];
  expect(toWireModes(toSelection(modes))).toEqual(["messages-tuple", "debug", "values"]);
});

test("an event's name holds its mode and its namespace", () => {
  expect([modeOf("updates"), namespaceOf("updates")]).toEqual(["updates", []]);
  expect([modeOf("updates|a:1|b:2"), namespaceOf("updates|a:1|b:2")]).toEqual(["updates", ["a:1", "b:2"]]);
});

describe("toEventFilter", () => {
  test("lets through what was asked for, and what every run tells", () => {
    const accepts = toEventFilter(["updates", "messages-tuple"]);
    const events = [
      "metadata",
      "updates",
      "messages",
      "values",
      "messages/partial",
      "checkpoints",
      "updates|a:1",
      "end",
      "error",
    ];
    expect(events.filter(accepts)).toEqual(["metadata", "updates", "messages", "end", "error"]);
  });

  test("lets subgraphs' events through when asked", () => {
    const accepts = toEventFilter("values", true);
    expect(["values|a:1", "updates|a:1"].filter(accepts)).toEqual(["values|a:1"]);
  });

  test("knows the family of the wire's `messages`", () => {
    const family = ["messages/metadata", "messages/partial", "messages/complete"];
    expect([...family, "messages"].filter(toEventFilter("messages"))).toEqual(family);
  });
});

describe("a chunk", () => {
  const events: [string, unknown][] = [
    ["metadata", { run_id: "r1" }],
    ["values", { n: 1 }],
    ["updates", { a: { n: 1 } }],
    ["updates|child:1", { b: { n: 2 } }],
  ];

  test("has the form of what was asked", () => {
    expect(chunksOf("values", events)).toEqual([{ n: 1 }]);
    expect(chunksOf(["values"], events)).toEqual([["values", { n: 1 }]]);
    expect(chunksOf("updates", events, true)).toEqual([
      [[], { a: { n: 1 } }],
      [["child:1"], { b: { n: 2 } }],
    ]);
    expect(chunksOf(["updates"], events, true)).toEqual([
      [[], "updates", { a: { n: 1 } }],
      [["child:1"], "updates", { b: { n: 2 } }],
    ]);
  });

  test("may be anything that JSON is", () => {
    for (const data of [null, "", 0, false, []]) {
      expect(chunksOf("custom", [["custom", data]])).toEqual([data]);
      expect(chunksOf("custom", [["custom", data]], true)).toEqual([[[], data]]);
    }
  });

  test("comes in each of two modes that tell the same", () => {
    expect(chunksOf(["messages", "messages-tuple"], [["messages", ["m", {}]]])).toEqual([
      ["messages", ["m", {}]],
      ["messages-tuple", ["m", {}]],
    ]);
  });

  test("is decoded, with the mode that it was asked in", () => {
    const toChunks = toChunker<unknown>(toSelection(["values", "custom"]), (value, mode) => [mode, value]);
    const chunks: unknown[] = [];
    toChunks({ event: "values", data: 1 }, chunks);
    expect(chunks).toEqual([["values", ["values", 1]]]);
  });
});

describe("a checkpoint", () => {
  const config = {
    configurable: { thread_id: "t1", checkpoint_id: "c2", checkpoint_ns: "", "user-agent": "x" },
    tags: [],
  };
  const parent_config = { configurable: { thread_id: "t1", checkpoint_id: "c1", checkpoint_ns: "" } };
  const tasks = [
    { id: "1", name: "a", interrupts: [{ value: 1 }], error: null, result: {} },
    {
      id: "2",
      name: "child",
      interrupts: [],
      checkpoint: { thread_id: "t1", checkpoint_ns: "child:2", checkpoint_id: null },
    },
  ];
  const payload = {
    config,
    parent_config,
    values: { n: 1 },
    metadata: {},
    next: ["a"],
    tasks,
    checkpoint: {},
    parent_checkpoint: {},
  };
  const event: [string, unknown] = ["debug", { type: "checkpoint", step: 0, timestamp: "now", payload }];
  const local = {
    config: { configurable: { thread_id: "t1", checkpoint_id: "c2", checkpoint_ns: "" } },
    parentConfig: { configurable: { thread_id: "t1", checkpoint_id: "c1", checkpoint_ns: "" } },
    values: { n: 1 },
    metadata: {},
    next: ["a"],
    tasks: [
      { id: "1", name: "a", interrupts: [] },
      {
        id: "2",
        name: "child",
        interrupts: [],
        state: { configurable: { thread_id: "t1", checkpoint_ns: "child:2" } },
      },
    ],
  };

  test("is told as a local graph tells it, with nothing of the server's own", () => {
    expect(chunksOf("checkpoints", [event])).toEqual([local]);
    expect(chunksOf("debug", [event])).toEqual([
      { type: "checkpoint", step: 0, timestamp: "now", payload: local },
    ]);
  });

  test("comes before the debug event that it is made of", () => {
    const modes = chunksOf(["debug", "checkpoints"], [event]).map(
      (chunk) => Array.isArray(chunk) && chunk[0],
    );
    expect(modes).toEqual(["checkpoints", "debug"]);
  });

  test("has no parent where it is the first", () => {
    const { parent_config: _, ...first } = payload;
    const [chunk] = chunksOf("checkpoints", [
      ["debug", { type: "checkpoint", payload: { ...first, parent_checkpoint: null } }],
    ]);
    expect(chunk).not.toHaveProperty("parentConfig");
  });

  test("is not what a task's debug event tells", () => {
    const task: [string, unknown] = [
      "debug",
      { type: "task", step: 1, timestamp: "now", payload: { id: "1" } },
    ];
    expect(chunksOf("checkpoints", [task])).toEqual([]);
    expect(chunksOf("debug", [task])).toEqual([task[1]]);
  });
});
