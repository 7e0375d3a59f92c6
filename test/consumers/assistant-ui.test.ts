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
import { beginTurn, type ModelGate } from "./support/gate.js";
import { mistakes, noAssistant } from "./support/mistakes.js";
import { runsOf, servers, startCuttable, untilStopped } from "./support/servers.js";

interface Given {
  url: string;
  assistantId: string;
  apiKey?: string | null;
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

function overSdk({ url, assistantId, apiKey = null, input }: Given): Way {
  const client = new Client<Values>({ apiUrl: url, apiKey });
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

function overStreamRun({ url, assistantId, apiKey = null, input }: Given): Way {
  const client = createClient({ url, apiKey });
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

/** The list of threads that a server keeps, of those with the given metadata. */
class ServerThreads extends InMemoryThreadListAdapter {
  readonly #client: Client;
  readonly #metadata: Record<string, string>;

  constructor(apiUrl: string, metadata = {}) {
    super();
    this.#client = new Client({ apiUrl, apiKey: null });
    this.#metadata = metadata;
  }

  override async list() {
    const threads = await this.#client.threads.search({ metadata: this.#metadata });
    return { threads: threads.map(({ thread_id }) => listed(thread_id)) };
  }

  override async fetch(threadId: string) {
    return listed((await this.#client.threads.get(threadId)).thread_id);
  }

  override async initialize() {
    return listed((await this.#client.threads.create({ metadata: this.#metadata })).thread_id);
  }
}

const listed = (id: string) => ({
  status: "regular" as const,
  remoteId: id,
  externalId: id,
  title: undefined,
  custom: undefined,
});

/** A page; one that has been reloaded knows the thread in its address. */
function render(way: Way, list?: ServerThreads, threadId?: string) {
  const known = { ...(list && { unstable_threadListAdapter: list }), ...(threadId && { threadId }) };
  return renderRuntime(() => useLangGraphRuntime({ ...way, ...known, unstable_allowCancellation: true }));
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

const isIdle = ({ isRunning }: { isRunning: boolean }): boolean => !isRunning;

const begin = (toWay: (gate: ModelGate) => Way) =>
  beginTurn({
    render: (gate) => render(toWay(gate)),
    send: (hook) => hook.say("go"),
    isIdle,
    lastText,
  });

const ways = [
  { over: "./sdk", toWay: overSdk },
  { over: "streamRun", toWay: overStreamRun },
];

describe.each(servers.flatMap((server) => ways.map((way) => ({ ...server, ...way }))))(
  "useLangGraphRuntime over $over on the $kind server",
  ({ url, toWay }) => {
    const counting = (gate: ModelGate, to = url) =>
      toWay({ url: to, assistantId: "tokens", input: gate.settings });

    test("takes a turn, token by token", async () => {
      const { finish } = await begin(counting);
      await finish();
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
      let threads: string[] = [];
      const { hook } = await begin((gate) => {
        const made = watched(counting(gate));
        threads = made.threads;
        return made.way;
      });
      hook.stop();
      await hook.until(isIdle);
      await untilStopped(url, String(threads[0]));
    });

    test("goes on with the run after a reload", async () => {
      const proxy = await startCuttable(url);
      let threads: string[] = [];
      const { gate, finish } = await begin((held) => {
        const made = watched(counting(held, proxy.url));
        threads = made.threads;
        return made.way;
      });
      // the page is gone, and with it its connections; a component that is unmounted would stop the run
      await proxy.close();
      const reloaded = render(counting(gate), new ServerThreads(url), threads[0]);
      await reloaded.until(({ messages }) => messages.length === 1);
      void reloaded.current.send([], {});
      await finish(reloaded);
      expect(await runsOf(url, String(threads[0]))).toHaveLength(1);
    });

    test("shows what has been said on the thread", async () => {
      const { way, threads } = watched(toWay({ url, assistantId: "chat" }));
      const first = render(way);
      await first.until(() => true);
      first.say("hello");
      await first.until((shown) => !shown.isRunning && lastText(shown) === "You said: hello.");
      first.unmount();
      const second = render(way, new ServerThreads(url), threads[0]);
      await second.until((shown) => lastText(shown) === "You said: hello.");
    });

    test("lists the threads of the server, and takes a turn on one of them", async () => {
      const metadata = { list: crypto.randomUUID() };
      const { threads } = new Client<Values>({ apiUrl: url, apiKey: null });
      const { thread_id } = await threads.create({ metadata });
      const hook = render(toWay({ url, assistantId: "chat" }), new ServerThreads(url, metadata));
      await expect.poll(() => hook.threads()?.getState().threadIds).toEqual([thread_id]);
      await hook.threads()?.switchToThread(thread_id);
      hook.say("hello");
      await hook.until((shown) => !shown.isRunning && lastText(shown) === "You said: hello.");
      expect((await threads.getState(thread_id)).values.messages).toHaveLength(2);
      await hook.threads()?.switchToNewThread();
      hook.say("hello again");
      await hook.until((shown) => !shown.isRunning && lastText(shown) === "You said: hello again.");
      expect(await threads.search({ metadata })).toHaveLength(2);
    });

    test("does not notice that the connection was cut", async () => {
      const proxy = await startCuttable(url);
      const onError = vi.fn();
      const { finish } = await begin((gate) => ({
        ...counting(gate, proxy.url),
        eventHandlers: { onError },
      }));
      proxy.cut("reset");
      await finish();
      expect(onError).not.toHaveBeenCalled();
    });
  },
);

test.each(ways.flatMap((way) => [...mistakes, noAssistant].map((mistake) => ({ ...way, ...mistake }))))(
  "useLangGraphRuntime over $over tells $mistake as it tells of all errors",
  async ({ toWay, setUp, words }) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => undefined);
    onTestFinished(() => logged.mockRestore());
    const hook = render(toWay(await setUp()));
    await hook.until(isIdle);
    hook.say("hello");
    await expect.poll(() => logged.mock.calls.flat().map(String).join(" ")).toMatch(words);
    expect(hook.current.isRunning).toBe(false);
  },
);
