/** LangChain's `streamEvents` v2 for models that run on the server: their events are made of the run's messages. */
import type {
  CallbackManager,
  CallbackManagerForChainRun,
  CallbackManagerForLLMRun,
} from "@langchain/core/callbacks/manager";
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

/** Makes events of models out of chunks of the mode `messages`. */
class ModelEvents {
  readonly #manager: CallbackManagerForChainRun;
  readonly #models = new Map<string, Model>();

  constructor(manager: CallbackManagerForChainRun) {
    this.#manager = manager;
  }

  /** Takes a chunk: a message of a model, or a piece of one, and its metadata. */
  async add(chunk: unknown): Promise<void> {
    if (!Array.isArray(chunk)) return;
    const [message, metadata]: unknown[] = chunk;
    if (!AIMessage.isInstance(message) && !AIMessageChunk.isInstance(message)) return;
    const piece = AIMessageChunk.isInstance(message) ? message : toPiece(message);
    const id = piece.id ?? "";
    const known = this.#models.get(id);
    const model = known ?? { runs: await this.#start(isRecord(metadata) ? metadata : {}), message: piece };
    if (known === undefined) this.#models.set(id, model);
    else model.message = model.message.concat(piece);
    const { text } = piece;
    const fields = { chunk: new ChatGenerationChunk({ message: piece, text }) };
    for (const run of model.runs)
      await run.handleLLMNewToken(text, undefined, undefined, undefined, undefined, fields);
  }

  /** Ends the calls of all models. */
  async end(): Promise<void> {
    for (const { runs, message } of this.#models.values())
      for (const run of runs)
        await run.handleLLMEnd({ generations: [[new ChatGenerationChunk({ message, text: message.text })]] });
    this.#models.clear();
  }

  async #start(metadata: Record<string, unknown>): Promise<CallbackManagerForLLMRun[]> {
    const name = typeof metadata.ls_model_name === "string" ? metadata.ls_model_name : "ChatModel";
    const serialized = { lc: 1, type: "not_implemented" as const, id: [name] };
    const listeners = this.#listeners(metadata);
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

  /** Only the handler of `streamEvents`: a parent's stream has the messages already, and the server traces its models. */
  #listeners(metadata: Record<string, unknown>): CallbackManager {
    const child = this.#manager.getChild();
    child.addMetadata(metadata, false);
    child.setHandlers(child.handlers.filter(({ name }) => name === LISTENER));
    return child;
  }
}

/** The chunks of one mode of the graph itself, of a run that streams that mode and all `messages`; the models' events besides. */
export async function* withModelEvents(
  run: AsyncIterable<unknown>,
  mode: StreamMode,
  manager: CallbackManagerForChainRun,
): AsyncGenerator<unknown> {
  const models = new ModelEvents(manager);
  for await (const [namespace, chunkMode, data] of run as AsyncIterable<[Namespace, StreamMode, unknown]>) {
    if (chunkMode === "messages") await models.add(data);
    if (chunkMode === mode && namespace.length === 0) yield data;
  }
  await models.end();
}

const toPiece = ({ id, content, tool_calls = [] }: BaseMessage & { tool_calls?: AIMessage["tool_calls"] }) =>
  new AIMessageChunk({ content, tool_calls, ...(id === undefined ? {} : { id }) });
