/** `useChat` of the AI SDK over our transport, and its `toUIMessageStream` over a remote graph's stream. */
import { toUIMessageStream } from "@ai-sdk/langchain";
import { useChat } from "@ai-sdk/react";
import type { UIMessage } from "ai";
import { describe, expect, test } from "vitest";
import { createChatTransport } from "../../src/ai-sdk.js";
import { createClient } from "../../src/index.js";
import { RemoteGraph } from "../../src/langchain.js";
import { beginTurn } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { mistakes } from "./support/mistakes.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";
import { beginRun } from "./support/turn.js";

const lastText = ({ messages }: { messages: UIMessage[] }): string => {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return "";
  return last.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
};

const partsOf = ({ messages }: { messages: UIMessage[] }) => messages.at(-1)?.parts ?? [];

interface Given {
  url: string;
  assistantId: string;
  apiKey?: string | null;
  id?: string;
  resume?: boolean;
  messages?: UIMessage[];
  input?: object;
}

/** A chat, by default one of its own: its id is that of its thread. */
function render({ url, assistantId, apiKey = null, id = crypto.randomUUID(), input, ...chat }: Given) {
  const transport = createChatTransport({
    url,
    apiKey,
    assistantId,
    ...(input === undefined ? {} : { toInput: () => input }),
  });
  return renderHook(() => useChat({ transport, id, ...chat }));
}

const isIdle = ({ status }: { status: string }): boolean => status === "ready";

const begin = (url: string, id?: string) =>
  beginTurn({
    render: (gate) => render({ url, assistantId: "tokens", ...(id && { id }), input: gate.input }),
    send: (hook) => void hook.current.sendMessage({ text: "go" }),
    isIdle,
    lastText,
  });

describe.each(servers)("useChat on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const { finish } = await begin(url);
    await finish();
  });

  test("calls a tool, and takes a second turn", async () => {
    const hook = render({ url, assistantId: "chat" });
    await hook.until(isIdle);
    void hook.current.sendMessage({ text: "the weather?" });
    await hook.until((chat) => chat.status === "ready" && lastText(chat).includes("12 degrees and rain"));
    expect(partsOf(hook.current)).toContainEqual(
      expect.objectContaining({
        type: "dynamic-tool",
        toolName: "look_up_weather",
        state: "output-available",
        input: { city: "Tallinn" },
        output: "12 degrees and rain in Tallinn",
      }),
    );
    void hook.current.sendMessage({ text: "thanks" });
    await hook.until((chat) => chat.status === "ready" && lastText(chat) === "You said: thanks.");
    expect(partsOf(hook.current).filter(({ type }) => type === "dynamic-tool")).toEqual([]);
  });

  test("answers an interrupt by an approval", async () => {
    const id = crypto.randomUUID();
    const hook = render({ url, assistantId: "essay", id });
    await hook.until(isIdle);
    void hook.current.sendMessage({ text: "write" });
    await hook.until((chat) => chat.status === "ready" && partsOf(chat).some((part) => "approval" in part));
    const asked = partsOf(hook.current).find((part) => part.type === "dynamic-tool");
    expect(asked).toMatchObject({ state: "approval-requested", input: { question: "Publish this?" } });
    const approvalId = asked?.type === "dynamic-tool" ? (asked.approval?.id ?? "") : "";
    await hook.current.addToolApprovalResponse({ id: approvalId, approved: true });
    void hook.current.sendMessage();
    await hook.until(
      (chat) =>
        chat.status === "ready" && partsOf(chat).some((part) => "output" in part && part.output === true),
    );
    const { data } = await createClient({ url, apiKey: null }).GET("/threads/{thread_id}/state", {
      params: { path: { thread_id: id } },
    });
    expect(data?.values).toMatchObject({ status: "published" });
  });

  test("stops the run", async () => {
    const id = crypto.randomUUID();
    const { hook } = await begin(url, id);
    await hook.current.stop();
    await hook.until(isIdle);
    await untilStopped(url, id);
  });

  test("goes on with the run after a reload", async () => {
    const id = crypto.randomUUID();
    const { hook, finish } = await begin(url, id);
    hook.unmount();
    // the page kept what it had shown
    const messages = structuredClone(hook.current.messages);
    const reloaded = render({ url, assistantId: "tokens", id, messages, resume: true });
    await reloaded.until(({ status }) => status === "streaming");
    await finish(reloaded);
    expect(reloaded.current.messages).toHaveLength(2);
    expect(await runsOf(url, id)).toHaveLength(1);
  });

  test("has nothing to go on with when no run is there", async () => {
    const hook = render({ url, assistantId: "tokens", resume: true });
    await hook.until(isIdle);
    expect(hook.current.error).toBeUndefined();
  });

  test("does not notice that the connection was cut", async () => {
    const proxy = await startCuttable(url);
    const { hook, finish } = await begin(proxy.url);
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
  });

  test("toUIMessageStream tells a remote graph's tokens and tool calls", async () => {
    const graph = new RemoteGraph({ graphId: "chat", url, apiKey: null });
    const stream = await graph.stream(message("the weather?"), { streamMode: ["values", "messages"] });
    const types: string[] = [];
    let text = "";
    for await (const chunk of toUIMessageStream(stream)) {
      types.push(chunk.type);
      if (chunk.type === "text-delta") text += chunk.delta;
    }
    expect(text).toContain("12 degrees and rain");
    expect(types).toEqual(
      expect.arrayContaining(["start", "tool-input-available", "tool-output-available", "finish"]),
    );
  });

  test("toUIMessageStream does not notice that the connection was cut", async () => {
    const proxy = await startCuttable(url);
    const graph = new RemoteGraph({ graphId: "tokens", url: proxy.url, apiKey: null });
    const { hook, finish } = await beginRun(async ({ input }, tell) => {
      // without a thread of its own, Python would remove the run at its end, perhaps before it is joined again
      const config = { configurable: { thread_id: crypto.randomUUID() } };
      const stream = await graph.stream(input, { ...config, streamMode: ["values", "messages"] });
      for await (const chunk of toUIMessageStream(stream)) {
        if (chunk.type === "error") throw new Error(chunk.errorText);
        if (chunk.type === "text-delta") tell(chunk.delta);
      }
    });
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
  });
});

test.each(mistakes)("useChat shows $mistake as an error of its own", async ({ setUp, words }) => {
  const hook = render(await setUp());
  await hook.until(isIdle);
  void hook.current.sendMessage({ text: "hello" });
  const { error } = await hook.until((chat) => chat.error);
  expect(String(error)).toMatch(words);
});

test.each(mistakes)("what toUIMessageStream is given fails with $mistake", async ({ setUp, words }) => {
  const { assistantId: graphId, ...server } = await setUp();
  const graph = new RemoteGraph({ graphId, ...server });
  const turn = async () => {
    const stream = await graph.stream(message("hello"), { streamMode: ["values", "messages"] });
    for await (const chunk of toUIMessageStream(stream))
      if (chunk.type === "error") throw new Error(chunk.errorText);
  };
  await expect(turn()).rejects.toThrow(words);
});

test("no assistant is refused before a chat begins", () => {
  const server = { url: "http://localhost:2024", apiKey: null };
  expect(() => createChatTransport({ ...server, assistantId: "" })).toThrow(
    "needs assistantId: an assistant id",
  );
  expect(() => new RemoteGraph({ ...server, graphId: "" })).toThrow("needs graphId: an assistant id");
});
