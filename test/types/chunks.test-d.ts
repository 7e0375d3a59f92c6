import type {
  CheckpointChunk,
  DebugChunk,
  Interrupt,
  MessagesChunk,
  RemoteGraph,
  RunStream,
  StreamMode,
  StreamOptions,
  TaskChunk,
  ToolChunk,
  WithInterrupts,
} from "langgraph-remote";
import { expectType } from "./expect.js";

interface State {
  topic: string;
  status: "draft" | "published";
}
interface Essay {
  State: State;
  Update: Partial<State>;
  Custom: { percent: number };
  Nodes: "write" | "review";
}
type Values = State & WithInterrupts;
type Updates = { write?: Partial<State>; review?: Partial<State> } & WithInterrupts;

declare const graph: RemoteGraph<Essay>;
declare function chunkOf<Chunk>(stream: Promise<RunStream<Chunk>>): Chunk;

// a function that takes the chunks of any graph takes those of this one
declare function showAny(stream: RunStream<unknown>): void;
export async function showsAny(): Promise<void> {
  showAny(await graph.stream({}));
  showAny(await graph.stream({}, { streamMode: ["values", "custom"], subgraphs: true }));
}

// one mode gives its data
expectType<Updates>().of(chunkOf(graph.stream({})));
expectType<Updates>().of(chunkOf(graph.stream({}, {})));
expectType<Values>().of(chunkOf(graph.stream({}, { streamMode: "values" })));
expectType<MessagesChunk>().of(chunkOf(graph.stream({}, { streamMode: "messages" })));
expectType<MessagesChunk>().of(chunkOf(graph.stream({}, { streamMode: "messages-tuple" })));
expectType<{ percent: number }>().of(chunkOf(graph.stream({}, { streamMode: "custom" })));
expectType<DebugChunk<State>>().of(chunkOf(graph.stream({}, { streamMode: "debug" })));
expectType<TaskChunk>().of(chunkOf(graph.stream({}, { streamMode: "tasks" })));
// Python sends the start of a task without
expectType<Interrupt[] | undefined>().of(chunkOf(graph.stream({}, { streamMode: "tasks" })).interrupts);
expectType<CheckpointChunk<State>>().of(chunkOf(graph.stream({}, { streamMode: "checkpoints" })));
expectType<ToolChunk>().of(chunkOf(graph.stream({}, { streamMode: "tools" })));

// a list names the mode, and needs no `as const`
expectType<["values", Values] | ["custom", { percent: number }]>().of(
  chunkOf(graph.stream({}, { streamMode: ["values", "custom"] })),
);
expectType<["updates", Updates]>().of(chunkOf(graph.stream({}, { streamMode: ["updates"] })));
const modes = ["values", "custom"] as const;
expectType<["values", Values] | ["custom", { percent: number }]>().of(
  chunkOf(graph.stream({}, { streamMode: modes })),
);

// `subgraphs` puts the namespace before
expectType<[string[], Values]>().of(chunkOf(graph.stream({}, { streamMode: "values", subgraphs: true })));
expectType<[string[], Updates]>().of(chunkOf(graph.stream({}, { subgraphs: true })));
expectType<[string[], "values", Values] | [string[], "updates", Updates]>().of(
  chunkOf(graph.stream({}, { streamMode: ["values", "updates"], subgraphs: true })),
);
expectType<Values>().of(chunkOf(graph.stream({}, { streamMode: "values", subgraphs: false })));

// what is known only at run time makes a union
declare const subgraphs: boolean;
expectType<Values | [string[], Values]>().of(chunkOf(graph.stream({}, { streamMode: "values", subgraphs })));
expectType<["values", Values] | [string[], "values", Values]>().of(
  chunkOf(graph.stream({}, { streamMode: ["values"], subgraphs })),
);
declare const either: "values" | "custom";
expectType<Values | { percent: number }>().of(chunkOf(graph.stream({}, { streamMode: either })));
declare const some: ("values" | "custom")[];
expectType<["values", Values] | ["custom", { percent: number }]>().of(
  chunkOf(graph.stream({}, { streamMode: some })),
);
declare const oneOrMore: "values" | "custom"[];
expectType<Values | ["custom", { percent: number }]>().of(
  chunkOf(graph.stream({}, { streamMode: oneOrMore })),
);

// options that were typed before still give every chunk that may come, and no other
declare const options: StreamOptions<Essay>;
const open = chunkOf(graph.stream({}, options));
declare const each: {
  single: Values | Updates | MessagesChunk | { percent: number } | CheckpointChunk<State>;
  listed: ["values", Values] | ["tasks", TaskChunk];
  nested: [string[], Values] | [string[], "custom", { percent: number }];
};
const openToAll: typeof open = each.single ?? each.listed ?? each.nested;
// @ts-expect-error a chunk of no mode
const notOpen: typeof open = ["values", { topic: 1 }];

export { notOpen, openToAll };

// a switch on the mode narrows the data
for await (const [mode, data] of await graph.stream(
  {},
  { streamMode: ["values", "updates", "messages", "debug"] },
)) {
  switch (mode) {
    case "values":
      expectType<"draft" | "published">().of(data.status);
      expectType<Interrupt[] | undefined>().of(data.__interrupt__);
      break;
    case "updates":
      expectType<Partial<State> | undefined>().of(data.write);
      // @ts-expect-error the graph has no such node
      data.publish;
      break;
    case "messages": {
      const [message, metadata] = data;
      expectType<string | undefined>().of(metadata.langgraph_node);
      if (message.type === "tool") expectType<string>().of(message.tool_call_id);
      // @ts-expect-error only a tool message has it
      else message.tool_call_id satisfies string;
      break;
    }
    case "debug":
      if (data.type === "checkpoint") expectType<State>().of(data.payload.values);
      else expectType<TaskChunk>().of(data.payload);
      break;
    default:
      expectType<never>().of(mode);
  }
}
for await (const [namespace, mode, data] of await graph.stream(
  {},
  { streamMode: ["custom", "values"], subgraphs: true },
)) {
  expectType<string[]>().of(namespace);
  if (mode === "custom") expectType<number>().of(data.percent);
  else expectType<string>().of(data.topic);
}

// a graph without types gives records, and never `any`
declare const untyped: RemoteGraph;
const values = chunkOf(untyped.stream({}, { streamMode: "values" }));
expectType<unknown>().of(values.topic);
expectType<Interrupt[] | undefined>().of(values.__interrupt__);
expectType<unknown>().of(chunkOf(untyped.stream({}, { streamMode: "custom" })));
expectType<unknown>().of(chunkOf(untyped.stream({})).write);

// @ts-expect-error no mode
graph.stream({}, { streamMode: "value" });
// @ts-expect-error no mode
graph.stream({}, { streamMode: ["values", "value"] });
// @ts-expect-error no option
graph.stream({}, { streamModes: "values" });
// @ts-expect-error a flag
graph.stream({}, { subgraphs: "yes" });
declare const mode: StreamMode;
// @ts-expect-error there are more modes
export const narrowed: "values" | "updates" = mode;
