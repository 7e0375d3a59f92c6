import type { Conversation, StreamEvent } from "./conversation.js";
import { idOf, makeThread, partOf, type Subject } from "./subject.js";

const channels = "lifecycle values updates messages tools custom input tasks checkpoints".split(" ");

/** The thread-centric protocol: commands on one side, events on the other. */
export async function converseOnProtocol({ talk, graph, input, hasGraph }: Subject): Promise<void> {
  const first = await makeThread(talk);
  const started = await command(talk, first, "run.start", { assistant_id: graph, input });
  await follow(talk, first);
  if (!started.ok) return;
  await command(talk, first, "state.get", {});
  await command(talk, first, "state.get", { keys: ["messages"] });
  await command(talk, first, "agent.getTree", {});
  await command(talk, first, "no.such.method", {});

  for (const [name, graphInput] of Object.entries(inputs)) {
    if (!hasGraph(name)) continue;
    const thread = await makeThread(talk);
    await command(talk, thread, "run.start", { assistant_id: name, input: graphInput });
    await follow(talk, thread);
    if (name === "approval") await answer(talk, thread);
  }
}

const inputs: Record<string, unknown> = {
  chat: { messages: [{ role: "user", content: "weather?" }] },
  nested: { messages: [{ role: "user", content: "go" }] },
  writer: { count: 2 },
  failing: { account: "ada" },
  approval: { topic: "rain" },
};

type Thread = { thread_id: string };

function command(talk: Conversation, path: Thread, method: string, params: object) {
  return talk.probe("sendThreadCommand", { path, body: { id: 1, method, params } });
}

function follow(talk: Conversation, path: Thread, since?: number) {
  const body = { channels, ...(since === undefined ? {} : { since }) };
  return talk.follow("streamThreadEvents", { path, body }, isRootEnd, 20_000);
}

async function answer(talk: Conversation, thread: Thread): Promise<void> {
  const { events } = await follow(talk, thread);
  const asked = events.find(({ event }) => event === "input.requested");
  const interrupt_id = idOf(partOf(asked?.data, "params", "data"), "interrupt_id");
  await command(talk, thread, "input.respond", { namespace: [], interrupt_id, response: "yes" });
  const seq = partOf(events.at(-1)?.data, "seq");
  await follow(talk, thread, typeof seq === "number" ? seq : 0);
}

function isRootEnd({ event, data }: StreamEvent): boolean {
  const params = partOf(data, "params");
  const said = partOf(params, "data", "event");
  return event === "lifecycle" && partOf(params, "namespace", 0) === undefined && said !== "running";
}
