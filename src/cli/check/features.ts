import { messageOf } from "../command.js";
import { excerpt } from "../output.js";
import type { Reply, StreamEvent } from "./conversation.js";
import { command } from "./protocol.js";
import { modes } from "./streams.js";
import { assistantOf, idOf, makeThread, partOf, type Subject } from "./subject.js";

/** Something that a user of RemoteGraph may count on, and whether this server has it. */
export interface Feature {
  name: string;
  /** `unproven`: it was accepted, and nothing could be seen of it with this graph. */
  verdict: "yes" | "no" | "unproven";
  note: string;
}

type Finding = Omit<Feature, "name">;
type Probe = (subject: Subject) => Promise<Finding>;

const yes = (note = ""): Finding => ({ verdict: "yes", note });
const no = (note: string): Finding => ({ verdict: "no", note });
const unproven = (note: string): Finding => ({ verdict: "unproven", note });

const PROBES: Readonly<Record<string, Probe>> = {
  "runs on a thread (invoke, stream)": async ({ talk, graph, input }) =>
    judgeRun(
      await talk.probe("streamRun", { path: await makeThread(talk), body: { assistant_id: graph, input } }),
    ),
  "runs without a thread": async ({ talk, graph, input }) =>
    judgeRun(await talk.probe("streamStatelessRun", { body: { assistant_id: graph, input } })),
  "stream modes": probeModes,
  "stream mode tools": async ({ talk, graph, input }) => {
    const body = { assistant_id: graph, input, stream_mode: ["tools"] };
    return judge(await talk.probe("streamRun", { path: await makeThread(talk), body }));
  },
  "streams of subgraphs": probeSubgraphs,
  "resumable streams (rejoin, joinStream)": probeResuming,
  interrupts: probeInterrupts,
  cancelling: probeCancelling,
  "state and history (getState, getStateHistory, updateState)": probeStates,
  "drawings (getGraphAsync)": onAssistant("getAssistantGraph"),
  "schemas (getSchemas, langgraph-remote types)": async (subject) => {
    const reply = await askAssistant(subject, "getAssistantSchemas");
    if (!reply.ok) return no(refusal(reply));
    const known = ["input_schema", "state_schema"].filter((key) => partOf(reply.body, key) !== undefined);
    return known.length === 0 ? unproven("none are known of this graph") : yes();
  },
  "subgraphs (getSubgraphsAsync)": onAssistant("getAssistantSubgraphs"),
  "run handles (streamEvents v3)": async ({ talk, graph, input }) => {
    const params = { assistant_id: graph, input };
    const reply = await command(talk, await makeThread(talk), "run.start", params);
    if (!reply.ok) return no(refusal(reply));
    return partOf(reply.body, "type") === "success" ? yes() : no(excerpt(partOf(reply.body, "message"), 80));
  },
  store: async ({ talk }) => judge(await talk.probe("listStoreNamespaces", { body: { limit: 1 } })),
  crons: async ({ talk }) => judge(await talk.probe("searchCrons", { body: { limit: 1 } })),
};

/**
 * Finds out what RemoteGraph can do with a server: one thing after the other, so that they don't disturb each other.
 * Ended by the signal, it throws.
 */
export async function probeFeatures(subject: Subject, signal?: AbortSignal): Promise<Feature[]> {
  const features: Feature[] = [];
  for (const [name, probe] of Object.entries(PROBES)) {
    features.push({ name, ...(await probe(subject).catch(toFinding)) });
    signal?.throwIfAborted();
  }
  return features;
}

/** A server that answers one thing in a way that nothing can be made of may still serve the others. */
const toFinding = (error: unknown): Finding => no(excerpt(messageOf(error), 80));

const refusal = ({ status, body }: Reply): string => {
  const said = excerpt((typeof body === "string" ? body : partOf(body, "detail")) ?? "", 60);
  return `answered ${status}${said === "" ? "" : ` ${said}`}`;
};

const judge = (reply: Reply): Finding => (reply.ok ? yes() : no(refusal(reply)));

/** A run that failed by the graph's own doing was served all the same. */
function judgeRun(reply: Reply): Finding {
  const error = errorOf(reply.events);
  return reply.ok && error !== undefined ? yes(`the run itself failed: ${error}`) : judge(reply);
}

function errorOf(events: readonly StreamEvent[]): string | undefined {
  const data = events.find(({ event }) => event === "error")?.data;
  return data === undefined ? undefined : excerpt(partOf(data, "message") ?? data, 80);
}

