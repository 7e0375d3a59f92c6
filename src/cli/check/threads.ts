import { cleanUpThread, idOf, MARK, makeThread, nobody, partOf, type Subject } from "./subject.js";

/** Threads: made, found, copied, read, changed and deleted. */
export async function converseOnThreads(subject: Subject): Promise<void> {
  const { talk } = subject;
  const metadata = { ...MARK, run: crypto.randomUUID() };
  const path = await makeThread(talk, { metadata });
  const { thread_id } = path;

  await talk.probe("createThread", { body: { thread_id } });
  await talk.call("createThread", { body: { thread_id, if_exists: "do_nothing" } });
  await talk.call("getThread", { path });
  await talk.call("getThread", { path, query: { include: "ttl" } });
  await talk.probe("getThread", { path: { thread_id: nobody } });
  await talk.call("updateThread", { path, body: { metadata: { changed: true } } });
  await talk.probe("updateThread", {
    path,
    body: { metadata: { changed: "again" } },
    headers: { prefer: "return=minimal" },
  });
  await talk.probe("updateThread", { path: { thread_id: nobody }, body: { metadata: {} } });

  await talk.call("searchThreads", { body: {} });
  await talk.call("searchThreads", {
    body: { metadata, status: "idle", limit: 2, offset: 0, sort_by: "updated_at", sort_order: "asc" },
  });
  await talk.call("searchThreads", { body: { ids: [thread_id], select: ["thread_id", "status"] } });
  await talk.call("countThreads", { body: { metadata, status: "idle" } });

  await talk.call("getThreadState", { path });
  await talk.call("getThreadHistory", { path });
  await talk.call("searchThreadHistory", { path, body: { limit: 5 } });
  await talk.probe("getThreadState", { path: { thread_id: nobody } });
  await talk.probe("getThreadHistory", { path: { thread_id: nobody } });
  await talk.probe("updateThreadState", { path, body: { values: {} } });
  await talk.probe("getThreadStorage", { path });

  await converseOnStates(subject);
  await talk.probe("pruneThreads", { body: { thread_ids: [thread_id], strategy: "keep_latest" } });
  await talk.probe("deleteThread", { path });
  await talk.probe("deleteThread", { path });
}

async function converseOnStates({ talk, graph, input }: Subject): Promise<void> {
  const path = await makeThread(talk);
  await talk.call("waitRun", { path, body: { assistant_id: graph, input } });

  const copied = await talk.call("copyThread", { path });
  cleanUpThread(talk, idOf(copied.body, "thread_id"));
  await talk.probe("copyThread", { path: { thread_id: nobody } });

  const { body: latest } = await talk.call("getThreadState", { path, query: { subgraphs: "true" } });
  const checkpoint = partOf(latest, "checkpoint");
  const checkpoint_id = idOf(checkpoint, "checkpoint_id");
  await talk.call("getThreadStateById", { path: { ...path, checkpoint_id } });
  await talk.probe("getThreadStateById", { path: { ...path, checkpoint_id: nobody } });
  await talk.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint, subgraphs: "true" } });
  await talk.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint, subgraphs: true } });
  await talk.probe("getThreadStateAtCheckpoint", { path, body: { checkpoint: { checkpoint_id } } });

  await talk.call("getThreadHistory", { path, query: { limit: "2" } });
  await talk.call("getThreadHistory", { path, query: { limit: "2", before: checkpoint_id } });
  await talk.call("searchThreadHistory", { path, body: { limit: 2, metadata: { source: "loop" } } });
  await talk.probe("searchThreadHistory", { path, body: { before: checkpoint_id } });
  await talk.probe("searchThreadHistory", { path, body: { before: { configurable: { checkpoint_id } } } });
  await talk.probe("searchThreadHistory", { path, body: { checkpoint: { checkpoint_id } } });

  await talk.call("updateThreadState", { path, body: { values: {} } });
  await talk.call("updateThreadState", { path, body: { values: null, checkpoint } });
  await talk.call("updateThreadState", { path, body: { values: {}, checkpoint_id, as_node: "__start__" } });
  await talk.probe("updateThreadState", { path, body: { values: {}, as_node: "no such node" } });
}
