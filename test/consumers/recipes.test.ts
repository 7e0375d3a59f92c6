/** The recipes of `docs/recipes`: their code is compiled with the project's settings, and run. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LangGraphAgent } from "@ag-ui/langgraph";
import type { AssistantRuntime } from "@assistant-ui/core";
import type { LanguageModelLike } from "@langchain/core/language_models/base";
import type { RemoteGraph } from "@langchain/langgraph/remote";
import type { createSupervisor } from "@langchain/langgraph-supervisor";
import type { createSwarm } from "@langchain/langgraph-swarm";
import type { createDeepAgent } from "deepagents";
import type { EvaluateOptions, evaluate } from "langsmith/evaluation";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ScriptedModel, toTextChunks } from "../fixtures/graphs/scripted-model.js";
import { compile } from "../support/compiler.js";
import { lastText as lastRuntimeText, renderRuntime } from "./support/assistant-ui.js";
import { renderHook } from "./support/hook.js";
import { message, toExample } from "./support/servers.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const recipes = join(root, "docs/recipes");
// below test/, so that packages are found; ignored by git
const folder = join(root, "test/.recipes");
const names = readdirSync(recipes)
  .filter((name) => name !== "README.md")
  .map((name) => name.replace(/\.md$/, ""));

const fileOf = (name: string): string => join(folder, `${name}.ts`);

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const page = readFileSync(join(recipes, `${name}.md`), "utf8");
    const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
    expect(blocks, name).toHaveLength(1);
    const code = String(blocks[0])
      .replaceAll(
        /from "langgraph-remote(?:\/([\w-]+))?"/g,
        (_, entry = "index") => `from "../../src/${entry}.js"`,
      )
      .replaceAll("http://localhost:2024", inject("consumerServers").js);
    expect(code.trim().split("\n").length, `${name}: lines`).toBeLessThanOrEqual(25);
    writeFileSync(fileOf(name), code);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a recipe exports: each test knows what that is. */
const load = <Exports>(name: string): Promise<Exports> => import(fileOf(name));

interface Chat {
  messages: { content?: unknown; text?: string; parts?: { type: string; text?: string }[] }[];
}

const lastText = ({ messages }: Chat): string => {
  const last = messages.at(-1);
  return last?.text ?? last?.parts?.map(({ text = "" }) => text).join("") ?? String(last?.content ?? "");
};

test("the recipes compile", async () => {
  const options = { extends: join(root, "tsconfig.json"), compilerOptions: { incremental: false } };
  const project = join(folder, "tsconfig.json");
  writeFileSync(project, JSON.stringify({ ...options, include: names.map(fileOf) }));
  expect(await compile(project)).toBe("");
});

test("use-stream", async () => {
  const { useAgent } = await load<{ useAgent: () => Chat & { submit(input: object): unknown } }>(
    "use-stream",
  );
  const hook = renderHook(useAgent);
  await hook.until(() => true);
  hook.current.submit(message("hello"));
  await hook.until((chat) => lastText(chat) === "You said: hello.");
});

test("langchain-react", async () => {
  type UseAgent = (threadId: string) => Chat & { submit(input: object): unknown };
  const { useAgent } = await load<{ useAgent: UseAgent }>("langchain-react");
  const threadId = crypto.randomUUID();
  const hook = renderHook(() => useAgent(threadId));
  await hook.until(() => true);
  hook.current.submit(message("hello"));
  await hook.until((chat) => lastText(chat) === "You said: hello.");
});

test("use-stream-transport", async () => {
  const { useAgent } = await load<{ useAgent: () => Chat & { submit(input: object): unknown } }>(
    "use-stream-transport",
  );
  const hook = renderHook(useAgent);
  await hook.until(() => true);
  hook.current.submit(message("hello"));
  await hook.until((chat) => lastText(chat) === "You said: hello.");
});

