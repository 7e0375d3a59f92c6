import type { Conversation } from "./conversation.js";

/** What a part of the scenario talks about. */
export interface Subject {
  talk: Conversation;
  /** The graph for everything that works with any graph. */
  graph: string;
  /** An input that the graph takes. */
  input: unknown;
  /** Whether the server has that graph too. */
  hasGraph: (name: string) => boolean;
}

/** An id of the right form that nothing has. */
export const nobody = "00000000-0000-4000-8000-000000000000";

/** The id that an answer must have, or nothing further can be asked. */
export function idOf(body: unknown, key: string): string {
  const id = partOf(body, key);
  if (typeof id !== "string") throw new Error(`the answer has no ${key}`);
  return id;
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
    body: { metadata: { made_by: "conformance" }, ...body },
  });
  const path = { thread_id: idOf(made, "thread_id") };
  talk.cleanUpBy(() => talk.probe("deleteThread", { path }));
  return path;
}
