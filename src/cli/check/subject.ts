import type { Conversation } from "./conversation.js";

/** What a part of the scenario talks about. */
export interface Subject {
  talk: Conversation;
  /** The graph for everything that works with any graph. */
  graph: string;
  /** Its assistant: not every server takes a graph's name for an id. */
  assistant: string;
  /** An input that the graph takes. */
  input: unknown;
}

/** A part of the scenario. It may rely on nothing that another makes: they run side by side. */
export type Part = (subject: Subject) => Promise<void>;

/** What everything that is made is marked with. */
export const MARK = { made_by: "conformance" };

/** An id of the right form that nothing has. */
export const nobody = "00000000-0000-4000-8000-000000000000";

/** The id in an answer; without one, further calls are about nobody. */
export function idOf(body: unknown, key: string): string {
  const id = partOf(body, key);
  return typeof id === "string" ? id : nobody;
}

/** What lies at the end of a path of keys. */
export function partOf(body: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    body,
  );
}

/** Makes a thread, to be deleted in the end. */
export async function makeThread(talk: Conversation, body: object = {}): Promise<{ thread_id: string }> {
  const { body: made } = await talk.call("createThread", {
    body: { metadata: MARK, ...body },
  });
  const path = { thread_id: idOf(made, "thread_id") };
  cleanUpThread(talk, path.thread_id);
  return path;
}

/** Has a thread deleted in the end, its runs cancelled first: some servers lose a worker to a run without a thread. */
export function cleanUpThread(talk: Conversation, thread_id: string): void {
  const path = { thread_id };
  talk.cleanUpBy(`thread ${thread_id}`, async () => {
    const { body } = await talk.probe("listRuns", { path, query: { limit: "100" } });
    for (const run of Array.isArray(body) ? body : []) {
      const [run_id, status] = [partOf(run, "run_id"), partOf(run, "status")];
      if (typeof run_id !== "string" || (status !== "pending" && status !== "running")) continue;
      await talk.probe("cancelRun", { path: { ...path, run_id }, query: { wait: "1" } });
    }
    return talk.probe("deleteThread", { path });
  });
}
