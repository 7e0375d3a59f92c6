import { idOf, makeThread, nobody, partOf, type Subject } from "./subject.js";

/** Runs that are started, awaited, joined, listed, cancelled and deleted. */
export async function converseOnRuns(subject: Subject): Promise<void> {
  await converseOnBackgroundRuns(subject);
  await converseOnStatelessRuns(subject);
  if (subject.hasGraph("failing")) await converseOnFailures(subject);
  if (subject.hasGraph("slow")) await converseOnCancelling(subject);
  if (subject.hasGraph("approval")) await converseOnInterrupts(subject);
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
  await talk.probe("createRun", { path: { thread_id: nobody }, body: { assistant_id: graph, input } });
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
  talk.cleanUpBy(() => talk.probe("deleteThread", { path: { thread_id: idOf(kept.body, "thread_id") } }));
  await talk.call("joinStatelessRunStream", {
    path: { run_id: idOf(kept.body, "run_id") },
    headers: { "last-event-id": "-1" },
  });
  await talk.probe("joinStatelessRunStream", { path: { run_id: nobody } });
  await talk.call("createRunBatch", { body: [body, { ...body, metadata: { second: true } }] });
  await talk.probe("waitStatelessRun", { body: { assistant_id: nobody, input } });
  await talk.probe("cancelRuns", { body: { thread_id: nobody, run_ids: [nobody] } });
}

async function converseOnFailures({ talk }: Subject): Promise<void> {
  const path = await makeThread(talk);
  const body = { assistant_id: "failing", input: { account: "ada" } };
  await talk.call("waitRun", { path, body });
  await talk.call("getThread", { path });
  await talk.call("getThreadState", { path });
  await talk.call("getThreadHistory", { path });
  await talk.call("listRuns", { path, query: { status: "error" } });
  await talk.call("waitStatelessRun", { body });
}

async function converseOnCancelling({ talk }: Subject): Promise<void> {
  const thread = await makeThread(talk);
  const body = { assistant_id: "slow", input: { ms: 20_000 } };
  const start = async (more: object = {}) => {
    const { body: run } = await talk.call("createRun", { path: thread, body: { ...body, ...more } });
    return { ...thread, run_id: idOf(run, "run_id") };
  };
  const first = await start();
  await talk.probe("createRun", { path: thread, body });
  await talk.probe("updateThreadState", { path: thread, body: { values: {} } });
  await talk.call("getThread", { path: thread });
  await talk.call("cancelRun", { path: first, query: { wait: "true" } });
  await talk.call("getRun", { path: first });
  await talk.call("getThread", { path: thread });
  const second = await start();
  const third = await start({ multitask_strategy: "interrupt" });
  await talk.call("getRun", { path: second });
  await talk.call("cancelRun", { path: third, query: { action: "rollback", wait: "true" } });
  await talk.probe("getRun", { path: third });
  const later = await start({ after_seconds: 60, multitask_strategy: "enqueue" });
  await talk.call("cancelRun", { path: later });
}

async function converseOnInterrupts({ talk }: Subject): Promise<void> {
  const path = await makeThread(talk);
  const assistant_id = "approval";
  await talk.call("waitRun", { path, body: { assistant_id, input: { topic: "rain" } } });
  await talk.call("getThread", { path });
  const { body: state } = await talk.call("getThreadState", { path });
  await talk.call("searchThreads", { body: { ids: [path.thread_id], status: "interrupted" } });
  const interruptId = partOf(state, "tasks", 0, "interrupts", 0, "id");
  await talk.call("waitRun", {
    path,
    body: { assistant_id, command: { resume: { [String(interruptId)]: "yes" } } },
  });
  await talk.call("streamRun", {
    path,
    body: { assistant_id, command: { resume: true, update: { topic: "snow" } }, stream_mode: "updates" },
  });
  await talk.call("getThreadHistory", { path });
  await talk.call("waitRun", {
    path,
    body: { assistant_id, command: { goto: { node: "archive", input: {} } } },
  });
  await talk.call("waitRun", {
    path,
    body: { assistant_id, input: { topic: "sun" }, interrupt_before: ["write"], interrupt_after: "*" },
  });
  await talk.call("waitStatelessRun", { body: { assistant_id, input: {} } });
}
