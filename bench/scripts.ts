/**
 * What the benchmarks' server tells. The name of an assistant is its script: kind, count of events, bytes of each; for
 * `drip` the third is the number of streams that are to be open at a time.
 */

export const RUN_ID = "0b0e7d4c-5d3c-4f0a-9a55-6f2f4d1c8a01";
export const THREAD_ID = "5f6f2c1e-8f57-4d0e-8d4b-3a0c9e7b1d02";

const TOKENS = Array.from({ length: 1000 }, (_, at) =>
  JSON.stringify([
    {
      content: `word${at} `,
      additional_kwargs: {},
      response_metadata: {},
      tool_call_chunks: [],
      tool_calls: [],
      invalid_tool_calls: [],
      id: `run-${RUN_ID}`,
      type: "ai",
    },
    {
      graph_id: "agent",
      assistant_id: RUN_ID,
      run_id: RUN_ID,
      thread_id: THREAD_ID,
      langgraph_node: "agent",
      langgraph_step: 1,
      langgraph_triggers: ["branch:to:agent"],
      langgraph_checkpoint_ns: `agent:${RUN_ID}`,
      ls_provider: "openai",
      ls_model_type: "chat",
      tags: [],
    },
  ]),
);

const text = (bytes: number) =>
  "The quick brown fox jumps over the lazy dog. ".repeat(Math.ceil(bytes / 45)).slice(0, bytes);

/** A state of about so many bytes, in messages of a kilobyte. */
const state = (bytes: number) => ({
  messages: Array.from({ length: Math.max(1, Math.round(bytes / 1000)) }, (_, at) => ({
    content: text(850),
    id: `message-${at}`,
    type: at % 2 === 0 ? "human" : "ai",
    additional_kwargs: {},
    response_metadata: {},
  })),
});

/** A frame as the JavaScript server writes it: event, data, id. JSON of many lines makes many data lines. */
function frame(event: string, json: string, id: number): Buffer {
  const data = json.includes("\n") ? json.replaceAll("\n", "\ndata: ") : json;
  return Buffer.from(`event: ${event}\ndata: ${data}\nid: ${id}\n\n`);
}

/** The events of a script: metadata, then tokens (`messages`, `long`, `drip`) or states (`values`, `pretty`), and the end. */
export function* eventsOf(script: string): Generator<Buffer> {
  const [kind, count = "1", bytes = "0"] = script.split("-");
  yield frame("metadata", JSON.stringify({ run_id: RUN_ID, attempt: 1 }), 0);
  if (kind === "values" || kind === "pretty") {
    const json = JSON.stringify(state(Number(bytes)), null, kind === "pretty" ? 2 : undefined);
    for (let at = 1; at <= Number(count); at += 1) yield frame("values", json, at);
  } else {
    for (let at = 1; at <= Number(count); at += 1) {
      yield frame("messages", TOKENS[at % TOKENS.length] ?? "", at);
    }
  }
  yield Buffer.from("event: end\ndata: null\n\n");
}

/** A thread's state, as `GET /threads/{thread_id}/state` gives it. */
export const STATE = JSON.stringify({
  values: state(2_000),
  next: [],
  tasks: [],
  metadata: { source: "loop", step: 1, parents: {}, thread_id: THREAD_ID },
  created_at: new Date(0).toISOString(),
  checkpoint: { thread_id: THREAD_ID, checkpoint_id: RUN_ID, checkpoint_ns: "", checkpoint_map: null },
  parent_checkpoint: null,
});
