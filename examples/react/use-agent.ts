/** An agent on a LangGraph server, for a page: `useStream` over our transport, and the thread's checkpoints beside it. */
import { type BaseMessage, coerceMessageLikeToMessage, HumanMessage } from "@langchain/core/messages";
import type { ThreadState } from "@langchain/langgraph-sdk";
import { useStream } from "@langchain/react";
import { agentServer, Client } from "langgraph-remote/sdk";
import { useEffect, useState } from "react";

interface State {
  messages: BaseMessage[];
}

/** What `HumanInTheLoopMiddleware` asks before a tool is called. */
export interface Question {
  actionRequests: { name: string; args: object }[];
}

export type Checkpoint = ThreadState<State>;

/** The page's own server, which adds the key. */
const server = { apiUrl: `${location.origin}/api`, apiKey: null };
const client = new Client<Partial<State>>(server);

type Options = Parameters<typeof useStream<State>>[0];

/** What the last run began with. */
interface Begun {
  after?: Checkpoint | undefined;
  /** The messages that were there: a stopped answer, and what other branches have, among them. */
  left: ReadonlySet<string | undefined>;
}

const idsOf = (messages: BaseMessage[]) => messages.map(({ id }) => id);

export function useAgent(threadId: string) {
  const [transport] = useState(() => agentServer({ ...server, threadId }));
  // the types allow no assistant beside a transport of one's own, though it is sent
  const options = { transport, assistantId: "assistant", threadId } as Options;
  const stream = useStream<State, Question>(options);
  const [begun, setBegun] = useState<Begun>({ left: new Set() });
  /** The checkpoints of all branches, the newest first, as they were after a run. */
  const [read, setRead] = useState<{ begun?: Begun; checkpoints: Checkpoint[] }>({ checkpoints: [] });
  const [problem, setProblem] = useState<unknown>();
  /** The id of the question that was answered last: events from before the answer, which come after it, ask it again. */
  const [answered, setAnswered] = useState<string>();

  useEffect(() => {
    if (stream.isLoading) return;
    listCheckpoints(threadId).then((checkpoints) => setRead({ begun, checkpoints }), setProblem);
  }, [threadId, stream.isLoading, begun]);

  const isRead = read.begun === begun;
  const base = (isRead ? undefined : begun.after) ?? read.checkpoints[0];
  const isFinished = isRead && !stream.isLoading && base?.next.length === 0;
  // `useStream` has the messages of all branches in one list: of that, what no checkpoint has yet
  const known = new Set(read.checkpoints.flatMap(({ values }) => idsOf(values.messages)));
  const fresh = isFinished ? [] : stream.messages.filter(({ id }) => !known.has(id) && !begun.left.has(id));

  /** Says something: after what was said last, or after an earlier checkpoint, which begins a branch. */
  function send(text: string, after?: Checkpoint) {
    setBegun({ after, left: new Set(idsOf(stream.messages)) });
    const from = after?.checkpoint.checkpoint_id;
    void stream.submit({ messages: [new HumanMessage(text)] }, from ? { forkFrom: from } : {});
  }

  /** Ends the run, also one that was begun before this page was loaded, which `stream.stop` does not know. */
  async function stop() {
    const runs = await client.runs.list(threadId, { status: "running" });
    await Promise.all(runs.map(({ run_id }) => client.runs.cancel(threadId, run_id)));
    await stream.disconnect();
  }

  /** Answers a question. */
  async function decide(type: "approve" | "reject") {
    const { interrupt } = stream;
    const decisions = interrupt?.value?.actionRequests.map(() => ({ type }));
    setAnswered(interrupt?.id);
    try {
      // without an id, `respond` looks among the events' questions alone; after a reload, the state brings it before them
      await stream.respond({ decisions }, interrupt?.id ? { interruptId: interrupt.id } : {});
    } catch (error) {
      setAnswered(undefined);
      throw error;
    }
  }

  const messages = [...(base?.values.messages ?? []), ...fresh];
  const { checkpoints } = read;
  const isAnswered = answered !== undefined && stream.interrupt?.id === answered;
  const question = isAnswered ? undefined : stream.interrupt?.value;
  return {
    ...{ messages, question, base, checkpoints, send, stop, decide },
    isBusy: stream.isLoading,
    error: stream.error ?? problem,
  };
}

async function listCheckpoints(threadId: string): Promise<Checkpoint[]> {
  const states = await client.threads.getHistory(threadId, { limit: 100 }).catch((error) => {
    if (error.status === 404) return []; // nothing has been said yet
    throw error;
  });
  return states.map((state) => ({
    ...state,
    values: { messages: (state.values.messages ?? []).map(coerceMessageLikeToMessage) },
  }));
}

/** The last checkpoint before a message, of those that led to the one that is shown. */
export function checkpointBefore(id: string | undefined, shown: Checkpoint | undefined, all: Checkpoint[]) {
  let found = shown;
  while (found?.values.messages.some((message) => message.id === id)) {
    const parent = found.parent_checkpoint?.checkpoint_id;
    found = all.find(({ checkpoint }) => checkpoint.checkpoint_id === parent);
  }
  return found;
}
