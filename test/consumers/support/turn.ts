import { beginTurn, type ModelGate } from "./gate.js";
import { createView } from "./hook.js";

/** What is known of a turn of a library that is no hook. */
interface Turn {
  text: string;
  isRunning: boolean;
  error: unknown;
}

/** Begins a turn of a library that is no hook: `run` takes it, and tells its text piece by piece. */
export function beginRun(run: (gate: ModelGate, tell: (text: string) => void) => Promise<unknown>) {
  const view = createView<Turn>();
  const show = (change: Partial<Turn>) => view.show({ ...view.current, ...change });
  show({ text: "", isRunning: false, error: undefined });
  return beginTurn({
    render: () => view,
    send(_, gate) {
      show({ isRunning: true });
      run(gate, (text) => show({ text: view.current.text + text })).then(
        () => show({ isRunning: false }),
        (error: unknown) => show({ isRunning: false, error }),
      );
    },
    isIdle: ({ isRunning }) => !isRunning,
    lastText: ({ text }) => text,
  });
}

/** A graph of LangGraph's, or what looks like one. */
export interface Graph {
  stream(input: object | null, options?: object): Promise<AsyncIterable<unknown>>;
  invoke(input: object | null, options?: object): Promise<unknown>;
}

interface Message {
  type: string;
  content: unknown;
}

/** Tells what the counting model says in a graph or below it. */
export async function readCount(
  graph: Graph,
  input: object,
  options: object,
  tell: (text: string) => void,
): Promise<void> {
  const stream = await graph.stream(input, { ...options, streamMode: "messages", subgraphs: true });
  for await (const chunk of stream) {
    const [, [{ type, content }]] = chunk as [namespace: string[], [message: Message]];
    if (/^ai/i.test(type) && typeof content === "string" && /^\d/.test(content)) tell(content);
  }
}
