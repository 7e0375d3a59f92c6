/** `useStream` of `@langchain/langgraph-sdk/react`, with our client for its own. */
import { type UseStreamTransport, useStream } from "@langchain/langgraph-sdk/react";
import { describe, expect, test, vi } from "vitest";
import { createClient, type StreamRunOptions, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { beginTurn } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { mistakes, noAssistant, type Setup } from "./support/mistakes.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface State extends Record<string, unknown> {
  messages: { type: string; content: unknown; tool_calls?: unknown[] }[];
  status?: string;
}

interface Given extends Partial<Setup> {
  url: string;
  assistantId: string;
  threadId?: string;
  reconnectOnMount?: boolean;
  onThreadId?: (id: string) => void;
  onError?: (error: unknown) => void;
}

const clientOf = (apiUrl: string, apiKey: string | null = null) => new Client({ apiUrl, apiKey });

const isIdle = ({ isLoading }: { isLoading: boolean }): boolean => !isLoading;

/** The text of the last message. */
const lastText = ({ messages }: { messages: { content: unknown }[] }): string => {
  const content = messages.at(-1)?.content;
  if (typeof content === "string") return content;
  return Array.isArray(content) ? content.map((part: { text?: string }) => part.text ?? "").join("") : "";
};

function render({ url, apiKey, ...options }: Given) {
  const client = clientOf(url, apiKey);
  return renderHook(() =>
    useStream<State>({ client, messagesKey: "messages", fetchStateHistory: true, ...options }),
  );
}

const begin = (given: Omit<Given, "assistantId">) =>
  beginTurn({
    render: () => render({ ...given, assistantId: "tokens" }),
    send: (hook, gate) => hook.current.submit(gate.input, { streamSubgraphs: true }),
    isIdle,
    lastText,
  });

describe.each(servers)("useStream on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const { finish } = await begin({ url });
    await finish();
  });

  test("calls a tool", async () => {
    const hook = render({ url, assistantId: "chat" });
    await hook.until(isIdle);
    hook.current.submit(message("the weather?"));
    await hook.until((stream) => !stream.isLoading && lastText(stream).includes("12 degrees and rain"));
    expect(hook.current.messages.map(({ type }) => type)).toContain("tool");
  });

  test("answers an interrupt", async () => {
    const hook = render({ url, assistantId: "essay" });
    await hook.until(isIdle);
    hook.current.submit({ ...message("write"), topic: "rivers" });
    const { interrupt } = await hook.until((stream) => !stream.isLoading && stream.interrupt);
    expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
    hook.current.submit(undefined, { command: { resume: true } });
    await hook.until(({ values }) => values.status === "published");
  });

  test("stops the run", async () => {
    const onThreadId = vi.fn<(id: string) => void>();
    const { hook } = await begin({ url, onThreadId });
    await hook.current.stop();
    await hook.until(isIdle);
    await untilStopped(url, String(onThreadId.mock.lastCall?.[0]));
  });

  test("goes on with the run after a reload", async () => {
    const { thread_id: threadId } = await clientOf(url).threads.create();
    const given = { url, threadId, reconnectOnMount: true };
    const { hook, finish } = await begin(given);
    hook.unmount();
    await finish(render({ ...given, assistantId: "tokens" }));
    expect(await runsOf(url, threadId)).toHaveLength(1);
  });

  test("does not notice that the connection was cut", async () => {
    const proxy = await startCuttable(url);
    const { hook, finish } = await begin({ url: proxy.url, reconnectOnMount: true });
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
  });
});

test.each([...mistakes, noAssistant])(
  "useStream shows $mistake as an error of its own",
  async ({ setUp, words }) => {
    const onError = vi.fn<(error: unknown) => void>();
    const hook = render({ ...(await setUp()), onError });
    await hook.until(isIdle);
    hook.current.submit(message("hello"));
    const { error } = await hook.until((stream) => stream.error);
    expect(String(error)).toMatch(words);
    expect(onError.mock.lastCall?.[0]).toBe(error);
  },
);

type Command = NonNullable<StreamRunOptions["command"]>;
type Payload = Parameters<UseStreamTransport<State>["stream"]>[0];

/** A transport without the client: what `streamRun` gives. */
function renderTransport({ url, assistantId, apiKey = null }: Given) {
  const threadId = crypto.randomUUID();
  const client = createClient({ url, apiKey });
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
  const hook = renderHook(() => {
    const stream = useStream<State>({ transport, threadId, messagesKey: "messages" });
    const { messages, interrupt, values, isLoading, error } = stream;
    // read as it is rendered: what this hook gives tells the present, whenever it is asked
    return { messages, interrupt, values, isLoading, error, submit: stream.submit, stop: stream.stop };
  });
  return Object.assign(hook, { threadId });
}

const beginOverTransport = (url: string) =>
  beginTurn({
    render: () => renderTransport({ url, assistantId: "tokens" }),
    send: (hook, gate) => hook.current.submit(gate.input),
    isIdle,
    lastText,
  });

describe.each(servers)("useStream over streamRun on the $kind server", ({ url }) => {
  test("takes a turn, token by token, though the connection is cut", async () => {
    const proxy = await startCuttable(url);
    const { finish } = await beginOverTransport(proxy.url);
    proxy.cut("reset");
    await finish();
  });

  test("calls a tool", async () => {
    const hook = renderTransport({ url, assistantId: "chat" });
    await hook.until(isIdle);
    hook.current.submit(message("the weather?"));
    await hook.until((stream) => isIdle(stream) && lastText(stream).includes("12 degrees and rain"));
    expect(hook.current.messages.map(({ type }) => type)).toContain("tool");
  });

  test("answers an interrupt", async () => {
    const hook = renderTransport({ url, assistantId: "essay" });
    await hook.until(isIdle);
    hook.current.submit({ ...message("write"), topic: "rivers" });
    const { interrupt } = await hook.until((stream) => !stream.isLoading && stream.interrupt);
    expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
    hook.current.submit(undefined, { command: { resume: true } });
    await hook.until(({ values }) => values.status === "published");
  });

  test("stops the run", async () => {
    const { hook } = await beginOverTransport(url);
    await hook.current.stop();
    await untilStopped(url, hook.threadId);
  });
});

test.each([...mistakes, noAssistant])(
  "useStream over streamRun shows $mistake as an error of its own",
  async ({ setUp, words }) => {
    const hook = renderTransport(await setUp());
    await hook.until(isIdle);
    hook.current.submit(message("hello"));
    const { error } = await hook.until((stream) => stream.error);
    expect(String(error)).toMatch(words);
  },
);
