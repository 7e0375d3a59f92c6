/**
 * One life of a parent graph: it takes its checkpoints from a file, does one turn, and leaves them there. Its arguments
 * are the server's URL, the file, the thread, and the turn's input as JSON: `{ "start": … }` or `{ "resume": … }`.
 * Prints what the turn gave.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import { Command, MemorySaver, START, StateGraph } from "@langchain/langgraph";
import { z } from "zod";
import { RemoteGraph } from "../../../src/index.js";

const [url = "", file = "", thread_id = "", turn = "{}"] = process.argv.slice(2);
const { start, resume } = JSON.parse(turn);

const checkpointer = new MemorySaver();
if (existsSync(file)) Object.assign(checkpointer, deserialize(readFileSync(file)));

const ParentState = z.object({
  topic: z.string(),
  draft: z.string().default(""),
  decision: z.unknown(),
  confirmation: z.unknown(),
  visits: z.array(z.string()).default([]),
});
const parent = new StateGraph(ParentState)
  .addNode("remote", new RemoteGraph({ graphId: "approval", url, apiKey: null, threadId: "derive" }))
  .addEdge(START, "remote")
  .compile({ checkpointer });

const input = start ?? new Command({ resume });
const given = await parent.invoke(input, { configurable: { thread_id } });
writeFileSync(file, serialize({ storage: checkpointer.storage, writes: checkpointer.writes }));
console.log(JSON.stringify(given));
