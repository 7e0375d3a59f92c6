import { cleanUpThread, idOf, makeThread, nobody, type Subject } from "./subject.js";

/** Runs that are started, awaited, joined, listed and deleted. */
export async function converseOnRuns(subject: Subject): Promise<void> {
  await converseOnBackgroundRuns(subject);
  await converseOnStatelessRuns(subject);
}

async function converseOnBackgroundRuns({ talk, graph, input }: Subject): Promise<void> {
  const thread = await makeThread(talk);
  const started = await talk.call("createRun", {
    path: thread,
    body: {
      assistant_id: graph,
      input,
      metadata: { from: "conformance" },
      config: { tags: ["one"], configurable: { colour: "blue" }, recursion_limit: 20 },
      stream_mode: ["values", "updates"],
      stream_resumable: true,
      durability: "async",
    },
  });
  const path = { ...thread, run_id: idOf(started.body, "run_id") };
  await talk.call("joinRun", { path });
  await talk.call("joinRunStream", { path, headers: { "last-event-id": "-1" } });
  await talk.call("getRun", { path });
  await talk.call("getThread", { path: thread });
  await talk.probe("getRun", { path: { ...thread, run_id: nobody } });
  await talk.probe("joinRun", { path: { ...thread, run_id: nobody } });
  await talk.probe("joinRunStream", { path: { ...thread, run_id: nobody } });
  await talk.call("waitRun", { path: thread, body: { assistant_id: graph, input } });
  await talk.call("waitRun", {
    path: thread,
    body: { assistant_id: graph, input, stream_mode: "updates", multitask_strategy: "enqueue" },
  });
  await talk.call("listRuns", { path: thread });
  await talk.call("listRuns", { path: thread, query: { limit: "2", offset: "1", status: "success" } });
  await talk.call("listRuns", { path: thread, query: { select: ["run_id", "status"] } });
  await talk.call("searchThreads", { body: { ids: [thread.thread_id] } });
  await talk.probe("createRun", { path: thread, body: { assistant_id: nobody, input } });
  const astray = { path: { thread_id: nobody }, body: { assistant_id: graph, input } };
  if ((await talk.probe("createRun", astray)).ok) cleanUpThread(talk, nobody); // aegra makes the thread
  await talk.probe("cancelRun", { path: { ...thread, run_id: nobody } });
  await talk.call("deleteRun", { path });
  await talk.probe("deleteRun", { path });
}

async function converseOnStatelessRuns({ talk, graph, input }: Subject): Promise<void> {
  const body = { assistant_id: graph, input };
  await talk.call("waitStatelessRun", { body });
  await talk.call("waitStatelessRun", { body: { ...body, stream_mode: ["updates"] } });
  await talk.call("createStatelessRun", { body: { ...body, on_completion: "delete" } });
  const kept = await talk.call("createStatelessRun", {
    body: { ...body, on_completion: "keep", stream_resumable: true },
  });
  cleanUpThread(talk, idOf(kept.body, "thread_id"));
  await talk.probe("joinStatelessRunStream", {
    path: { run_id: idOf(kept.body, "run_id") },
    headers: { "last-event-id": "-1" },
  });
  await talk.probe("joinStatelessRunStream", { path: { run_id: nobody } });
  await talk.call("createRunBatch", { body: [body, { ...body, metadata: { second: true } }] });
  await talk.probe("waitStatelessRun", { body: { assistant_id: nobody, input } });
  await talk.probe("cancelRuns", { body: { thread_id: nobody, run_ids: [nobody] } });
}
