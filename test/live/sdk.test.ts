import { Client as Official, ThreadStream } from "@langchain/langgraph-sdk/client";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { agentServer, Client } from "../../src/sdk.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { toArray } from "../support/to-array.js";
import { cancelled } from "./support/cancelled.js";
import { has, needs } from "./support/features.js";
import { eventually } from "./support/graphs.js";
import { onServer } from "./support/on-server.js";

const config = () => ({ apiUrl: inject("serverUrl"), apiKey: null });
const sdk = () => new Client(config());
const official = () => new Official(config());

interface Part {
  id?: string;
  event: string;
  data: unknown;
}

/** Names without the ids of a run, and the places of subgraphs. */
const names = (parts: Part[]) => parts.map(({ event }) => event.replace(/:[\w-]{8,}/g, ""));
const tokensOf = (parts: Part[]): string =>
  parts
    .filter(({ event }) => event === "messages")
    .map(({ data }) => (Array.isArray(data) ? String(data[0].content) : ""))
    .join("");

const message = (content: string) => ({ messages: [{ role: "user", content }] });

const counted = { ...message("go"), count: 6, delayMs: 60 };
const numbers = "0 1 2 3 4 5 ";

describe("runs", () => {
  test("are streamed as the official client streams them", async () => {
    for (const streamMode of ["values", ["messages-tuple", "updates"]] as const) {
      const payload = { input: message("hello"), streamMode: [streamMode].flat() as "values"[] };
      const [ours, theirs] = await Promise.all(
        [sdk(), official()].map(async (client) => {
          const { thread_id } = await client.threads.create();
          return toArray(client.runs.stream(thread_id, "chat", payload));
        }),
      );
      expect(names(ours ?? [])).toEqual(names(theirs ?? []));
    }
  });

  test("tell which run it is, once and before the first event; nothing is sent before it is read", async () => {
    const { thread_id } = await sdk().threads.create();
    const told: string[] = [];
    const stream = sdk().runs.stream(thread_id, "echo", {
      input: { text: "x" },
      onRunCreated: ({ run_id, thread_id: on }) => void told.push(`${on} ${run_id}`),
    });
    expect(await sdk().runs.list(thread_id)).toEqual([]);
    for await (const { event } of stream) told.push(event);
    const [{ run_id } = { run_id: "" }] = await sdk().runs.list(thread_id);
    expect(told[0]).toBe(`${thread_id} ${run_id}`);
    expect(told.filter((one) => one.includes(thread_id))).toHaveLength(1);
  });

  test("that fail end with an error event, and wait throws it", async () => {
    const client = sdk();
    const parts = await toArray(client.runs.stream(null, "failing", { input: {} }));
    expect(parts.at(-1)?.event).toBe("error");
    const { thread_id } = await client.threads.create();
    await expect(client.runs.wait(thread_id, "failing", { input: {} })).rejects.toThrow(
      has("class of a failure in /join") ? /^QuotaExceededError: .*no quota left/ : /no quota left/,
    );
    const kept = await client.runs.wait(thread_id, "failing", { input: {}, raiseError: false });
    expect(kept).toHaveProperty("__error__");
  });

  test("stop when their generator is left, if they are to", async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const payload = { input: { ...counted, count: 500 }, onDisconnect: "cancel" } as const;
    const stream = client.runs.stream(thread_id, "tokens", { ...payload, streamMode: "messages-tuple" });
    while ((await stream.next()).value?.event !== "messages");
    const waiting = stream.next();
    await stream.return(undefined);
    await waiting;
    await eventually(async () => {
      const [run] = await client.runs.list(thread_id);
      expect(run?.status).toBe(cancelled().status);
    });
  });

  test("end with an AbortError when their signal aborts, whatever its reason", async () => {
    const controller = new AbortController();
    const { thread_id } = await sdk().threads.create();
    const stream = sdk().runs.stream(thread_id, "tokens", {
      input: { ...counted, count: 500 },
      signal: controller.signal,
      onDisconnect: "cancel",
    });
    await stream.next();
    controller.abort("enough");
    await expect(stream.next()).rejects.toMatchObject({ name: "AbortError" });
  });

  test("are created, listed, read, joined and cancelled", async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const run = await client.runs.create(thread_id, "tokens", { input: { ...counted, count: 500 } });
    // one that has not begun yet is called otherwise by some servers
    await eventually(async () =>
      expect(await client.runs.get(thread_id, run.run_id)).toMatchObject({
        run_id: run.run_id,
        status: "running",
      }),
    );
    await client.runs.cancel(thread_id, run.run_id, true, "interrupt");
    expect((await client.runs.get(thread_id, run.run_id)).status).toBe(cancelled().status);
    const next = await client.runs.create(thread_id, "echo", { input: { text: "again" } });
    await client.runs.join(thread_id, next.run_id);
    expect((await client.runs.get(thread_id, next.run_id)).status).toBe("success");
    await client.runs.delete(thread_id, next.run_id);
    await expect(client.runs.get(thread_id, next.run_id)).rejects.toMatchObject({ status: 404 });
  });

  test("are created in batches", needs("batches of runs"), async () => {
    expect(await sdk().runs.createBatch([{ assistantId: "echo", input: { text: "1" } }])).toHaveLength(1);
  });

  test("keep their metadata", needs("settings of a run"), async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const run = await client.runs.create(thread_id, "echo", {
      input: { text: "x" },
      metadata: { colour: "red" },
    });
    expect(run.metadata).toMatchObject({ colour: "red" });
  });

  test("are joined in the middle, and only what was asked for comes", async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const { run_id } = await client.runs.create(thread_id, "tokens", {
      input: counted,
      streamMode: ["messages-tuple", "values"],
      streamResumable: true,
    });
    const parts = await toArray(
      client.runs.joinStream(thread_id, run_id, { lastEventId: "-1", streamMode: ["messages-tuple"] }),
    );
    expect(tokensOf(parts)).toBe(numbers);
    expect(names(parts)).not.toContain("values");
  });

  test("lose and double nothing when the connection is cut", async () => {
    const proxy = await startTcpProxy({ target: inject("serverUrl") });
    onTestFinished(() => proxy.close());
    const client = new Client({ apiUrl: proxy.url, apiKey: null });
    const { thread_id } = await client.threads.create();
    const parts: Part[] = [];
    for await (const part of client.runs.stream(thread_id, "tokens", {
      input: counted,
      streamMode: ["messages-tuple"],
      streamResumable: true,
      onDisconnect: "cancel",
    })) {
      parts.push(part);
      if (tokensOf(parts) === "0 1 ") proxy.cut("reset");
    }
    expect(tokensOf(parts)).toBe(numbers);
  });
});

