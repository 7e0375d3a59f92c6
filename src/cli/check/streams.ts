import { makeThread, type Subject } from "./subject.js";

/** The modes that every server knows. */
export const modes = [
  "values",
  "updates",
  "messages",
  "messages-tuple",
  "custom",
  "tasks",
  "checkpoints",
  "debug",
  "events",
] as const;

/** Event streams in every mode. */
export async function converseOnStreams({ talk, graph, input }: Subject): Promise<void> {
  const path = await makeThread(talk);
  await talk.call("streamRun", { path, body: { assistant_id: graph, input } });
  await talk.call("streamStatelessRun", { body: { assistant_id: graph, input, stream_mode: "updates" } });
  await talk.call("streamStatelessRun", { body: { assistant_id: graph, input, stream_mode: [...modes] } });
  await talk.follow(
    "streamThread",
    { path, query: { stream_modes: "run_modes,lifecycle,state_update" } },
    () => false,
    2000,
  );
}
