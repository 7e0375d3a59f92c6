/** Agents of several libraries, each with a remote graph for its only helper. */
import { AIMessageChunk } from "@langchain/core/messages";
import { Annotation, MemorySaver } from "@langchain/langgraph";
import { createReactAgentAnnotation } from "@langchain/langgraph/prebuilt";
import { createSupervisor } from "@langchain/langgraph-supervisor";
import { createSwarm, SwarmState } from "@langchain/langgraph-swarm";
import { createDeepAgent } from "deepagents";
import { createMiddleware } from "langchain";
import { z } from "zod";
import { createClient, type OnDisconnect } from "../../../src/index.js";
import { RemoteGraph } from "../../../src/langchain.js";
import { ScriptedModel, toTextChunks } from "../../fixtures/graphs/scripted-model.js";
import type { Setup } from "./mistakes.js";
import type { Graph } from "./turn.js";

// the types of both ask for a class by name
export type SupervisorAgents = Parameters<typeof createSupervisor>[0]["agents"];
export type SwarmAgents = Parameters<typeof createSwarm>[0]["agents"];

/** Calls the tool that a first message is for, and sums up what that one gave. */
export class Dispatcher extends ScriptedModel {
  constructor(toCall: (text: string) => { name: string; args?: object }) {
    super({
      script: (messages) => {
        const last = messages.at(-1);
        return last?.type === "human" ? toToolCall(toCall(last.text)) : toTextChunks("That is all.");
      },
    });
  }

  override bindTools(): this {
    return this;
  }
}

function toToolCall({ name, args = {} }: { name: string; args?: object }): AIMessageChunk[] {
  const call = { name, args: JSON.stringify(args), id: crypto.randomUUID(), index: 0 };
  return [new AIMessageChunk({ content: "", tool_call_chunks: [{ ...call, type: "tool_call_chunk" }] })];
}

/** A client, and the thread of each run that it starts. */
export function watchedClient(url: string, apiKey: string | null = null) {
  const threads: string[] = [];
  const watched: typeof fetch = (input, init) => {
    const [, threadId] = String(input).match(/threads\/([^/]+)\/runs\/stream$/) ?? [];
    if (threadId !== undefined) threads.push(threadId);
    return fetch(input, init);
  };
  return { client: createClient({ url, apiKey, fetch: watched }), threads };
}

/** What the counting model takes, and what the essay's graph gives. */
const KEYS = { count: Annotation<number>, gate: Annotation<string>, status: Annotation<string> };

interface HelperSetup extends Setup {
  /** What becomes of its run when it is left, or cut. */
  onDisconnect?: OnDisconnect | undefined;
}

/** A remote helper by that name. */
function helperOf({ url, assistantId, apiKey, onDisconnect }: HelperSetup) {
  const { client, threads } = watchedClient(url, apiKey);
  const graph = new RemoteGraph({ graphId: assistantId, name: "helper", client, onDisconnect });
  return { graph, threads };
}

/** Agents that leave all they are told to a remote helper, and the threads that it had. */
export const agents: { agent: string; create(setup: HelperSetup): { graph: Graph; threads: string[] } }[] = [
  {
    agent: "a supervisor",
    create(setup: HelperSetup) {
      const { graph, threads } = helperOf(setup);
      const supervisor = createSupervisor({
        agents: [graph] as object[] as SupervisorAgents,
        llm: new Dispatcher(() => ({ name: "transfer_to_helper" })),
        stateSchema: Annotation.Root({ ...createReactAgentAnnotation().spec, ...KEYS }),
      });
      return { graph: supervisor.compile({ checkpointer: new MemorySaver() }), threads };
    },
  },
  {
    agent: "a swarm",
    create(setup: HelperSetup) {
      const { graph, threads } = helperOf(setup);
      const swarm = createSwarm({
        agents: [graph] as object[] as SwarmAgents,
        defaultActiveAgent: "helper",
        stateSchema: Annotation.Root({ ...SwarmState.spec, ...KEYS }),
      });
      return { graph: swarm.compile({ checkpointer: new MemorySaver() }), threads };
    },
  },
  {
    agent: "a deep agent",
    create(setup: HelperSetup) {
      const { graph, threads } = helperOf(setup);
      const task = { description: "go", subagent_type: "helper" };
      const stateSchema = z.object({ count: z.number().optional(), gate: z.string().optional() });
      const deep = createDeepAgent({
        model: new Dispatcher(() => ({ name: "task", args: task })),
        subagents: [{ name: "helper", description: "Helps", runnable: graph }],
        middleware: [createMiddleware({ name: "keys", stateSchema })],
        checkpointer: new MemorySaver(),
      });
      return { graph: deep, threads };
    },
  },
];