describe("threads", () => {
  test("are created, read, searched, changed and deleted", async () => {
    const client = sdk();
    const threadId = crypto.randomUUID();
    const mark = crypto.randomUUID();
    const made = await client.threads.create({ threadId, metadata: { mark }, graphId: "echo" });
    expect(made.metadata).toMatchObject({ mark, graph_id: "echo" });
    expect(await client.threads.create({ threadId, ifExists: "do_nothing" })).toMatchObject({
      thread_id: threadId,
    });
    expect(await client.threads.search({ metadata: { mark }, sortBy: "created_at" })).toHaveLength(1);
    expect(await client.threads.update(threadId, { metadata: { more: 1 } })).toMatchObject({
      metadata: { mark, more: 1 },
    });
    await client.threads.delete(threadId);
    await expect(client.threads.get(threadId)).rejects.toMatchObject({ status: 404 });
  });

  test("are copied", needs("copies of threads"), async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const copy = await client.threads.copy(thread_id);
    expect(copy.thread_id).not.toBe(thread_id);
    expect(await client.threads.get(copy.thread_id)).toMatchObject({ thread_id: copy.thread_id });
  });

  test("are counted", needs("count of threads"), async () => {
    const client = sdk();
    const mark = crypto.randomUUID();
    await client.threads.create({ metadata: { mark } });
    expect(await client.threads.count({ metadata: { mark } })).toBe(1);
  });

  test("have a state, which can be written, and a history before a checkpoint", async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    await client.runs.wait(thread_id, "counter", { input: {} });
    const state = await client.threads.getState<{ count: number }>(thread_id);
    const { checkpoint } = await client.threads
      .updateState(thread_id, { values: {} })
      .then((answer) => answer as { checkpoint: { checkpoint_id: string } });
    expect(checkpoint.checkpoint_id).toBeTypeOf("string");
    expect((await client.threads.getState(thread_id)).checkpoint.checkpoint_id).toBe(
      checkpoint.checkpoint_id,
    );
    const before = state.checkpoint as { checkpoint_id: string };
    const older = await client.threads.getHistory(thread_id, { before: before as object, limit: 100 });
    const all = await client.threads.getHistory(thread_id, { limit: 100 });
    const unbounded = { before: null, limit: 100 } as object; // as callers in JavaScript write it
    expect(await client.threads.getHistory(thread_id, unbounded)).toEqual(all);
    expect(older.map(({ checkpoint: at }) => at.checkpoint_id)).toEqual(
      all.slice(2).map(({ checkpoint: at }) => at.checkpoint_id),
    );
    // a checkpoint is named as the server gave it, with its nulls
    const named = await client.threads.getHistory(thread_id, { checkpoint: state.checkpoint });
    expect(named[0]?.checkpoint.checkpoint_id).toBe(before.checkpoint_id);
    await client.threads.updateState(thread_id, { values: {}, checkpoint: state.checkpoint });
    const at = await client.threads.getState(thread_id, before.checkpoint_id, { subgraphs: true });
    expect(at.values).toEqual(state.values);
    expect((await client.threads.getState(thread_id, state.checkpoint, { subgraphs: true })).values).toEqual(
      state.values,
    );
  });

  test("are followed, run after run", needs("streams of a thread"), async () => {
    const client = sdk();
    const { thread_id } = await client.threads.create();
    const stream = client.threads.joinStream(thread_id, { lastEventId: "-1", streamMode: ["run_modes"] });
    const first = stream.next();
    await client.runs.create(thread_id, "echo", {
      input: { text: "x" },
      streamResumable: true,
      streamMode: ["values"],
    });
    expect((await first).value?.event).toBe("metadata");
    await stream.return(undefined);
  });

  test("speak the thread protocol through the SDK's own class", needs("thread protocol"), async () => {
    const client = new Client({ ...config(), ThreadStream });
    const thread = client.threads.stream({ assistantId: "chat" });
    await thread.run.start({ input: message("hello") });
    expect(await thread.output).toHaveProperty("messages");
    await thread.close();
    expect(() => sdk().threads.stream({ assistantId: "chat" })).toThrow("ThreadStream");
  });
});

