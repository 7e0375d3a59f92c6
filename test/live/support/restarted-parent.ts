import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import { RemoteGraph } from "../../../src/index.js";

const ParentState = z.object({
  topic: z.string(),
  draft: z.string().default(""),
  decision: z.unknown(),
  confirmation: z.unknown(),
  visits: z.array(z.string()).default([]),
});

/** A turn of a parent graph. */
export interface Turn {
  serverUrl: string;
  thread_id: string;
  start?: { topic: string };
  resume?: unknown;
}

/** One life of a parent graph: it takes its checkpoints from a file, does one turn, and leaves them there. */
export async function live(
  file: string,
  { serverUrl: url, thread_id, start, resume }: Turn,
): Promise<unknown> {
  const checkpointer = new MemorySaver();
  if (existsSync(file)) Object.assign(checkpointer, deserialize(readFileSync(file)));
  const parent = new StateGraph(ParentState)
    .addNode("remote", new RemoteGraph({ graphId: "approval", url, apiKey: null, threadId: "derive" }))
    .addEdge(START, "remote")
    .compile({ checkpointer });
  const config = { configurable: { thread_id } };
  const given = await (start ? parent.invoke(start, config) : parent.invoke(new Command({ resume }), config));
  writeFileSync(file, serialize({ storage: checkpointer.storage, writes: checkpointer.writes }));
  return given;
}