test("ai-sdk", async () => {
  type UseAgent = (id: string) => Chat & { sendMessage(message: object): unknown };
  const { useAgent } = await load<{ useAgent: UseAgent }>("ai-sdk");
  const id = crypto.randomUUID();
  const hook = renderHook(() => useAgent(id));
  await hook.until(() => true);
  hook.current.sendMessage({ text: "hello" });
  await hook.until((chat) => lastText(chat) === "You said: hello.");
});

test("to-ui-message-stream", async () => {
  const { POST } = await load<{ POST: (request: Request) => Promise<Response> }>("to-ui-message-stream");
  const messages = [{ id: "1", role: "user", parts: [{ type: "text", text: "the weather?" }] }];
  const body = JSON.stringify({ messages });
  const answer = await (await POST(new Request("http://localhost/", { method: "POST", body }))).text();
  expect(answer).toContain('"type":"tool-input-available"');
  expect(answer).toContain("12 degrees and rain");
});

test("assistant-ui", async () => {
  const { useAgent } = await load<{ useAgent: () => AssistantRuntime }>("assistant-ui");
  const hook = renderRuntime(useAgent);
  await hook.until(() => true);
  hook.say("hello");
  await hook.until((shown) => !shown.isRunning && lastRuntimeText(shown) === "You said: hello.");
});

/** A model that needs nobody's help. */
const lonely = () => {
  const llm = new ScriptedModel({ script: () => toTextChunks("Nobody is needed.") });
  return Object.assign(llm, { bindTools: () => llm });
};

test("supervisor", async () => {
  type SuperviseWith = (llm: LanguageModelLike) => ReturnType<typeof createSupervisor>;
  const { superviseWith } = await load<{ superviseWith: SuperviseWith }>("supervisor");
  const { messages } = await superviseWith(lonely()).compile().invoke(message("hello"));
  expect(messages.at(-1)?.text).toBe("Nobody is needed.");
});

test("swarm", async () => {
  type SwarmWith = (model: LanguageModelLike) => ReturnType<typeof createSwarm>;
  const { swarmWith } = await load<{ swarmWith: SwarmWith }>("swarm");
  const swarm = swarmWith(lonely()).compile();
  const { messages } = await swarm.invoke(message("hello"));
  expect(messages.at(-1)?.text).toBe("Nobody is needed.");
  // the remote agent has the turn where it was the last one at work
  const handed = await swarm.invoke({ ...message("hello"), activeAgent: "Weather" });
  expect(handed.messages.at(-1)?.text).toBe("You said: hello.");
});

test("deep-agent", async () => {
  type DeepAgentWith = (model: LanguageModelLike) => ReturnType<typeof createDeepAgent>;
  const { deepAgentWith } = await load<{ deepAgentWith: DeepAgentWith }>("deep-agent");
  const { messages } = await deepAgentWith(lonely()).invoke(message("hello"));
  expect(messages.at(-1)?.text).toBe("Nobody is needed.");
});

test("langsmith-evaluate", async () => {
  type EvaluateWith = (options: EvaluateOptions) => ReturnType<typeof evaluate>;
  const { evaluateWith } = await load<{ evaluateWith: EvaluateWith }>("langsmith-evaluate");
  const { results } = await evaluateWith({ data: [toExample("hello")], uploadRuns: false });
  expect(results).toMatchObject([{ run: { outputs: { answer: "You said: hello." } } }]);
});

test("ag-ui", async () => {
  const { agent, graph } = await load<{ agent: LangGraphAgent; graph: RemoteGraph }>("ag-ui");
  agent.messages = [{ id: crypto.randomUUID(), role: "user", content: "hello" }];
  agent.threadId = crypto.randomUUID();
  const { newMessages } = await agent.runAgent();
  expect(newMessages.at(-1)?.content).toBe("You said: hello.");
  const config = { configurable: { thread_id: crypto.randomUUID() } };
  expect((await graph.invoke(message("hello"), config)).messages.at(-1).content).toBe("You said: hello.");
});
