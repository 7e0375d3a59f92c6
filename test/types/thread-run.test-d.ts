import { RemoteGraph, type ThreadRun } from "langgraph-remote";
import { expectType } from "./expect.js";

interface Essay {
  State: { topic: string; drafts: string[] };
  Input: { topic: string };
  Output: { drafts: string[] };
  Custom: { progress: number };
}

const graph = new RemoteGraph<Essay>({ graphId: "essay", url: "http://localhost:2024" });
const run = await graph.streamEvents({ topic: "rivers" }, { version: "v3" });

for await (const state of run.values) expectType<Essay["State"]>().of(state);
expectType<Essay["State"]>().of(await run.values);
for await (const custom of run.custom) expectType<Essay["Custom"]>().of(custom);
expectType<string[]>().of((await run.output).drafts);
expectType<string>().of(run.threadId);
expectType<string | undefined>().of(run.runId);
expectType<boolean>().of(run.interrupted);
// a handle of a typed graph stands where any handle is wanted
export const handle: ThreadRun = run;

// @ts-expect-error events come by one transport
await graph.streamEvents({ topic: "rivers" }, { version: "v3", transport: "websocket" });
