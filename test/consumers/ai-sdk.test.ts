/** `useChat` of the AI SDK over our transport, and its `toUIMessageStream` over a remote graph's stream. */
import { toUIMessageStream } from "@ai-sdk/langchain";
import { useChat } from "@ai-sdk/react";
import type { UIMessage } from "ai";
import { describe, expect, test } from "vitest";
import { createChatTransport } from "../../src/ai-sdk.js";
import { createClient } from "../../src/index.js";
import { RemoteGraph } from "../../src/langchain.js";
import { notCountedUp, numbers, startGate } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

const lastText = ({ messages }: { messages: UIMessage[] }): string => {
  const last = messages.at(-1);
  if (last?.role !== "assistant") return "";
  return last.parts.map((part) => (part.type === "text" ? part.text : "")).join("");
};

const partsOf = ({ messages }: { messages: UIMessage[] }) => messages.at(-1)?.parts ?? [];

interface Given {
  url: string;
  assistantId: string;
  id?: string;
  resume?: boolean;
  messages?: UIMessage[];
  input?: object;
}

function render({ url, assistantId, input, ...chat }: Given) {
  const transport = createChatTransport({
    url,
    apiKey: null,
    assistantId,
    ...(input === undefined ? {} : { toInput: () => input }),
  });
  return renderHook(() => useChat({ transport, id: crypto.randomUUID(), ...chat }));
}

/** A chat of its own: its id is that of its thread. */
const chatOf = (given: Given) => render({ id: crypto.randomUUID(), ...given });

describe.each(servers)("useChat on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const gate = await startGate();
    const hook = chatOf({ url, assistantId: "tokens", input: gate.counting(8) });
    await hook.until(({ status }) => status === "ready");
    void hook.current.sendMessage({ text: "go" });
    for (const word of [1, 2, 3]) {
      gate.let(1);
      await hook.until((chat) => lastText(chat) === numbers(word));
    }
    gate.open();
    await hook.until((chat) => chat.status === "ready" && lastText(chat) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
  });

  test("calls a tool, and takes a second turn", async () => {
    const hook = chatOf({ url, assistantId: "chat" });
    await hook.until(({ status }) => status === "ready");
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
    const hook = chatOf({ url, assistantId: "essay", id });
    await hook.until(({ status }) => status === "ready");
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
    const gate = await startGate();
    const id = crypto.randomUUID();
    const hook = chatOf({ url, assistantId: "tokens", id, input: gate.counting(5) });
    await hook.until(({ status }) => status === "ready");
    void hook.current.sendMessage({ text: "go" });
    gate.let(2);
    await hook.until((chat) => lastText(chat) === numbers(2));
    await hook.current.stop();
    await hook.until(({ status }) => status === "ready");
    await untilStopped(url, id);
  });

  test("goes on with the run after a reload", async () => {
    const gate = await startGate();
    const id = crypto.randomUUID();
    const first = chatOf({ url, assistantId: "tokens", id, input: gate.counting(8) });
    await first.until(({ status }) => status === "ready");
    void first.current.sendMessage({ text: "go" });
    gate.let(3);
    await first.until((chat) => lastText(chat) === numbers(3));
    first.unmount();
    // the page kept what it had shown
    const messages = structuredClone(first.current.messages);
    const second = chatOf({ url, assistantId: "tokens", id, messages, resume: true });
    await second.until((chat) => chat.status === "streaming" && lastText(chat) === numbers(3));
    gate.open();
    await second.until((chat) => chat.status === "ready" && lastText(chat) === numbers(8));
    expect(notCountedUp(second.all.map(lastText))).toEqual([]);
    expect(second.current.messages).toHaveLength(2);
    expect(await runsOf(url, id)).toHaveLength(1);
  });

  test("has nothing to go on with when no run is there", async () => {
    const hook = chatOf({ url, assistantId: "tokens", resume: true });
    await hook.until(({ status }) => status === "ready");
    expect(hook.current.error).toBeUndefined();
  });

  test("does not notice that the connection was cut", async () => {
    const gate = await startGate();
    const proxy = await startCuttable(url);
    const hook = chatOf({ url: proxy.url, assistantId: "tokens", input: gate.counting(8) });
    await hook.until(({ status }) => status === "ready");
    void hook.current.sendMessage({ text: "go" });
    gate.let(3);
    await hook.until((chat) => lastText(chat) === numbers(3));
    proxy.cut("reset");
    gate.open();
    await hook.until((chat) => chat.status === "ready" && lastText(chat) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
  });

  test("shows a caller's mistake as an error of its own", async () => {
    const hook = chatOf({ url, assistantId: "no-such-agent" });
    await hook.until(({ status }) => status === "ready");
    void hook.current.sendMessage({ text: "hello" });
    const { error } = await hook.until((chat) => chat.error);
    expect(String(error)).toMatch(/POST \/threads\/.*: (404|422)/);
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
});
