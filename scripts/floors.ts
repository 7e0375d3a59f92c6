/** A row of files and folders that stand beside each other. */
interface Floor {
  /** Files by their names, folders with a slash. */
  rooms: readonly string[];
  /** What they do, in the picture of them. */
  does: string;
}

/** `src` from the top down: what stands on a floor may import only what stands below it. */
export const FLOORS: readonly Floor[] = [
  { rooms: ["index", "langchain", "sdk", "ai-sdk"], does: "the entries" },
  {
    rooms: ["sdk/", "ai-sdk/", "langchain-runnable"],
    does: "what other libraries expect",
  },
  {
    rooms: ["langchain-forms", "langchain-events"],
    does: "what only the LangChain entry needs",
  },
  { rooms: ["graph/"], does: "RemoteGraph: options, calls, chunks, drawing" },
  { rooms: ["node/", "protocol/"], does: "a node of a parent graph; streamEvents v3" },
  { rooms: ["run/"], does: "one run: start, read, reconnect, join, stop" },
  { rooms: ["thread-state"], does: "a thread's state and its history" },
  { rooms: ["stream-mode"], does: "an event becomes a chunk" },
  { rooms: ["client/"], does: "one call: path, headers, time limits, attempts" },
  { rooms: ["servers/", "checkpoint", "serialize"], does: "what differs between servers; values for JSON" },
  { rooms: ["config", "wire/"], does: "configs; commands and messages on the wire" },
  { rooms: ["errors", "util/"], does: "errors; what knows nothing of LangGraph" },
  { rooms: ["types", "graph-types"], does: "types" },
];
