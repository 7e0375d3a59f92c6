/** `useStream` of `@langchain/langgraph-sdk/react`, with our client for its own. */
import { type UseStreamTransport, useStream } from "@langchain/langgraph-sdk/react";
import { describe, expect, test, vi } from "vitest";
import { createClient, type StreamRunOptions, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { notCountedUp, numbers, startGate } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface State extends Record<string, unknown> {
  messages: { type: string; content: unknown; tool_calls?: unknown[] }[];
  status?: string;
}

interface Given {
  url: string;
  assistantId: string;
  threadId?: string;
  reconnectOnMount?: boolean;
  onError?: (error: unknown) => void;
}

const clientOf = (apiUrl: string) => new Client({ apiUrl, apiKey: null });

/** The text of the last message. */
const lastText = ({ messages }: { messages: { content: unknown }[] }): string => {
  const content = messages.at(-1)?.content;
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map((part: { text?: string }) => part.text ?? "").join("") : "";
};

function render({ url, ...options }: Given) {
  const client = clientOf(url);
  return renderHook(() =>
    useStream<State>({ client, messagesKey: "messages", fetchStateHistory: true, ...options }),
  );
}

describe.each(servers)("useStream on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const gate = await startGate();
    const hook = render({ url, assistantId: "tokens" });
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(gate.counting(8), { streamSubgraphs: true });
    for (const word of [1, 2, 3]) {
      gate.let(1);
      await hook.until((stream) => lastText(stream) === numbers(word));
    }
    gate.open();
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
  });

  test("calls a tool", async () => {
    const hook = render({ url, assistantId: "chat" });
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(message("the weather?"));
    await hook.until((stream) => !stream.isLoading && lastText(stream).includes("12 degrees and rain"));
    expect(hook.current.messages.map(({ type }) => type)).toContain("tool");
  });

  test("answers an interrupt", async () => {
    const hook = render({ url, assistantId: "essay" });
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit({ ...message("write"), topic: "rivers" });
    const { interrupt } = await hook.until((stream) => !stream.isLoading && stream.interrupt);
    expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
    hook.current.submit(undefined, { command: { resume: true } });
    await hook.until(({ values }) => values.status === "published");
  });

  test("stops the run", async () => {
    const gate = await startGate();
    let threadId = "";
    const onThreadId = (id: string) => {
      threadId = id;
    };
    const client = clientOf(url);
    const hook = renderHook(() => useStream<State>({ client, assistantId: "tokens", onThreadId }));
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(gate.counting(5));
    gate.let(2);
    await hook.until((stream) => lastText(stream) === numbers(2));
    await hook.current.stop();
    await hook.until(({ isLoading }) => !isLoading);
    await untilStopped(url, threadId);
  });

  test("goes on with the run after a reload", async () => {
    const gate = await startGate();
    const { thread_id: threadId } = await clientOf(url).threads.create();
    const first = render({ url, assistantId: "tokens", threadId, reconnectOnMount: true });
    await first.until(({ isLoading }) => !isLoading);
    first.current.submit(gate.counting(8));
    gate.let(3);
    await first.until((stream) => lastText(stream) === numbers(3));
    first.unmount();
    const second = render({ url, assistantId: "tokens", threadId, reconnectOnMount: true });
    await second.until((stream) => lastText(stream) === numbers(3));
    gate.open();
    await second.until((stream) => lastText(stream) === numbers(8));
    expect(notCountedUp(second.all.map(lastText))).toEqual([]);
    expect(await runsOf(url, threadId)).toHaveLength(1);
  });

  test("does not notice that the connection was cut", async () => {
    const gate = await startGate();
    const proxy = await startCuttable(url);
    const hook = render({ url: proxy.url, assistantId: "tokens", reconnectOnMount: true });
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(gate.counting(8));
    gate.let(3);
    await hook.until((stream) => lastText(stream) === numbers(3));
    proxy.cut("reset");
    gate.open();
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
    expect(hook.current.error).toBeUndefined();
  });

  test("shows a caller's mistake as an error of its own", async () => {
    const onError = vi.fn<(error: unknown) => void>();
    const hook = render({ url, assistantId: "no-such-agent", onError });
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(message("hello"));
    await vi.waitFor(() => expect(onError).toHaveBeenCalled(), { timeout: 20_000 });
    expect(String(onError.mock.calls[0]?.[0])).toMatch(/POST \/threads\/.*: (404|422)/);
  });
});

type Command = NonNullable<StreamRunOptions["command"]>;
type Payload = Parameters<UseStreamTransport<State>["stream"]>[0];

/** A transport without the client: what `streamRun` gives. */
function renderTransport(url: string, assistantId: string) {
  const threadId = crypto.randomUUID();
  const client = createClient({ url, apiKey: null });
  async function* stream({ input, command, signal }: Payload) {
    yield* streamRun(client, {
      assistantId,
      threadId,
      ...(command ? { command: command as Command } : { input: input ?? null }),
      if_not_exists: "create",
      stream_mode: ["values", "messages-tuple"],
      stopOnLeave: true,
      signal,
    });
  }
  const transport: UseStreamTransport<State> = { stream: async (payload) => stream(payload) };
  /** Read as it is rendered: what the hook gives here tells the present, whenever it is asked. */
  const texts: string[] = [];
  const hook = renderHook(() => {
    const stream = useStream<State>({ transport, threadId, messagesKey: "messages" });
    texts.push(lastText(stream));
    return stream;
  });
  return { hook, threadId, texts };
}

describe.each(servers)("useStream over streamRun on the $kind server", ({ url }) => {
  test("takes a turn, token by token, though the connection is cut", async () => {
    const gate = await startGate();
    const proxy = await startCuttable(url);
    const { hook, texts } = renderTransport(proxy.url, "tokens");
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(gate.counting(8));
    for (const word of [1, 2, 3]) {
      gate.let(1);
      await hook.until((stream) => lastText(stream) === numbers(word));
    }
    proxy.cut("reset");
    gate.open();
    await hook.until((stream) => !stream.isLoading && lastText(stream) === numbers(8));
    expect(notCountedUp(texts)).toEqual([]);
  });

  test("answers an interrupt", async () => {
    const { hook } = renderTransport(url, "essay");
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit({ ...message("write"), topic: "rivers" });
    const { interrupt } = await hook.until((stream) => !stream.isLoading && stream.interrupt);
    expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
    hook.current.submit(undefined, { command: { resume: true } });
    await hook.until(({ values }) => values.status === "published");
  });

  test("stops the run", async () => {
    const gate = await startGate();
    const { hook, threadId } = renderTransport(url, "tokens");
    await hook.until(({ isLoading }) => !isLoading);
    hook.current.submit(gate.counting(5));
    gate.let(2);
    await hook.until((stream) => lastText(stream) === numbers(2));
    await hook.current.stop();
    await untilStopped(url, threadId);
  });
});