test("assistants are found by the name of their graph", async () => {
  const { assistants } = sdk();
  const found = await assistants.get("echo");
  expect(found.graph_id).toBe("echo");
  expect(await assistants.getSchemas("echo")).toHaveProperty("input_schema");
  expect(await assistants.getGraph("echo")).toHaveProperty("nodes");
  expect(await assistants.getSubgraphs("nested")).not.toEqual({});
  const made = await assistants.create({
    graphId: "echo",
    name: "mine",
    metadata: { mark: found.assistant_id },
  });
  await assistants.update(made.assistant_id, { metadata: { more: 1 } });
  expect(await assistants.getVersions(made.assistant_id)).toHaveLength(2);
  expect(await assistants.setLatest(made.assistant_id, 1)).toMatchObject({ version: 1 });
  expect(await assistants.search({ graphId: "echo", metadata: { mark: found.assistant_id } })).toHaveLength(
    1,
  );
  const page = await assistants.search({ graphId: "echo", limit: 1, includePagination: true });
  expect(page).toMatchObject({
    assistants: [{ graph_id: "echo" }],
    next: onServer({ js: null, python: expect.any(String), aegra: null }),
  });
  expect(await assistants.count({ graphId: "echo" })).toBeGreaterThan(1);
  await assistants.delete(made.assistant_id);
  await expect(assistants.get(made.assistant_id)).rejects.toMatchObject({ status: 404 });
});

