import type { Conversation, StreamEvent } from "./conversation.js";
import { makeThread, partOf, type Subject } from "./subject.js";

/** Every channel that a server may have. */
const channels = "lifecycle values updates messages tools custom input tasks checkpoints".split(" ");

/** The thread-centric protocol: commands on one side, events on the other. */
export async function converseOnProtocol({ talk, graph, input }: Subject): Promise<void> {
  const first = await makeThread(talk);
  const started = await command(talk, first, "run.start", { assistant_id: graph, input });
  // where nothing runs, only how it is answered is of interest
  await follow(talk, first, started.ok ? {} : { timeoutMs: 10_000 });
  await command(talk, first, "state.get", {});
  await command(talk, first, "state.get", { keys: ["messages"] });
  await command(talk, first, "agent.getTree", {});
  await command(talk, first, "no.such.method", {});
}

type Thread = { thread_id: string };

/** Sends a command to a thread. */
export function command(talk: Conversation, path: Thread, method: string, params: object) {
  return talk.probe("sendThreadCommand", { path, body: { id: 1, method, params } });
}

/** Follows a thread's events until its run ends, or for a time in ms. */
export function follow(
  talk: Conversation,
  path: Thread,
  { since, timeoutMs = 60_000 }: { since?: number; timeoutMs?: number } = {},
) {
  const body = { channels, ...(since === undefined ? {} : { since }) };
  return talk.follow("streamThreadEvents", { path, body }, isRootEnd, timeoutMs);
}

function isRootEnd({ event, data }: StreamEvent): boolean {
  const params = partOf(data, "params");
  const said = partOf(params, "data", "event");
  return event === "lifecycle" && partOf(params, "namespace", 0) === undefined && said !== "running";
}
