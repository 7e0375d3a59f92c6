import type { ChatTransport, UIMessage, UIMessageChunk } from "ai";
import { ChunkWriter, INTERRUPT_TOOL } from "./ai-sdk/ai-sdk-chunks.js";
import { type ClientOptions, createClient } from "./client/client.js";
import type { Client } from "./client/client-calls.js";
import { isRemoteException } from "./errors.js";
import type { RunEvents } from "./run/run-events.js";
import { getRuns, toCallInit } from "./run/run-requests.js";
import { joinRun, streamRun } from "./run/stream-run.js";
import { isUuid, nameUuid } from "./util/uuid.js";

/** A user's answer to an interrupt. */
export interface Approval {
  /** Whether the user approved. */
  approved: boolean;
  /** The user's reason. */
  reason?: string | undefined;
}

/** Options of a chat transport. */
export interface ChatTransportOptions extends Partial<ClientOptions> {
  /** Assistant id or graph name. */
  assistantId: string;
  /** A client from `createClient`, instead of `url` and what belongs to it. */
  client?: Client | undefined;
  /** The thread of a chat. Default: the chat's id where that is a UUID, else a UUID derived from it. */
  toThreadId?: ((chatId: string) => string) | undefined;
  /** The graph's input. Default: the text of the last message, as `messages`. */
  toInput?: ((messages: readonly UIMessage[]) => unknown) | undefined;
  /** The value that the graph's `interrupt` returns. Default: whether the user approved. */
  toResume?: ((approval: Approval) => unknown) | undefined;
}

/** The namespace of the version 5 UUIDs that are derived from chat ids. */
const CHATS = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
const MODES = ["messages-tuple", "values"] as const;

/** The text of a message of the AI SDK. */
const textOf = ({ parts }: UIMessage): string =>
  parts.map((part) => (part.type === "text" ? part.text : "")).join("");

function toMessages(messages: readonly UIMessage[]) {
  const last = messages.at(-1);
  return last && { messages: [{ type: "human", id: last.id, content: textOf(last) }] };
}

/** The answers in the last message, by interrupt id. */
function approvalsIn(message: UIMessage | undefined): [id: string, Approval][] {
  return (message?.parts ?? []).flatMap((part): [string, Approval][] => {
    if (part.type !== "dynamic-tool" || part.toolName !== INTERRUPT_TOOL) return [];
    return part.state === "approval-responded" ? [[part.toolCallId, part.approval]] : [];
  });
}

/**
 * A transport that connects `useChat` of the AI SDK directly to a LangGraph server. Stopping it stops the run; after a page
 * reload, `resume` joins a run that is still active; a cut connection is resumed. An interrupt becomes a tool part named
 * `interrupt` that requests an approval.
 *
 * @param options - the server, the graph, and how to build its input
 * @throws TypeError without `assistantId`, or without both `url` and `client`
 */
export function createChatTransport<Message extends UIMessage = UIMessage>(
  options: ChatTransportOptions,
): ChatTransport<Message> {
  const { assistantId, url, toInput = toMessages, toResume = ({ approved }) => approved } = options;
  if (!assistantId)
    throw new TypeError("createChatTransport needs assistantId: an assistant id or a graph name");
  if (options.client === undefined && url === undefined)
    throw new TypeError("createChatTransport needs a url or a client");
  const client = options.client ?? createClient({ ...options, url: url ?? "" });
  const { toThreadId = (id: string) => (isUuid(id) ? id : nameUuid(id, CHATS)) } = options;

  return {
    // a run is streamed from its beginning
    resumeStreamIsReplay: true,

    async sendMessages({ chatId, messages, abortSignal, headers }) {
      const last = messages.at(-1);
      const answers = approvalsIn(last);
      const resume = Object.fromEntries(answers.map(([id, approval]) => [id, toResume(approval)]));
      const events = streamRun(client, {
        threadId: toThreadId(chatId),
        assistantId,
        ...(answers.length > 0
          ? { command: { resume } }
          : { input: toInput(messages) as Record<string, unknown> }),
        if_not_exists: "create",
        stream_mode: [...MODES],
        stopOnLeave: true,
        signal: abortSignal,
        ...(headers && { headers: Object.fromEntries(new Headers(headers)) }),
      });
      await events.open();
      const answered = answers.map(
        ([toolCallId, { approved }]): UIMessageChunk =>
          approved
            ? { type: "tool-output-available", toolCallId, output: resume[toolCallId], dynamic: true }
            : { type: "tool-output-denied", toolCallId },
      );
      return toChunks(events, {
        answered,
        messageId: answers.length > 0 ? last?.id : undefined,
        abortSignal,
      });
    },

    async reconnectToStream({ chatId, headers }) {
      const threadId = toThreadId(chatId);
      const init = toCallInit({ headers: headers && Object.fromEntries(new Headers(headers)) }, undefined);
      const runs = await getRuns(client, threadId, { offset: 0, count: 1 }, init);
      const running = runs.find(({ status }) => status === "running" || status === "pending");
      if (running?.run_id === undefined) return null;
      const events = joinRun(client, {
        threadId,
        runId: running.run_id,
        streamMode: MODES,
        headers: init.headers,
        stopOnLeave: true,
      });
      return toChunks(events);
    },
  };
}

interface Turn {
  /** Chunks to send before those of the run. */
  answered?: UIMessageChunk[];
  /** The id of the message that the run continues. */
  messageId?: string | undefined;
  abortSignal?: AbortSignal | undefined;
}

function toChunks(
  events: RunEvents,
  { answered = [], messageId, abortSignal }: Turn = {},
): ReadableStream<UIMessageChunk> {
  const writer = new ChunkWriter();
  const read = async function* (): AsyncGenerator<UIMessageChunk> {
    yield* writer.start(messageId ?? events.runId);
    yield* answered;
    try {
      for await (const event of events) yield* writer.write(event);
      yield* writer.end();
    } catch (error) {
      if (abortSignal?.aborted) yield { type: "abort" };
      else if (isRemoteException(error)) yield { type: "error", errorText: error.message };
      else throw error;
    }
  };
  const chunks = read();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => events.cancel(reason),
  });
}
