import type {
  Assistant,
  AssistantGraph,
  Cron,
  Item,
  Run,
  ServerInfo,
  Thread,
  ThreadState,
  ThreadStateUpdateResponse,
} from "langgraph-remote";
import { createClient } from "langgraph-remote";
import { expectType } from "./expect.js";

// what a server sends of its own accord has the documented fields and no others
const dates = { created_at: "2026-07-01T09:00:00Z", updated_at: "2026-07-01T09:00:00Z" };
const checkpoint = { thread_id: "t", checkpoint_ns: "", checkpoint_id: "c" };
export const thread: Thread = { thread_id: "t", status: "idle", metadata: { user: "ada" }, ...dates };
export const run: Run = {
  run_id: "r",
  thread_id: "t",
  assistant_id: "a",
  status: "success",
  metadata: {},
  kwargs: {},
  multitask_strategy: "enqueue",
  ...dates,
};
export const state: ThreadState = { values: {}, next: [], checkpoint, created_at: null };
export const updated: ThreadStateUpdateResponse = { checkpoint };

// @ts-expect-error no such field of a thread
export const wrongThread: Thread = { ...thread, state: "idle" };
// @ts-expect-error no such field of a run
export const wrongRun: Run = { ...run, state: "success" };
// @ts-expect-error no such field of a state
export const wrongState: ThreadState = { ...state, value: {} };
// @ts-expect-error no such field of a task
export const wrongTask: ThreadState = { ...state, tasks: [{ id: "1", name: "ask", interrupt: [] }] };
// @ts-expect-error no such field of an interrupt
export const wrongInterrupt: ThreadState = { ...state, interrupts: [{ value: 1, when: "during" }] };
// @ts-expect-error no such field of a checkpoint
export const wrongCheckpoint: ThreadStateUpdateResponse = { checkpoint: { ...checkpoint, ns: "" } };
export const wrongAssistant: Assistant = {
  assistant_id: "a",
  graph_id: "agent",
  config: {},
  metadata: {},
  ...dates,
  // @ts-expect-error no such field of an assistant
  graph: "agent",
};
// @ts-expect-error no such field of a node
export const wrongGraph: AssistantGraph = { nodes: [{ id: "a", label: "A" }], edges: [] };
// @ts-expect-error no such field of an item
export const wrongItem: Item = { namespace: [], key: "k", value: {}, ...dates, ttl: 1 };
// @ts-expect-error no such field of a server
export const wrongInfo: ServerInfo = { version: "0.16.7", flags: {}, language: "js" };

// nor can others be read
declare const cron: Cron;
expectType<string>().of(cron.schedule);
// @ts-expect-error no such field of a cron job
cron.cron;
const client = createClient({ url: "http://localhost:2024" });
const { data } = await client.GET("/threads/{thread_id}", { params: { path: { thread_id: "t" } } });
expectType<{ error: string; message: string } | null | undefined>().of(
  data?.error && { error: data.error.error, message: data.error.message },
);
// @ts-expect-error no such field of a thread
data?.state;

// what belongs to the caller, or to the graph, stays open
expectType<unknown>().of(data?.metadata.user);
expectType<unknown>().of(data?.values?.topic);
expectType<unknown>().of(run.kwargs.input);
expectType<unknown>().of(data?.config?.run_name);

// a misspelt field of a request is found out too
// @ts-expect-error no such field
await client.POST("/runs/wait", { body: { assistant_id: "agent", inputs: {} } });
// @ts-expect-error the store is searched below a namespace
await client.POST("/store/items/search", { body: { query: "tea" } });
// @ts-expect-error a version is chosen in the body
await client.POST("/assistants/{assistant_id}/latest", { params: { path: { assistant_id: "a" } } });