test("items of the store are written, found and removed", async () => {
  const { store } = sdk();
  const namespace = ["sdk", crypto.randomUUID()];
  await store.putItem(namespace, "key", { text: "x" });
  const item = await store.getItem(namespace, "key");
  expect(item).toMatchObject({ key: "key", value: { text: "x" } });
  expect((await store.searchItems(namespace)).items).toHaveLength(1);
  // aegra keeps them below their user's, and says so
  const ofUser = ["users", expect.any(String), ...namespace];
  expect(await store.listNamespaces({ prefix: namespace })).toEqual({
    namespaces: [onServer({ js: namespace, python: namespace, aegra: ofUser })],
  });
  await store.deleteItem(namespace, "key");
  expect((await store.searchItems(namespace)).items).toEqual([]);
  await expect(store.putItem(["a.b"], "key", {})).rejects.toThrow("cannot contain periods");
});

test("an item that is not there is null", needs("null for an item that is missing"), async () => {
  expect(await sdk().store.getItem(["sdk", crypto.randomUUID()], "key")).toBeNull();
});

test("items of the store have their dates by both names", needs("dates of items"), async () => {
  const { store } = sdk();
  const namespace = ["sdk", crypto.randomUUID()];
  await store.putItem(namespace, "key", { text: "x" });
  const item = await store.getItem(namespace, "key");
  expect(item?.createdAt).toBeTypeOf("string");
  expect(item).toMatchObject({ created_at: item?.createdAt, updated_at: item?.updatedAt });
});

test(
  "crons are made, found by the name of their graph, changed and removed",
  needs("ids of new crons"),
  async () => {
    const { crons } = sdk();
    const mark = crypto.randomUUID();
    const made = await crons.create("echo", {
      schedule: "0 0 1 1 *",
      input: { text: "x" },
      metadata: { mark },
    });
    const { cron_id } = made as typeof made & { cron_id: string };
    const found = await crons.search({ assistantId: "echo", limit: 100 });
    expect(found.map((cron) => cron.cron_id)).toContain(cron_id);
    expect(await crons.count({ assistantId: "echo" })).toBeGreaterThan(0);
    expect(await crons.update(cron_id, { schedule: "0 0 2 1 *" })).toMatchObject({ schedule: "0 0 2 1 *" });
    await crons.delete(cron_id);
    const left = await crons.search({ assistantId: "echo", limit: 100 });
    expect(left.map((cron) => cron.cron_id)).not.toContain(cron_id);
  },
);

test("a client is known by its settings, without its key", () => {
  const hashOf = (apiKey: string) =>
    String(Reflect.get(new Client({ apiUrl: "http://localhost:1", apiKey }), "~configHash"));
  expect(hashOf("secret")).toBe(hashOf("secret"));
  expect(hashOf("secret")).not.toBe(hashOf("other"));
  expect(hashOf("secret")).not.toContain("secret");
});

test("an agent server that is bound to no thread has no state", async () => {
  const server = agentServer(config());
  expect(await server.getState()).toBeNull();
  await expect(server.send({ id: 1, method: "run.start" })).rejects.toThrow("setThreadId comes first");
});

test("an agent server starts a run, and tells its events", needs("thread protocol"), async () => {
  const threadId = crypto.randomUUID();
  const server = agentServer({ ...config(), threadId });
  expect(await server.getState()).toBe(onServer({ js: null, python: null, aegra: null }));
  const answer = await server.send<{ type: string }>({
    id: 1,
    method: "run.start",
    params: { assistant_id: "chat", input: message("hello") },
  });
  expect(answer.type).toBe("success");
  const { events, ready, close } = server.openEventStream<{ method: string }>({
    channels: ["values", "lifecycle"],
  });
  await ready;
  for await (const { method } of events) if (method === "values") break;
  close();
  await server.close();
});
