import { converseOnGraph } from "../../../src/cli/check/assistants.js";
import type { Conversation } from "../../../src/cli/check/conversation.js";
import { command, follow } from "../../../src/cli/check/protocol.js";
import { modes } from "../../../src/cli/check/streams.js";
import { idOf, makeThread, type Part, partOf, type Subject } from "../../../src/cli/check/subject.js";

/** What only graphs show that fail, wait, ask, nest or call tools: those of the test fixtures. */
export const fixtureParts: Readonly<Record<string, Part>> = {
  "nested graphs": converseOnNested,
  supersteps: converseOnSupersteps,
  failures: converseOnFailures,
  cancelling: converseOnCancelling,
  interrupts: converseOnInterrupts,
  "streams of graphs": converseOnStreams,
  "protocol of graphs": converseOnProtocol,
};

async function converseOnNested({ talk }: Subject): Promise<void> {
  await converseOnGraph(talk, "nested");
  const path = await makeThread(talk);
  await talk.call("waitRun", { path, body: { assistant_id: "nested", input: inputs.nested } });
  await talk.call("getThreadHistory", { path, query: { limit: "10" } });
}

async function converseOnSupersteps({ talk }: Subject): Promise<void> {
  const path = await makeThread(talk, {
    graph_id: "counter",
    metadata: { graph_id: "counter" },
    supersteps: [
      { updates: [{ values: { count: 1, limit: 3 }, as_node: "__start__" }] },
      { updates: [{ values: { count: 2, trail: ["step 2"] }, as_node: "step" }] },
    ],
  });
  await talk.call("searchThreadHistory", { path, body: {} });
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
  await talk.call("cancelRun", { path: first, query: { wait: "1" } });
  await talk.call("getRun", { path: first });
  await talk.call("getThread", { path: thread });
  const second = await start();
  const third = await start({ multitask_strategy: "interrupt" });
  await talk.call("getRun", { path: second });
  await talk.call("cancelRun", { path: third, query: { action: "rollback", wait: "1" } });
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

const inputs: Record<string, unknown> = {
  chat: { messages: [{ role: "user", content: "weather?" }] },
  nested: { messages: [{ type: "human", content: "go" }] },
  parallel: { topic: "rain" },
  failing: { account: "ada" },
  writer: { count: 2 },
  fanout: { items: ["a", "b"] },
  approval: { topic: "rain" },
};

async function converseOnStreams({ talk }: Subject): Promise<void> {
  const path = await makeThread(talk);
  const body = { assistant_id: "chat", input: inputs.chat };
  for (const mode of modes) {
    await talk.call("streamRun", { path: await makeThread(talk), body: { ...body, stream_mode: [mode] } });
  }
  // Not every server knows this one.
  await talk.probe("streamRun", { path, body: { ...body, stream_mode: ["tools"] } });
  for (const name of ["nested", "parallel", "failing", "writer", "fanout"]) {
    const run = { assistant_id: name, input: inputs[name], stream_mode: modes, stream_subgraphs: true };
    await talk.call("streamRun", {
      path: await makeThread(talk),
      body: { ...run, stream_resumable: true, on_disconnect: "cancel" },
    });
  }
}

async function converseOnProtocol({ talk }: Subject): Promise<void> {
  for (const name of ["chat", "nested", "writer", "failing", "approval"]) {
    const thread = await makeThread(talk);
    const started = await command(talk, thread, "run.start", { assistant_id: name, input: inputs[name] });
    if (!started.ok) return;
    await follow(talk, thread);
    if (name === "approval") await answer(talk, thread);
  }
}

async function answer(talk: Conversation, thread: { thread_id: string }): Promise<void> {
  const { events } = await follow(talk, thread);
  const asked = events.find(({ event }) => event === "input.requested");
  const interrupt_id = idOf(partOf(asked?.data, "params", "data"), "interrupt_id");
  await command(talk, thread, "input.respond", { namespace: [], interrupt_id, response: "yes" });
  const seq = partOf(events.at(-1)?.data, "seq");
  await follow(talk, thread, { since: typeof seq === "number" ? seq : 0 });
}
