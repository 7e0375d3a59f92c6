/** LangChain's `streamEvents` v2 for models that run on the server: their events are made of the run's messages. */
import type { CallbackManagerForChainRun, CallbackManagerForLLMRun } from "@langchain/core/callbacks/manager";
import { AIMessage, AIMessageChunk, type BaseMessage } from "@langchain/core/messages";
import { ChatGenerationChunk } from "@langchain/core/outputs";
import type { Namespace, StreamMode } from "./types.js";
import { isRecord } from "./util/record.js";

/** The name of the handler that LangChain's `streamEvents` v2 adds. */
const LISTENER = "event_stream_tracer";

/** A call of a model: its runs in LangChain, and its message so far. */
interface Model {
  runs: CallbackManagerForLLMRun[];
  message: AIMessageChunk;
}

/** Whether `streamEvents` v2 listens to a call. */
export const isListenedTo = (
  manager: CallbackManagerForChainRun | undefined,
): manager is CallbackManagerForChainRun => manager?.handlers.some(({ name }) => name === LISTENER) ?? false;

/** The chunks of one mode of the graph itself, of a run that streams that mode and all `messages`; the models' events besides. */
export async function* withModelEvents(
  run: AsyncIterable<unknown>,
  mode: StreamMode,
  manager: CallbackManagerForChainRun,
): AsyncGenerator<unknown> {
  const models = new Map<string, Model>();
  for await (const [namespace, chunkMode, data] of run as AsyncIterable<[Namespace, StreamMode, unknown]>) {
    if (chunkMode === "messages" && Array.isArray(data)) await addMessage(models, data, manager);
    if (chunkMode === mode && namespace.length === 0) yield data;
  }
  for (const { runs, message } of models.values())
    for (const run of runs)
      await run.handleLLMEnd({ generations: [[new ChatGenerationChunk({ message, text: message.text })]] });
}

/** Adds a message of a model, or a piece of one, to its model, which starts with the first piece. */
async function addMessage(
  models: Map<string, Model>,
  [message, metadata]: unknown[],
  manager: CallbackManagerForChainRun,
): Promise<void> {
  if (!AIMessage.isInstance(message) && !AIMessageChunk.isInstance(message)) return;
  const piece = AIMessageChunk.isInstance(message) ? message : toPiece(message);
  const { id = "", text } = piece;
  const known = models.get(id);
  const runs = known?.runs ?? (await startModel(isRecord(metadata) ? metadata : {}, manager));
  models.set(id, { runs, message: known === undefined ? piece : known.message.concat(piece) });
  const fields = { chunk: new ChatGenerationChunk({ message: piece, text }) };
  for (const run of runs)
    await run.handleLLMNewToken(text, undefined, undefined, undefined, undefined, fields);
}

/** Only the handler of `streamEvents` is called: a parent's stream has the messages already, and the server traces its models. */
async function startModel(
  metadata: Record<string, unknown>,
  manager: CallbackManagerForChainRun,
): Promise<CallbackManagerForLLMRun[]> {
  const listeners = manager.getChild();
  listeners.addMetadata(metadata, false);
  listeners.setHandlers(listeners.handlers.filter(({ name }) => name === LISTENER));
  const name = typeof metadata.ls_model_name === "string" ? metadata.ls_model_name : "ChatModel";
  const serialized = { lc: 1, type: "not_implemented" as const, id: [name] };
  return listeners.handleChatModelStart(
    serialized,
    [[]],
    undefined,
    undefined,
    {},
    undefined,
    undefined,
    name,
  );
}

const toPiece = ({ id, content, tool_calls = [] }: BaseMessage & { tool_calls?: AIMessage["tool_calls"] }) =>
  new AIMessageChunk({ content, tool_calls, ...(id === undefined ? {} : { id }) });
