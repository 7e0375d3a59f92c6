import type { RunEvent } from "../run/run-types.js";
import { isStreamMode, toChunker } from "../stream-mode.js";
import type { RunnableConfig, StreamMode } from "../types.js";
import { isRecord } from "../util/record.js";
import { modeOf } from "../wire/event-name.js";
import type { Decode } from "../wire/messages.js";
import type { NodePlace } from "./node-place.js";
import { toParentChunk } from "./node-state.js";
import { handlersOf } from "./tracing.js";

/** The parent's stream, as far as a node may write to it. */
export interface ParentStream {
  readonly modes: readonly StreamMode[];
  readonly subgraphs: boolean;
  write(event: RunEvent): void;
}

type Chunk = [namespace: string[], mode: StreamMode, data: unknown];

interface Pushable {
  modes: ReadonlySet<string>;
  push(chunk: Chunk): void;
}

function isPushable(value: unknown): value is Pushable {
  return isRecord(value) && value.modes instanceof Set && typeof value.push === "function";
}

/** The parent passes its stream to nodes only when it streams subgraphs; it always passes the writer of `custom` events. */
export function parentStreamOf(config: RunnableConfig, place: NodePlace, decode: Decode): ParentStream {
  const stream = config.configurable?.__pregel_stream;
  if (isPushable(stream)) return toPushing(stream, config, place, decode);
  const writer = "writer" in config ? config.writer : undefined;
  if (typeof writer !== "function") return { modes: [], subgraphs: false, write: () => undefined };
  return {
    modes: ["custom"],
    subgraphs: false,
    write({ event, data }) {
      if (event === "custom") writer(decode(data));
    },
  };
}

function toPushing(stream: Pushable, config: RunnableConfig, place: NodePlace, decode: Decode): ParentStream {
  const handlers = handlersOf(config);
  // this handler builds protocol events from callbacks of models in this process, and takes no message chunks
  const isThreadCentric = handlers.some(({ name }) => name === "StreamProtocolMessagesHandler");
  const modes = [...stream.modes]
    .filter(isStreamMode)
    .filter((mode) => !(isThreadCentric && mode === "messages"));
  const prefix = place.namespace === "" ? [] : place.namespace.split("|");
  const toChunks = toChunker<Chunk>({ modes, isList: true, subgraphs: true }, decode);
  return {
    modes,
    subgraphs: true,
    write(event) {
      const chunks: Chunk[] = [];
      toChunks(event, chunks);
      for (const [inner, mode, data] of chunks) {
        stream.push([[...prefix, ...inner], mode, toParentChunk(place, mode, data)]);
      }
      if (modeOf(event.event) === "messages") markAsSeen(handlers, chunks);
    },
  };
}

/** LangGraph's handler streams the messages of a node's output that it has not `seen`: these were streamed already. */
function markAsSeen(handlers: Record<string, unknown>[], chunks: Chunk[]): void {
  for (const { name, seen } of handlers) {
    if (name !== "StreamMessagesHandler" || !isRecord(seen)) continue;
    for (const [, , data] of chunks) {
      const message: unknown = Array.isArray(data) ? data[0] : undefined;
      if (isRecord(message) && typeof message.id === "string") seen[message.id] = message;
    }
  }
}
