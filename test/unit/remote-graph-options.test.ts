import { describe, expect, test } from "vitest";
import {
  Command,
  createClient,
  type RemoteGraphOptions,
  type RunOptions,
  streamRun,
} from "../../src/index.js";
import { connect, fakeServer, onThread, runStream, sendRun } from "./support/fake-server.js";

describe("each option of a run", () => {
  const options: [RunOptions, Record<string, unknown>][] = [
    [{ recursionLimit: 7 }, { config: { recursion_limit: 7 } }],
    [{ tags: ["a"] }, { config: { tags: ["a"] } }],
    [{ context: { language: "en" } }, { context: { language: "en" } }],
    [{ interruptBefore: ["node"] }, { interrupt_before: ["node"] }],
    [{ interruptAfter: "*" }, { interrupt_after: "*" }],
    [{ durability: "sync" }, { durability: "sync" }],
    [{ multitaskStrategy: "enqueue" }, { multitask_strategy: "enqueue" }],
    [{ onDisconnect: "cancel" }, { on_disconnect: "cancel" }],
    [{ webhook: "https://example.com" }, { webhook: "https://example.com" }],
    [{ afterSeconds: 3 }, { after_seconds: 3 }],
    [{ feedbackKeys: ["helpful"] }, { feedback_keys: ["helpful"] }],
    [{ streamResumable: false }, { stream_resumable: false }],
  ];

  test.each(options)("%j is sent as %j, and only when set", async (option, field) => {
    const name = Object.keys(field)[0] ?? "";
    expect((await sendRun(option)).body).toMatchObject(field);
    const { body } = await sendRun({});
    const otherwise: Record<string, unknown> = { stream_resumable: true, on_disconnect: "continue" };
    expect(body[name]).toBe(otherwise[name]);
  });

  test("that the graph has set holds for every run, until a run sets another", async () => {
    const graph = {
      interruptBefore: ["first"],
      interruptAfter: ["second"],
      onDisconnect: "cancel",
      streamResumable: false,
    } as const;
    const settings = { graph: { ...graph, interruptBefore: ["first"], interruptAfter: ["second"] } };
    expect((await sendRun({}, settings)).body).toMatchObject({
      interrupt_before: ["first"],
      interrupt_after: ["second"],
      on_disconnect: "cancel",
      stream_resumable: false,
    });
    const own: RunOptions = { interruptBefore: "*", onDisconnect: "continue", streamResumable: true };
    expect((await sendRun(own, settings)).body).toMatchObject({
      interrupt_before: "*",
      on_disconnect: "continue",
      stream_resumable: true,
    });
  });

  test("that a bound config holds goes over the graph's, and under the call's", async () => {
    const bound: RunOptions = { interruptBefore: ["bound"], interruptAfter: ["bound"] };
    const graph: Partial<RemoteGraphOptions> = {
      interruptBefore: ["graph"],
      interruptAfter: ["graph"],
      onDisconnect: "cancel",
      config: bound,
    };
    expect((await sendRun({ interruptAfter: ["call"] }, { graph })).body).toMatchObject({
      interrupt_before: ["bound"],
      interrupt_after: ["call"],
      on_disconnect: "cancel",
    });
  });

  test("`headers` go over the client's, and `null` takes one away", async () => {
    const graph = { apiKey: "key", headers: { "x-tenant": "one", "x-team": "words" } };
    const { headers } = await sendRun({ headers: { "x-tenant": "two", "x-team": null } }, { graph });
    expect(headers?.get("x-tenant")).toBe("two");
    expect(headers?.has("x-team")).toBe(false);
    expect(headers?.get("x-api-key")).toBe("key");
  });
});

describe("the input", () => {
  test("`null` goes on where the thread stopped", async () => {
    const { body } = await sendRun(onThread, { input: null });
    expect(body.input).toBeNull();
    expect(body).not.toHaveProperty("command");
  });

  test("a command takes the place of the input", async () => {
    const { body } = await sendRun(onThread, { input: new Command({ resume: "yes", goto: "end" }) });
    expect(body.command).toEqual({ resume: "yes", goto: "end" });
    expect(body).not.toHaveProperty("input");
  });
});

test("options that are null are not sent", async () => {
  const given = {
    interrupt_before: null,
    webhook: null,
    metadata: null,
    durability: null,
    checkpoint: null,
    config: null,
    feedback_keys: null,
    if_not_exists: null,
    context: null,
  };
  const { fetch, sent } = fakeServer({ "POST /runs/stream": runStream({ event: "end", data: null }) });
  const client = createClient({ url: "http://server", apiKey: null, fetch });
  for await (const _ of streamRun(client, { assistantId: "g", input: null, ...(given as object) }));
  const nulls = Object.entries(sent[0]?.body ?? {}).filter(([, value]) => value === null);
  expect(nulls).toEqual([["input", null]]);
});

test("a recursion limit that is null is not sent", async () => {
  const { graph, sent } = connect({ "POST /runs/stream": runStream({ event: "values", data: {} }) });
  await graph.invoke({}, { recursionLimit: null } as object);
  expect(sent[0]?.body).not.toHaveProperty("config.recursion_limit");
});
