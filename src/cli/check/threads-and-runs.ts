import { type Context, createThread, idOf, MARK, removeLater, valueAt } from "./context.js";
import { type Call, type Session, type StreamEvent, UNKNOWN_ID } from "./session.js";

type ThreadPath = { thread_id: string };

/** The stream modes that every server supports. */
export const MODES = "values updates messages messages-tuple custom tasks checkpoints debug events".split(
  " ",
);

/** Creates, finds, copies, reads, updates and deletes threads. */
export async function checkThreads(context: Context): Promise<void> {
  const { api } = context;
  const metadata = { ...MARK, run: crypto.randomUUID() };
  const path = await createThread(api, { metadata });
  const { thread_id } = path;
  const unknown = { thread_id: UNKNOWN_ID };

  await api.probe("createThread", { body: { thread_id } });
  await api.call("createThread", { body: { thread_id, if_exists: "do_nothing" } });
  await api.call("getThread", { path });
  await api.call("getThread", { path, query: { include: "ttl" } });
  await api.probe("getThread", { path: unknown });
  await api.call("updateThread", { path, body: { metadata: { changed: true } } });
  const headers = { prefer: "return=minimal" };
  await api.probe("updateThread", { path, body: { metadata: { changed: "again" } }, headers });
  await api.probe("updateThread", { path: unknown, body: { metadata: {} } });

  await api.call("searchThreads", { body: {} });
  const sorting = { limit: 2, offset: 0, sort_by: "updated_at", sort_order: "asc" };
  await api.call("searchThreads", { body: { metadata, status: "idle", ...sorting } });
  await api.call("searchThreads", { body: { ids: [thread_id], select: ["thread_id", "status"] } });
  await api.call("countThreads", { body: { metadata, status: "idle" } });

  await api.call("getThreadState", { path });
  await api.call("getThreadHistory", { path });
  await api.call("searchThreadHistory", { path, body: { limit: 5 } });
  await api.probe("getThreadState", { path: unknown });
  await api.probe("getThreadHistory", { path: unknown });
  await api.probe("updateThreadState", { path, body: { values: {} } });
  await api.probe("getThreadStorage", { path });

  await checkStates(context);
  await api.probe("pruneThreads", { body: { thread_ids: [thread_id], strategy: "keep_latest" } });
  await api.probe("deleteThread", { path });
  await api.probe("deleteThread", { path });
}

async function checkStates({ api, graph, input }: Context): Promise<void> {
  const path = await createThread(api);
  await api.call("waitRun", { path, body: { assistant_id: graph, input } });

  const copy = await api.call("copyThread", { path });
  removeLater(api, idOf(copy.body, "thread_id"));
  await api.probe("copyThread", { path: { thread_id: UNKNOWN_ID } });

  const { body: latest } = await api.call("getThreadState", { path, query: { subgraphs: "true" } });
  const checkpoint = valueAt(latest, "checkpoint");
  const checkpoint_id = idOf(checkpoint, "checkpoint_id");
  await api.call("getThreadStateById", { path: { ...path, checkpoint_id } });
  await api.probe("getThreadStateById", { path: { ...path, checkpoint_id: UNKNOWN_ID } });
  await api.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint, subgraphs: "true" } });
  await api.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint, subgraphs: true } });
  await api.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint: { checkpoint_id } } });

  await api.call("getThreadHistory", { path, query: { limit: "2" } });
  await api.call("getThreadHistory", { path, query: { limit: "2", before: checkpoint_id } });
  await api.call("searchThreadHistory", { path, body: { limit: 2, metadata: { source: "loop" } } });
  await api.probe("searchThreadHistory", { path, body: { before: checkpoint_id } });
  await api.probe("searchThreadHistory", { path, body: { before: { configurable: { checkpoint_id } } } });
  await api.probe("searchThreadHistory", { path, body: { checkpoint: { checkpoint_id } } });

  await api.call("updateThreadState", { path, body: { values: {} } });
  await api.call("updateThreadState", { path, body: { values: null, checkpoint } });
  await api.call("updateThreadState", { path, body: { values: {}, checkpoint_id, as_node: "__start__" } });
  await api.probe("updateThreadState", { path, body: { values: {}, as_node: "no such node" } });
}

/** Starts, awaits, joins, lists and deletes runs, on a thread and without. */
export async function checkRuns(context: Context): Promise<void> {
  await checkThreadRuns(context);
  await checkStatelessRuns(context);
}

