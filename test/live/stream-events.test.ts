import { describe, expect, inject, test } from "vitest";
import type { EventFilters, StreamEvent } from "../../src/index.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { needs } from "./support/features.js";
import {
  eventually,
  type GraphName,
  localGraph,
  newThread,
  remoteGraph,
  serverUrl,
} from "./support/graphs.js";

const inputs = {
  approval: { topic: "tea" },
  chat: { messages: [{ role: "user", content: "How is the weather?" }] },
  counter: { limit: 3 },
  fanout: { items: ["a", "b"] },
  nested: { messages: [] },
} satisfies Partial<Record<GraphName, object>>;

type Name = keyof typeof inputs;

const remoteEvents = (name: Name, filters: EventFilters = {}): Promise<StreamEvent[]> =>
  toArray(remoteGraph(name).streamEvents(inputs[name], { version: "v2", ...newThread() }, filters));

/** What the graph in this process tells; LangGraph's hidden first step stays out, as the server leaves it out. */
async function localEvents(name: Name, filters: EventFilters = {}): Promise<StreamEvent[]> {
  const graph = localGraph(name);
  const events = await toArray(graph.streamEvents(inputs[name], { version: "v2", ...newThread() }, filters));
  return (events as StreamEvent[]).filter(({ tags }) => !tags.includes("langsmith:hidden"));
}

/** An event without what differs from run to run, and from process to process. */
function toComparable({ event, name, tags, metadata, data }: StreamEvent) {
  const { langgraph_node, langgraph_step, langgraph_triggers } = metadata;
  return {
    event,
    name,
    tags,
    place: { langgraph_node, langgraph_step, langgraph_triggers },
    data: withoutIds(JSON.parse(JSON.stringify(data))),
  };
}

/** Messages as the server flattens them, without the ids and the fields that only one side fills in. */
function withoutIds(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutIds);
  if (typeof value !== "object" || value === null) return value;
  if ("lc" in value && "kwargs" in value && "id" in value) return withoutIds(value.kwargs);
  if ("content" in value && ("additional_kwargs" in value || "tool_call_id" in value)) {
    const { content } = value;
    const { tool_calls = [], usage_metadata } = value as { tool_calls?: unknown; usage_metadata?: unknown };
    return { content, tool_calls, usage_metadata };
  }
  const kept = Object.entries(value).filter(([key]) => key !== "id");
  return Object.fromEntries(kept.map(([key, member]) => [key, withoutIds(member)]));
}

const isRootChunk = ({ event, metadata }: StreamEvent) =>
  event === "on_chain_stream" && metadata.langgraph_node === undefined;

/** What a graph is called: Python's server calls each as it is served. */
const nameOf = (graph: GraphName) => (inject("serverKind") === "python" ? graph : "LangGraph");

describe.concurrent("streamEvents v2", () => {
  test.for(Object.keys(inputs) as Name[])(
    "tells of %s what the same graph tells here",
    async (name, { expect }) => {
      const [remote, local] = await Promise.all([remoteEvents(name), localEvents(name)]);
      // where the graph's own chunks come among the other events is a matter of chance, here as well
      for (const kind of [isRootChunk, (event: StreamEvent) => !isRootChunk(event)]) {
        const [told, expected] = [
          remote.filter(kind).map(toComparable),
          local.filter(kind).map(toComparable),
        ];
        if (name === "fanout") expect(new Set(told.map(asText))).toEqual(new Set(expected.map(asText)));
        else expect(told).toEqual(expected);
      }
      expect(remote.length).toBeGreaterThan(3);
    },
  );

  test.for<[string, EventFilters]>([
    ["includeNames", { includeNames: ["ScriptedModel"] }],
    ["includeTypes", { includeTypes: ["tool"] }],
    ["includeTypes, more than one", { includeTypes: ["chat_model", "tool"] }],
    ["includeTags", { includeTags: ["graph:step:2"] }],
    ["names or tags", { includeNames: ["look_up_weather"], includeTags: ["graph:step:1"] }],
    ["excludeNames", { excludeNames: [nameOf("chat"), "ScriptedModel"] }],
    ["excludeTypes", { excludeTypes: ["chain"] }],
    ["excludeTags", { excludeTags: ["graph:step:1"] }],
    ["both", { includeTypes: ["chain"], excludeNames: ["RunnableLambda", nameOf("chat")] }],
    ["nothing is included", { includeNames: [] }],
  ])("filters as LangChain does: %s", async ([, filters]) => {
    const kinds = (events: StreamEvent[]) => events.map(({ event, name }) => `${event} ${name}`).sort();
    const [remote, local, all] = await Promise.all([
      remoteEvents("chat", filters),
      localEvents("chat", filters),
      remoteEvents("chat"),
    ]);
    expect(kinds(remote)).toEqual(kinds(local));
    expect(remote.length).toBeLessThan(all.length);
  });

  test("takes the filters among the options too", async ({ expect }) => {
    const options = { version: "v2", includeTypes: ["tool"] } as const;
    const events = await toArray(remoteGraph("chat").streamEvents(inputs.chat, options));
    expect(events.map(({ event }) => event)).toEqual(["on_tool_start", "on_tool_end"]);
  });

  test("is typed by the name of the event", async ({ expect }) => {
    let text = "";
    for await (const event of remoteGraph("tokens").streamEvents({ count: 3 }, { version: "v2" })) {
      if (event.event === "on_chat_model_stream") text += event.data.chunk.content;
    }
    expect(text).toBe("0 1 2 ");
  });

  test("tells what the run asks", async ({ expect }) => {
    const events = await remoteEvents("approval");
    const asked = events.filter(isRootChunk).at(-1);
    expect(asked?.data).toMatchObject({ chunk: { __interrupt__: [{ value: { question: "Publish?" } }] } });
  });

  test("fails with its run, and has its handle", async ({ expect }) => {
    const stream = remoteGraph("failing").streamEvents({ account: "ada" }, { version: "v2", ...newThread() });
    await expect(toArray(stream)).rejects.toMatchObject({ error: "QuotaExceededError" });
    // a server may write it down after it has told it
    await eventually(async () => expect(await stream.run.status()).toBe("error"));
  });

  test("is resumed after cuts without loss", async ({ expect }) => {
    let cuts = 0;
    const proxy = await startTcpProxy({
      target: serverUrl(),
      onRequest: ({ path }) => {
        if (!/\/stream/.test(path) || cuts >= 4) return undefined;
        cuts += 1;
        return { afterBytes: 4000, how: cuts % 2 ? "reset" : "end" };
      },
    });
    try {
      const options = { version: "v2", ...newThread() } as const;
      const input = { count: 20, delayMs: 5 };
      let text = "";
      for await (const event of remoteGraph("tokens", { url: proxy.url }).streamEvents(input, options)) {
        if (event.event === "on_chat_model_stream") text += event.data.chunk.content;
      }
      expect(text).toBe(Array.from({ length: 20 }, (_, index) => `${index} `).join(""));
      expect(cuts).toBe(4);
      expect(proxy.count("POST", /\/runs\/stream$/)).toBe(1);
    } finally {
      await proxy.close();
    }
  });
});

