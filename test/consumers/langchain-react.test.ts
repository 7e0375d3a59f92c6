/** `useStream` of `@langchain/react` over the thread protocol, with our adapter for its transport. */
import { useStream } from "@langchain/react";
import { describe, expect, test } from "vitest";
import { agentServer, Client } from "../../src/sdk.js";
import { beginTurn } from "./support/gate.js";
import { renderHook } from "./support/hook.js";
import { mistakes } from "./support/mistakes.js";
import { message, runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface State extends Record<string, unknown> {
  messages: unknown[];
  status?: string;
}

const lastText = ({ messages }: { messages: { text: string }[] }): string => messages.at(-1)?.text ?? "";

function render(url: string, assistantId: string, threadId?: string, apiKey: string | null = null) {
  const server = { apiUrl: url, apiKey };
  const transport = agentServer({ ...server, threadId });
  // its type of an id for an adapter is `never`, and it sends the id that it is given
  const options = { transport, assistantId, threadId: threadId ?? null };
  return renderHook(() => useStream<State>(options as Parameters<typeof useStream<State>>[0]));
}

const begin = (url: string, threadId?: string) =>
  beginTurn({
    render: () => render(url, "tokens", threadId),
    send: (hook, gate) => void hook.current.submit(gate.input),
    isIdle: ({ isThreadLoading, isLoading }) => !isThreadLoading && !isLoading,
    lastText,
  });

describe.each(servers)("useStream of @langchain/react on the $kind server", ({ url }) => {
  test("takes a turn, token by token", async () => {
    const { finish } = await begin(url);
    await finish();
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
    const threadId = crypto.randomUUID();
    const { hook } = await begin(url, threadId);
    const { runs } = new Client({ apiUrl: url, apiKey: null });
    const [run] = await runs.list(threadId, { status: "running" });
    await runs.cancel(threadId, String(run?.run_id));
    await hook.until(({ isLoading }) => !isLoading);
    await untilStopped(url, threadId);
  });

  test("goes on with the run after a reload", async () => {
    const threadId = crypto.randomUUID();
    const { hook, finish } = await begin(url, threadId);
    hook.unmount();
    const reloaded = render(url, "tokens", threadId);
    await finish(reloaded);
    expect(reloaded.current.error).toBeUndefined();
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
    const proxy = await startCuttable(url);
    const { hook, finish } = await begin(proxy.url);
    proxy.cut("reset");
    await finish();
    expect(hook.current.error).toBeUndefined();
  });
});

test.each(mistakes)("useStream shows $mistake as an error of its own", async ({ setUp, words }) => {
  const { url, assistantId, apiKey } = await setUp();
  const hook = render(url, assistantId, undefined, apiKey);
  await hook.until(({ isThreadLoading }) => !isThreadLoading);
  hook.current.submit(message("hello")).catch(() => undefined);
  const { error } = await hook.until((stream) => stream.error);
  expect(String(error)).toMatch(words);
});
