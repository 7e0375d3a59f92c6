import { makeThread, type Subject } from "./subject.js";

const modes = [
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

/** Event streams in every mode, whole and of subgraphs. */
export async function converseOnStreams({ talk, graph, input, hasGraph }: Subject): Promise<void> {
  const path = await makeThread(talk);
  await talk.call("streamRun", { path, body: { assistant_id: graph, input } });
  await talk.call("streamStatelessRun", { body: { assistant_id: graph, input, stream_mode: "updates" } });
  await talk.call("streamStatelessRun", { body: { assistant_id: graph, input, stream_mode: [...modes] } });

  if (hasGraph("chat")) {
    const body = { assistant_id: "chat", input: { messages: [{ role: "user", content: "weather?" }] } };
    for (const mode of modes) {
      await talk.call("streamRun", {
        path: await makeThread(talk),
        body: { ...body, stream_mode: [mode] },
      });
    }
    // Not every server knows this one.
    await talk.probe("streamRun", { path, body: { ...body, stream_mode: ["tools"] } });
  }
  for (const name of ["nested", "parallel", "failing", "writer", "fanout"].filter(hasGraph)) {
    const body = { assistant_id: name, input: inputs[name], stream_mode: [...modes] };
    await talk.call("streamRun", {
      path: await makeThread(talk),
      body: { ...body, stream_subgraphs: true, stream_resumable: true, on_disconnect: "cancel" },
    });
  }
  await talk.follow("streamThread", { path, query: { stream_modes: "run_modes" } }, () => false, 2000);
}

const inputs: Record<string, unknown> = {
  nested: { messages: [{ type: "human", content: "go" }] },
  parallel: { topic: "rain" },
  failing: { account: "ada" },
  writer: { count: 2 },
  fanout: { items: ["a", "b"] },
};