async function checkThreadRuns({ api, graph, input }: Context): Promise<void> {
  const thread = await createThread(api);
  const body = { assistant_id: graph, input };
  const started = await api.call("createRun", {
    path: thread,
    body: {
      ...body,
      metadata: { from: "conformance" },
      config: { tags: ["one"], configurable: { colour: "blue" }, recursion_limit: 20 },
      stream_mode: ["values", "updates"],
      stream_resumable: true,
      durability: "async",
    },
  });
  const path = { ...thread, run_id: idOf(started.body, "run_id") };
  const unknown = { ...thread, run_id: UNKNOWN_ID };
  await api.call("joinRun", { path });
  await api.call("joinRunStream", { path, headers: { "last-event-id": "-1" } });
  await api.call("getRun", { path });
  await api.call("getThread", { path: thread });
  await api.probe("getRun", { path: unknown });
  await api.probe("joinRun", { path: unknown });
  await api.probe("joinRunStream", { path: unknown });
  await api.call("waitRun", { path: thread, body });
  const enqueued = { ...body, stream_mode: "updates", multitask_strategy: "enqueue" };
  await api.call("waitRun", { path: thread, body: enqueued });
  await api.call("listRuns", { path: thread });
  await api.call("listRuns", { path: thread, query: { limit: "2", offset: "1", status: "success" } });
  await api.call("listRuns", { path: thread, query: { select: ["run_id", "status"] } });
  await api.call("searchThreads", { body: { ids: [thread.thread_id] } });
  await api.probe("createRun", { path: thread, body: { assistant_id: UNKNOWN_ID, input } });
  const elsewhere = await api.probe("createRun", { path: { thread_id: UNKNOWN_ID }, body });
  if (elsewhere.ok) removeLater(api, UNKNOWN_ID); // aegra creates the thread
  await api.probe("cancelRun", { path: unknown });
  await api.call("deleteRun", { path });
  await api.probe("deleteRun", { path });
}

async function checkStatelessRuns({ api, graph, input }: Context): Promise<void> {
  const body = { assistant_id: graph, input };
  await api.call("waitStatelessRun", { body });
  await api.call("waitStatelessRun", { body: { ...body, stream_mode: ["updates"] } });
  await api.call("createStatelessRun", { body: { ...body, on_completion: "delete" } });
  const resumable = { ...body, on_completion: "keep", stream_resumable: true };
  const { body: kept } = await api.call("createStatelessRun", { body: resumable });
  removeLater(api, idOf(kept, "thread_id"));
  const path = { run_id: idOf(kept, "run_id") };
  await api.probe("joinStatelessRunStream", { path, headers: { "last-event-id": "-1" } });
  await api.probe("joinStatelessRunStream", { path: { run_id: UNKNOWN_ID } });
  await api.call("createRunBatch", { body: [body, { ...body, metadata: { second: true } }] });
  await api.probe("waitStatelessRun", { body: { assistant_id: UNKNOWN_ID, input } });
  await api.probe("cancelRuns", { body: { thread_id: UNKNOWN_ID, run_ids: [UNKNOWN_ID] } });
}

/** Streams runs in every mode, and a thread. */
export async function checkStreams({ api, graph, input }: Context): Promise<void> {
  const path = await createThread(api);
  const body = { assistant_id: graph, input };
  await api.call("streamRun", { path, body });
  await api.call("streamStatelessRun", { body: { ...body, stream_mode: "updates" } });
  await api.call("streamStatelessRun", { body: { ...body, stream_mode: MODES } });
  const query = { stream_modes: "run_modes,lifecycle,state_update" };
  await api.probe("streamThread", { path, query }, { ms: 2000, isLast: () => false });
}

/** The thread protocol: its commands and events. */
export async function checkProtocol({ api, graph, input }: Context): Promise<void> {
  const thread = await createThread(api);
  const started = await sendCommand(api, thread, "run.start", { assistant_id: graph, input });
  // if `run.start` failed, no event ends the reading
  await readEvents(api, thread, started.ok ? {} : { ms: 10_000 });
  await sendCommand(api, thread, "state.get", {});
  await sendCommand(api, thread, "state.get", { keys: ["messages"] });
  await sendCommand(api, thread, "agent.getTree", {});
  await sendCommand(api, thread, "no.such.method", {});
}

/** Sends a command of the thread protocol. */
export function sendCommand(api: Session, path: ThreadPath, method: string, params: object): Promise<Call> {
  return api.probe("sendThreadCommand", { path, body: { id: 1, method, params } });
}

const CHANNELS = "lifecycle values updates messages tools custom input tasks checkpoints".split(" ");

/** Reads a thread's events until its run ends, for at most `ms`. */
export function readEvents(
  api: Session,
  path: ThreadPath,
  { since, ms = 60_000 }: { since?: number; ms?: number } = {},
): Promise<Call> {
  const body = { channels: CHANNELS, ...(since === undefined ? {} : { since }) };
  return api.probe("streamThreadEvents", { path, body }, { ms, isLast: isEndOfRun });
}

function isEndOfRun({ event, data }: StreamEvent): boolean {
  const isRoot = valueAt(data, "params", "namespace", 0) === undefined;
  return event === "lifecycle" && isRoot && valueAt(data, "params", "data", "event") !== "running";
}
