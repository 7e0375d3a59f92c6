/** The page: what the person does becomes a run, what the run tells becomes the page. */
import { Command, type Message, RemoteGraph, type RunStream, type StateSnapshot } from "langgraph-remote";
import * as view from "./view.js";

interface ConciergeGraph {
  State: { messages: Message[] };
  Input: { messages: { role: "user"; content: string }[]; delayMs: number };
}

type Chunk = Awaited<ReturnType<typeof startRun>> extends RunStream<infer C> ? C : never;

const graph = new RemoteGraph<ConciergeGraph>({
  graphId: "concierge",
  url: `${location.origin}/api`,
  apiKey: null,
});

const WORD_MS = 70;
const RUNNING = "running";

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
  try {
    current = await opening;
    chosen = undefined;
    for await (const [mode, data] of current) {
      if (current.runId) sessionStorage.setItem(RUNNING, JSON.stringify({ threadId, runId: current.runId }));
      if (mode === "messages") view.addToken(data[0]);
      else if (data.__interrupt__) view.showApproval(data.__interrupt__[0]?.value, answer);
      else view.showMessages(data.messages);
    }
  } catch (error) {
    view.setStatus(error instanceof Error ? error.message : String(error));
  } finally {
    current = undefined;
    sessionStorage.removeItem(RUNNING);
    view.setBusy(false);
    await showHistory();
  }
}

const answer = (approved: boolean) => void follow(startRun(new Command({ resume: approved })));

async function showHistory(): Promise<void> {
  const snapshots: StateSnapshot<ConciergeGraph["State"]>[] = [];
  for await (const snapshot of graph.getStateHistory(thread, { limit: 30 })) snapshots.push(snapshot);
  view.showHistory(snapshots, (snapshot) => {
    chosen = snapshot === snapshots[0] ? undefined : snapshot;
    showSnapshot(snapshot);
  });
}

function showSnapshot(snapshot: StateSnapshot<ConciergeGraph["State"]>): void {
  view.showMessages(snapshot.values.messages ?? []);
  view.showApproval(snapshot.interrupts[0]?.value, answer);
}

/** After a reload: what the thread holds, and the run that is still going, from its first event on. */
async function restore(): Promise<void> {
  showSnapshot(await graph.getState(thread));
  await showHistory();
  const saved = JSON.parse(sessionStorage.getItem(RUNNING) ?? "null");
  if (saved?.threadId !== threadId) return;
  await follow(graph.joinStream(saved.runId, thread, { streamMode: ["messages", "values"] }));
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

view.drawGraph((await graph.getGraphAsync()).drawMermaid({ withStyles: false }));
await restore().catch(() => view.setStatus("Say something to begin."));