async function probeModes({ talk, graph, input }: Subject): Promise<Finding> {
  const run = async (stream_mode: readonly string[]) => {
    const body = { assistant_id: graph, input, stream_mode };
    return talk.probe("streamRun", { path: await makeThread(talk), body });
  };
  const reply = await run(modes);
  if (reply.ok) {
    const told = new Set(reply.events.map(({ event }) => event.split(/[|/]/)[0] ?? ""));
    return yes(
      `seen: ${[...told]
        .filter((name) => name !== "metadata")
        .sort()
        .join(", ")}`,
    );
  }
  const refused: string[] = [];
  for (const mode of modes) if (!(await run([mode])).ok) refused.push(mode);
  return no(`refused: ${refused.join(", ") || "all of them together"}`);
}

async function probeSubgraphs({ talk, graph, input }: Subject): Promise<Finding> {
  const run = async (stream_subgraphs: boolean) => {
    const body = { assistant_id: graph, input, stream_mode: ["values", "updates"], stream_subgraphs };
    return talk.probe("streamRun", { path: await makeThread(talk), body });
  };
  const reply = await run(true);
  if (!reply.ok) return no(refusal(reply));
  if (reply.events.some(({ event }) => event.includes("|"))) return yes();
  const error = errorOf(reply.events);
  if (error === undefined) return unproven("accepted; this graph has no subgraph that ran");
  const without = errorOf((await run(false)).events);
  return without === undefined ? no(`such a run fails: ${error}`) : unproven(`this graph fails: ${error}`);
}

async function probeResuming({ talk, graph, input }: Subject): Promise<Finding> {
  const thread = await makeThread(talk);
  const body = { assistant_id: graph, input, stream_mode: ["values"], stream_resumable: true };
  const first = await talk.probe("streamRun", { path: thread, body });
  if (!first.ok) return no(refusal(first));
  const run_id = partOf(first.events[0]?.data, "run_id");
  if (typeof run_id !== "string") return no("the stream does not tell the run's id");
  const again = await talk.probe("joinRunStream", {
    path: { ...thread, run_id },
    query: { stream_mode: "values" },
    headers: { "last-event-id": "-1" },
  });
  if (!again.ok) return no(refusal(again));
  const count = (reply: Reply) => reply.events.filter(({ event }) => event === "values").length;
  if (count(first) === 0) return unproven("this graph told no values");
  return count(again) >= count(first) ? yes() : no(`${count(again)} of ${count(first)} events came again`);
}

async function probeInterrupts({ talk, graph, input }: Subject): Promise<Finding> {
  const path = await makeThread(talk);
  const body = { assistant_id: graph, input, interrupt_before: "*" };
  const run = await talk.probe("waitRun", { path, body });
  if (!run.ok) return no(refusal(run));
  const next = partOf((await talk.probe("getThreadState", { path })).body, "next");
  if (!Array.isArray(next) || next.length === 0)
    return unproven("the run did not stop before its first node");
  const resumed = await talk.probe("waitRun", { path, body: { assistant_id: graph, input: null } });
  return resumed.ok ? yes() : no(`cannot go on: ${refusal(resumed)}`);
}

async function probeCancelling({ talk, graph, input }: Subject): Promise<Finding> {
  const path = await makeThread(talk);
  // It has not begun, so it can be cancelled whatever the graph does.
  const run = await talk.probe("createRun", {
    path,
    body: { assistant_id: graph, input, after_seconds: 60 },
  });
  if (!run.ok) return no(refusal(run));
  return judge(await talk.probe("cancelRun", { path: { ...path, run_id: idOf(run.body, "run_id") } }));
}

async function probeStates({ talk, graph, input }: Subject): Promise<Finding> {
  const path = await makeThread(talk);
  const run = await talk.probe("waitRun", { path, body: { assistant_id: graph, input } });
  if (!run.ok) return no(refusal(run));
  const calls: Record<string, Reply> = {
    getState: await talk.probe("getThreadState", { path }),
    getStateHistory: await talk.probe("searchThreadHistory", { path, body: { limit: 2 } }),
    updateState: await talk.probe("updateThreadState", { path, body: { values: null } }),
  };
  const refused = Object.entries(calls).filter(([, { ok }]) => !ok);
  return refused.length === 0
    ? yes()
    : no(refused.map(([name, reply]) => `${name} ${refusal(reply)}`).join("; "));
}

async function askAssistant({ talk, graph }: Subject, operation: string): Promise<Reply> {
  return talk.probe(operation, { path: { assistant_id: await assistantOf(talk, graph) } });
}

function onAssistant(operation: string): Probe {
  return async (subject) => judge(await askAssistant(subject, operation));
}
