/** `useStream` of `@langchain/react` over the thread protocol, with our adapter for its transport. */
import { useStream } from "@langchain/react";
import { describe, expect, onTestFinished, test } from "vitest";
import { agentServer } from "../../src/sdk.js";
import { startTcpProxy } from "../support/tcp-proxy.js";
import { renderHook } from "./support/hook.js";
import { counting, isBeginning, message, numbers, servers } from "./support/servers.js";

interface State extends Record<string, unknown> {
  messages: unknown[];
  status?: string;
}

const lastText = ({ messages }: { messages: { text: string }[] }): string => messages.at(-1)?.text ?? "";

function render(url: string, assistantId: string, threadId: string | null = null) {
  const transport = agentServer({ apiUrl: url, apiKey: null });
  // its type of an id for an adapter is `never`, and it sends the id that it is given
  const options = { transport, assistantId, threadId };
  return renderHook(() => useStream<State>(options as Parameters<typeof useStream<State>>[0]));
}

describe.each(servers)("useStream of @langchain/react on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const hook = render(url, "tokens");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(counting(20));
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(20));
    const seen = hook.all.map(lastText).filter((text) => /^\d/.test(text));
    expect(seen.every(isBeginning)).toBe(true);
    expect(new Set(seen).size).toBeGreaterThan(3);
  });

  test("calls a tool", async () => {
    const hook = render(url, "chat");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(message("the weather?"));
    await hook.until((stream) => !stream.isLoading && lastText(stream).includes("12 degrees and rain"));
    expect(hook.current.messages.map(({ type }) => type)).toContain("tool");
  });

  test("answers an interrupt", async () => {
    const hook = render(url, "essay");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit({ ...message("write"), topic: "rivers" });
    const { interrupt } = await hook.until((stream) => stream.interrupt);
    expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
    await hook.current.respond(true);
    await hook.until(({ values }) => values.status === "published");
  });

  test("goes on with the run after a reload", async () => {
    const threadId = crypto.randomUUID();
    const first = render(url, "tokens", threadId);
    await first.until(({ isThreadLoading }) => !isThreadLoading);
    void first.current.submit(counting(30));
    await first.until((stream) => lastText(stream).length > 8);
    first.unmount();
    const second = render(url, "tokens", threadId);
    await second.until((stream) => lastText(stream) === numbers(30));
    const seen = second.all.map(lastText).filter((text) => /^\d/.test(text));
    expect(seen.every(isBeginning)).toBe(true);
  });

  test("does not notice that the connection was cut", async () => {
    const proxy = await startTcpProxy({ target: url });
    onTestFinished(() => proxy.close());
    const hook = render(proxy.url, "tokens");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(counting(20));
    await hook.until((stream) => lastText(stream).length > 6);
    proxy.cut("reset");
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(20));
    const seen = hook.all.map(lastText).filter((text) => /^\d/.test(text));
    expect(seen.every(isBeginning)).toBe(true);
    expect(hook.current.error).toBeUndefined();
  });

  test("shows a caller's mistake as an error of its own", async () => {
    const hook = render(url, "no-such-agent");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    hook.current.submit(message("hello")).catch(() => undefined);
    const { error } = await hook.until((stream) => stream.error);
    expect(String(error)).toMatch(/no-such-agent|404|not found/i);
  });
});
