/** `useLangGraphRuntime` of assistant-ui, by `stream`, `create` and `load` over our client, and over `streamRun` alone. */
import { InMemoryThreadListAdapter } from "@assistant-ui/core";
import {
  type LangChainMessage,
  type UseLangGraphRuntimeOptions,
  useLangGraphRuntime,
} from "@assistant-ui/react-langgraph";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { createClient, joinRun, streamRun } from "../../src/index.js";
import { Client } from "../../src/sdk.js";
import { lastText, renderRuntime } from "./support/assistant-ui.js";
import { notCountedUp, numbers, startGate } from "./support/gate.js";
import { runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface Given {
  url: string;
  assistantId: string;
  /** What the graph takes beside the messages. */
  input?: object;
}

interface Values {
  messages?: LangChainMessage[];
}

type Way = Pick<UseLangGraphRuntimeOptions, "create" | "load" | "stream" | "eventHandlers">;

const MODES = ["messages-tuple" as const, "updates" as const];

/** The answers of assistant-ui are texts, those of the graph are not. */
const toCommand = ({ resume }: { resume: string }) => ({ resume: resume === "yes" });

function overSdk({ url, assistantId, input }: Given): Way {
  const client = new Client<Values>({ apiUrl: url, apiKey: null });
  return {
    create: async () => ({ externalId: (await client.threads.create()).thread_id }),
    async load(threadId) {
      const { values, tasks } = await client.threads.getState(threadId);
      return { messages: values.messages ?? [], interrupts: tasks.flatMap(({ interrupts }) => interrupts) };
    },
    async *stream(messages, { initialize, command, abortSignal: signal }) {
      const { externalId: threadId = "" } = await initialize();
      const continuesThread = messages.length === 0 && command === undefined;
      const [run] = continuesThread ? await client.runs.list(threadId, { status: "running" }) : [];
      yield* run === undefined
        ? client.runs.stream(threadId, assistantId, {
            ...(command ? { command: toCommand(command) } : { input: { messages, ...input } }),
            streamMode: MODES,
            streamResumable: true,
            onDisconnect: "cancel",
            signal,
          })
        : client.runs.joinStream(threadId, run.run_id, {
            lastEventId: "-1",
            cancelOnDisconnect: true,
            signal,
          });
    },
  };
}

function overStreamRun({ url, assistantId, input }: Given): Way {
  const client = createClient({ url, apiKey: null });
  return {
    create: async () => ({ externalId: crypto.randomUUID() }),
    async load(thread_id) {
      const params = { path: { thread_id } };
      const { data } = await client.GET("/threads/{thread_id}/state", { params });
      return { messages: (data?.values as Values | undefined)?.messages ?? [] };
    },
    async *stream(messages, { initialize, command, abortSignal: signal }) {
      const { externalId: threadId = "" } = await initialize();
      const continuesThread = messages.length === 0 && command === undefined;
      const [run] = continuesThread ? await runsOf(url, threadId) : [];
      yield* run?.run_id === undefined
        ? streamRun(client, {
            threadId,
            assistantId,
            ...(command ? { command: toCommand(command) } : { input: { messages, ...input } }),
            if_not_exists: "create",
            stream_mode: MODES,
            stopOnLeave: true,
            signal,
          })
        : joinRun(client, { threadId, runId: run.run_id, stopOnLeave: true, signal });
    },
  };
}

/** The list of threads of a page that has been reloaded: it knows the one in its address. */
class KnownThread extends InMemoryThreadListAdapter {
  override fetch(threadId: string) {
    return Promise.resolve({
      status: "regular" as const,
      remoteId: threadId,
      externalId: threadId,
      title: undefined,
      custom: undefined,
    });
  }
}

function render(way: Way, threadId?: string) {
  const reloaded = threadId === undefined ? {} : { threadId, unstable_threadListAdapter: new KnownThread() };
  return renderRuntime(() => useLangGraphRuntime({ ...way, ...reloaded, unstable_allowCancellation: true }));
}

/** The thread that a page has made. */
function watched(way: Way) {
  const threads: string[] = [];
  const create = async () => {
    const thread = await (way.create?.() ?? Promise.reject(new Error("no create")));
    threads.push(thread.externalId);
    return thread;
  };
  return { way: { ...way, create }, threads };
}

const ways = [
  { over: "./sdk", toWay: overSdk },
  { over: "streamRun", toWay: overStreamRun },
];

describe.each(servers.flatMap((server) => ways.map((way) => ({ ...server, ...way }))))(
  "useLangGraphRuntime over $over on the $kind server",
  ({ url, toWay }) => {
    test("takes a turn, token by token", async () => {
      const gate = await startGate();
      const hook = render(toWay({ url, assistantId: "tokens", input: gate.settings(8) }));
      await hook.until(() => true);
      hook.say("go");
      for (const word of [1, 2, 3]) {
        gate.let(1);
        await hook.until((shown) => lastText(shown) === numbers(word));
      }
      gate.open();
      await hook.until((shown) => !shown.isRunning && lastText(shown) === numbers(8));
      expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
    });

    test("calls a tool, and takes a second turn", async () => {
      const hook = render(toWay({ url, assistantId: "chat" }));
      await hook.until(() => true);
      hook.say("the weather?");
      await hook.until((shown) => !shown.isRunning && lastText(shown).includes("12 degrees and rain"));
      expect(hook.current.messages.flatMap<object>(({ content }) => content)).toContainEqual(
        expect.objectContaining({
          type: "tool-call",
          toolName: "look_up_weather",
          argsText: '{"city":"Tallinn"}',
          result: "12 degrees and rain in Tallinn",
        }),
      );
      hook.say("thanks");
      await hook.until((shown) => !shown.isRunning && lastText(shown) === "You said: thanks.");
    });

    test("answers an interrupt", async () => {
      const { way, threads } = watched(toWay({ url, assistantId: "essay", input: { topic: "rivers" } }));
      const hook = render(way);
      await hook.until(() => true);
      hook.say("write");
      const { interrupt } = await hook.until((shown) => !shown.isRunning && shown.interrupt);
      expect(interrupt?.value).toMatchObject({ question: "Publish this?" });
      await hook.current.sendCommand({ resume: "yes" });
      await hook.until((shown) => !shown.isRunning && shown.interrupt === undefined);
      const { threads: states } = new Client({ apiUrl: url, apiKey: null });
      expect((await states.getState(String(threads[0]))).values).toMatchObject({ status: "published" });
    });

    test("stops the run", async () => {
      const gate = await startGate();
      const { way, threads } = watched(toWay({ url, assistantId: "tokens", input: gate.settings(5) }));
      const hook = render(way);
      await hook.until(() => true);
      hook.say("go");
      gate.let(2);
      await hook.until((shown) => lastText(shown) === numbers(2));
      hook.stop();
      await hook.until(({ isRunning }) => !isRunning);
      await untilStopped(url, String(threads[0]));
    });

    test("goes on with the run after a reload", async () => {
      const gate = await startGate();
      const proxy = await startCuttable(url);
      const given = { assistantId: "tokens", input: gate.settings(8) };
      const { way, threads } = watched(toWay({ url: proxy.url, ...given }));
      const first = render(way);
      await first.until(() => true);
      first.say("go");
      gate.let(3);
      await first.until((shown) => lastText(shown) === numbers(3));
      // the page is gone, and with it its connections; a component that is unmounted would stop the run
      await proxy.close();
      const second = render(toWay({ url, ...given }), threads[0]);
      await second.until(({ messages }) => messages.length === 1);
      void second.current.send([], {});
      await second.until((shown) => lastText(shown) === numbers(3));
      gate.open();
      await second.until((shown) => !shown.isRunning && lastText(shown) === numbers(8));
      expect(notCountedUp(second.all.map(lastText))).toEqual([]);
      expect(await runsOf(url, String(threads[0]))).toHaveLength(1);
    });

    test("shows what has been said on the thread", async () => {
      const { way, threads } = watched(toWay({ url, assistantId: "chat" }));
      const first = render(way);
      await first.until(() => true);
      first.say("hello");
      await first.until((shown) => !shown.isRunning && lastText(shown) === "You said: hello.");
      first.unmount();
      const second = render(way, threads[0]);
      await second.until((shown) => lastText(shown) === "You said: hello.");
    });

    test("tells a caller's mistake as it tells of all errors, in our words", async () => {
      const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
      onTestFinished(() => logged.mockRestore());
      const hook = render(toWay({ url, assistantId: "no-such-agent" }));
      await hook.until(() => true);
      hook.say("hello");
      await expect
        .poll(() => logged.mock.calls.flat().map(String).join(" "))
        .toMatch(
          /Message append failed ApiError: POST \/threads\/\S+\/runs\/stream: (404|422) .*no-such-agent/,
        );
      expect(hook.current.isRunning).toBe(false);
    });

    test("does not notice that the connection was cut", async () => {
      const gate = await startGate();
      const proxy = await startCuttable(url);
      const onError = vi.fn();
      const way = toWay({ url: proxy.url, assistantId: "tokens", input: gate.settings(8) });
      const hook = render({ ...way, eventHandlers: { onError } });
      await hook.until(() => true);
      hook.say("go");
      gate.let(3);
      await hook.until((shown) => lastText(shown) === numbers(3));
      proxy.cut("reset");
      gate.open();
      await hook.until((shown) => !shown.isRunning && lastText(shown) === numbers(8));
      expect(notCountedUp(hook.all.map(lastText))).toEqual([]);
      expect(onError).not.toHaveBeenCalled();
    });
  },
);
