/** An agent on a LangGraph server, for a page: `useStream` over our transport, and the thread's checkpoints beside it. */
import { type BaseMessage, coerceMessageLikeToMessage, HumanMessage } from "@langchain/core/messages";
import type { ThreadState } from "@langchain/langgraph-sdk";
import { useStream } from "@langchain/react";
import { agentServer, Client } from "langgraph-remote/sdk";
import { useEffect, useRef, useState } from "react";

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

export function useAgent(threadId: string) {
  const [transport] = useState(() => agentServer(server));
  // the types allow no assistant beside a transport of one's own, though it is sent
  const options = { transport, assistantId: "assistant", threadId } as Options;
  const stream = useStream<State, Question>(options);
  const [checkpoints, setCheckpoints] = useState<Checkpoint[]>([]);
  /** Where the run began that is at work, or where the last one ended. */
  const [base, setBase] = useState<Checkpoint>();
  const [problem, setProblem] = useState<unknown>();
  const turn = useRef(0);

  useEffect(() => {
    if (stream.isLoading) return;
    const begun = turn.current;
    listCheckpoints(threadId).then((list) => {
      if (begun !== turn.current) return; // the next run has begun
      setCheckpoints(list);
      setBase(list[0]);
    }, setProblem);
  }, [threadId, stream.isLoading]);

  // `useStream` has the messages of all branches, so that it gives only what is new
  const known = new Set(checkpoints.flatMap(({ values }) => values.messages.map(({ id }) => id)));
  const fresh = stream.messages.filter(({ id }) => !known.has(id));

  /** Says something: after what was said last, or after an earlier checkpoint, which begins a branch. */
  function send(text: string, after?: Checkpoint) {
    turn.current += 1;
    const from = after?.checkpoint.checkpoint_id;
    if (after) setBase(after);
    void stream.submit({ messages: [new HumanMessage(text)] }, from ? { forkFrom: from } : {});
  }

  /** Ends the run, also one that was begun before this page was loaded, which `stream.stop` does not know. */
  async function stop() {
    const runs = await client.runs.list(threadId, { status: "running" });
    await Promise.all(runs.map(({ run_id }) => client.runs.cancel(threadId, run_id)));
    await stream.disconnect();
  }

  function decide(type: "approve" | "reject") {
    turn.current += 1;
    void stream.respond({ decisions: stream.interrupt?.value?.actionRequests.map(() => ({ type })) });
  }

  return {
    messages: [...(base?.values.messages ?? []), ...fresh],
    question: stream.interrupt?.value,
    isBusy: stream.isLoading,
    error: stream.error ?? problem,
    /** Those of all branches, the newest first. */
    checkpoints,
    base,
    send,
    stop,
    decide,
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
