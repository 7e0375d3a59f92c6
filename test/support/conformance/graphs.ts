import { type Context, createThread, idOf, type Part, valueAt } from "../../../src/cli/check/context.js";
import { checkGraph } from "../../../src/cli/check/other-operations.js";
import type { Session } from "../../../src/cli/check/session.js";
import { MODES, readEvents, sendCommand } from "../../../src/cli/check/threads-and-runs.js";

/** What only graphs show that fail, wait, ask, nest or call tools: those of the test fixtures. */
export const fixtureParts: readonly Part[] = [
  checkNested,
  checkSupersteps,
  checkFailures,
  checkCancelling,
  checkInterrupts,
  checkStreams,
  checkProtocol,
];

async function checkNested({ api }: Context): Promise<void> {
  await checkGraph(api, "nested");
  const path = await createThread(api);
  await api.call("waitRun", { path, body: { assistant_id: "nested", input: inputs.nested } });
  await api.call("getThreadHistory", { path, query: { limit: "10" } });
}

async function checkSupersteps({ api }: Context): Promise<void> {
  const path = await createThread(api, {
    graph_id: "counter",
    metadata: { graph_id: "counter" },
    supersteps: [
      { updates: [{ values: { count: 1, limit: 3 }, as_node: "__start__" }] },
      { updates: [{ values: { count: 2, trail: ["step 2"] }, as_node: "step" }] },
    ],
  });
  await api.call("searchThreadHistory", { path, body: {} });
}

async function checkFailures({ api }: Context): Promise<void> {
  const path = await createThread(api);
  const body = { assistant_id: "failing", input: { account: "ada" } };
  await api.call("waitRun", { path, body });
  await api.call("getThread", { path });
  await api.call("getThreadState", { path });
  await api.call("getThreadHistory", { path });
  await api.call("listRuns", { path, query: { status: "error" } });
  await api.call("waitStatelessRun", { body });
}

async function checkCancelling({ api }: Context): Promise<void> {
  const thread = await createThread(api);
  const body = { assistant_id: "slow", input: { ms: 20_000 } };
  const start = async (more: object = {}) => {
    const { body: run } = await api.call("createRun", { path: thread, body: { ...body, ...more } });
    return { ...thread, run_id: idOf(run, "run_id") };
  };
  const first = await start();
  await api.probe("createRun", { path: thread, body });
  await api.probe("updateThreadState", { path: thread, body: { values: {} } });
  await api.call("getThread", { path: thread });
  await api.call("cancelRun", { path: first, query: { wait: "1" } });
  await api.call("getRun", { path: first });
  await api.call("getThread", { path: thread });
  const second = await start();
  const third = await start({ multitask_strategy: "interrupt" });
  await api.call("getRun", { path: second });
  await api.call("cancelRun", { path: third, query: { action: "rollback", wait: "1" } });
  await api.probe("getRun", { path: third });
  const later = await start({ after_seconds: 60, multitask_strategy: "enqueue" });
  await api.call("cancelRun", { path: later });
}

async function checkInterrupts({ api }: Context): Promise<void> {
  const path = await createThread(api);
  const assistant_id = "approval";
  await api.call("waitRun", { path, body: { assistant_id, input: { topic: "rain" } } });
  await api.call("getThread", { path });
  const { body: state } = await api.call("getThreadState", { path });
  await api.call("searchThreads", { body: { ids: [path.thread_id], status: "interrupted" } });
  const interruptId = valueAt(state, "tasks", 0, "interrupts", 0, "id");
  await api.call("waitRun", {
    path,
    body: { assistant_id, command: { resume: { [String(interruptId)]: "yes" } } },
  });
  await api.call("streamRun", {
    path,
    body: { assistant_id, command: { resume: true, update: { topic: "snow" } }, stream_mode: "updates" },
  });
  await api.call("getThreadHistory", { path });
  await api.call("waitRun", {
    path,
    body: { assistant_id, command: { goto: { node: "archive", input: {} } } },
  });
  await api.call("waitRun", {
    path,
    body: { assistant_id, input: { topic: "sun" }, interrupt_before: ["write"], interrupt_after: "*" },
  });
  await api.call("waitStatelessRun", { body: { assistant_id, input: {} } });
}

const inputs: Record<string, unknown> = {
  chat: { messages: [{ role: "user", content: "weather?" }] },
  nested: { messages: [{ type: "human", content: "go" }] },
  parallel: { topic: "rain" },
  failing: { account: "ada" },
  writer: { count: 2 },
  fanout: { items: ["a", "b"] },
  approval: { topic: "rain" },
};

async function checkStreams({ api }: Context): Promise<void> {
  const path = await createThread(api);
  const body = { assistant_id: "chat", input: inputs.chat };
  for (const mode of MODES) {
    await api.call("streamRun", { path: await createThread(api), body: { ...body, stream_mode: [mode] } });
  }
  // Not every server knows this one.
  await api.probe("streamRun", { path, body: { ...body, stream_mode: ["tools"] } });
  for (const name of ["nested", "parallel", "failing", "writer", "fanout"]) {
    const run = { assistant_id: name, input: inputs[name], stream_mode: MODES, stream_subgraphs: true };
    await api.call("streamRun", {
      path: await createThread(api),
      body: { ...run, stream_resumable: true, on_disconnect: "cancel" },
    });
  }
}

async function checkProtocol({ api }: Context): Promise<void> {
  for (const name of ["chat", "nested", "writer", "failing", "approval"]) {
    const thread = await createThread(api);
    const started = await sendCommand(api, thread, "run.start", { assistant_id: name, input: inputs[name] });
    if (!started.ok) return;
    await readEvents(api, thread);
    if (name === "approval") await answer(api, thread);
  }
}

async function answer(api: Session, thread: { thread_id: string }): Promise<void> {
  const { events } = await readEvents(api, thread);
  const asked = events.find(({ event }) => event === "input.requested");
  const interrupt_id = idOf(valueAt(asked?.data, "params", "data"), "interrupt_id");
  await sendCommand(api, thread, "input.respond", { namespace: [], interrupt_id, response: "yes" });
  const seq = valueAt(events.at(-1)?.data, "seq");
  await readEvents(api, thread, { since: typeof seq === "number" ? seq : 0 });
}
