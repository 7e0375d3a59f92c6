import { type Session, UNKNOWN_ID } from "./session.js";

/** The graph and the session that a scenario's calls use. */
export interface Context {
  api: Session;
  /** The graph to run. */
  graph: string;
  /** Its assistant id: some servers don't accept a graph's name as one. */
  assistant: string;
  /** A valid input of the graph. */
  input: unknown;
}

/** A group of calls. It must not depend on another: they run concurrently. */
export type Part = (context: Context) => Promise<void>;

/** The metadata of everything that is created. */
export const MARK = { made_by: "conformance" };

/** An id in a response; {@link UNKNOWN_ID} when it is missing, so that further calls can be made. */
export function idOf(body: unknown, key: string): string {
  const id = valueAt(body, key);
  return typeof id === "string" ? id : UNKNOWN_ID;
}

/** The value at a path of keys. */
export function valueAt(body: unknown, ...keys: (string | number)[]): unknown {
  return keys.reduce(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    body,
  );
}

/** Creates a thread, and registers its removal. */
export async function createThread(api: Session, body: object = {}): Promise<{ thread_id: string }> {
  const { body: created } = await api.call("createThread", { body: { metadata: MARK, ...body } });
  const path = { thread_id: idOf(created, "thread_id") };
  removeLater(api, path.thread_id);
  return path;
}

/** Registers the removal of a thread. Its runs are cancelled first: on some servers, a run whose thread is gone blocks a worker. */
export function removeLater(api: Session, thread_id: string): void {
  const path = { thread_id };
  api.onCleanUp(`thread ${thread_id}`, async () => {
    const { body } = await api.probe("listRuns", { path, query: { limit: "100" } });
    for (const run of Array.isArray(body) ? body : []) {
      const [run_id, status] = [idOf(run, "run_id"), valueAt(run, "status")];
      if (status !== "pending" && status !== "running") continue;
      await api.probe("cancelRun", { path: { ...path, run_id }, query: { wait: "1" } });
    }
    return api.probe("deleteThread", { path });
  });
}