/** The id of a run's n-th event: its number, a point in time, or the run's id and a number that counts other events too. */
function toEventId(index: number): RegExp {
  const number = new RegExp(`^${index}$`);
  const ids = { js: number, "js-2.0.0": number, python: /^\d+-0$/, aegra: /^[0-9a-f-]{36}_event_\d+$/ };
  return ids[inject("serverKind")];
}

const asText = (value: unknown): string => JSON.stringify(value);

describe.concurrent("encoding", () => {
  const toText = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  const textOf = async (stream: ReadableStream<Uint8Array>) => new Response(stream).text();
  const framesOf = (text: string) =>
    [...text.matchAll(/event: (.*)\ndata: (.*)\n(?:id: (.*)\n)?\n/g)].map(([, event, data = "", id]) => ({
      event,
      data: JSON.parse(data),
      id,
    }));
  const encoding = "text/event-stream";

  test("gives a stream's bytes, as a graph here gives them", async ({ expect }) => {
    const options = { ...newThread(), encoding, streamMode: ["values", "updates"] } as const;
    const bytes = await remoteGraph("counter").stream({ limit: 2 }, options);
    expect(bytes).toBeInstanceOf(ReadableStream);
    const [metadata, ...frames] = framesOf(await textOf(bytes));
    expect(metadata).toMatchObject({ event: "metadata", data: { run_id: expect.any(String) } });
    const local: { event: string; data: unknown }[] = [];
    const here = await localGraph("counter").stream(
      { limit: 2 },
      { ...newThread(), streamMode: options.streamMode },
    );
    for await (const chunk of here) {
      const [event, data] = chunk as [string, unknown];
      local.push({ event, data });
    }
    expect(frames.map(({ event, data }) => ({ event, data }))).toEqual(local);
    const ids = frames.map(({ id }) => id);
    expect(ids).toEqual(frames.map((_, index) => expect.stringMatching(toEventId(index + 1))));
  });

  test("names subgraphs as the wire does", needs("values of subgraphs"), async ({ expect }) => {
    const options = { encoding, streamMode: "custom", subgraphs: true } as const;
    const text = await textOf(await remoteGraph("nested").stream({ messages: [] }, options));
    expect(framesOf(text).map(({ event }) => event?.replaceAll(/:[^|]*/g, ""))).toEqual([
      "metadata",
      "custom",
      "custom|child",
      "custom|child|grand",
    ]);
  });

  test("tells a failure as an event", async ({ expect }) => {
    const bytes = await remoteGraph("failing").stream({ account: "ada" }, { ...newThread(), encoding });
    expect(framesOf(await textOf(bytes)).at(-1)).toMatchObject({
      event: "error",
      data: { error: "QuotaExceededError", message: "no quota left for ada" },
    });
  });

  test("gives the bytes of events", async ({ expect }) => {
    const bytes = remoteGraph("counter").streamEvents({ limit: 1 }, { version: "v2", encoding });
    const text = await textOf(bytes);
    const events = framesOf(text).filter(({ event }) => event === "data");
    const name = nameOf("counter");
    expect(events[0]?.data).toMatchObject({ event: "on_chain_start", name });
    expect(events.at(-1)?.data).toMatchObject({ event: "on_chain_end", name });
    expect(text.endsWith("event: end\n\n")).toBe(true);
  });

  test("stops the run when its reader leaves, if that is wanted", async ({ expect }) => {
    const thread = newThread();
    const options = { ...thread, encoding, onDisconnect: "cancel" } as const;
    const bytes = await remoteGraph("slow").stream({ ms: 600_000 }, options);
    const reader = bytes.getReader();
    for (let text = ""; !text.includes("prepare"); ) text += toText((await reader.read()).value);
    await reader.cancel();
    await eventually(async () => {
      const { values } = await remoteGraph("slow").getState(thread);
      expect(values).toEqual({ ms: 600_000, visits: ["prepare"] });
    });
  });
});
