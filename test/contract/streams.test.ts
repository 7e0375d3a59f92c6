import { describe, expect, test } from "vitest";
import { isRemoteException, joinRun, RemoteGraph, type StreamMode, streamRun } from "../../src/index.js";
import { checkRunEvent } from "../support/event-schemas.js";
import { toArray } from "../support/to-array.js";
import { client, ids } from "./support.js";

const { thread_id, run_id } = ids;
const graph = new RemoteGraph({ graphId: "agent", client });

/** Options of a call to which the mock answers with the named example. */
const on = (example: string) => ({
  configurable: { thread_id },
  headers: { prefer: `example=${example}` },
});

/** The event that tells each mode; the document has a schema for its data. */
const modes: Record<StreamMode, { example: string; event: string }> = {
  values: { example: "run", event: "values" },
  updates: { example: "run", event: "updates" },
  messages: { example: "run", event: "messages" },
  "messages-tuple": { example: "hosted", event: "messages" },
  custom: { example: "subgraphs", event: "custom" },
  debug: { example: "debug", event: "debug" },
  tasks: { example: "debug", event: "tasks" },
  checkpoints: { example: "debug", event: "checkpoints" },
  tools: { example: "tools", event: "tools" },
};

const everyMode = Object.entries(modes) as [StreamMode, { example: string; event: string }][];

describe.concurrent("RemoteGraph.stream", () => {
  test.each(everyMode)("gives the data of %s alone", async (mode, { example, event }) => {
    const chunks = await toArray(await graph.stream(null, { ...on(example), streamMode: mode }));
    expect(chunks.length).toBeGreaterThan(0);
    expect(chunks.flatMap((chunk) => checkRunEvent(event, chunk))).toEqual([]);
  });

  test.each(everyMode)(
    "names %s in the caller's word when a list is asked",
    async (mode, { example, event }) => {
      const chunks = await toArray(await graph.stream(null, { ...on(example), streamMode: [mode] }));
      expect(chunks.length).toBeGreaterThan(0);
      for (const [name, data] of chunks) {
        expect(name).toBe(mode);
        expect(checkRunEvent(event, data)).toEqual([]);
      }
    },
  );

  test("gives checkpoints with the configs that select them", async () => {
    const stream = await graph.stream(null, { ...on("debug"), streamMode: "checkpoints" });
    const [first, ...later] = await toArray(stream);
    const config = { configurable: { thread_id, checkpoint_ns: "", checkpoint_id: expect.any(String) } };
    expect(first?.config).toEqual(config);
    expect(later.length).toBeGreaterThan(0);
    for (const chunk of later) expect(chunk).toMatchObject({ config, parentConfig: config });
  });

  test("tells which subgraph a chunk comes from", async () => {
    const stream = await graph.stream(null, {
      ...on("subgraphs"),
      streamMode: ["values", "custom"],
      subgraphs: true,
    });
    const chunks = await toArray(stream);
    const depths = new Set(chunks.map(([namespace]) => namespace.length));
    expect(depths).toEqual(new Set([0, 1, 2]));
    for (const [namespace, mode, data] of chunks) {
      for (const name of namespace) expect(name).toMatch(/^[^:|]+:[^:|]+$/);
      expect(checkRunEvent(mode, data)).toEqual([]);
    }
  });

  test("leaves out what subgraphs tell, when they were not asked for", async () => {
    const options = on("subgraphs");
    const own = await toArray(await graph.stream(null, { ...options, streamMode: "custom" }));
    const all = await toArray(
      await graph.stream(null, { ...options, streamMode: "custom", subgraphs: true }),
    );
    expect(own).toEqual(all.filter(([namespace]) => namespace.length === 0).map(([, data]) => data));
    expect(own.length).toBeLessThan(all.length);
  });

  test("ends with the interrupt that the run stops at", async () => {
    for (const streamMode of ["updates", "values"] as const) {
      const chunks = await toArray(await graph.stream(null, { ...on("interrupt"), streamMode }));
      expect(chunks.at(-1)).toEqual({
        __interrupt__: [{ id: expect.any(String), value: expect.anything() }],
      });
    }
  });

  test("throws the failure of the run after what it had told", async () => {
    const stream = await graph.stream(null, on("error"));
    const chunks: unknown[] = [];
    const failure = await (async () => {
      for await (const chunk of stream) chunks.push(chunk);
    })().catch((error: unknown) => error);
    expect(chunks.length).toBeGreaterThan(0);
    expect(failure).toMatchObject({
      name: "RemoteException",
      error: expect.any(String),
      message: expect.any(String),
      threadId: thread_id,
      runId: stream.runId,
    });
    expect(isRemoteException(failure)).toBe(true);
  });
});

