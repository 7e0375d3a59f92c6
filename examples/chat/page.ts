/** The page: what the person does becomes a run, what the run tells becomes the page. */
import {
  Command,
  createClient,
  type Message,
  RemoteGraph,
  type RunStream,
  type StateSnapshot,
} from "langgraph-remote";
import * as view from "./view.js";

interface ConciergeGraph {
  State: { messages: Message[] };
  Input: { messages: { role: "user"; content: string }[]; delayMs: number };
}

type Chunk = Awaited<ReturnType<typeof startRun>> extends RunStream<infer C> ? C : never;

/** The page's own server, which adds the key. */
const server = { url: `${location.origin}/api`, apiKey: null };
const client = createClient(server);
const graph = new RemoteGraph<ConciergeGraph>({ ...server, graphId: "concierge" });

const WORD_MS = 70;

/** The conversation is in the address, so that a reload, or a second window, finds it. */
const threadId = location.hash.slice(1) || crypto.randomUUID();
location.hash = threadId;
const thread = { configurable: { thread_id: threadId } };

/** Where the next run begins, when the person looked back. */
let chosen: StateSnapshot | undefined;
let current: RunStream<Chunk> | undefined;

function startRun(input: ConciergeGraph["Input"] | Command) {
  return graph.stream(input, { ...thread, ...chosen?.config, streamMode: ["messages", "values"] });
}

async function follow(opening: Promise<RunStream<Chunk>>): Promise<void> {
  view.showApproval(undefined);
  view.setBusy(true);
  let status = "";
  try {
    current = await opening;
    chosen = undefined;
    for await (const [mode, data] of current) {
      if (mode === "messages") view.addToken(data[0]);
      else if (data.__interrupt__) view.showApproval(data.__interrupt__[0]?.value, answer);
      else view.showMessages(data.messages);
    }
  } catch (error) {
    status = toText(error);
  }
  current = undefined;
  await showHistory().catch((error: unknown) => {
    status ||= toText(error);
  });
  view.setBusy(false);
  view.setStatus(status);
}

const toText = (error: unknown) => (error instanceof Error ? error.message : String(error));

const answer = (approved: boolean) => void follow(startRun(new Command({ resume: approved })));

async function showHistory(): Promise<void> {
  const snapshots: StateSnapshot<ConciergeGraph["State"]>[] = [];
  for await (const snapshot of graph.getStateHistory(thread, { limit: 30 })) snapshots.push(snapshot);
  view.showHistory(snapshots, (snapshot) => {
    chosen = snapshot === snapshots[0] ? undefined : snapshot;
    showSnapshot(snapshot);
    view.setStatus(chosen ? "Looking back: the next message goes on from here." : "");
  });
}

function showSnapshot(snapshot: StateSnapshot<ConciergeGraph["State"]>): void {
  view.showMessages(snapshot.values.messages ?? []);
  view.showApproval(snapshot.interrupts[0]?.value, answer);
}

/** The run that goes on, if one does. */
async function findRun(): Promise<string | undefined> {
  for (const status of ["running", "pending"] as const) {
    const params = { path: { thread_id: threadId }, query: { status, limit: 1 } };
    const { data } = await client.GET("/threads/{thread_id}/runs", { params });
    if (data?.[0]) return data[0].run_id;
  }
  return undefined;
}

/** After a reload: what the thread holds, and the run that is still going, from its first event on. */
async function restore(): Promise<void> {
  const runId = await findRun(); // first: what has ended by now is in the state
  showSnapshot(await graph.getState(thread));
  await showHistory();
  if (runId !== undefined)
    await follow(graph.joinStream(runId, thread, { streamMode: ["messages", "values"] }));
}

view.onSend((content) => {
  view.addToken({ type: "human", content, id: crypto.randomUUID() });
  void follow(startRun({ messages: [{ role: "user", content }], delayMs: WORD_MS }));
});
view.onStop(() => void current?.cancel());
view.onNewThread(() => {
  location.hash = "";
  location.reload();
});

const drawGraph = async () =>
  view.drawGraph((await graph.getGraphAsync()).drawMermaid({ withStyles: false }));

drawGraph().catch((error: unknown) => view.setStatus(toText(error)));
await restore().catch(() => view.setStatus("Say something to begin."));
