import { createView } from "./hook.js";

/** What is known of a turn of a library that is no hook. */
export interface Turn {
  text: string;
  isRunning: boolean;
  error: unknown;
}

/** How a turn goes for {@link beginTurn}. */
export const shownTurn = {
  send: (turn: { start(): void }) => turn.start(),
  isIdle: ({ isRunning }: Turn) => !isRunning,
  lastText: ({ text }: Turn) => text,
};

/** The view of a turn that `run` takes, and tells the text of piece by piece. */
export function viewTurn(run: (tell: (text: string) => void) => Promise<unknown>) {
  const view = createView<Turn>();
  const show = (change: Partial<Turn>) => view.show({ ...view.current, ...change });
  show({ text: "", isRunning: false, error: undefined });
  const start = () => {
    show({ isRunning: true });
    run((text) => show({ text: view.current.text + text })).then(
      () => show({ isRunning: false }),
      (error: unknown) => show({ isRunning: false, error }),
    );
  };
  return Object.assign(view, { start });
}

/** A graph of LangGraph's, or what looks like one. */
export interface Streaming {
  stream(input: object, options: object): Promise<AsyncIterable<unknown>>;
}

/** The view of a turn of a graph, with the tokens of the graphs below it. */
export const viewGraph = (graph: Streaming, input: object, options: object) =>
  viewTurn(async (tell) => {
    const stream = await graph.stream(input, { ...options, streamMode: "messages", subgraphs: true });
    for await (const chunk of stream) {
      const [, [{ content }]] = chunk as [namespace: string[], [message: { content: unknown }]];
      // what its other models say does not count
      if (typeof content === "string" && /^\d/.test(content)) tell(content);
    }
  });