describe.concurrent("RemoteGraph.invoke", () => {
  test("gives the values and what the run asks", async () => {
    const output = await graph.invoke(null, on("interrupt"));
    expect(output.__interrupt__).toEqual([{ id: expect.any(String), value: expect.anything() }]);
    expect(Object.keys(output).length).toBeGreaterThan(1);
  });

  test("throws the failure of the run", async () => {
    await expect(graph.invoke(null, on("error"))).rejects.toMatchObject({
      name: "RemoteException",
      error: expect.any(String),
      threadId: thread_id,
    });
  });
});

describe.concurrent("streamRun", () => {
  test("gives the events of each mode as the server names them", async () => {
    const modes = [
      "values",
      "updates",
      "messages-tuple",
      "custom",
      "tasks",
      "checkpoints",
      "debug",
      "events",
    ] as const;
    const run = {
      threadId: thread_id,
      assistantId: "agent",
      input: null,
      stream_mode: [...modes],
      stream_subgraphs: true,
    };
    const seen = new Set<string>();
    for (const example of ["run", "hosted", "subgraphs", "debug"]) {
      const { headers } = on(example);
      const events = streamRun(client, { ...run, headers });
      for await (const { event, data } of events) {
        seen.add(event.split("|")[0] ?? event);
        expect(checkRunEvent(event, data)).toEqual([]);
      }
      expect(events.runId).toEqual(expect.any(String));
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        "metadata",
        "values",
        "updates",
        "messages",
        "custom",
        "tasks",
        "debug",
        "events",
      ]),
    );
  });

  test("ends with the error event of a run that fails", async () => {
    const { headers } = on("error");
    const events = await toArray(streamRun(client, { assistantId: "agent", threadId: thread_id, headers }));
    expect(events.at(-1)?.event).toBe("error");
    expect(events.at(-1)?.data).toMatchObject({ error: expect.any(String), message: expect.any(String) });
  });

  test("does without a thread", async () => {
    const events = streamRun(client, { assistantId: "agent", input: {}, stream_mode: ["updates"] });
    for await (const { event, data } of events) expect(checkRunEvent(event, data)).toEqual([]);
    expect(events.threadId).toBeUndefined();
    expect(events.runId).toEqual(expect.any(String));
  });
});

describe.concurrent("joinRun", () => {
  test.each(["join", "run", "hosted", "interrupt", "error", "subgraphs"])(
    "gives the events, %s",
    async (example) => {
      const { headers } = on(example);
      const events = await toArray(joinRun(client, { threadId: thread_id, runId: run_id, headers }));
      expect(events.length).toBeGreaterThan(1);
      expect(events.flatMap(({ event, data }) => checkRunEvent(event, data))).toEqual([]);
    },
  );

  test("does without a thread", async () => {
    const events = await toArray(joinRun(client, { runId: run_id, lastEventId: "-1" }));
    expect(events.length).toBeGreaterThan(1);
  });

  test("says so when the server does not know the run", async () => {
    const { headers } = on("missing");
    await expect(
      toArray(joinRun(client, { threadId: thread_id, runId: run_id, headers })),
    ).rejects.toMatchObject({
      name: "StreamError",
      runId: run_id,
    });
  });
});
