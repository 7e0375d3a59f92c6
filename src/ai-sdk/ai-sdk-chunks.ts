/** Converts a run's events to message chunks of the AI SDK. */
import type { UIMessageChunk } from "ai";
import { toInterrupt } from "../checkpoint.js";
import type { RunEvent } from "../run/run-types.js";
import { toRemoteException } from "../servers/error-bodies.js";
import { isRecord } from "../util/record.js";

/** The tool name of the tool call that represents an interrupt. */
export const INTERRUPT_TOOL = "interrupt";

/** A tool call that is still being streamed. */
interface OpenCall {
  id: string;
  index: unknown;
}

/** Converts the events of one run in the modes `messages-tuple` and `values`. */
export class ChunkWriter {
  /** The ids of messages whose text has started, and of the one that has not ended. */
  readonly #texts = new Set<string>();
  #openText: string | undefined;
  readonly #calls = new Set<string>();
  readonly #known = new Set<string>();
  #openCall: OpenCall | undefined;
  #isFirstState = true;

  /** The chunks that start a message. */
  start(messageId: string | undefined): UIMessageChunk[] {
    return [
      messageId === undefined ? { type: "start" } : { type: "start", messageId },
      { type: "start-step" },
    ];
  }

  /** The chunks that end the message. */
  end(): UIMessageChunk[] {
    return [...this.#endText(), { type: "finish-step" }, { type: "finish" }];
  }

  /** The chunks of an event. */
  write({ event, data }: RunEvent): UIMessageChunk[] {
    if (event === "error") return [{ type: "error", errorText: toRemoteException(data, {}).message }];
    if (event === "messages" && Array.isArray(data) && isRecord(data[0])) return this.#writeMessage(data[0]);
    if (event === "values" && isRecord(data)) return this.#writeState(data);
    return [];
  }

  #writeMessage(message: Record<string, unknown>): UIMessageChunk[] {
    if (message.type === "tool") return this.#writeResult(message);
    if (message.type !== "ai" && message.type !== "AIMessageChunk") return [];
    const id = String(message.id ?? "");
    // JavaScript's chunks are called "ai", too
    const isWhole = message.type === "ai" && !("tool_call_chunks" in message);
    if (isWhole && this.#texts.has(id)) return this.#writeCalls(message); // its chunks were sent before
    return [
      ...this.#writeText(id, textOf(message.content)),
      ...this.#writeCallChunks(message),
      ...(isWhole ? this.#writeCalls(message) : []),
    ];
  }

  #writeText(id: string, delta: string): UIMessageChunk[] {
    if (delta === "") return [];
    const begin = this.#openText === id ? [] : [...this.#endText(), { type: "text-start", id } as const];
    this.#openText = id;
    this.#texts.add(id);
    return [...begin, { type: "text-delta", id, delta }];
  }

  #endText(): UIMessageChunk[] {
    const id = this.#openText;
    this.#openText = undefined;
    return id === undefined ? [] : [{ type: "text-end", id }];
  }

  /** Converts chunks of a tool call, of which the first has its name. */
  #writeCallChunks({ tool_call_chunks: pieces }: Record<string, unknown>): UIMessageChunk[] {
    if (!Array.isArray(pieces)) return [];
    return pieces.filter(isRecord).flatMap(({ id, name, args, index }): UIMessageChunk[] => {
      const begin: UIMessageChunk[] = [];
      if (typeof id === "string" && typeof name === "string" && !this.#calls.has(id)) {
        this.#calls.add(id);
        this.#openCall = { id, index };
        begin.push(...this.#endText(), {
          type: "tool-input-start",
          toolCallId: id,
          toolName: name,
          dynamic: true,
        });
      }
      const open = this.#openCall;
      if (open === undefined || open.index !== index || typeof args !== "string" || args === "") return begin;
      return [...begin, { type: "tool-input-delta", toolCallId: open.id, inputTextDelta: args }];
    });
  }

  /** Converts complete tool calls. */
  #writeCalls({ tool_calls: calls }: Record<string, unknown>): UIMessageChunk[] {
    if (!Array.isArray(calls)) return [];
    return calls.filter(isRecord).flatMap(({ id, name, args }): UIMessageChunk[] => {
      if (typeof id !== "string" || this.#known.has(id)) return [];
      this.#known.add(id);
      const call = { toolCallId: id, toolName: String(name), input: args, dynamic: true };
      return [...this.#endText(), { type: "tool-input-available", ...call }];
    });
  }

  #writeResult({ tool_call_id: id, content, status }: Record<string, unknown>): UIMessageChunk[] {
    if (typeof id !== "string" || !this.#known.has(id)) return [];
    const base = { toolCallId: id, dynamic: true };
    return status === "error"
      ? [{ type: "tool-output-error", ...base, errorText: textOf(content) }]
      : [{ type: "tool-output-available", ...base, output: content }];
  }

  /** Converts a state: the tool calls in its last message, and its interrupts. */
  #writeState({ messages, __interrupt__: asked }: Record<string, unknown>): UIMessageChunk[] {
    const isFirst = this.#isFirstState;
    this.#isFirstState = false;
    const last = Array.isArray(messages) ? messages.at(-1) : undefined;
    // the first state of a run has the messages of earlier turns
    const calls = isRecord(last) && (!isFirst || this.#calls.size > 0) ? this.#writeCalls(last) : [];
    if (!Array.isArray(asked)) return calls;
    return [...calls, ...asked.map(toInterrupt).flatMap((interrupt) => this.#ask(interrupt))];
  }

  #ask({ id: toolCallId = "interrupt", value: input }: { id?: string; value: unknown }): UIMessageChunk[] {
    if (this.#known.has(toolCallId)) return [];
    this.#known.add(toolCallId);
    return [
      ...this.#endText(),
      { type: "tool-input-available", toolCallId, toolName: INTERRUPT_TOOL, input, dynamic: true },
      { type: "tool-approval-request", approvalId: toolCallId, toolCallId },
    ];
  }
}

/** The text of a message, as a string or in blocks. */
function textOf(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) return "";
  return content
    .map((block) => (isRecord(block) && typeof block.text === "string" ? block.text : ""))
    .join("");
}
