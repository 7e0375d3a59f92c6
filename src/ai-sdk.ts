import type { ChatTransport, UIMessage, UIMessageChunk } from "ai";
import { ChunkWriter, INTERRUPT_TOOL } from "./ai-sdk/ai-sdk-chunks.js";
import { type ClientOptions, createClient } from "./client/client.js";
import type { Client } from "./client/client-calls.js";
import { isRemoteException } from "./errors.js";
import type { RunEvents } from "./run/run-events.js";
import { getRuns, toCallInit } from "./run/run-requests.js";
import { joinRun, streamRun } from "./run/stream-run.js";
import { isUuid, nameUuid } from "./util/uuid.js";

/** A person's answer to what a graph asks. */
export interface Approval {
  /** Whether it may go on. */
  approved: boolean;
  /** What else was said. */
  reason?: string | undefined;
}

/** How a chat reaches its graph. */
export interface ChatTransportOptions extends Partial<ClientOptions> {
  /** Assistant id or graph name. */
  assistantId: string;
  /** A client from `createClient`, instead of `url` and what belongs to it. */
  client?: Client | undefined;
  /** The thread of a chat. Default: the chat's id where that is a UUID, else one that is made of it. */
  toThreadId?: ((chatId: string) => string) | undefined;
  /** The graph's input. Default: the text of the last message, as `messages`. */
  toInput?: ((messages: readonly UIMessage[]) => unknown) | undefined;
  /** What the graph's `interrupt` gives for an answer. Default: whether it was approved. */
  toResume?: ((approval: Approval) => unknown) | undefined;
}

/** Chats are threads of this namespace. */
const CHATS = "6ba7b812-9dad-11d1-80b4-00c04fd430c8";
const MODES = ["messages-tuple", "values"] as const;

/** The text of a message of the AI SDK. */
const textOf = ({ parts }: UIMessage): string =>
  parts.map((part) => (part.type === "text" ? part.text : "")).join("");

function toMessages(messages: readonly UIMessage[]) {
  const last = messages.at(-1);
  return last && { messages: [{ type: "human", id: last.id, content: textOf(last) }] };
}

/** The answers that the last message holds, by the id of what was asked. */
function approvalsIn(message: UIMessage | undefined): [id: string, Approval][] {
  return (message?.parts ?? []).flatMap((part): [string, Approval][] => {
    if (part.type !== "dynamic-tool" || part.toolName !== INTERRUPT_TOOL) return [];
    return part.state === "approval-responded" ? [[part.toolCallId, part.approval]] : [];
  });
}

/**
 * A transport for `useChat` of the AI SDK, straight to a LangGraph server. Stopped, it stops the run; after a reload,
 * `resume` goes on with the run that is still there; a cut connection is not noticed. What a graph asks by `interrupt` is
 * a tool part named `interrupt` that wants an approval.
 *
 * @param options - how to reach the server, which graph, and how its input is made
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
      return toChunks(events, { answered: [], messageId: undefined, abortSignal: undefined });
    },
  };
}

interface Turn {
  /** What comes before the run's own chunks. */
  answered: UIMessageChunk[];
  /** The message that goes on. */
  messageId: string | undefined;
  abortSignal: AbortSignal | undefined;
}

function toChunks(
  events: RunEvents,
  { answered, messageId, abortSignal }: Turn,
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
