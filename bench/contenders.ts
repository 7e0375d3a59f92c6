/** Those who are measured, each doing the same through its own interface. Ours is what was built into `dist`. */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { rawStream, stateReader } from "./raw.js";

export const NAMES = ["raw", "ours", "sdk", "official"] as const;
export type Name = (typeof NAMES)[number];
export type Mode = "messages" | "values";

export interface Contender {
  /** Reads a run's stream to its end, and calls back for each chunk. */
  stream(script: string, mode: Mode, onChunk?: () => void): Promise<void>;
  /** Runs to the end; gives the last values. */
  invoke(script: string): Promise<unknown>;
  getState(threadId: string): Promise<unknown>;
}

export const ENTRY = resolve("dist/src/index.js");

const loadOurs = (): Promise<typeof import("../src/index.js")> => import(pathToFileURL(ENTRY).href);

/** Loads one contender, and nothing of the others. */
export const load: Record<Name, (url: string) => Promise<Contender>> = {
  raw: async (url) => ({
    async stream(script, mode, onChunk) {
      await rawStream(url, script, mode, onChunk);
    },
    invoke: (script) => rawStream(url, script, "values"),
    getState: stateReader(url),
  }),

  ours: async (url) => graphs((await loadOurs()).RemoteGraph, { url, apiKey: null }),

  async sdk(url) {
    const { Client } = await import("@langchain/langgraph-sdk");
    const client = new Client({ apiUrl: url, apiKey: "none" });
    const run = (script: string, mode: Mode) => {
      const streamMode = mode === "messages" ? ("messages-tuple" as const) : mode;
      return client.runs.stream(null, script, { input: {}, streamMode });
    };
    return {
      async stream(script, mode, onChunk = ignore) {
        for await (const { event } of run(script, mode)) if (event === mode) onChunk();
      },
      async invoke(script) {
        let values: unknown;
        for await (const { event, data } of run(script, "values")) if (event === "values") values = data;
        return values;
      },
      getState: (threadId) => client.threads.getState(threadId),
    };
  },

  official: async (url) =>
    graphs((await import("@langchain/langgraph/remote")).RemoteGraph, { url, apiKey: "none" }),
};

/** What both classes of that name have. */
interface RemoteGraph {
  stream(input: object, options: { streamMode: Mode }): Promise<AsyncIterable<unknown>>;
  invoke(input: object): Promise<unknown>;
  getState(config: { configurable: { thread_id: string } }): Promise<unknown>;
}

function graphs<Options>(
  Graph: new (options: Options & { graphId: string }) => RemoteGraph,
  options: Options,
): Contender {
  const graphOf = remembered((graphId) => new Graph({ ...options, graphId }));
  return {
    async stream(script, mode, onChunk) {
      await drain(await graphOf(script).stream({}, { streamMode: mode }), onChunk);
    },
    invoke: (script) => graphOf(script).invoke({}),
    getState: (thread_id) => graphOf("any").getState({ configurable: { thread_id } }),
  };
}

const ignore = () => undefined;

async function drain(chunks: AsyncIterable<unknown>, onChunk: () => void = ignore): Promise<void> {
  for await (const _ of chunks) onChunk();
}

function remembered<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
