/** LangChain's own forms of what a server gives: messages and drawings. */
import {
  AIMessageChunk,
  type BaseMessageChunk,
  ChatMessageChunk,
  FunctionMessageChunk,
  HumanMessageChunk,
  mapStoredMessagesToChatMessages,
  RemoveMessage,
  type StoredMessage,
  SystemMessageChunk,
  ToolMessageChunk,
} from "@langchain/core/messages";
import { type Runnable, type RunnableIOSchema, RunnablePassthrough } from "@langchain/core/runnables";
import { Graph } from "@langchain/core/runnables/graph";
import type { DrawableGraph } from "./graph/drawable.js";
import type { MessageCoercion } from "./wire/messages.js";

const CHUNKS: Record<string, new (fields: never) => BaseMessageChunk> = {
  ai: AIMessageChunk,
  human: HumanMessageChunk,
  system: SystemMessageChunk,
  tool: ToolMessageChunk,
  function: FunctionMessageChunk,
  chat: ChatMessageChunk,
};

/** LangChain's own messages of a server's. */
export const langChainMessages: MessageCoercion = {
  message({ type, ...data }) {
    if (type === "remove") return new RemoveMessage({ ...data, id: String(data.id) });
    const stored = { type: type === "chat" ? "generic" : type, data: data as Partial<StoredMessage["data"]> };
    return mapStoredMessagesToChatMessages([stored as StoredMessage])[0];
  },
  chunk({ type, ...fields }) {
    const Chunk = CHUNKS[type] ?? AIMessageChunk;
    return new Chunk(fields as never);
  },
};

/** LangChain's form of a drawing. What the server says of a node stays; what a node runs is on the server. */
export function toGraph({ nodes, edges }: DrawableGraph): Graph {
  const graph = new Graph();
  for (const { id, name, type, data, metadata } of Object.values(nodes)) {
    graph.addNode(type === "schema" ? toSchema(name, data) : toStep(name), id, metadata);
  }
  for (const { source, target, data, conditional } of edges) {
    const [from, to] = [graph.nodes[source], graph.nodes[target]];
    if (from && to) graph.addEdge(from, to, data, conditional);
  }
  return graph;
}

/** A JSON Schema stands where LangChain's type knows zod's only; it prints both. */
const toSchema = (name: string, schema: unknown): RunnableIOSchema =>
  ({ name, schema: schema ?? {} }) as RunnableIOSchema;

function toStep(name: string): Runnable {
  const step = new RunnablePassthrough();
  step.name = name;
  return step;
}
