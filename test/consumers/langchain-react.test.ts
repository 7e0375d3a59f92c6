/** `useStream` of `@langchain/react` over the thread protocol, with our adapter for its transport. */
import { useStream } from "@langchain/react";
import { describe, expect, test } from "vitest";
import { agentServer, Client } from "../../src/sdk.js";
import { notCountedUp, numbers, startGate } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface State extends Record<string, unknown> {
  messages: unknown[];
  status?: string;
}

const lastText = ({ messages }: { messages: { text: string }[] }): string => messages.at(-1)?.text ?? "";

function render(url: string, assistantId: string, threadId?: string) {
  const server = { apiUrl: url, apiKey: null };
  const transport = agentServer({ ...server, threadId });
  // its type of an id for an adapter is `never`, and it sends the id that it is given
  const options = { transport, assistantId, threadId: threadId ?? null };
  return renderHook(() => useStream<State>(options as Parameters<typeof useStream<State>>[0]));
}

describe.each(servers)("useStream of @langchain/react on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const gate = await startGate();
    const hook = render(url, "tokens");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(gate.counting(8));
    for (const word of [1, 2, 3]) {
      gate.let(1);
      await hook.until((stream) => lastText(stream) === numbers(word));
    }
    gate.open();
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
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

  test("stops the run", async () => {
    const gate = await startGate();
    const threadId = crypto.randomUUID();
    const hook = render(url, "tokens", threadId);
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(gate.counting(5));
    gate.let(2);
    await hook.until((stream) => lastText(stream) === numbers(2));
    const { runs } = new Client({ apiUrl: url, apiKey: null });
    const [run] = await runs.list(threadId, { status: "running" });
    await runs.cancel(threadId, String(run?.run_id));
    await hook.until(({ isLoading }) => !isLoading);
    await untilStopped(url, threadId);
  });

  test("goes on with the run after a reload", async () => {
    const gate = await startGate();
    const threadId = crypto.randomUUID();
    const first = render(url, "tokens", threadId);
    await first.until(({ isThreadLoading }) => !isThreadLoading);
    void first.current.submit(gate.counting(8));
    gate.let(3);
    await first.until((stream) => lastText(stream) === numbers(3));
    first.unmount();
    const second = render(url, "tokens", threadId);
    await second.until((stream) => lastText(stream) === numbers(3));
    gate.open();
    await second.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(second.all.map(lastText))).toEqual([]);
    expect(second.current.error).toBeUndefined();
    expect(await runsOf(url, threadId)).toHaveLength(1);
  });

  test("shows what has been said on the thread", async () => {
    const threadId = crypto.randomUUID();
    const first = render(url, "chat", threadId);
    await first.until(({ isThreadLoading }) => !isThreadLoading);
    await first.current.submit(message("hello"));
    first.unmount();
    const second = render(url, "chat", threadId);
    await second.until((stream) => lastText(stream) === "You said: hello.");
    expect(second.current.error).toBeUndefined();
  });

  test("takes a turn by an adapter that knows its thread from the hook alone", async () => {
    const options = { transport: agentServer({ apiUrl: url, apiKey: null }), assistantId: "chat" };
    const threadId = crypto.randomUUID();
    const hook = renderHook(() =>
      useStream<State>({ ...options, threadId } as Parameters<typeof useStream<State>>[0]),
    );
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    expect(hook.current.error).toBeUndefined();
    void hook.current.submit(message("hello"));
    await hook.until((stream) => !stream.isLoading && lastText(stream) === "You said: hello.");
    expect(await runsOf(url, threadId)).toHaveLength(1);
  });

  test("does not notice that the connection was cut", async () => {
    const gate = await startGate();
    const proxy = await startCuttable(url);
    const hook = render(proxy.url, "tokens");
    await hook.until(({ isThreadLoading }) => !isThreadLoading);
    void hook.current.submit(gate.counting(8));
    gate.let(3);
    await hook.until((stream) => lastText(stream) === numbers(3));
    proxy.cut("reset");
    gate.open();
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
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
