/** A remote graph as a node, and as a step of a sequence: in LangGraph's types, without a cast. */
import { RunnableLambda, RunnableSequence } from "@langchain/core/runnables";
import { START, StateGraph } from "@langchain/langgraph";
import { RemoteGraph } from "langgraph-remote";
import { RemoteGraph as LangChainGraph } from "langgraph-remote/langchain";
import { z } from "zod";

interface Counter {
  State: { count: number; trail: string[] };
  Input: { count?: number };
}

const at = { graphId: "counter", url: "http://localhost:2024" };
const untyped = new RemoteGraph(at);
const typed = new RemoteGraph<Counter>({
  ...at,
  threadId: ({ configurable }) => String(configurable?.customer),
});
const untypedRunnable = new LangChainGraph(at);
const runnable = new LangChainGraph<Counter>({ ...at, threadId: "derive" });

const CounterState = z.object({ count: z.number(), trail: z.array(z.string()) });
const next = RunnableLambda.from(({ count }: { count: number }) => ({ count: count + 1 }));

export const parent = new StateGraph(CounterState)
  .addNode("untyped", untyped)
  .addNode("typed", typed)
  .addNode("untyped_runnable", untypedRunnable)
  .addNode("runnable", runnable)
  .addNode("with_config", typed.withConfig({ tags: ["seen"] }))
  .addNode("behind_a_function", next.pipe(typed))
  .addNode("behind_a_function_untyped", next.pipe(untyped))
  .addNode("runnable_behind_a_function", next.pipe(runnable))
  .addNode("before_a_function", RunnableSequence.from([typed, next]))
  .addNode("with_a_retry", next.pipe(typed).withRetry({ stopAfterAttempt: 2 }))
  .addNode("runnable_with_a_retry", runnable.withRetry({ stopAfterAttempt: 2 }))
  .addNode("called", (state, config) => typed.invoke({ count: state.count }, config))
  .addNode({ by_name: typed })
  .addSequence([
    ["first", untyped],
    ["second", (state: { count: number }) => ({ count: state.count })],
  ])
  .addEdge(START, "typed")
  .compile();

const told: { count: number; trail: string[] } = await next.pipe(typed).invoke({ count: 1 });
const toldToo: { count: number; trail: string[] } = await runnable.invoke({ count: 1 });
const piped: string = await runnable
  .pipe((state: { trail: string[] }) => state.trail.join())
  .invoke({ count: 1 });
export const values = [told, toldToo, piped];

// @ts-expect-error what the graph gives is no word
export const wrong: string = await next.pipe(typed).invoke({ count: 1 });

// @ts-expect-error a policy is one of two words, or a function
new RemoteGraph({ ...at, threadId: "share" });
