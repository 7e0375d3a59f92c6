import type { ProtocolToolsData } from "../../generated/schema.js";
import { RemoteException, StreamError } from "../errors.js";
import type { Namespace } from "../types.js";
import { quietly } from "../util/quietly.js";
import { type Extent, lastOf, Projection } from "./projection.js";
import type { ThreadEvent, ToolCallStream } from "./thread-types.js";

type ToolEvent = Extract<ThreadEvent, { method: "tools" }>;
type ToolStart = Extract<ProtocolToolsData, { event: "tool-started" }>;
type ToolEnd = Extract<ProtocolToolsData, { event: "tool-finished" | "tool-error" }>;

/** One call of a tool, read from the events by whoever wants it, when it is wanted. */
export class ThreadToolCall implements ToolCallStream {
  readonly name: string;
  readonly callId: string;
  readonly input: unknown;
  readonly namespace: Namespace;
  readonly #steps: Projection<ProtocolToolsData>;
  readonly #decode: (value: unknown) => unknown;
  #end: Promise<ToolEnd> | undefined;

  /** @param from - behind the event that the call starts with */
  constructor(
    { params }: ToolEvent,
    start: ToolStart,
    { log, from }: Extent,
    decode: (value: unknown) => unknown,
  ) {
    this.name = start.tool_name;
    this.callId = start.tool_call_id;
    this.input = parsed(start.input);
    this.namespace = params.namespace;
    this.#decode = decode;
    const isOwn = (event: ThreadEvent): event is ToolEvent =>
      event.method === "tools" && event.params.data.tool_call_id === start.tool_call_id;
    const isEnd = (event: ThreadEvent) => isOwn(event) && isToolEnd(event.params.data);
    this.#steps = new Projection({ log, from, isEnd }, (event) => (isOwn(event) ? [event.params.data] : []));
  }

  get output(): Promise<unknown> {
    return quietly(
      this.#ended().then((end) => {
        if (end.event === "tool-finished") return this.#decode(end.output);
        throw new RemoteException({ error: end.code ?? "ToolError", message: end.message });
      }),
    );
  }

  get status(): Promise<"finished" | "error"> {
    return quietly(this.#ended().then(({ event }) => (event === "tool-finished" ? "finished" : "error")));
  }

  get error(): Promise<string | undefined> {
    return quietly(this.#ended().then((end) => (end.event === "tool-error" ? end.message : undefined)));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<unknown, void, undefined> {
    for await (const step of this.#steps) if (step.event === "tool-output-delta") yield step.delta;
  }

  #ended(): Promise<ToolEnd> {
    this.#end ??= lastOf(this.#steps).then((last) => {
      if (last !== undefined && isToolEnd(last)) return last;
      throw new StreamError(`the run ended within the call of ${this.name}`);
    });
    return this.#end;
  }
}

const isToolEnd = (step: ProtocolToolsData): step is ToolEnd =>
  step.event === "tool-finished" || step.event === "tool-error";

/** The JavaScript server sends a tool's input as the text of its JSON. */
function parsed(input: unknown): unknown {
  if (typeof input !== "string") return input;
  try {
    return JSON.parse(input);
  } catch {
    return input; // a tool may take plain text
  }
}
